/* bench_pdf - what a debrief sheet costs as a PDF.
 *
 * A sheet of six pages and 2,000 marks, Latin and Japanese, is laid out and
 * rendered; the budget is 30 ms and 120 KiB. The machine's speed is taken out
 * by a baseline in the same run: spelling out 100,000 lines with
 * snprintf(). With python3-reportlab installed its pdfgen draws the same kind of
 * page as a peer. Then 100 sheets in a row: the memory must not grow. */
#include "reports/sheet/sheet.h"
#include "tests/bench/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGES = 6, MARKS = 2000, RUNS = 21, BATCH = 100, ARENA_BYTES = 64 * 1024 * 1024 };

static void draw_row(Sheet *sheet, int mark, float x, float y)
{
    static const char *const words[] = {
        "S07 I agree with Ana because both fractions name the same point",
        "山田さんは、分母をそろえてから比べました。",
        "Nguyễn Thị Ánh: “¿Cómo lo sabes?”",
        "12:04",
        "王小明 3 / 24",
        "子どもの発言を丁寧に記録し、授業後の協議会で共有する",
    };
    SheetInk thin = {.rgb = 0x595959, .width = 0.5F};
    char number[32];
    switch (mark % 8) {
    case 0:
        sheet_rect(sheet, x, y, 30 + (float)(mark % 50), 9, 0, (SheetInk){.rgb = 0x1F3B5C});
        break;
    case 1:
        sheet_line(sheet, x, y, x + 80, y + 1, thin);
        break;
    case 2:
        sheet_circle(sheet, x + 5, y, 1.9F, thin);
        break;
    case 3:
        sheet_curve(sheet, (SheetPoint){x, y}, (SheetPoint){x + 20, y - 9},
                    (SheetPoint){x + 50, y + 4}, thin);
        break;
    case 4:
        (void)snprintf(number, sizeof number, "%d:%02d  %d %%", mark / 60, mark % 60, mark % 101);
        (void)sheet_text(sheet, x, y, FONT_BOLD, 8, 0x1A1A1A, SHEET_LEFT, number);
        break;
    default:
        (void)sheet_text(sheet, x, y, mark % 16 == 5 ? FONT_ITALIC : FONT_REGULAR, 9.5F, 0x1A1A1A,
                         SHEET_LEFT, words[mark / 8 % 6]);
        break;
    }
}

static Sheet *compose(Arena *arena, const FontSet *fonts)
{
    Sheet *sheet = sheet_create(arena, fonts, SHEET_LETTER,
                                (SheetInfo){"Debrief", "A team", "Fractions", "en", 0});
    for (int mark = 0; sheet && mark < MARKS; mark++) {
        int on_page = mark % (MARKS / PAGES + 1);
        if (on_page == 0) {
            char label[32];
            (void)snprintf(label, sizeof label, "Page %d", sheet_page_count(sheet) + 1);
            sheet_add_page(sheet, label);
        }
        draw_row(sheet, mark, 48 + (float)(on_page % 4) * 130,
                 60 + (float)(on_page - on_page % 4) * 2);
    }
    return sheet;
}

static bool make_pdf(const FontSet *fonts, double *ret_compose_ms, double *ret_render_ms,
                     size_t *ret_len)
{
    Err err = {0};
    Arena arena;
    uint8_t *bytes = NULL;
    arena_init(&arena, ARENA_BYTES);
    double start = measured_wall_ms();
    Sheet *sheet = compose(&arena, fonts);
    double composed = measured_wall_ms();
    bool ok = sheet && sheet_pdf_render(sheet, &bytes, ret_len, &err);
    *ret_compose_ms = composed - start;
    *ret_render_ms = measured_wall_ms() - composed;
    if (!ok)
        fprintf(stderr, "bench_pdf: %s\n", err.text);
    free(bytes);
    arena_deinit(&arena);
    return ok;
}

static double baseline_ms(void)
{
    double times[5];
    for (size_t run = 0; run < 5; run++) {
        char text[64];
        size_t sum = 0;
        double start = measured_wall_ms();
        for (int i = 0; i < 100000; i++)
            sum += (size_t)snprintf(text, sizeof text, "%.2f %.2f l", i * 0.37, i * 1.01);
        times[run] = measured_wall_ms() - start;
        if (sum == 0)
            return 0;
    }
    return measured_median(times, 5);
}

/* The same amount of marks with ReportLab, which keeps its fonts between
 * documents as we do. */
