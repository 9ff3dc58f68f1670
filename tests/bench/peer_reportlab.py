"""Draws the marks of a trace (sheet_trace.c) with ReportLab, fonts kept between sheets;
prints the median milliseconds of the processor and the size in KiB."""
import io
import re
import sys
import time

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

NOTO = "/usr/share/fonts/truetype/noto/NotoSans-"
for name, file in (("regular", NOTO + "Regular.ttf"), ("bold", NOTO + "Bold.ttf"),
                   ("italic", NOTO + "Italic.ttf"),
                   ("japanese", "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf")):
    pdfmetrics.registerFont(TTFont(name, file))
HEIGHT = 792


def colour(text):
    return [int(text[i:i + 2], 16) / 255 for i in (0, 2, 4)]


def read(path):
    marks = []
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if words[0] == "page":
            marks.append(("page",))
        elif words[0] == "text":
            text = re.search(r'"(.*)"$', line.rstrip("\n")).group(1)
            style = words[4] if all(ord(c) < 0x2E80 for c in text) else "japanese"
            marks.append(("text", float(words[1]), float(words[2]), style, float(words[5]),
                          colour(words[6]), text))
        elif words[0] in ("line", "rect", "circle", "polygon", "polyline", "curve"):
            numbers = []
            for word in words[1:]:
                if re.fullmatch(r"[0-9A-F]{6}", word) and "." not in word:
                    break
                numbers.append(float(word))
            ink = words[1 + len(numbers)]
            width = float(words[3 + len(numbers)]) if words[2 + len(numbers)] == "stroke" else 0
            marks.append((words[0], numbers, colour(ink), width))
    return marks


def draw(c, mark):
    kind, n, ink, width = mark
    stroke, fill = (1, 0) if width else (0, 1)
    if width:
        c.setStrokeColorRGB(*ink)
        c.setLineWidth(width)
    else:
        c.setFillColorRGB(*ink)
    if kind == "line":
        c.line(n[0], HEIGHT - n[1], n[2], HEIGHT - n[3])
    elif kind == "rect":
        c.rect(n[0], HEIGHT - n[1] - n[3], n[2], n[3], stroke, fill)
    elif kind == "circle":
        c.circle(n[0], HEIGHT - n[1], n[2], stroke, fill)
    else:
        path = c.beginPath()
        path.moveTo(n[0], HEIGHT - n[1])
        if kind == "curve":
            path.curveTo(n[2], HEIGHT - n[3], n[2], HEIGHT - n[3], n[4], HEIGHT - n[5])
        else:
            for i in range(2, len(n), 2):
                path.lineTo(n[i], HEIGHT - n[i + 1])
        c.drawPath(path, stroke, fill)


def one(marks):
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=(612, HEIGHT), pageCompression=1)
    begun = False
    for mark in marks:
        if mark[0] == "page":
            if begun:
                c.showPage()
            begun = True
        elif mark[0] == "text":
            _, x, y, style, size, ink, text = mark
            c.setFillColorRGB(*ink)
            c.setFont(style, size)
            c.drawString(x, HEIGHT - y, text)
        else:
            draw(c, mark)
    c.save()
    return len(out.getvalue())


MARKS = read(sys.argv[1])
size, times = one(MARKS), []
for _ in range(7):
    begun = time.process_time()
    one(MARKS)
    times.append((time.process_time() - begun) * 1e3)
print(sorted(times)[3], size / 1024)
