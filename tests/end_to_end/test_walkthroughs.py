"""Walk-throughs from the command line: made-up visits, views, names, permissions."""
import collections
import contextlib
import csv
import functools
import io
import json
import re
import sqlite3
import subprocess
import zipfile

import harness


class Walkthroughs(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.made = self.good("generate", "--visits", "240", "--seed", "5", "--db", self.db)

    def view(self, *args):
        document = json.loads(self.good("walkthroughs", *args, "--json", "--db", self.db))
        self.check_schema(document, "walkthroughs.schema.json")
        return document

    @functools.lru_cache(maxsize=None)
    def cells(self, *args):
        """Of each look-for its n by group; None: hidden."""
        view = self.view(*args)
        return {(row["protocol"], row["code"]):
                {group["key"]: None if cell["hidden"] else cell["n"]
                 for group, cell in zip(view["groups"], row["cells"])} for row in view["look_fors"]}

    def answers(self):
        """What the summary has, read past the program."""
        db = sqlite3.connect(self.db)
        rows = db.execute("SELECT p.key, s.answers, s.school, s.teacher, s.subject, s.observer"
                          " FROM visit_summary s JOIN protocol p ON p.fingerprint = s.protocol").fetchall()
        db.close()
        return rows

    def test_the_same_seed_makes_the_same_visits(self):
        other = self.folder / "other.db"
        self.good("generate", "--visits", "240", "--seed", "5", "--db", other)
        views = [self.good("walkthroughs", "--by", "week", "--json", "--db", db)
                 for db in (self.db, other)]
        self.assertEqual(views[0], views[1])
        self.assertIn("nobody was observed", self.made)

    def test_every_view_adds_up_to_the_record(self):
        counts = collections.Counter()
        for protocol, answers, *_ in self.answers():
            for position, answer in enumerate(answers):
                counts[protocol, position, answer] += 1
        for by in ("lookfor", "protocol", "school", "grade", "subject", "period", "week", "month", "observer"):
            view = self.view("--by", by, "--suppress", "0")
            self.assertEqual(view["visits"], 240)
            positions = collections.Counter()
            for row in view["look_fors"]:
                position = positions[row["protocol"]]
                positions[row["protocol"]] += 1
                seen, not_seen = (counts[row["protocol"], position, a] for a in "sn")
                self.assertEqual((row["total"]["k"], row["total"]["n"]), (seen, seen + not_seen), row["label"])
                self.assertEqual(row["total"]["could_not_tell"], counts[row["protocol"], position, "u"])
                if by != "lookfor":
                    self.assertEqual(sum(c["k"] for c in row["cells"]), seen)
                    self.assertEqual(sum(c["n"] for c in row["cells"]), seen + not_seen)
                    self.assertEqual(sum(g["visits"] for g in view["groups"]), 240)

    def test_those_who_gave_no_name_are_not_one_person(self):
        db = sqlite3.connect(self.db)
        db.execute("UPDATE observation SET observer = ''")
        db.commit()
        db.close()
        self.good("walkthroughs", "--rebuild", "--db", self.db)
        counts = collections.Counter(answer for _, answers, *_ in self.answers() for answer in answers)
        for by in ("lookfor", "month", "observer"):
            view = self.view("--by", by, "--suppress", "0")
            self.assertEqual(view["visits"], 240)
            self.assertEqual(view["notices"], [])
            self.assertEqual(view["observers"], [{"observer": "", "visits": 240}])
            self.assertTrue(all(group["observers"] == 0 for group in view["groups"]))
            self.assertEqual(sum(row["total"]["k"] for row in view["look_fors"]), counts["s"])
        self.assertIn("240 visits", text := self.good("walkthroughs", "--db", self.db))
        self.assertIn("0 observers", text)

    def test_small_groups_are_hidden_and_do_not_follow(self):
        for by in ("week", "month", "observer", "period"):
            view = self.view("--by", by)
            for row in view["look_fors"]:
                hidden = [c for c in row["cells"] if c["hidden"]]
                shown = sum(c["n"] for c in row["cells"] if not c["hidden"])
                self.assertTrue(all(c["n"] == 0 or c["n"] >= 10 for c in row["cells"] if not c["hidden"]))
                if hidden and not row["total"]["hidden"]:
                    self.assertGreater(len(hidden), 1)
                    self.assertGreaterEqual(row["total"]["n"] - shown, 10)

    def test_hidden_does_not_follow_from_two_views(self):
        self.db = self.folder / "more.db"
        self.good("generate", "--visits", "400", "--seed", "3", "--db", self.db)
        schools = [group["label"] for group in self.view("--by", "school")["groups"]]
        subjects = [group["key"] for group in self.view("--by", "subject")["groups"]]
        hidden = 0
        for option, values, bys in (("--school", schools, ("month", "subject", "grade")),
                                    ("--subject", subjects, ("month", "school"))):
            for by in bys:
                whole = self.cells("--by", by)
                for row, shown in whole.items():
                    parts = [self.cells(option, value, "--by", by).get(row) for value in values]
                    truth = [self.cells(option, value, "--by", by, "--suppress", "0").get(row) for value in values]
                    for group, n in shown.items():
                        if n is None:
                            continue
                        left = [t.get(group, 0) for p, t in zip(parts, truth)
                                if t and (not p or p.get(group, 0) is None)]
                        hidden += len(left)
                        self.assertTrue(not sum(left) or (len(left) > 1 and sum(left) >= 10), (option, by, row, group, left))
        self.assertGreater(hidden, 0)

    def test_filters_choose(self):
        rows = self.answers()
        science = sum(1 for row in rows if row[4] == "Science")
        self.assertEqual(self.view("--subject", "Science")["visits"], science)
        observer = rows[0][5]
        self.assertEqual(self.view("--observer", observer)["visits"], sum(1 for row in rows if row[5] == observer))
        none = self.view("--subject", "Alchemy")
        self.assertEqual(none["visits"], 0)
        self.assertIn("no visit fits this selection", none["notices"])
        fall = self.view("--from", "2025-08-01", "--to", "2025-12-31", "--by", "month")
        self.assertTrue(all(g["label"].endswith("2025") for g in fall["groups"]))

    def test_files_by_their_ending(self):
        for ending in (".csv", ".json", ".xlsx"):
            out = self.folder / ("term" + ending)
            self.good("walkthroughs", "--by", "month", "-o", out, "--db", self.db)
            data = out.read_bytes()
            if ending == ".csv":
                rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
                self.assertEqual(rows[0][:3], ["protocol", "look_for", "label"])
                self.assertEqual(rows[-1][0], "# rules")
                self.assertIn("Wilson", rows[-1][1])
            elif ending == ".json":
                self.check_schema(json.loads(data), "walkthroughs.schema.json")
            else:
                book = zipfile.ZipFile(io.BytesIO(data))
                self.assertIsNone(book.testzip())
                self.assertIn("Wilson", book.read("xl/sharedStrings.xml").decode())

    def test_a_workbook_has_every_view_unless_one_is_asked_for(self):
        out = self.folder / "district.xlsx"
        views = ("lookfor", "protocol", "school", "grade", "subject", "period", "week", "month", "observer")
        for args, expected in (((), views), (("--by", "school"), ("school",))):
            self.good("walkthroughs", *args, "-o", out, "--db", self.db)
            book = zipfile.ZipFile(out)
            names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
            self.assertEqual(names, ["by " + view for view in expected] + ["visits"])
            for number in range(1, len(names)):
                rows = book.read(f"xl/worksheets/sheet{number}.xml").decode().count("<row ")
                view = self.view("--by", expected[number - 1])
                cells = len(view["look_fors"]) * (len(view["groups"]) + 1)
                self.assertEqual(rows, 1 + cells + len(view["notices"]) + 1)

    def test_the_sheet_is_two_pages(self):
        for args in ((), ("--protocol", "pupil-talk"), ("--subject", "Science", "--paper", "letter")):
            out = self.folder / "term.pdf"
            self.good("walkthroughs", *args, "-o", out, "--db", self.db)
            info = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True).stdout
            self.assertRegex(info, r"Pages: +2\n")

    def test_what_cannot_be_meant_is_refused(self):
        for args, says in (
                (("--from", "2026-05-01", "--to", "2025-05-01"), "--from 2026-05-01 is after --to 2025-05-01"),
                (("-o", "term.docx"), "ends in .pdf, .xlsx, .csv, .json or .txt, not 'term.docx'"),
                (("--json", "--csv"), "choose one"),
                (("--from", "2026-02-30"), "not '2026-02-30'"),
                (("--grade", "4"), "--grade needs K-2, 3-5, 6-8 or 9-12"),
                (("--period", "13"), "not '13'"),
                (("--by", "colour"), "nothing to group visits by")):
            self.assertIn(says, self.refused("walkthroughs", *args, "--db", self.db, code=2))
        self.assertIn("no school is called", self.refused("walkthroughs", "--school", "Nowhere", "--db", self.db, code=1))
        self.assertIn("none has this subject", self.view("--subject", "Alchemy")["notices"])

    def test_teachers_are_neither_compared_nor_named(self):
        refused = self.refused("walkthroughs", "--by", "teacher", "--db", self.db, code=2)
        self.assertIn("teachers are not compared", refused)
        teacher = self.good("teacher", "list", "--db", self.db).splitlines()[0].split()[1]
        refused = self.refused("walkthroughs", "--teacher", teacher, "--db", self.db, code=1)
        self.assertIn("has not permitted", refused)
        self.good("teacher", "permit", teacher, "--db", self.db)
        view = self.view("--teacher", teacher)
        self.assertTrue(view["settings"]["permitted"])
        self.assertGreater(view["visits"], 0)
        self.good("teacher", "withdraw", teacher, "--db", self.db)
        self.refused("walkthroughs", "--teacher", teacher, "--db", self.db, code=1)
        for by in ("lookfor", "school", "observer", "month"):
            self.assertNotIn("T0", self.good("walkthroughs", "--by", by, "--db", self.db))

    def test_a_renamed_school_keeps_its_figures(self):
        before = self.view("--by", "school", "--suppress", "0")
        name = before["groups"][0]["label"]
        self.good("school", "rename", name, "Harriet Tubman", "--db", self.db)
        after = self.view("--by", "school", "--suppress", "0")
        self.assertIn("Harriet Tubman", [g["label"] for g in after["groups"]])
        self.assertEqual(sum(g["visits"] for g in after["groups"]), 240)
        refused = self.refused("school", "rename", name, "Other", "--db", self.db, code=1)
        self.assertIn("no school is called", refused)

    def test_two_of_one_name_are_not_guessed_between(self):
        refused = self.refused("teacher", "rename", "T001", "T002", "--db", self.db, code=1)
        self.assertIn("another teacher is called 'T002' already", refused)
        listed = [line.split() for line in self.good("teacher", "list", "--db", self.db).splitlines()]
        ids = {name: id for id, name, *_ in listed}
        db = sqlite3.connect(self.db)  # as from two tablets that each called somebody so
        db.execute("UPDATE naming SET name = 'T002' WHERE name = 'T001'")
        db.commit()
        db.close()
        refused = self.refused("teacher", "permit", "T002", "--db", self.db, code=1)
        self.assertIn("2 teachers are called 'T002'", refused)
        self.good("teacher", "permit", ids["T002"], "--db", self.db)
        self.assertIn("2 teachers are called", self.refused("walkthroughs", "--teacher", "T002", "--db", self.db, code=1))
        self.view("--teacher", ids["T002"])
        self.assertIn("has not permitted", self.refused("walkthroughs", "--teacher", ids["T001"], "--db", self.db, code=1))
        self.assertIn("a sign that cannot be seen",
                      self.refused("school", "rename", "Alder", "Al\tder", "--db", self.db, code=1))

    def test_damage_is_found_and_mended(self):
        whole = self.view("--by", "month")
        db = sqlite3.connect(self.db)
        db.execute("UPDATE visit_summary SET answers = replace(answers, 'n', 's')")
        db.commit()
        db.close()
        view = self.view("--by", "month")
        self.assertTrue(any("damaged on the disk" in notice for notice in view["notices"]))
        self.assertEqual(view["look_fors"], whole["look_fors"])
        said = self.good("walkthroughs", "--rebuild", "--db", self.db)
        self.assertIn("summaries of 240 visits", said)
        self.assertEqual(self.view("--by", "month"), whole)

    def test_a_visit_imported_twice_counts_once(self):
        listed = json.loads(self.good("list", "--json", "--db", self.db))
        file, other = self.folder / "visit.json", self.folder / "other.db"
        self.good("show", listed[0]["id"], "--json", "-o", file, "--db", self.db)
        self.check_schema(json.loads(file.read_text()), "show.schema.json")
        for _ in range(2):
            self.good("replay", file, "--db", other, "--protocol", listed[0]["protocol"])
        said = self.good("walkthroughs", "--by", "school", "--suppress", "0", "--json", "--db", other)
        view = json.loads(said)
        self.assertEqual(view["visits"], 1)
        self.assertTrue(any("in the record twice" in notice for notice in view["notices"]))
        walk = json.loads(file.read_text())["walk_through"]
        self.assertEqual(view["groups"][0]["label"], walk["school"])
        self.assertEqual(view["groups"][0]["key"], walk["school_key"])

    def test_records_of_two_devices_join(self):
        other = self.folder / "other.db"
        self.good("generate", "--visits", "30", "--seed", "6", "--db", other)
        for _ in range(2):
            self.good("merge", other, "--db", self.db)
        view = self.view("--by", "school", "--suppress", "0")
        self.assertEqual(view["visits"], 270)
        before = self.good("walkthroughs", "--by", "month", "--json", "--db", self.db)
        self.good("walkthroughs", "--rebuild", "--db", self.db)
        self.assertEqual(self.good("walkthroughs", "--by", "month", "--json", "--db", self.db), before)

    def test_made_up_visits_say_whom_they_were_to(self):
        other = self.folder / "few.db"
        said = self.good("generate", "--visits", "20", "--seed", "1", "--db", other)
        with contextlib.closing(sqlite3.connect(other)) as db:
            named = dict(db.execute("SELECT kind, count(*) FROM named GROUP BY kind"))
            observers, = db.execute("SELECT count(DISTINCT observer) FROM observation").fetchone()
        self.assertRegex(said, rf"\b{named['school']} schools?, {named['teacher']} teachers?, "
                               rf"{observers} observers?;")

    def test_made_up_visits_stay_apart(self):
        again = self.refused("generate", "--visits", "5", "--db", self.db, code=1)
        self.assertIn("made-up visits go into one of their own", again)
        nowhere = self.refused("generate", "--visits", "5", code=2)
        self.assertIn("never go into your own record", nowhere)
        listed = json.loads(self.good("list", "--json", "--db", self.db))
        self.assertTrue(all(item["origin"] == "made up, seed 5" for item in listed))




if __name__ == "__main__":
    harness.main()
