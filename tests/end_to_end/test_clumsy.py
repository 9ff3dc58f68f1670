"""A clumsy hand at the command line: what was mistyped is said, and nothing is done."""
import subprocess

import harness
from harness import DATA, kenkyu

PASS = "violet kettle 4\n"


class Clumsy(harness.CliTest):
    def test_db__misspelt__makes_no_record(self):
        typo = self.folder / "typo.db"
        lesson = self.replay(DATA / "lecture.csv")
        names = self.folder / "names.csv"
        names.write_text("label,name\nLG,Ana\n")
        for command in (("forget", "--to", "2020-01-01", "--yes"),
                        ("names", "list"), ("names", "passphrase"), ("names", "remove", "--yes"),
                        ("names", "import", names, "--class", "5B"),
                        ("school", "rename", "Lincoln", "Tubman"), ("teacher", "permit", "T1"),
                        ("walkthroughs", "--rebuild"),
                        ("debrief", lesson, "--pupils", "names", "-o", self.folder / "x.pdf")):
            with self.subTest(command[:2]):
                self.assertEqual(self.refused(*command, "--db", typo, stdin=PASS * 3),
                                 f"{typo}: there is no such file")
        nope = self.folder / "nope.backup"
        self.assertEqual(self.refused("merge", nope, "--db", typo),
                         f"{nope}: there is no such file")
        nope.write_bytes(b"no record")
        self.assertIn("nope.backup: ", self.refused("merge", nope, "--db", typo))
        self.assertEqual(list(self.folder.glob("typo.db*")), [])
        self.assertIn("1 new lesson", self.good("merge", self.db, "--db", typo))
        self.assertEqual(kenkyu("names", "set-up", "--db", self.folder / "new.db",
                                stdin=PASS * 2)[0], 0)

    def test_roster__keeps__no_name_and_no_address(self):
        path = self.folder / "5b.csv"
        path.write_text("Last Name,Middle-Name,First Name,Email Address,Student ID,EL\n"
                        "Date,,,,,\nQuispe,Inti,Lucía,lucia@x.org,104233,yes\n", "utf-8")
        code, out, err = kenkyu("roster", path, "--class", "5B", "--db", self.db)
        self.assertEqual((code, out), (0, "LQ  Table 1  EL=yes\n"))
        self.assertEqual(err, f"kenkyu: {path}: left out, as they say who somebody is: "
                              "Email Address, Student ID\n")
        for file in self.folder.glob("test.db*"):
            for word in (b"Quispe", b"Inti", b"Luc", b"x.org", b"104233"):
                self.assertNotIn(word, file.read_bytes())

    def test_roster__keeps__no_name_that_stands_in_another_column(self):
        path = self.folder / "5b.csv"
        path.write_text("Name,Level,Sits beside,Table\nMia Lopez,2,Noah Chan,Noah\n"
                        "Noah Chan,1,LÓPEZ,Noah\nAna Si,si,,Owls\n", "utf-8")
        code, out, err = kenkyu("roster", path, "--class", "5B", "--db", self.db)
        self.assertEqual((code, out), (0, "ML  Table 1  Level=2\nNC  Table 1  Level=1\n"
                                          "AS  Table 2  Level=si\n"))
        self.assertEqual(err, f"kenkyu: {path}: left out, as they say who somebody is: "
                              "Sits beside, the names of groups\n")
        path.unlink()
        for file in self.folder.glob("test.db*"):
            for word in (b"Lopez", "LÓPEZ".encode(), b"Noah", b"Chan", b"Mia", b"Owls"):
                self.assertNotIn(word, file.read_bytes())

    def test_names__refuses__options_that_do_nothing(self):
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        for verb, more, said in (
                ("list", ["--pupil", "LG"], "--class, -o and --db"),
                ("list", ["--all"], "--class, -o and --db"),
                ("list", ["--from", "2026-01-01"], "--class, -o and --db"),
                ("list", ["--place", "x"], "--class, -o and --db"),
                ("list", ["--yes"], "--class, -o and --db"),
                ("set-up", ["--class", "5B"], "--db"),
                ("passphrase", ["-o", "x"], "--db"),
                ("remove", ["--class", "5B", "--yes"], "--yes and --db"),
                ("remove", ["--to", "2026-01-01", "--yes"], "--yes and --db")):
            with self.subTest(verb + more[0]):
                self.assertEqual(self.refused("names", verb, *more, "--db", self.db, code=2,
                                              stdin=PASS * 3),
                                 f"names {verb} takes {said} alone")
        self.good("names", "list", "--db", self.db, stdin=PASS)
        self.assertIn("--pupil needs", self.refused("forget", "--yes", "--pupil", "", "--class",
                                                    "x", "--db", self.db, code=2))

    def test_names__come_back__as_they_were_listed(self):
        lesson = self.replay(DATA / "transcript.csv")
        self.assertTrue(lesson)
        first, again = self.folder / "first.csv", self.folder / "again.csv"
        first.write_text("class;label;name\n5A;Ana;Ana, Ruiz\n5B;=x;-Ben\n5B;''=x;Cy;\n", "utf-8")
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        code, out, err = kenkyu("names", "import", first, "--db", self.db, stdin=PASS)
        self.assertEqual((code, out), (0, f"3 names of 2 classes are kept encrypted; {first} still "
                                          "has them in the clear.\n"))
        self.assertEqual(err.splitlines()[-1],
                         f"kenkyu: {first}: of 3 names no lesson and no class that is kept knows "
                         "the label, the first is Ana of 5A")
        self.good("names", "list", "--db", self.db, "-o", again, stdin=PASS)
        listed = again.read_bytes()
        self.assertIn("3 names of 2 classes", self.good("names", "import", again, "--db", self.db,
                                                        stdin=PASS))
        self.good("names", "list", "--db", self.db, "-o", again, stdin=PASS)
        self.assertEqual(again.read_bytes(), listed)
        self.assertEqual(self.refused("names", "import", again, "--class", "5A", "--db", self.db,
                                      stdin=PASS),
                         f"{again}:3: a name of the class 5B, not of 5A; without --class each goes "
                         "to its own")
        first.write_text("class,label,name\n,Ana,Eve\n5A,Ana,Fay\n")
        self.assertEqual(self.refused("names", "import", first, "--class", "5A", "--db", self.db,
                                      stdin=PASS),
                         f"{first}:3:1: the label 'Ana' stands in line 2 already, expected each "
                         "once")
        first.write_text("label,name\nAna,\n=x,Dee\n")
        self.assertEqual(self.good("names", "import", first, "--class", "5A", "--db", self.db,
                                   stdin=PASS),
                         f"1 name of 5A is kept encrypted; 1 is taken out; {first} still has them "
                         "in the clear.\n")

    def test_class__is_kept__as_it_was_said_or_not_at_all(self):
        path = self.folder / "5b.csv"
        path.write_text("label,name\nLG,Ana\n")
        for command in (("roster", path), ("names", "import", path)):
            for name, said in (("x" * 300, "the name of the class has 300 bytes, expected at most "
                                           "239"),
                               (" ", "the class has no name"),
                               (" 5B", "the name of the class begins or ends with a space"),
                               ("a\nb", "the name of the class has a sign that cannot be seen"),
                               (b"a\xff".decode("utf-8", "surrogateescape"),
                                "the name of the class is not UTF-8")):
                with self.subTest(command[0] + name[:3]):
                    self.assertEqual(self.refused(*command, "--class", name, "--db", self.db,
                                                  code=2), said)
        self.assertEqual(list(self.folder.glob("test.db*")), [])

    def test_output__is_what_its_name_says(self):
        lesson = self.replay(DATA / "transcript.csv")
        def out(name):
            return self.folder / name
        for command, name, begin in (
                (("debrief", lesson), "s.Pdf", b"%PDF"),
                (("measure", lesson), "m.JSON", b"{"), (("measure", lesson), "m.csv", b"figure,"),
                (("show", lesson), "r.json", b"{"), (("export", lesson), "e.Json", b"{"),
                (("walkthroughs",), "W.PDF", b"%PDF"), (("walkthroughs",), "W.Xlsx", b"PK")):
            with self.subTest(name):
                self.good(*command, "-o", out(name), "--db", self.db)
                self.assertIn(begin, out(name).read_bytes()[:12])
        self.good("debrief", lesson, "-o", out("S.XLSX"), "--db", self.db)
        self.assertEqual(out("S.xlsx").read_bytes()[:2], b"PK")
        for command, name, said in (
                (("walkthroughs", "--json"), "w.pdf",
                 "what is written is .json, and '{}' is the name of a .pdf"),
                (("walkthroughs", "--csv"), "w.xlsx",
                 "what is written is .csv, and '{}' is the name of a .xlsx"),
                (("measure", lesson, "--csv"), "w.json",
                 "what is written is .csv, and '{}' is the name of a .json"),
                (("measure", lesson), "w.pdf",
                 "-o needs a name that ends in .csv, .json or .txt, not '{}'"),
                (("export", lesson), "w.xlsx",
                 "-o needs a name that ends in .csv or .json, not '{}'"),
                (("debrief", lesson), "x.docx",
                 "-o needs a name that ends in .pdf, .png, .xlsx or .csv, not '{}'"),
                (("debrief", lesson, "--pdf"), "x.png",
                 "-o needs a name that ends in .pdf, not '{}'"),
                (("cycle", lesson, lesson), "c.png",
                 "-o needs a name that ends in .pdf, not '{}'"),
                (("walkthroughs", "--rebuild"), "zz.json",
                 "--rebuild writes nothing: it takes no -o, --json or --csv")):
            with self.subTest(name):
                self.assertEqual(self.refused(*command, "-o", out(name), "--db", self.db, code=2),
                                 said.format(out(name)))
                self.assertFalse(out(name).exists())
        self.good("debrief", lesson, "--pdf", "--png", "-o", out("x.docx"), "--db", self.db)
        self.assertTrue(out("x.docx.pdf").exists())
        self.assertEqual(self.good("debrief", "--all", "-o", self.folder / "all/", "--db", self.db),
                         f"1 file of 1 lesson in {self.folder}/all\n")

    def test_csv__of_a_file__is_known_for_utf8_by_a_spreadsheet(self):
        mark = b"\xef\xbb\xbf"
        lesson = self.replay(DATA / "transcript.csv")
        self.assertIn("山", self.good("export", lesson, "--db", self.db))
        self.assertFalse(self.good("export", lesson, "--db", self.db).startswith("\ufeff"))
        for command, name in ((("export", lesson), "e.csv"), (("measure", lesson), "M.CSV"),
                              (("walkthroughs",), "w.csv"), (("debrief", lesson), "d.csv")):
            self.good(*command, "-o", self.folder / name, "--db", self.db)
        files = list(self.folder.glob("*.[cC][sS][vV]"))
        self.assertGreater(len(files), 5)
        for file in files:
            data = file.read_bytes()
            kept = file.name == "test.db-exports.csv"  # it is the program's own
            self.assertEqual((data[:3] == mark, mark in data[3:]), (not kept, False), file)
        self.good("show", lesson, "--json", "-o", self.folder / "r.json", "--db", self.db)
        self.assertEqual((self.folder / "r.json").read_bytes()[:1], b"{")

    def test_small_slips__are_said_or_taken_as_meant(self):
        lesson = self.replay(DATA / "transcript.csv")
        nothing = self.folder / "nothing.csv"
        self.good("exports", "-o", nothing, "--db", self.db)
        self.assertEqual(nothing.read_text("utf-8-sig"), "time_utc,what,lesson,names,file\n")
        self.assertEqual(self.good("export", lesson, "-o", "-", "--db", self.db),
                         self.good("export", lesson, "--db", self.db))
        self.refused("replay", DATA / "lecture.csv", "--speed", "1e-20", "--db", self.db, code=2)
        self.refused("protocol", "show", "fill-plus", "--json", code=2)
        self.refused("protocol", "check", "x.yaml", "-o", "y", code=2)
        self.refused("measure", lesson, "--figure", "nope", "--db", self.db, code=2)
        self.refused("measure", lesson, "--figure", "equity", "--db", self.db, code=2)
        self.assertIn("--paper", self.good("app", "--help"))
        visits = self.folder / "g.db"
        self.assertIn("1 made-up visit with",
                      self.good("generate", "--visits", "1", "--db", visits))
        for more in ((), ("-o", self.folder / "w.pdf")):
            self.assertEqual(self.refused("walkthroughs", "--heading", "nope", "--db", visits, *more),
                             "no look-for of these visits stands under a heading 'nope'")

    def test_standard_files__that_are_closed__are_not_written_into_the_record(self):
        done = subprocess.run(["sh", "-c", '"$0" replay "$1" --ack --db "$2" <&- >&- 2>&-',
                               harness.KENKYU, DATA / "lecture.csv", self.db], check=False)
        self.assertEqual(done.returncode, 0)
        self.assertNotIn(b"ack", self.db.with_name("test.db.lock").read_bytes())
        self.good("verify", "--db", self.db)
        self.assertEqual(len(self.read_json("list")), 1)

    def test_exports__are_noted__wherever_they_went(self):
        lesson = self.replay(DATA / "transcript.csv")
        for command in (("show", lesson), ("export", lesson), ("measure", lesson),
                        ("walkthroughs",), ("walkthroughs", "--rebuild")):
            self.good(*command, "--db", self.db)
        rows = self.good("exports", "--db", self.db).splitlines()[1:]
        self.assertEqual([row.split(",")[1] for row in rows],
                         ["events", "events", "measures", "walk-throughs"])


if __name__ == "__main__":
    harness.main()
