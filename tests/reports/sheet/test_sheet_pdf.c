#include "check.h"

#include "reports/sheet/sheet.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char NAMES[] = "Año, Nguyễn Thị Ánh, 山田太郎, 王小明, 김민준";
static const SheetInk THIN = {.rgb = 0x595959, .width = 0.5F, .on = 0.7F, .off = 1.3F};

typedef struct Fixture {
    FontSet *fonts;
    Arena arena;
    char folder[32];
    char path[64];
} Fixture;

static int set_up_fonts(void **state)
{
    static Fixture fixture;
    Err err = {0};
    fixture.fonts = font_set_create(&err);
    *state = &fixture;
    return fixture.fonts ? 0 : -1;
}

static int tear_down_fonts(void **state)
{
    Fixture *f = *state;
    font_set_destroy(f->fonts);
    return 0;
}

static int set_up(void **state)
{
    Fixture *f = *state;
    arena_init(&f->arena, (size_t)16 << 20);
    (void)snprintf(f->folder, sizeof f->folder, "sheet_pdf_XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    (void)snprintf(f->path, sizeof f->path, "%s/sheet.pdf", f->folder);
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    arena_deinit(&f->arena);
    (void)chmod(f->folder, 0700);
    (void)unlink(f->path);
    return rmdir(f->folder);
}

/* ---- help ---- */

/* One of everything, on two pages. */
static Sheet *draw_everything(Fixture *f, const FontSet *fonts)
{
    const SheetPoint points[] = {{300, 300}, {320, 260}, {340, 300}};
    const SheetInk ink = {.rgb = 0xE3A33C};
    Sheet *sheet = sheet_create(
        &f->arena, fonts, SHEET_A4,
        (SheetInfo){"Debrief: 山田 𠮷野", "Ana Núñez", "Fractions", "es", 1700000000000});
    assert_non_null(sheet);
    sheet_add_page(sheet, "The lesson 山");
    (void)sheet_text(sheet, 48, 60, FONT_REGULAR, 12, 0x1A1A1A, SHEET_LEFT, NAMES);
    (void)sheet_text(sheet, 48, 80, FONT_BOLD, 12, 0x1A1A1A, SHEET_LEFT, NAMES);
    (void)sheet_text(sheet, 48, 100, FONT_ITALIC, 12, 0x1A1A1A, SHEET_LEFT,
                     "wait ≥ 3 seconds − seen ✓ 😀 face \xFF");
    (void)sheet_text(sheet, 48, 120, FONT_REGULAR, 12, 0, SHEET_LEFT, "العربية שלום");
    (void)sheet_text(sheet, 48, 140, FONT_BOLD, 12, 0, SHEET_LEFT, "हिन्दी की ไทย ਪੰਜਾਬੀ");
    (void)sheet_text(sheet, 48, 160, FONT_BOLD, 12, 0, SHEET_LEFT, "𠮟田𡈽先生");
    sheet_add_heading(sheet, 120, "Flow");
    sheet_add_page(sheet, "Talk map");
    sheet_line(sheet, 48, 50, 300, 50, THIN);
    sheet_rect(sheet, 48, 60, 100, 40, 0, THIN);
    sheet_rect(sheet, 48, 110, 100, 40, 8, ink);
    sheet_circle(sheet, 200, 200, 20, THIN);
    sheet_polygon(sheet, points, 3, ink);
    sheet_polyline(sheet, points, 3, THIN);
    sheet_curve(sheet, points[0], points[1], points[2], THIN);
    sheet_hatch(sheet, 300, 60, 60, 30, 3, true, THIN);
    return sheet;
}

/* What a tool prints about the file; skips the test where it is not installed. */
static char *run_tool(Fixture *f, const char *tool, const char *options, const char *output)
{
    char command[256];
    size_t cap = (size_t)64 << 10;
    char *text = ARENA_PUSH(&f->arena, char, cap);
    (void)snprintf(command, sizeof command, "command -v %s", tool);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    bool installed = fgetc(out) != EOF;
    (void)pclose(out);
    if (!installed) {
        print_message("skipped: %s is not installed\n", tool);
        skip();
    }
    (void)snprintf(command, sizeof command, "TZ=UTC %s %s %s %s 2>&1", tool, options, f->path,
                   output);
    out = popen(command, "r");
    assert_non_null(out);
    size_t len = fread(text, 1, cap - 1, out);
    int status = pclose(out);
    text[len] = '\0';
    if (status != 0)
        fail_msg("%s: exit status %d: %s", command, status, text);
    return text;
}

static void save_everything(Fixture *f)
{
    Err err = {0};
    assert_ok(sheet_pdf_save(draw_everything(f, f->fonts), f->path, &err), err);
}

static void write_old_file(const Fixture *f)
{
    FILE *out = fopen(f->path, "w");
    assert_non_null(out);
    fputs("the old sheet", out);
    assert_int_equal(fclose(out), 0);
}

static void assert_old_file(const Fixture *f)
{
    char text[32] = {0};
    FILE *in = fopen(f->path, "r");
    assert_non_null(in);
    assert_true(fread(text, 1, sizeof text - 1, in) > 0);
    fclose(in);
    assert_string_equal(text, "the old sheet");
}

/* ---- bytes ---- */

static void sheet_pdf_render__gives__the_same_bytes_again(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    uint8_t *first = NULL;
    uint8_t *second = NULL;
    size_t first_len = 0;
    size_t second_len = 0;
    FontSet *other = font_set_create(&err);
    assert_non_null(other);
    assert_ok(sheet_pdf_render(draw_everything(f, f->fonts), &first, &first_len, &err), err);
    assert_ok(sheet_pdf_render(draw_everything(f, other), &second, &second_len, &err), err);
    assert_int_equal(first_len, second_len);
    assert_memory_equal(first, second, first_len);
    assert_memory_equal(first, "%PDF-", 5);
    assert_true(first_len < (size_t)64 << 10);
    free(first);
    free(second);
    font_set_destroy(other);
}

static void sheet_pdf_render__refuses__a_sheet_without_pages(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    uint8_t *bytes = NULL;
    size_t len = 0;
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_A4, (SheetInfo){0});
    assert_false(sheet_pdf_render(sheet, &bytes, &len, &err));
    assert_err(err, ERR_STATE, "the sheet has no page");
    assert_null(bytes);
}

