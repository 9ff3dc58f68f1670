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


if __name__ == "__main__":
    harness.main()
