"""The debrief sheet as a reader meets it: text in order, an outline, fonts inside,
clean for qpdf, in English and Spanish, on both papers; and what cannot be written."""
import json
import re
import shutil
import subprocess
import unittest

import harness
from harness import ROOT

DEMO = ROOT / "assets" / "demo-lesson.json"
REAL = (harness.SHARED / "transcripts" / "subset-2-talkback-year1-carroll-spring-012920-2.csv",
        harness.SHARED / "lectures" / "ila-2018-09-24.csv")
WORD = re.compile(r"[^\W\d_]{2,}[’'\w]*[,.;:?!”]*$")


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True,
                          text=True).stdout


def pages_of(path, *options):
    text = run("pdftotext", *options, path, "-").replace("\u00a0", " ").replace("\u2063", "")
    return text.split("\f")[:-1]


def squeeze(text):
    return re.sub(r"\s+", " ", text)


def is_prose(line):
    words = line.split()
    return ("·" not in line and len(words) >= 5 and
            sum(word[0].islower() for word in words) >= 0.5 * len(words) and
            sum(bool(WORD.match(word)) for word in words) >= 0.8 * len(words))


def sentences(drawn, heads):
    """The sentences of a page: runs of lines of words, as far as a full stop; figures,
    labels, heads and the head of the page are none."""
    found, run_of_lines = [], []
    for line in [*drawn.splitlines(), ""]:
        prose = is_prose(line) and not line.startswith(tuple(heads))
        if prose:
            run_of_lines.append(line)
        if run_of_lines and (not prose or re.search(r"[.?!:”]$", line)):
            found += re.findall(r"\S.*?[.?!]+[”)]?(?= |$)|\S.*$", " ".join(run_of_lines))
            run_of_lines = []
    return found