static void print_peer(double ours_ms)
{
    static const char script[] =
        "import io,time\n"
        "from reportlab.pdfgen import canvas\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "from reportlab.pdfbase.ttfonts import TTFont\n"
        "pdfmetrics.registerFont(TTFont('N','/usr/share/fonts/truetype/noto/"
        "NotoSans-Regular.ttf'))\n"
        "pdfmetrics.registerFont(TTFont('J','/usr/share/fonts/opentype/ipafont-gothic/"
        "ipag.ttf'))\n"
        "w=[('N','S07 I agree with Ana because both fractions name the same point'),"
        "('J','\\u5c71\\u7530\\u3055\\u3093\\u306f\\u3001\\u5206\\u6bcd\\u3092\\u305d"
        "\\u308d\\u3048\\u3066'),('N','12:04')]\n"
        "def one():\n"
        " b=io.BytesIO(); c=canvas.Canvas(b,pageCompression=1)\n"
        " for m in range(2000):\n"
        "  i=m%334; x=48+i%4*130; y=730-i//4*8\n"
        "  if m and i==0: c.showPage()\n"
        "  k=m%8\n"
        "  if k==0: c.rect(x,y,30+m%50,9,0,1)\n"
        "  elif k==1: c.line(x,y,x+80,y+1)\n"
        "  elif k==2: c.circle(x+5,y,1.9)\n"
        "  elif k==3: c.bezier(x,y,x+20,y+9,x+30,y+9,x+50,y)\n"
        "  else:\n"
        "   f,t=w[m//8%3]; c.setFont(f,9.5); c.drawString(x,y,t)\n"
        " c.save(); return len(b.getvalue())\n"
        "one(); t=[]\n"
        "for _ in range(7):\n"
        " s=time.perf_counter(); n=one(); t.append((time.perf_counter()-s)*1e3)\n"
        "print(sorted(t)[3],n/1024)\n";
    double ms = 0;
    double kib = 0;
    FILE *peer = NULL;
    char path[] = "bench_pdf_XXXXXX";
    char command[128];
    int file = mkstemp(path);
    if (file < 0)
        return;
    if (write(file, script, sizeof script - 1) == (ssize_t)(sizeof script - 1)) {
        (void)snprintf(command, sizeof command, "/usr/bin/python3 %s 2>/dev/null", path);
        peer = popen(command, "r");
    }
    if (peer && fscanf(peer, "%lf %lf", &ms, &kib) == 2)
        printf("reportlab (fonts kept)   %8.1f ms %8.1f KiB  ours is %.2f of it\n", ms, kib,
               ours_ms / ms);
    else
        puts("reportlab                is not installed: no peer");
    if (peer)
        (void)pclose(peer);
    close(file);
    (void)unlink(path);
}

static bool batch(const FontSet *fonts)
{
    double compose_ms = 0;
    double render_ms = 0;
    size_t len = 0;
    long before = measured_resident_kib();
    double start = measured_wall_ms();
    for (int i = 0; i < BATCH; i++)
        if (!make_pdf(fonts, &compose_ms, &render_ms, &len))
            return false;
    printf("batch of %d             %8.1f ms, resident %ld -> %ld KiB\n", BATCH,
           measured_wall_ms() - start, before, measured_resident_kib());
    return true;
}

int main(void)
{
    Err err = {0};
    double compose_ms[RUNS];
    double render_ms[RUNS];
    double first_compose = 0;
    double first_render = 0;
    size_t len = 0;
    FontSet *fonts = font_set_create(&err);
    if (!fonts) {
        fprintf(stderr, "bench_pdf: %s\n", err.text);
        return 1;
    }
    bool ok = make_pdf(fonts, &first_compose, &first_render, &len);
    for (size_t run = 0; ok && run < RUNS; run++)
        ok = make_pdf(fonts, &compose_ms[run], &render_ms[run], &len);
    if (ok) {
        double base = baseline_ms();
        double render = measured_median(render_ms, RUNS);
        double compose_median = measured_median(compose_ms, RUNS);
        printf("first sheet              %8.1f ms (fonts opened)\n", first_compose + first_render);
        printf("compose, then render     %8.1f ms %8.1f ms %8.1f KiB  (budget 30 ms, 120 KiB)\n",
               compose_median, render, (double)len / 1024);
        printf("baseline: 100,000 lines  %8.1f ms, render is %.2f of it\n", base, render / base);
        print_peer(compose_median + render);
        ok = batch(fonts);
    }
    font_set_destroy(fonts);
    return ok ? 0 : 1;
}