static void sheet_pdf_render__reports__the_mark_that_was_lost(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_A4, (SheetInfo){0});
    sheet_add_page(sheet, NULL);
    sheet_circle(sheet, 1e9F, 0, 1, THIN);
    sheet_circle(sheet, 10, 10, 1, THIN);
    assert_false(sheet_pdf_save(sheet, f->path, &err));
    char want[160];
    (void)snprintf(want, sizeof want, "%s: page 1 of the sheet: a mark has no place on paper",
                   f->path);
    assert_err(err, ERR_LIMIT, want);
    assert_int_equal(access(f->path, F_OK), -1);
}

static void sheet_pdf_render__draws__pages_that_are_empty(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_LETTER, (SheetInfo){0});
    sheet_add_page(sheet, NULL);
    sheet_add_page(sheet, "");
    assert_ok(sheet_pdf_save(sheet, f->path, &err), err);
    assert_non_null(strstr(run_tool(f, "qpdf", "--show-npages", ""), "2"));
}

static void sheet_pdf_render__draws__a_text_of_100000_bytes(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    static char text[100001];
    memset(text, 'x', 100000);
    text[99999] = 'z';
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_A4, (SheetInfo){0});
    sheet_add_page(sheet, NULL);
    (void)sheet_text(sheet, 0, 50, FONT_REGULAR, 0.01F, 0, SHEET_LEFT, text);
    assert_ok(sheet_pdf_save(sheet, f->path, &err), err);
    (void)run_tool(f, "qpdf", "--check", "");
}

/* ---- other fonts ---- */

#define DEJAVU "/usr/share/fonts/truetype/dejavu/"
static const char *const LINKS[] = {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf",
                                    "NotoSans-Italic.ttf"};

