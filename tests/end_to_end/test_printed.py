"""What is printed: noted before its first byte, cut short in peace, and no orders to a
terminal."""
import csv
import os
import pathlib
import pty
import sqlite3
import subprocess
import threading

import harness
from harness import DATA, KENKYU, ROOT

PASS = "violet kettle 42\n"
CLOSED = 141  # as the shell counts a program that SIGPIPE ended
TRICKS = "a\x1b]0;pwned\x07\x1b[2J\r\x7fb\u009b\u202ec\u2066d\u2028e"


class Printed(harness.CliTest):
    def exports(self):
        path = self.folder / "test.db-exports.csv"
        return list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []

    def cut_short(self, *command, stdin="", bytes_read=1000):
        """(exit code, what came out first, standard error): who reads goes after that."""
        with subprocess.Popen([KENKYU, *map(str, command)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            program.stdin.write(stdin.encode())
            program.stdin.close()
            first = program.stdout.read(bytes_read)
            program.stdout.close()
            said = program.stderr.read().decode()
            return program.wait(60), first, said

    def many_names(self):
        names = self.folder / "names.csv"
        names.write_text("class,label,name\n" + "".join(
            f"5B,P{i},Somebody with a name {i} of which there are many and long ones, too\n"
            for i in range(1900)))
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        self.good("names", "import", names, "--db", self.db, stdin=PASS)

    def test_output__that_nobody_reads_to_its_end__is_noted_and_ends_in_peace(self):
        self.many_names()
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        commands = [(("names", "list"), "list of names", PASS),
                    (("show", lesson, "--json"), "record", ""),
                    (("export", lesson), "events", ""),
                    (("measure", lesson, "--json"), "measures", "")]
        for command, what, stdin in commands:
            with self.subTest(command[0]):
                code, first, said = self.cut_short(*command, "--db", self.db, stdin=stdin)
                self.assertIn(code, (CLOSED,) if stdin else (0, CLOSED))  # 64 KiB fit in a pipe
                self.assertEqual((len(first), said), (1000, ""))
                self.assertEqual(self.exports()[-1]["what"], what)
        self.assertEqual(len(self.exports()), len(commands))
        for command in (("list",), ("protocol", "show", "academic-talk"), ("--help",)):
            code, _, said = self.cut_short(*command, bytes_read=1)
            self.assertIn(code, (0, CLOSED))
            self.assertEqual(said, "")
        code, _, said = self.cut_short("replay", DATA / "lecture.csv", "--ack", "--db", self.db,
                                       bytes_read=1)
        self.assertEqual((code, said), (CLOSED, ""))
        self.assertEqual(len(self.read_json("list")), 2)  # recording goes on to its end

    def test_output__into_a_pipe_that_has_a_name__is_noted_first(self):
        self.many_names()
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)

        def read_a_little():
            with pipe.open("rb") as end:
                end.read(100)
        reader = threading.Thread(target=read_a_little)
        reader.start()
        code, _, _ = harness.kenkyu("names", "list", "--db", self.db, "-o", pipe, stdin=PASS)
        reader.join(60)
        self.assertEqual(code, 1)
        self.assertEqual([(r["what"], r["file"]) for r in self.exports()],
                         [("list of names", str(pipe))])

    def test_output__that_cannot_be_noted__is_not_printed(self):
        self.many_names()
        lesson = self.replay(DATA / "transcript.csv")
        (self.folder / "test.db-exports.csv").mkdir()
        for command, stdin in ((("show", lesson), ""), (("show", lesson, "--json"), ""),
                               (("export", lesson), ""), (("measure", lesson), ""),
                               (("walkthroughs",), ""), (("names", "list"), PASS)):
            with self.subTest(command[0]):
                self.assertEqual(
                    self.refused(*command, "--db", self.db, stdin=stdin),
                    "nothing is printed that is not in the list of exports: "
                    f"{self.db}-exports.csv: what was exported cannot be noted (Is a directory)")

    def test_output__on_a_full_disk__is_said(self):
        lesson = self.replay(DATA / "transcript.csv")
        with pathlib.Path("/dev/full").open("wb") as full:
            for command in (("show", lesson), ("list",), ("--version",)):
                done = subprocess.run([KENKYU, *command, "--db", self.db], stdout=full,
                                      stderr=subprocess.PIPE, check=False)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stderr, b"kenkyu: standard output cannot be written\n")

    def tricked(self):
        """A lesson with orders to a terminal in every word of it."""
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        with sqlite3.connect(self.db) as db:
            db.execute("UPDATE observation SET title = ?, origin = ?", (TRICKS, TRICKS))
            db.execute("UPDATE subject SET label = ?||number", (TRICKS,))
            db.execute("UPDATE event SET text = ?", (TRICKS,))
        db.close()
        return lesson

    def assert_harmless(self, text):
        self.assertEqual({c for c in text if (c < " " and c not in "\n\t")
                          or "\x7f" <= c < "\xa0" or c in "\u061c\u200e\u200f"
                          or "\u2028" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"}, set())

    def test_text__from_a_record__gives_a_terminal_no_orders(self):
        lesson = self.tricked()
        for command in (("list",), ("show", lesson), ("measure", lesson),
                        ("measure", lesson, "--by", "subject")):
            with self.subTest(command[0]):
                out = self.good(*command, "--db", self.db)
                self.assertTrue("pwned" in out)
                self.assert_harmless(out)
        self.assertIn("c\ufffdd\ufffde", self.good("list", "--db", self.db))
        text = self.folder / "events.txt"
        self.good("show", lesson, "--db", self.db, "-o", text)
        self.assert_harmless(text.read_text())

    def test_text__from_a_protocol__gives_a_terminal_no_orders(self):
        own = self.folder / "protocols"
        own.mkdir()
        source = self.good("protocol", "show", "academic-talk")
        key = source.index("key: academic-talk")
        source = source[:key] + "key: own-talk" + source[key + 18:]
        at = source.index("title: ")
        source = source[:at] + 'title: "a\\e]0;pwned\\a\\u009b"' + source[source.index("\n", at):]
        (own / "own-talk.yaml").write_text(source)
        out, err = harness.kenkyu("protocol", "list", "--db", self.db)[1:]
        self.assert_harmless(out + err)
        self.assertIn("pwned", out + err)

    def test_data__from_a_record__stays_as_it_is(self):
        lesson = self.tricked()
        turns = "c\u2066d\u2028e"
        self.assertTrue(self.read_json("list")[0]["title"].endswith(turns))
        self.assertTrue(turns in self.good("export", lesson, "--db", self.db))
        source = self.folder / "own.yaml"
        source.write_text(self.good("protocol", "show", "academic-talk"))
        self.good("protocol", "check", source)

    def on_terminal(self, *command):
        main, other = pty.openpty()
        with subprocess.Popen([KENKYU, *map(str, command)], stdin=subprocess.DEVNULL, stdout=other,
                              stderr=other) as program:
            os.close(other)
            seen = b""
            while True:
                try:
                    more = os.read(main, 65536)
                except OSError:  # the program has gone
                    break
                if not more:
                    break
                seen += more
            self.assertEqual(program.wait(60), 0)
        os.close(main)
        return seen.decode().replace("\r\n", "\n")

    def test_data__on_a_terminal__gives_it_no_orders_either(self):
        lesson = self.tricked()
        for command in (("export", lesson), ("show", lesson, "--json")):
            out = self.on_terminal(*command, "--db", self.db)
            self.assertIn("pwned", out)
            self.assert_harmless(out)

    def test_list__has_a_line_a_lesson__whatever_it_is_called(self):
        self.replay(DATA / "transcript.csv")
        with sqlite3.connect(self.db) as db:
            db.execute("UPDATE observation SET title = 'a' || char(10) || 'b' || char(9) || 'c'")
        db.close()
        out = self.good("list", "--db", self.db)
        self.assertEqual(out.count("\n"), 1)
        self.assertIn("a\ufffdb\ufffdc", out)

    def test_sentences__that_quote__give_no_orders(self):
        name = self.folder / "x\x1b[2J\n\u202e.csv"
        name.write_text("time,code\n\x1b[2J\u009b\u202e\n")
        empty = self.folder / "empty\x1b[2J.yaml"
        empty.write_text("title: \x1b]0;pwned\x07\n", "utf-8")
        (self.folder / "protocols").mkdir()
        empty.rename(self.folder / "protocols" / empty.name)
        for command in (("replay", name), ("protocol", "check", name), ("verify", name),
                        ("show", "\x1b[2J\n"), ("x\x1b[2J",), ("list", "--x\x1b[2J"),
                        ("protocol", "list"), ("merge", name), ("roster", name)):
            _, out, err = harness.kenkyu(*command, *(() if command[0] == "verify" else
                                                     ("--db", self.db)))
            with self.subTest(command):
                self.assert_harmless(out + err)
                self.assertTrue(all(line.startswith(("kenkyu: ", str(self.folder)))
                                    for line in err.splitlines()), err)


if __name__ == "__main__":
    harness.main()
