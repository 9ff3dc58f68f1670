"""The command line as scripts use it: results, exit codes, sentences."""
import base64
import csv
import json
import os
import resource
import sqlite3
import subprocess
import time
from contextlib import closing

import harness
from harness import DATA, kenkyu

ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class CommandLine(harness.CliTest):
    def test_help__teaches__every_command(self):
        overview = self.good("--help")
        for command in ("replay", "debrief", "measure", "list", "show", "export", "protocol",
                        "backup", "verify", "restore", "merge", "forget", "names", "exports",
                        "walkthroughs", "school", "teacher", "generate", "roster"):
            self.assertIn(f"kenkyu {command}", overview)
            self.assertIn(f"  kenkyu {command} ", self.good(command, "--help"))
        self.assertRegex(self.good("--version"), r"^kenkyu \d+\.\d+\.\d+\n$")

    def test_usage__is_told__apart_from_failure(self):
        self.assertEqual(self.refused("reply", code=2),
                         "there is no command 'reply'; 'kenkyu --help' lists them")
        self.assertEqual(self.refused("replay", code=2), "replay takes one file")
        self.assertEqual(self.refused("list", "--paper", "a4", code=2),
                         "there is no option '--paper' here")
        self.assertEqual(self.refused("replay", "x.csv", "--speed", "-3", code=2),
                         "--speed needs a number from 0.01 to 1000000, or max, not '-3'")
        self.assertEqual(self.refused("debrief", "0197c3a2", code=2),
                         "say where the sheet goes with -o OUT.pdf (or a folder for many)")

    def test_replay__prints__only_the_id(self):
        out = self.good("replay", DATA / "lecture.csv", "--db", self.db)
        self.assertRegex(out.removesuffix("\n"), ID)

    def test_replay__acknowledges__every_event_in_order(self):
        lines = self.good("replay", DATA / "lecture.csv", "--db", self.db, "--ack").splitlines()
        acks = [line.split() for line in lines[:-1]]
        self.assertEqual([ack[:2] for ack in acks],
                         [["ack", str(n)] for n in range(1, len(acks) + 1)])
        shown = self.read_json("show", lines[-1])
        self.assertEqual(sorted(ack[2] for ack in acks),
                         sorted(event["id"] for event in shown["events"]))
        self.assertEqual(len(acks), 11)

    def test_replay__keeps_time__at_a_speed(self):
        begun = time.monotonic()
        self.replay(DATA / "transcript.csv", "--speed", "60")
        self.assertGreaterEqual(time.monotonic() - begun, 1.0)  # 63 s at 60 times

    def test_list__is_empty__before_the_first_lesson(self):
        env = {"XDG_DATA_HOME": str(self.folder / "data")}
        self.assertEqual(kenkyu("list", env=env), (0, "no observations yet\n", ""))
        self.assertEqual(kenkyu("list", "--json", env=env), (0, "[]\n", ""))
        self.assertEqual(self.refused("list", "--db", self.db), f"{self.db}: there is no such file")

    def test_measure__gives__the_time_budget(self):
        measured = self.read_json("measure", self.replay(DATA / "lecture.csv"))
        self.check_schema(measured, "measure.schema.json")
        rows = {row["code"]: row for row in measured["time_budget"] if row["subject"] is None}
        self.assertEqual((rows["LT"]["n"], rows["LT"]["total_s"]), (4, 180 + 80 + 30 + 30))
        self.assertEqual(rows["LT"]["mean_s"], 80)
        # durations 180, 80, 30, 30: squares of the deviations 10000 + 0 + 2500 + 2500, over 3
        self.assertAlmostEqual(rows["LT"]["sd_s"], 5000 ** 0.5, places=9)
        self.assertAlmostEqual(rows["LT"]["percent"], 100 * 320 / 600, places=9)
        self.assertEqual((rows["SQ"]["n"], rows["SQ"]["mean_s"]), (0, None))

    def test_show__gives__what_the_file_says(self):
        shown = self.read_json("show", self.replay(DATA / "transcript.csv"))
        self.check_schema(shown, "show.schema.json")
        got = [(event["code"], event["subject"], event["start_s"], event["stop_s"])
               for event in shown["events"]]
        self.assertEqual(got, [
            ("teacher-talk", "T", 0, 10), ("student-talk", "An", 10, 18),
            ("student-talk", "Jo", 18, 30), ("teacher-talk", "T", 30, 36),
            ("student-talk", "S", 36, 38), ("teacher-talk", "T", 38, 60),
            ("student-talk", "山", 60, 63), ("teacher-talk", "T", 63, 63)])
        self.assertEqual(shown["events"][2]["text"],
                         "I disagree with Ana. Three fourths is six eighths.")

    def test_show__says_what_was_drawn_and_photographed(self):
        jpeg = (DATA / "small.jpg").read_bytes()
        record = self.read_json("show", self.replay(DATA / "transcript.csv"))
        stroke = {"ground": "page", "width": 1600, "height": 1600,
                  "points": [10, 10, 0, 90, 400, 500, 80, 120]}
        for _ in range(3):
            record["events"].append({"code": "ink", "subject": None, "start_s": 2, "ink": stroke})
        record["events"].append({"code": "photo", "subject": None, "start_s": 3, "text": "the board",
                                 "photo": {"width": 8, "height": 6,
                                           "jpeg": base64.b64encode(jpeg).decode()}})
        path = self.folder / "drawn.json"
        path.write_text(json.dumps(record))
        lesson = self.replay(path)
        again = self.read_json("show", lesson)
        self.check_schema(again, "show.schema.json")
        self.assertEqual([e["ink"] for e in again["events"] if e["code"] == "ink"], [stroke] * 3)
        text = self.good("show", lesson, "--db", self.db)
        self.assertRegex(text, r"0:02 +ink +3 strokes\n")
        self.assertRegex(text, r"0:03 +photo +8 x 6 pixels  the board\n")
        self.assertEqual(text.count(" ink "), 1)

    def test_show__comes_back__through_replay(self):
        first = self.read_json("show", self.replay(DATA / "transcript.csv"))
        record = self.folder / "record.json"
        record.write_text(json.dumps(first))
        again = self.read_json("show", self.replay(record))
        for shown in (first, again):
            del shown["id"]
            for event in shown["events"]:
                del event["id"]
        self.assertEqual(first, again)

    def test_list__shows__the_newest_first(self):
        self.assertEqual(self.refused("list", "--db", self.db),
                         f"{self.db}: there is no such file")
        ids = [self.replay(DATA / name) for name in ("lecture.csv", "transcript.csv")]
        listed = self.read_json("list")
        self.check_schema(listed, "list.schema.json")
        self.assertEqual([item["id"] for item in listed], ids[::-1])
        self.assertEqual([item["events"] for item in listed], [8, 11])

    def test_export__writes__a_row_an_event(self):
        out = self.folder / "events.csv"
        self.good("export", self.replay(DATA / "lecture.csv"), "--db", self.db, "-o", out)
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 11)
        self.assertEqual(rows[0]["code"], "AD")

    def test_debrief__writes__both_papers(self):
        lesson = self.replay(DATA / "transcript.csv")
        for paper, size in (("a4", b"595"), ("letter", b"612")):
            out = self.folder / f"{paper}.pdf"
            self.good("debrief", lesson[:12], "--db", self.db, "-o", out, "--paper", paper)
            pdf = out.read_bytes()
            self.assertTrue(pdf.startswith(b"%PDF"))
            self.assertIn(b"/MediaBox [ 0 0 " + size, pdf.replace(b"[0", b"[ 0"))

    def test_demo__is_replayed__to_its_sheet(self):
        lesson = self.replay(harness.ROOT / "assets" / "demo-lesson.json")
        shown = self.read_json("show", lesson)
        self.check_schema(shown, "show.schema.json")
        self.assertGreater(len(shown["events"]), 200)
        out = self.folder / "demo.pdf"
        self.good("debrief", lesson, "--db", self.db, "-o", out)
        self.assertLess(out.stat().st_size, 200 * 1024)

    def test_roster__prints__labels_and_keeps_a_class_without_names(self):
        path = self.folder / "5b.csv"
        path.write_text("name;group;EL\nAna Mora;1;yes\nAna Mora;1;no\nNguyễn Khai;2;\n", "utf-8")
        listed = self.good("roster", path)
        self.assertEqual(listed, "AM  Group 1  EL=yes\nAM2  Group 1  EL=no\nNK  Group 2\n")
        db = self.folder / "classes.db"
        self.assertEqual(self.good("roster", path, "--class", "5B", "--db", db), listed)
        self.assertEqual(self.good("roster", path, "--class", "5B", "--db", db), listed)
        with closing(sqlite3.connect(db)) as record:
            self.assertEqual(record.execute("SELECT name FROM class").fetchall(), [("5B",)])
            labels = record.execute("SELECT label FROM class_subject WHERE kind = 'pupil'")
            self.assertEqual(labels.fetchall(), [("AM",), ("AM2",), ("NK",)])
        for file in self.folder.glob("classes.db*"):
            self.assertNotIn(b"Mora", file.read_bytes())
        path.write_text("label,group\nLucia Gonzalez,T1\n", "utf-8")
        self.assertEqual(self.good("roster", path, "--class", "5B", "--db", db), "LG  T1\n")
        for file in self.folder.glob("classes.db*"):
            self.assertNotIn(b"Gonzalez", file.read_bytes())
        path.write_bytes("name;group\nJosé;1\n".encode("latin-1"))
        self.assertIn("5b.csv:2:4: no UTF-8 text here", self.refused("roster", path))
        code, _, err = kenkyu("roster", path, "--all")
        self.assertEqual(code, 2)
        self.assertIn("roster takes --class alone", err)

    def test_protocol_list__names__the_shipped_ones(self):
        listed = json.loads(self.good("protocol", "list", "--json"))
        self.check_schema(listed, "protocol-list.schema.json")
        self.assertLessEqual({"academic-talk", "lesson-study", "fill-plus"},
                             {item["key"] for item in listed})

    def test_language__is__that_of_the_protocols_texts(self):
        listed = json.loads(self.good("protocol", "list", "--json", "--language", "es_MX.UTF-8"))
        titles = {item["key"]: item["title"] for item in listed}
        self.assertEqual(titles["lesson-study"], "Estudio de clase")
        lesson = self.replay(harness.ROOT / "assets" / "demo-lesson.json")
        for command in ("measure", "show"):
            english = self.good(command, lesson, "--db", self.db)
            spanish = self.good(command, lesson, "--db", self.db, "--language", "es")
            self.assertNotEqual(english, spanish)
            self.assertEqual(self.good(command, lesson, "--db", self.db, "--language=en"), english)
        self.assertIn("Conversación académica", spanish)
        for wrong in ("7", "", "spanish"):
            self.assertEqual(kenkyu("protocol", "list", "--language", wrong)[0], 2)

    def test_protocol_list__names__own_ones_beside_the_lessons(self):
        folder = self.folder / "protocols"
        folder.mkdir()
        text = self.good("protocol", "show", "fill-plus").replace("key: fill-plus", "key: ours")
        (folder / "any-name.yaml").write_text(text)
        (folder / "wrong.yaml").write_text("protocol: 1\n")
        code, out, err = kenkyu("protocol", "list", "--json", "--db", self.db)
        self.assertEqual(code, 0)
        self.assertRegex(err, r"wrong\.yaml:1:1: ")
        listed = json.loads(out)
        self.check_schema(listed, "protocol-list.schema.json")
        self.assertEqual([item["key"] for item in listed if item["own"]], ["ours"])
        self.assertEqual(self.good("protocol", "show", "ours", "--db", self.db), text)
        lesson = self.replay(DATA / "lecture.csv", "--protocol", "ours")
        self.assertEqual(self.read_json("show", lesson)["protocol"], "ours")
        self.assertRegex(self.refused("replay", DATA / "lecture.csv", "--db", self.db,
                                      "--protocol", "wrong"), r"wrong\.yaml:1:1: ")

    def test_protocol_check__says__all_faults_with_their_places(self):
        shipped = self.good("protocol", "show", "lesson-study")
        path = self.folder / "ours.yaml"
        path.write_text(shipped)
        self.assertIn("ours.yaml: good: ", self.good("protocol", "check", path))
        path.write_text(shipped.replace("title:", "tittle:", 1) + "colour: red\n")
        code, out, err = kenkyu("protocol", "check", path)
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"ours\.yaml:\d+:\d+: .*'tittle'")
        self.assertRegex(err, r"ours\.yaml:\d+:\d+: .*'colour'")

    def test_protocol__of_ones_own__is_stored_with_the_record(self):
        path = self.folder / "ours.yaml"
        text = self.good("protocol", "show", "fill-plus").replace("fill-plus", "ours")
        path.write_text(text)
        lesson = self.replay(DATA / "lecture.csv", "--protocol", path)
        path.unlink()
        self.assertEqual(self.read_json("show", lesson)["protocol"], "ours")

    def test_store__of_another_program__is_refused_and_untouched(self):
        self.db.write_bytes(b"SQLite format 3\0" + b"x" * 2000)
        before = self.db.read_bytes()
        self.assertIn("test.db", self.refused("replay", DATA / "lecture.csv", "--db", self.db))
        self.assertEqual(self.db.read_bytes(), before)

    def test_second_writer__is_told__who_writes(self):
        first = subprocess.Popen(
            [harness.KENKYU, "replay", DATA / "lecture.csv", "--db", self.db, "--speed", "30",
             "--ack"], stdout=subprocess.PIPE)
        try:
            self.assertTrue(first.stdout.readline().startswith(b"ack 1 "))
            sentence = self.refused("replay", DATA / "lecture.csv", "--db", self.db)
            self.assertIn("another Kenkyu", sentence)
            self.assertEqual(len(self.read_json("list")), 1)  # reading goes on
        finally:
            first.kill()
            first.communicate()

    def test_backup__comes_back__through_restore(self):
        first = self.replay(DATA / "lecture.csv")
        copy = self.good("backup", "--db", self.db).split(": made and checked: ")[0]
        self.replay(DATA / "transcript.csv")
        self.assertIn("test.db: good: 2 lessons", self.good("verify", "--db", self.db))
        self.assertEqual(self.good("verify", copy).count("\n"), 1)
        kept = self.good("restore", copy, "--db", self.db).splitlines()[1]
        self.assertEqual([item["id"] for item in self.read_json("list")], [first])
        aside = kept.removeprefix("What was there before is kept as ")
        self.assertEqual(len(json.loads(self.good("list", "--db", aside, "--json"))), 2)

    def test_restore__refuses__what_fails_its_check(self):
        lesson = self.replay(DATA / "lecture.csv")
        copy = self.folder / "copy.backup"
        self.good("backup", "--db", self.db, "-o", copy)
        damaged = bytearray(copy.read_bytes())
        damaged[5 * 4096:6 * 4096] = bytes(4096)
        copy.write_bytes(damaged)
        for command in (("verify", copy), ("restore", copy, "--db", self.db)):
            self.assertIn("copy.backup: the record is damaged", self.refused(*command))
        self.assertEqual([item["id"] for item in self.read_json("list")], [lesson])
        self.assertEqual(self.refused("restore", code=2), "restore takes one file")

    def test_kill__loses__nothing_that_was_acknowledged(self):
        with subprocess.Popen(
                [harness.KENKYU, "replay", DATA / "lecture.csv", "--db", self.db, "--speed",
                 "120", "--ack"], stdout=subprocess.PIPE) as run:
            acked = [run.stdout.readline().split()[2].decode() for _ in range(4)]
            run.kill()
        listed = self.read_json("list")
        self.assertEqual([item["ended"] for item in listed], [False])
        shown = self.read_json("show", listed[0]["id"])
        self.assertLessEqual(set(acked), {event["id"] for event in shown["events"]})