@unittest.skipUnless(shutil.which("pdftotext") and shutil.which("qpdf"), "poppler or qpdf missing")
class DebriefSheet(harness.CliTest):
    def assert_plain_text_reads_as_drawn(self, path):
        """What pdftotext makes of the look of each page: every sentence whole, and in the
        order in which the page was drawn; the heads too."""
        heads = {}
        for chapter in json.loads(run("qpdf", "--json", path))["outlines"]:
            for item in chapter["kids"]:
                heads.setdefault(item["destpageposfrom1"], []).append(item["title"])
        pages = zip(pages_of(path, "-raw"), pages_of(path))
        for number, (drawn, plain) in enumerate(pages, start=1):
            plain = squeeze(plain)
            for phrases in (sentences(drawn, heads.get(number, [])), heads.get(number, [])):
                with self.subTest(sheet=path.name, page=number):
                    self.assert_in_order(plain, *phrases)

    def sheet(self, *options, source=DEMO):
        lesson = self.replay(source)
        path = self.folder / "sheet.pdf"
        self.good("debrief", lesson, "--db", self.db, "-o", path, *options)
        return path

    def assert_in_order(self, text, *phrases):
        at = 0
        for phrase in phrases:
            found = text.find(phrase, at)
            self.assertGreaterEqual(found, 0, f"'{phrase}' is not there, or not in its place")
            at = found + len(phrase)

    def test_plain_text__reads__down_the_columns_on_both_papers(self):
        record = json.loads(DEMO.read_text())
        del record["id"]
        record["goals"] = "Place two fractions on one line and say which is larger."
        record["observer"] = "KM"
        for event in record["events"]:
            del event["id"]
        again = self.folder / "again.json"
        again.write_text(json.dumps(record))
        lessons = [self.replay(DEMO), self.replay(again)]
        commands = [["debrief", lessons[0]], ["debrief", *lessons], ["cycle", *lessons]]
        commands += [["debrief", self.replay(path)] for path in REAL if path.is_file()]
        visits = self.folder / "visits.db"
        self.good("generate", "--visits", "20", "--db", visits)
        visit = self.good("list", "--db", visits).split()[0]
        commands.append(["debrief", visit])
        for paper in ("letter", "a4"):
            for number, command in enumerate(commands):
                path = self.folder / f"{number}-{command[0]}-{paper}.pdf"
                db = visits if command[1] == visit else self.db
                self.good(*command, "--db", db, "-o", path, "--paper", paper)
                self.assert_plain_text_reads_as_drawn(path)

    def test_text__reads__as_prose_in_the_order_of_the_conversation(self):
        text = run("pdftotext", "-raw", self.sheet(), "-")
        prose = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
        self.assert_in_order(
            prose, "Which is larger, 5/8 or 3/4? Fractions on a number line",
            "Theme Pupils who build on one another’s ideas and say why.",
            "Goals Place 5/8 and 3/4 on one number line and compare them by position. Explain a "
            "comparison so that a classmate can restate it.",
            "Who builds on another pupil’s idea, and what comes just before it?",
            "The flow", "Talk share by phase", "Wait time", "Talk map",
            "Open circles: not yet heard in whole-class talk: TK, PO, RD, GK, AH, FE, JP, TN. Their "
            "talk at tables is not in this count.",
            "Reach", "19 of 27", "Chains", "Share of turns / share of time", "Sentence frames",
            "30 of 109 coded pupil turns carried a frame, 28 % (20–37).",
            "The teacher’s questions", "Engaged with the task, group by group",
            "8:25 NV Strategy: whole-number rule: five is more than three",
            "16:50 DL Strategy: cuts a fourth into two eighths",
            "Focus pupils", "KW Draws both lines, same length", "Time budget",
            "Limits of this record", "What the charts show", "Actual phases Launch 0:00–10:40",
            "The conversation", "Before the next teaching")

    def test_text__has__the_figures_of_every_picture(self):
        text = run("pdftotext", "-raw", self.sheet(), "-").replace("\u00a0", " ")
        prose = re.sub(r"\s+", " ", text)
        for figures in ("Talk, Explore Teacher 2:03 (10 %), Pupils 0:48 (4 %)",
                        "Turns, by seat AR 7, MJ 2, TK 0", "NV to YL 2", "10 of length 2",
                        "Paraphrase 5:32 own, 32:49 own", "4 Extended thinking 45:35",
                        "Table 1 4/4, 4/4, 3/4"):
            self.assertIn(figures, prose)

    def test_document__says__what_it_is(self):
        path = self.sheet("--language", "es")
        info = run("pdfinfo", path)
        self.assertRegex(info, r"Title: +Which is larger, 5/8 or 3/4\? Fractions on a number line")
        self.assertIn(b"/Lang (es)", path.read_bytes())
        document = json.loads(run("qpdf", "--json", path))
        outline = [item["title"] for item in document["outlines"]]
        self.assertEqual(outline[1:3], ["Quién habló y a quién", "De qué estuvo hecha el habla"])
        self.assertEqual(outline[-2:], ["Las imágenes en cifras", "La conversación"])
        heads = [kid["title"] for item in document["outlines"] for kid in item["kids"]]
        for head in ("El desarrollo", "Mapa del habla", "Alcance", "Límites de este registro"):
            self.assertIn(head, heads)
        self.assertTrue(all(item["destpageposfrom1"] for item in document["outlines"]))
        self.assertTrue(document["pagelabels"])

    def test_spanish__leaves__no_english_words(self):
        text = run("pdftotext", "-raw", self.sheet("--language", "es"), "-")
        prose = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
        self.assert_in_order(prose, "El desarrollo", "Mapa del habla",
                             "Círculos abiertos: aún no oídos ante el grupo",
                             "Marcos de oración", "Alumnos foco", "Límites de este registro",
                             "Antes de la próxima clase")
        for words in ("talk turns", "median", "missed", "Protocol", "Thu", "March", "of time",
                      "in time order", "Talk", "Reach", "continued", "minutes"):
            self.assertFalse(re.search(rf"\b{words}\b", prose), words)

    def test_pages__are_clean__on_both_papers(self):
        for paper, size in (("a4", "595.28 x 841.89"), ("letter", "612 x 792")):
            path = self.sheet("--paper", paper)
            run("qpdf", "--check", path)
            self.assertIn(size, run("pdfinfo", path))
            fonts = run("pdffonts", path).splitlines()[2:]
            self.assertGreaterEqual(len(fonts), 3)
            for font in fonts:
                self.assertRegex(font, r" yes yes yes ", "embedded, a subset, with a Unicode map")
            self.assertLess(path.stat().st_size, 120 * 1024)

    def test_several_ids__add__the_other_observers(self):
        record = json.loads(DEMO.read_text())
        record["observer"] = "KM"
        record["id"] = record["id"][:-1] + "6"
        for event in record["events"]:
            del event["id"]
        other = self.folder / "other.json"
        other.write_text(json.dumps(record))
        ids = [self.replay(DEMO), self.replay(other)]
        path = self.folder / "team.pdf"
        self.good("debrief", *ids, "--db", self.db, "-o", path)
        prose = re.sub(r"\s+", " ", run("pdftotext", "-raw", path, "-").replace("\u00a0", " "))
        self.assertIn("A LR B KM", prose)
        self.assertIn("Where the two records differ", prose)
        self.assertRegex(prose, r"Time, kappa by seconds 1\.00")
        self.assertIn("A, B Strategy: cuts a fourth into two eighths", prose)
        self.assertNotIn("One lesson, one observer.", prose)

    def test_folder_that_is_not_there__leaves__no_file(self):
        lesson = self.replay(DEMO)
        path = self.folder / "none" / "sheet.pdf"
        self.assertIn(str(path), self.refused("debrief", lesson, "--db", self.db, "-o", path,
                                              code=1))
        self.assertFalse(path.exists())


if __name__ == "__main__":
    unittest.main()
