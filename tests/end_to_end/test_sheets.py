"""kenkyu debrief and cycle: every format, many lessons at once, the copy for others,
and the pictures beside what a PDF reader shows."""
import json
import shutil
import subprocess
import zipfile

import harness

DEMO = harness.ROOT / "assets" / "demo-lesson.json"


def pixels(path):
    """(width, height, bytes) of a PPM."""
    data = path.read_bytes()
    header, width, height = data.split(maxsplit=3)[:3]
    assert header == b"P6"
    width, height = int(width), int(height)
    return width, height, data[-3 * width * height:]


def block_means(path, block):
    width, height, rgb = pixels(path)
    grey = rgb[1::3]
    return [sum(sum(grey[(y + i) * width + x:(y + i) * width + x + block]) for i in range(block))
            / block ** 2
            for y in range(0, height - block, block) for x in range(0, width - block, block)]


class Sheets(harness.CliTest):
    def record(self, name, **changes):
        lesson = json.loads(DEMO.read_text())
        lesson.pop("id", None)
        for key, value in changes.items():
            lesson[key] = value
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(lesson))
        return self.replay(path)

    def test_debrief__makes_every_format_in_one_run(self):
        lesson = self.record("a")
        self.good("debrief", lesson, "--db", self.db, "-o", self.folder / "s.pdf", "--pdf",
                  "--png", "--csv", "--xlsx", "--dpi", "60")
        names = {path.name for path in self.folder.iterdir()}
        for name in ("s.pdf", "s-1.png", "s-events.csv", "s-settings.csv", "s.xlsx"):
            self.assertIn(name, names)
        with zipfile.ZipFile(self.folder / "s.xlsx") as book:
            self.assertIsNone(book.testzip())
            for member in book.namelist():
                self.assertNotIn(b"<f>", book.read(member))

    def test_debrief__pictures_are_what_a_pdf_reader_shows(self):
        if not shutil.which("pdftoppm"):
            self.skipTest("pdftoppm is not installed")
        lesson = self.record("a")
        self.good("debrief", lesson, "--db", self.db, "-o", self.folder / "s", "--pdf", "--png",
                  "--dpi", "75")
        subprocess.run(["pdftoppm", "-r", "75", self.folder / "s.pdf", self.folder / "r"],
                       check=True)
        pages = sorted(self.folder.glob("r-*.ppm"))
        self.assertGreater(len(pages), 3)
        for number, page in enumerate(pages, start=1):
            ours = self.folder / f"s-{number}.png"
            subprocess.run(["python3", "-c", PNG_TO_PPM, ours, ours.with_suffix(".ppm")],
                           check=True)
            self.assertEqual(pixels(ours.with_suffix(".ppm"))[:2], pixels(page)[:2])
            apart = [abs(a - b) for a, b in zip(block_means(ours.with_suffix(".ppm"), 16),
                                                block_means(page, 16))]
            self.assertLess(sum(apart) / len(apart), 2, page.name)
            self.assertLess(max(apart), 45, page.name)

    def test_debrief__into_a_folder__makes_what_can_be_made_and_lists_the_rest(self):
        self.record("a", title="One")
        self.record("b", title="Two")
        folder = self.folder / "sheets"
        out = self.good("debrief", "--all", "--db", self.db, "-o", f"{folder}/")
        self.assertIn("2 files of 2 lessons", out)
        self.assertEqual(len(list(folder.iterdir())), 2)
        self.good("debrief", "--all", "--db", self.db, "-o", folder)
        self.assertEqual(len(list(folder.iterdir())), 2)  # the same lessons, the same files
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        folder.write_text("in the way")
        code, _, err = harness.kenkyu("debrief", "--all", "--db", self.db, "-o", f"{folder}/")
        self.assertEqual(code, 1)
        self.assertIn("One: ", err)
        self.assertIn("2 of 2 lessons have no sheet", err)

    def test_debrief__for_others__has_no_seat_and_no_words(self):
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is not installed")
        lesson = self.record("a")
        self.good("debrief", lesson, "--db", self.db, "-o", self.folder / "s.pdf", "--for",
                  "others", "--pdf", "--csv")
        text = subprocess.run(["pdftotext", self.folder / "s.pdf", "-"], capture_output=True,
                              check=True).stdout.decode()
        self.assertIn("Copy for others", text)
        for note in (event for event in json.loads(DEMO.read_text())["events"]
                     if event.get("text")):
            self.assertNotIn(note["text"][:30], text)
            self.assertNotIn(note["text"][:30], (self.folder / "s-events.csv").read_text())
        self.assertFalse((self.folder / "s-notes.csv").exists())

    def test_debrief__says_what_it_was_not_given(self):
        lesson = self.record("a")
        self.assertEqual(
            self.refused("debrief", lesson, "--db", self.db, "-o", "x.pdf", "--sections", "maps",
                         code=2),
            "there is no section 'maps'; sections are flow, talk, map, frames, questions, "
            "engagement, evidence, time, conversation")
        self.assertEqual(
            self.refused("debrief", lesson, "--db", self.db, "-o", "x.png", "--dpi", "9000",
                         code=2),
            "--dpi needs dots an inch, 36 to 600, not '9000'")
        self.assertEqual(self.refused("debrief", "--all", lesson, "-o", "x", code=2),
                         "either ids or a selection, not both")

    def test_cycle__lays_two_teachings_side_by_side(self):
        first, second = self.record("a", title="First"), self.record("b", title="Second")
        self.good("cycle", first, second, "--db", self.db, "-o", self.folder / "c.pdf")
        self.assertTrue((self.folder / "c.pdf").read_bytes().startswith(b"%PDF"))
        self.assertEqual(
            self.refused("cycle", first, first, "--db", self.db, "-o", self.folder / "c.pdf"),
            f"the observation {first} was given twice")
        self.assertEqual(
            self.refused("cycle", first, "--db", self.db, "-o", "c.pdf", code=2),
            "two ids are needed: the first and the second teaching; 'kenkyu list' shows them")


# Without a library: our pictures are 8-bit RGB, one IDAT after the other.
PNG_TO_PPM = """
import struct, sys, zlib
data = open(sys.argv[1], 'rb').read()
at, idat = 8, b''
while at < len(data):
    size, = struct.unpack('>I', data[at:at + 4])
    kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
    assert zlib.crc32(kind + body) == struct.unpack('>I', data[at + 8 + size:at + 12 + size])[0]
    if kind == b'IHDR':
        width, height, depth, colour = struct.unpack('>IIBB', body[:10])
        assert (depth, colour) == (8, 2)
    idat += body if kind == b'IDAT' else b''
    at += 12 + size
raw, rows, last = zlib.decompress(idat), [], bytes(3 * width)
for y in range(height):
    kind, row = raw[y * (3 * width + 1)], bytearray(raw[y * (3 * width + 1) + 1:(y + 1) * (3 * width + 1)])
    for x in range(3 * width):
        a = row[x - 3] if x >= 3 else 0
        b, c = last[x], last[x - 3] if x >= 3 else 0
        if kind == 1: row[x] = row[x] + a & 255
        elif kind == 2: row[x] = row[x] + b & 255
        elif kind == 3: row[x] = row[x] + (a + b) // 2 & 255
        elif kind == 4:
            p = a + b - c
            near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[x] = row[x] + near & 255
    rows.append(bytes(row))
    last = row
open(sys.argv[2], 'wb').write(b'P6 %d %d 255\\n' % (width, height) + b''.join(rows))
"""

if __name__ == "__main__":
    harness.main()