class BadInput(harness.CliTest):
    """Each gets one sentence that says what and where; the store stays."""

    def setUp(self):
        super().setUp()
        self.kept = self.replay(DATA / "lecture.csv")
        self.before = self.read_json("show", self.kept)

    def tearDown(self):
        self.assertEqual([item["id"] for item in self.read_json("list")], [self.kept])
        self.assertEqual(self.read_json("show", self.kept), self.before)

    def refuse_file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        sentence = self.refused("replay", path, "--db", self.db)
        self.assertIn(name, sentence)
        self.assertFalse(sentence.endswith("."), sentence)
        return sentence[sentence.index(name):]

    def test_lecture__with_bad_rows__is_refused_with_the_place(self):
        text = (DATA / "lecture.csv").read_text()
        for old, new, place in (
                ("00:04:10,ST", "00:04:10,XX", r"l\.csv:6:\d+: .*'XX'"),
                ("00:04:10,ST", "00:03:10,ST", r"l\.csv:6:\d+: .*00:03:10"),
                ("00:04:10,ST", ",ST", r"l\.csv:6:\d+: "),
                ("00:04:10,ST", "-0:04:10,ST", r"l\.csv:6:\d+: .*-0:04:10"),
                ("00:10:00,END\n", "", r"l\.csv.*END"),
                ("00:04:10,ST\n", "00:04:1", r"l\.csv:6")):
            with self.subTest(new):
                self.assertRegex(self.refuse_file("l.csv", text.replace(old, new).encode()),
                                 place)

    def test_transcript__with_bad_rows__is_refused_with_the_place(self):
        text = (DATA / "transcript.csv").read_text()
        for old, new, place in (
                ("18,00:00:18,3", "8,00:00:08,3", r"t\.csv:5:1: .*'8'"),
                ("10,00:00:10,2", ",,2", r"t\.csv:4:1: "),
                ("10,00:00:10,2", "-10,,2", r"t\.csv:4:1: .*'-10'"),
                ("Ana,S", "A" * 10000 + ",S", r"t\.csv:4:\d+: ")):
            with self.subTest(new[:20]):
                self.assertRegex(self.refuse_file("t.csv", text.replace(old, new, 1).encode()),
                                 place)
        self.assertRegex(self.refuse_file("t.csv", text.encode().replace(b"Ana", b"A\xffa")),
                         r"t\.csv:4:\d+: .*UTF-8")

    def test_files__that_are_no_lessons__are_refused(self):
        self.refuse_file("empty.csv", b"")
        self.refuse_file("binary.csv", bytes(range(256)) * 64)
        self.refuse_file("other.csv", b"a,b\n1,2\n")
        self.refuse_file("cut.json", b'{"events": [')
        self.assertIn("is a folder", self.refused("replay", self.folder, "--db", self.db))
        self.assertIn("nowhere.csv", self.refused("replay", "nowhere.csv", "--db", self.db))

    def test_file__of_a_gigabyte__is_refused_at_once(self):
        for name in ("huge.csv", "huge.yaml"):
            path = self.folder / name
            path.touch()
            os.truncate(path, 1 << 30)
        begun = time.monotonic()
        self.assertRegex(self.refused("replay", self.folder / "huge.csv", "--db", self.db),
                         r"huge\.csv.*64 MiB")
        code, _, err = kenkyu("protocol", "check", self.folder / "huge.yaml")
        self.assertEqual(code, 1)
        self.assertRegex(err, r"huge\.yaml.*256 KiB")
        self.assertLess(time.monotonic() - begun, 30)

    def test_protocol__unknown__is_refused_with_the_known_ones(self):
        sentence = self.refused("replay", DATA / "lecture.csv", "--db", self.db, "--protocol",
                                "talk")
        self.assertIn("'talk'", sentence)
        self.assertIn("academic-talk", sentence)

    def test_id__unknown__is_refused(self):
        self.assertIn("00000000", self.refused("measure", "00000000", "--db", self.db))

    def test_disk__a_limit_on_files__is_told_and_loses_nothing(self):
        # The record is there: how large it is when new has no part in this.
        self.good("replay", DATA / "lecture.csv", "--db", self.folder / "small.db")
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100 * 1024, 100 * 1024))
        done = subprocess.run([harness.KENKYU, "replay", DATA / "transcript.csv", "--db",
                               self.folder / "small.db", "--ack"], capture_output=True,
                              preexec_fn=limit, check=False)
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stderr.decode(), "small\\.db: the disk does not take any more")
        acks = [line.split()[2] for line in done.stdout.decode().splitlines()]
        listed = json.loads(self.good("list", "--db", self.folder / "small.db", "--json"))
        shown = json.loads(self.good("show", listed[0]["id"], "--db", self.folder / "small.db",
                                     "--json"))
        self.assertEqual(sorted(acks), sorted(event["id"] for event in shown["events"]))

    def test_out__is_the_record_or_beside_it__is_refused(self):
        db, folder = self.folder / "own.db", self.folder
        lesson = self.good("replay", harness.ROOT / "assets" / "demo-lesson.json", "--db", db).split()[-1]
        self.good("export", lesson, "-o", folder / "e.csv", "--db", db)
        self.good("backup", "--db", db)
        backup = next((folder / "backups").iterdir())
        self.good("restore", backup, "--db", db)
        replaced = next(folder.glob("own.db-replaced-*"))
        before = {p: p.read_bytes() for p in (db, backup, replaced, folder / "own.db-exports.csv")}
        (folder / "link.csv").symlink_to(db)
        (folder / "hard.csv").hardlink_to(db)
        (folder / "linked.db").symlink_to(db)
        (folder / "there").symlink_to(folder)
        mine = ["own.db", "own.db-wal", "own.db-shm", "own.db-journal", "own.db.lock",
                "own.db-exports.csv", "./own.db", "there/own.db", "there/own.db-wal", "link.csv",
                "hard.csv", f"backups/{backup.name}", replaced.name]
        for out in mine:
            for command in (("export", lesson), ("debrief", lesson, "--pdf"), ("backup",)):
                for record in (db, folder / "linked.db"):
                    sentence = self.refused(*command, "--db", record, "-o", f"{folder}/{out}",
                                            code=2)
                    self.assertEqual(sentence, f"{folder}/{out}: belongs to the record; choose "
                                     "another name")
        self.assertEqual({p: p.read_bytes() for p in before}, before)
        for out in ("own.db.csv", "other-exports.csv", "backups/mine.backup"):
            self.good("export", lesson, "-o", folder / out, "--db", db)
        self.good("export", lesson, "-o", "/dev/null", "--db", db)

    def test_out__is_the_record__without_db(self):
        env = {"XDG_DATA_HOME": str(self.folder)}
        kenkyu("replay", harness.ROOT / "assets" / "demo-lesson.json", env=env)
        db = self.folder / "kenkyu" / "kenkyu.db"
        code, out, err = kenkyu("exports", "-o", db, env=env)
        self.assertEqual((code, out), (2, ""))
        self.assertIn(f"{db}: belongs to the record; choose another name", err)
        self.assertEqual(db.read_bytes()[:6], b"SQLite")

    def test_app__starts__no_other_program(self):
        program = self.folder / "dbus-launch"  # what libdbus looks for along PATH
        program.write_text(f"#!/bin/sh\n: > '{self.folder}/launched'\n")
        program.chmod(0o700)
        env = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "DISPLAY": ":4242",
               "SDL_VIDEODRIVER": "dummy"}
        for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
            env.pop(name, None)
        app = subprocess.Popen([harness.KENKYU, "app", "--db", self.folder / "app.db", "--sheets",
                                self.folder / "sheets"], env=env)
        deadline = time.monotonic() + 60
        while not (self.folder / "app.db").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(2)
        app.terminate()  # as a window is closed, once there is one
        self.assertEqual(app.wait(60), 0)
        self.assertFalse((self.folder / "launched").exists())

    def test_disk__full_or_read_only__leaves_the_old_file(self):
        lesson = self.kept
        sentence = self.refused("debrief", lesson, "--db", self.db, "-o", "/dev/full/x.pdf")
        self.assertIn("/dev/full/x.pdf", sentence)
        sentence = self.refused("export", lesson, "--db", self.db, "-o",
                                self.folder / "missing" / "x.csv")
        self.assertIn("x.csv", sentence)
        for command in (["show", lesson, "--db", self.db], ["--help"], ["list", "--help"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([harness.KENKYU, *command], stdout=full,
                                      stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stderr, b"kenkyu: standard output cannot be written\n")


if __name__ == "__main__":
    harness.main()