/* A set in which other files stand for the three styles of the main family. */
static FontSet *fonts_of(Fixture *f, const char *const files[3])
{
    char path[96];
    Err err = {0};
    if (access(files[0], R_OK) != 0) {
        print_message("skipped: the package fonts-dejavu-core is not installed\n");
        skip();
    }
    for (int i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->folder, LINKS[i]);
        assert_int_equal(symlink(files[i], path), 0);
    }
    const char *const folders[] = {f->folder, NULL};
    FontSet *fonts = font_set_create_in(folders, &err);
    for (int i = 0; i < 3; i++) { /* opened, so the links are not needed any more */
        (void)snprintf(path, sizeof path, "%s/%s", f->folder, LINKS[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_non_null(fonts);
    return fonts;
}

/* The first page's pixels, with these letters on the second. */
static const char *pixels_beside(Fixture *f, const FontSet *fonts, const char *letters)
{
    Err err = {0};
    Sheet *sheet = sheet_create(&f->arena, fonts, SHEET_A4, (SheetInfo){0});
    sheet_add_page(sheet, NULL);
    (void)sheet_text(sheet, 10, 30, FONT_REGULAR, 20, 0, SHEET_LEFT, "ẾếỄễẬậỘộ");
    sheet_add_page(sheet, NULL);
    (void)sheet_text(sheet, 10, 30, FONT_REGULAR, 20, 0, SHEET_LEFT, letters);
    assert_ok(sheet_pdf_save(sheet, f->path, &err), err);
    return run_tool(f, "pdftoppm", "-gray -r 72 -f 1 -l 1 -x 0 -y 0 -W 200 -H 50", "");
}

/* DejaVu builds the letter from parts of parts, which libharu forgets unless
 * something else on the sheet uses them. */
static void sheet_pdf_render__keeps__the_parts_of_parts_of_letters(void **state)
{
    Fixture *f = *state;
    const char *const files[] = {DEJAVU "DejaVuSans.ttf", DEJAVU "DejaVuSans-Bold.ttf",
                                 DEJAVU "DejaVuSans-Oblique.ttf"};
    if (access(files[2], R_OK) != 0) {
        print_message("skipped: the package fonts-dejavu-extra is not installed\n");
        skip();
    }
    FontSet *fonts = fonts_of(f, files);
    const char *alone = pixels_beside(f, fonts, "x");
    const char *beside = pixels_beside(f, fonts, "ÊêÂâÔô^´~");
    assert_memory_equal(alone, "P5\n200 50\n255\n", 14);
    assert_memory_equal(alone, beside, 14 + (size_t)200 * 50);
    font_set_destroy(fonts);
}

static void sheet_pdf_render__reports__what_libharu_refuses(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    char want[160];
    uint8_t *bytes = NULL;
    size_t len = 0;
    const char *const files[] = {DEJAVU "DejaVuSans.ttf", DEJAVU "DejaVuSans.ttf",
                                 DEJAVU "DejaVuSans.ttf"};
    FontSet *fonts = fonts_of(f, files); /* two faces of one name */
    Sheet *sheet = sheet_create(&f->arena, fonts, SHEET_A4, (SheetInfo){0});
    sheet_add_page(sheet, NULL);
    (void)sheet_text(sheet, 10, 30, FONT_REGULAR, 20, 0, SHEET_LEFT, "a");
    (void)sheet_text(sheet, 10, 60, FONT_BOLD, 20, 0, SHEET_LEFT, "a");
    assert_false(sheet_pdf_render(sheet, &bytes, &len, &err));
    (void)snprintf(want, sizeof want,
                   "%s/NotoSans-Bold.ttf: the PDF cannot be made: libharu error 0x100E", f->folder);
    assert_err(err, ERR_RENDER, want);
    assert_null(bytes);
    font_set_destroy(fonts);
}

/* ---- saving ---- */

static void sheet_pdf_save__leaves__the_old_file_in_a_read_only_folder(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    write_old_file(f);
    if (geteuid() == 0) {
        print_message("skipped: root may write in any folder\n");
        skip();
    }
    assert_int_equal(chmod(f->folder, 0500), 0);
    assert_false(sheet_pdf_save(draw_everything(f, f->fonts), f->path, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, f->path));
    assert_old_file(f);
}

/* A disk that takes no more: the system cuts every file at 1,000 bytes. */
static void sheet_pdf_save__leaves__the_old_file_on_a_full_disk(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    struct rlimit before;
    write_old_file(f);
    Sheet *sheet = draw_everything(f, f->fonts);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {1000, before.rlim_max};
    void (*old_handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = sheet_pdf_save(sheet, f->path, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, old_handler);
    assert_false(ok);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, f->path));
    assert_old_file(f); /* and tear_down() finds nothing else in the folder */
}

static void sheet_pdf_save__names__a_folder_that_is_not_there(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    char path[96];
    (void)snprintf(path, sizeof path, "%s/none/sheet.pdf", f->folder);
    assert_false(sheet_pdf_save(draw_everything(f, f->fonts), path, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, path));
}

static void sheet_pdf_save__leaves__the_old_file_when_the_sheet_failed(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    write_old_file(f);
    Sheet *sheet = draw_everything(f, f->fonts);
    sheet_circle(sheet, 1e9F, 0, 1, THIN);
    assert_false(sheet_pdf_save(sheet, f->path, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_old_file(f);
}

static void sheet_pdf_save__replaces__the_old_file(void **state)
{
    Fixture *f = *state;
    char head[6] = {0};
    write_old_file(f);
    save_everything(f);
    FILE *in = fopen(f->path, "r");
    assert_non_null(in);
    assert_int_equal(fread(head, 1, 5, in), 5);
    fclose(in);
    assert_string_equal(head, "%PDF-");
}

/* ---- as other programs read it ---- */

static void sheet_pdf__is__clean_for_qpdf(void **state)
{
    Fixture *f = *state;
    save_everything(f);
    const char *text = run_tool(f, "qpdf", "--check", "");
    assert_non_null(strstr(text, "No syntax or stream encoding errors found"));
    assert_null(strstr(text, "WARNING"));
}

static void sheet_pdf__embeds__every_font(void **state)
{
    Fixture *f = *state;
    save_everything(f);
    char *text = run_tool(f, "pdffonts", "", "");
    int fonts = 0;
    assert_null(strstr(text, "Warning")); /* poppler finds the Unicode maps in order */
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (!strstr(line, "TrueType"))
            continue;
        assert_non_null(strstr(line, "yes yes yes")); /* embedded, subset, with a Unicode map */
        fonts++;
    }
    assert_true(fonts >= 3);
}

static void sheet_pdf__gives_back__its_text(void **state)
{
    Fixture *f = *state;
    save_everything(f);
    const char *text = run_tool(f, "pdftotext", "", "-");
    const char *line = strstr(text, "Año");
    assert_non_null(line);
    bool korean = font_find_face(f->fonts, FONT_REGULAR, 0xAE40) >= 0;
    if (!korean)
        print_message("without Korean: the package fonts-nanum is not installed\n");
    size_t len = korean ? sizeof NAMES - 1 : (size_t)(strstr(NAMES, "김") - NAMES);
    assert_memory_equal(line, NAMES, len);
    assert_non_null(strstr(line + 1, "Año")); /* the bold line */

    assert_non_null(strstr(text, "wait ≥ 3 seconds − seen ✓ □ face \uFFFD"));
    assert_non_null(strstr(text, "𠮟田𡈽先生")); /* drawn, beyond what libharu writes */
    assert_non_null(strstr(text, "العربية"));    /* its letters, not their joined forms */
    assert_non_null(strstr(text, "שלום"));
    assert_non_null(strstr(text, "हिन्दी की ไทย ਪੰਜਾਬੀ")); /* drawn as outlines */
}

/* A column of rows, label and value, each at its own pitch. */
static void draw_column(Sheet *sheet, float x, float y, float pitch, const char *head)
{
    char text[64];
    (void)sheet_text(sheet, x, y, FONT_BOLD, 12, 0, SHEET_LEFT, head);
    for (int row = 1; row <= 6; row++) {
        (void)snprintf(text, sizeof text, "%s label %d", head, row);
        (void)sheet_text(sheet, x, y + (float)row * pitch, FONT_BOLD, 9.5F, 0, SHEET_LEFT, text);
        (void)snprintf(text, sizeof text, "%s value %d", head, row);
        (void)sheet_text(sheet, x + 76, y + (float)row * pitch, FONT_REGULAR, 9.5F, 0, SHEET_LEFT,
                         text);
    }
}

/* Readers that go by the look of the page read down a column, and what stands above
 * before what stands below. */
static void sheet_separator__keeps__columns_apart(void **state)
{
    static const char *const heads[] = {"Red", "Green", "Blue"};
    Fixture *f = *state;
    Err err = {0};
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_LETTER, (SheetInfo){.title = "Order"});
    sheet_add_page(sheet, NULL);
    for (int block = 0; block < 2; block++) {
        float y = 100 + 200 * (float)block;
        sheet_separator(sheet, 48, y - 16, 564, y - 16);
        draw_column(sheet, 48, y, 16, heads[0]);
        draw_column(sheet, 228, y, 13.4F, heads[1]);
        draw_column(sheet, 408, y, 19.1F, heads[2]);
        sheet_separator(sheet, 216, y - 15, 216, y + 6 * 19.1F);
        sheet_separator(sheet, 396, y - 15, 396, y + 6 * 19.1F);
    }
    assert_ok(sheet_pdf_save(sheet, f->path, &err), err);
    (void)run_tool(f, "qpdf", "--check", "");
    const char *at = run_tool(f, "pdftotext", "", "-");
    for (int i = 0; i < 6; i++) {
        const char *end = at;
        for (int row = 1; row <= 6; row++) {
            char label[32], value[32];
            (void)snprintf(label, sizeof label, "%s label %d", heads[i % 3], row);
            (void)snprintf(value, sizeof value, "%s value %d", heads[i % 3], row);
            const char *found[] = {strstr(at, label), strstr(at, value)};
            const char *other = strstr(at, heads[(i + 1) % 3]);
            for (int k = 0; k < 2; k++) {
                if (!found[k] || (other && found[k] > other))
                    fail_msg("column %d, row %d is not in its place", i, row);
                end = found[k] > end ? found[k] : end;
            }
        }
        at = end;
    }
}

static void sheet_pdf__says__what_it_is(void **state)
{
    Fixture *f = *state;
    save_everything(f);
    const char *text = run_tool(f, "pdfinfo", "", "");
    assert_non_null(strstr(text, "Debrief: 山田 𠮷野\n"));
    assert_non_null(strstr(text, "Ana Núñez\n"));
    assert_non_null(strstr(text, "Tue Nov 14 22:13:20 2023"));
    assert_non_null(strstr(text, "595.28 x 841.89 pts (A4)"));
    const char *json = run_tool(f, "qpdf", "--json", "");
    assert_non_null(strstr(json, "\"/Lang\": \"u:es\""));
    assert_non_null(strstr(json, "\"title\": \"The lesson 山\""));
    assert_non_null(strstr(json, "\"title\": \"Flow\""));
    assert_non_null(strstr(json, "\"title\": \"Talk map\""));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(sheet_pdf_render__gives__the_same_bytes_again),
        WITH_FOLDER(sheet_pdf_render__refuses__a_sheet_without_pages),
        WITH_FOLDER(sheet_pdf_render__reports__the_mark_that_was_lost),
        WITH_FOLDER(sheet_pdf_render__draws__pages_that_are_empty),
        WITH_FOLDER(sheet_pdf_render__draws__a_text_of_100000_bytes),
        WITH_FOLDER(sheet_pdf_render__keeps__the_parts_of_parts_of_letters),
        WITH_FOLDER(sheet_pdf_render__reports__what_libharu_refuses),
        WITH_FOLDER(sheet_pdf_save__leaves__the_old_file_in_a_read_only_folder),
        WITH_FOLDER(sheet_pdf_save__leaves__the_old_file_on_a_full_disk),
        WITH_FOLDER(sheet_pdf_save__names__a_folder_that_is_not_there),
        WITH_FOLDER(sheet_pdf_save__leaves__the_old_file_when_the_sheet_failed),
        WITH_FOLDER(sheet_pdf_save__replaces__the_old_file),
        WITH_FOLDER(sheet_pdf__is__clean_for_qpdf),
        WITH_FOLDER(sheet_pdf__embeds__every_font),
        WITH_FOLDER(sheet_pdf__gives_back__its_text),
        WITH_FOLDER(sheet_separator__keeps__columns_apart),
        WITH_FOLDER(sheet_pdf__says__what_it_is),
    };
    return cmocka_run_group_tests(tests, set_up_fonts, tear_down_fonts);
}
