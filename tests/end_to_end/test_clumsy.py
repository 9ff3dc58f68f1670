"""A clumsy hand at the command line: what was mistyped is said, and nothing is done."""
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


if __name__ == "__main__":
    harness.main()
