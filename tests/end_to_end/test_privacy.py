"""What is known about pupils: names that only a passphrase opens, what was
forgotten, other devices' records, and the list of what left the device."""
import contextlib
import csv
import io
import json
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import time

import harness
from harness import DATA, ROOT

PASS = "violet kettle 42\n"


class Privacy(harness.CliTest):
    def files_with(self, text):
        return [f.name for f in self.folder.rglob("*") if f.is_file()
                and text.encode() in f.read_bytes()]

    def test_names__open__with_the_passphrase_alone(self):
        names = self.folder / "names.csv"
        names.write_text("label,name\nLG,Lucía García\nNM,\"Nguyễn, Minh\"\n")
        self.replay(DATA / "transcript.csv")
        self.assertIn("set up", self.good("names", "set-up", "--db", self.db, stdin=PASS * 2))
        self.assertEqual(self.refused("names", "set-up", "--db", self.db, stdin=PASS * 2),
                         "names are set up already; 'kenkyu names passphrase' changes what opens "
                         "them")
        told = self.good("names", "import", names, "--class", "Grade 5", "--db", self.db,
                         stdin=PASS)
        self.assertEqual(told, f"2 names of Grade 5 are kept encrypted; {names} still has them in "
                               "the clear.\n")
        names.unlink()
        self.assertEqual(self.files_with("García") + self.files_with("Minh"), [])
        rows = list(csv.DictReader(io.StringIO(
            self.good("names", "list", "--db", self.db, stdin=PASS))))
        self.assertEqual(rows, [{"class": "Grade 5", "label": "LG", "name": "Lucía García"},
                                {"class": "Grade 5", "label": "NM", "name": "Nguyễn, Minh"}])
        self.assertEqual(self.refused("names", "list", "--db", self.db, stdin="violet kettle\n"),
                         "this is not the passphrase of the names")
        self.good("names", "passphrase", "--db", self.db, stdin=PASS + "another 77\n" * 2)
        self.refused("names", "list", "--db", self.db, stdin=PASS)
        self.good("names", "list", "--db", self.db, stdin="another 77\n")

        # A passphrase that is forgotten: nothing brings the names back, they begin anew.
        self.assertIn("say it again with --yes", self.good("names", "remove", "--db", self.db))
        self.good("names", "list", "--db", self.db, stdin="another 77\n")
        self.assertIn("All names are removed.",
                      self.good("names", "remove", "--yes", "--db", self.db))
        self.assertEqual(self.refused("names", "remove", "--yes", "--db", self.db),
                         "no names are kept yet")
        self.good("names", "set-up", "--db", self.db, stdin="third one\n" * 2)

    def test_names__say__what_is_wrong(self):
        self.assertEqual(self.refused("names", code=2),
                         "say what is to be done with names: set-up, import FILE, list, "
                         "passphrase or remove")
        names = self.folder / "names.csv"
        names.write_text("label,name\nLG,Ana\n")
        self.replay(DATA / "transcript.csv")
        self.assertEqual(self.refused("names", "import", names, "--db", self.db),
                         f"{names}:2: say of which class the names are with --class CLASS")
        self.assertEqual(self.refused("names", "set-up", "--db", self.db, stdin="one two 3\nother\n"),
                         "the two passphrases are not the same")
        self.assertEqual(self.refused("names", "set-up", "--db", self.db), "nothing was typed")
        self.assertEqual(self.refused("names", "list", "--db", self.db, stdin=PASS),
                         f"{self.db}: has no vault for names yet")

    def test_replay__keeps__no_name_of_a_file(self):
        path = self.folder / "Mia Lopez interview.csv"
        path.write_text((DATA / "transcript.csv").read_text("utf-8").replace(",Ana,", ",Mia Lopez,")
                        .replace("José", '"Lopez, Mia"'), "utf-8")
        code, out, err = harness.kenkyu("replay", path, "--db", self.db)
        self.assertEqual(code, 0, err)
        self.assertIn("3 pupils' labels look like names and became initials; the names are not "
                      "kept\n", err)
        self.assertIn("the lesson is called 'Lesson transcript'\n", err)
        lesson = out.split()[-1]
        self.good("debrief", lesson, "-o", self.folder / "s.pdf", "--csv", "--pdf", "--db", self.db)
        shown = self.read_json("show", lesson)
        self.assertEqual([s["label"] for s in shown["subjects"] if s["kind"] == "pupil"],
                         ["ML", "ML2", "S", "山"])
        self.assertEqual((shown["title"], shown["origin"]), ("Lesson transcript", "a file"))
        self.assertNotIn("Lopez", self.pdf("s.pdf"))
        path.unlink()
        self.assertEqual(self.files_with("Lopez") + self.files_with("Mia"), [])

        # A record from elsewhere, and one from here: what stands there already stays.
        record = self.folder / "record.json"
        shown["subjects"][1]["label"] = "Noah Chan"
        for event in shown["events"]:
            if event["subject"] == "ML":
                event["subject"] = "Noah Chan"
        record.write_text(json.dumps(shown))
        again = self.read_json("show", self.replay(record))
        self.assertEqual([s["label"] for s in again["subjects"] if s["kind"] == "pupil"],
                         ["NC", "ML2", "S", "山"])
        record.unlink()
        self.assertEqual(self.files_with("Noah"), [])

    def test_replay__keeps__pseudonyms_where_somebody_says_so(self):
        path = self.folder / "t12.csv"
        path.write_text((DATA / "transcript.csv").read_text("utf-8").replace(",Ana,", ",Stephanie,"))
        lesson = self.replay(path, "--pseudonyms", "--title", "Group 2")
        shown = self.read_json("show", lesson)
        self.assertEqual([s["label"] for s in shown["subjects"] if s["kind"] == "pupil"],
                         ["Stephanie", "José", "S", "山田"])
        self.assertEqual((shown["title"], shown["origin"]), ("Group 2", "t12.csv"))
        for title in "", "a\nb", "x" * 121:
            self.assertRegex(self.refused("replay", path, "--title", title, code=2),
                             "--title needs a lesson's name of at most 120 bytes")

    def pdf(self, name):
        return subprocess.run(["pdftotext", "-layout", self.folder / name, "-"], check=True,
                              capture_output=True, text=True).stdout

    def test_debrief__names__where_they_were_chosen_alone(self):
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        shown = self.read_json("show", lesson)
        pupils = [s["label"] for s in shown["subjects"] if s["kind"] == "pupil"]
        names = self.folder / "names.csv"
        names.write_text(f"label,name\n{pupils[0]},Lucía Quispe\n{pupils[1]},Nguyễn Minh Khôi\n")

        def debrief(out, *more, **kept):
            return self.good("debrief", lesson, "-o", self.folder / out, "--db", self.db, *more,
                             **kept)

        named = ("debrief", lesson, "-o", self.folder / "no.pdf", "--db", self.db, "--pupils",
                 "names")
        self.assertEqual(self.refused(*named, stdin=PASS),
                         f"{self.db}: has no vault for names yet")
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        self.assertEqual(self.refused(*named, stdin=PASS),
                         f"no names of {shown['class']} are kept; 'kenkyu names import' takes "
                         "them in")
        self.good("names", "import", names, "--class", shown["class"], "--db", self.db, stdin=PASS)
        names.unlink()
        self.assertEqual(self.refused(*named, stdin="violet kettle\n"),
                         "this is not the passphrase of the names")
        self.assertEqual(self.refused(*named, "--for", "others", stdin=PASS, code=2),
                         "the copy for others never has pupils' names in it: --pupils labels or "
                         "seats, or --for team")
        self.assertFalse((self.folder / "no.pdf").exists())
        debrief("labels.pdf")
        debrief("seats.pdf", "--pupils", "seats")
        debrief("others.pdf", "--for", "others")
        debrief("names.pdf", "--pupils", "names", stdin=PASS)
        debrief("tables.csv", "--pupils", "names", "--csv", stdin=PASS)
        for name in "labels.pdf", "seats.pdf", "others.pdf":
            self.assertNotIn("Quispe", self.pdf(name))
            self.assertNotIn("Khôi", self.pdf(name))
        self.assertIn("Lucía Quispe", self.pdf("names.pdf"))
        self.assertIn("Nguyễn Minh Khôi", self.pdf("names.pdf"))
        written = self.files_with("Quispe")
        self.assertIn("tables-talk.csv", written)
        self.assertEqual([f for f in written if not f.startswith("tables-")], [])
        self.assertNotIn("Quispe", self.good("show", lesson, "--json", "--db", self.db))
        rows = csv.DictReader(io.StringIO(self.good("exports", "--db", self.db)))
        self.assertEqual([(r["what"], r["names"]) for r in rows if r["what"] != "record"],
                         [("debrief sheet", "no"), ("debrief sheet", "no"),
                          ("sheet, copy for others", "no"), ("debrief sheet", "yes"),
                          ("sheet and tables", "yes")])

    def test_forget__a_day__removes_every_byte_and_asks_first(self):
        lesson = self.replay(DATA / "transcript.csv")
        words = self.read_json("show", lesson)["events"]
        said = max((e.get("text", "") for e in words), key=len)
        self.good("backup", "--db", self.db)
        self.assertGreaterEqual(len(self.files_with(said)), 2)
        told = self.good("forget", "--to", "2999-01-01", "--db", self.db)
        self.assertEqual(told, "1 lesson: would be forgotten\n"
                               "Nothing was removed yet; say it again with --yes.\n")
        self.assertGreaterEqual(len(self.files_with(said)), 2)
        told = self.good("forget", "--to", "2999-01-01", "--yes", "--db", self.db)
        self.assertIn("1 lesson: is forgotten\n", told)
        self.assertEqual(self.files_with(said), [])
        self.assertEqual(self.read_json("list"), [])
        self.good("verify", "--db", self.db)

    def test_forget__a_pupil_and_a_lesson__by_name_and_id(self):
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        shown = self.read_json("show", lesson)
        pupil = next(s["label"] for s in shown["subjects"] if s["kind"] == "pupil")
        told = self.good("forget", "--class", shown["class"], "--pupil", pupil, "--yes",
                         "--db", self.db)
        self.assertIn(f"{pupil} of {shown['class']}: is forgotten in 1 lesson\n", told)
        after = self.read_json("show", lesson)
        self.assertNotIn(pupil, [s["label"] for s in after["subjects"]])
        self.assertEqual(len(after["events"]), len(shown["events"]))
        self.assertEqual(self.refused("forget", "--class", "x", "--pupil", pupil, "--db", self.db),
                         f"{self.db}: nobody is called {pupil} in a class x")
        self.good("forget", lesson, "--yes", "--db", self.db)
        self.assertEqual(self.read_json("list"), [])
        self.assertEqual(self.refused("forget", "--db", self.db, code=2),
                         "say what is to be forgotten: ids, or --to DAY, or --class and --pupil")
        self.refused("forget", lesson, "--to", "2026-01-01", code=2)

    def test_forget__several_lessons__all_of_them_or_none(self):
        good = self.replay(DATA / "transcript.csv")
        other = self.replay(DATA / "lecture.csv")
        said = max((e.get("text", "") for e in self.read_json("show", good)["events"]), key=len)
        self.assertIn("ffffffff", self.refused("forget", good, "ffffffff", "--yes",
                                               "--db", self.db))
        self.assertEqual(self.refused("forget", good, other, good, "--yes", "--db", self.db),
                         f"the observation {good} was given twice")
        self.assertEqual(len(self.read_json("list")), 2)
        self.assertGreaterEqual(len(self.files_with(said)), 1)
        told = self.good("forget", good, other, "--yes", "--db", self.db)
        self.assertIn("2 lessons: are forgotten\n", told)
        self.assertEqual(self.files_with(said), [])

    def test_forget__that_was_cut_off__is_finished_by_the_next(self):
        lesson = self.replay(DATA / "transcript.csv")
        with contextlib.closing(sqlite3.connect(self.db)) as db, db:
            db.execute("INSERT INTO forgetting (one) VALUES (1)")
        code, out, err = harness.kenkyu("forget", "--class", "x", "--pupil", "y", "--yes",
                                        "--db", self.db)
        self.assertEqual((code, err), (1, f"kenkyu: {self.db}: nobody is called y in a class x\n"))
        self.assertIn("The file was written anew", out)
        with contextlib.closing(sqlite3.connect(self.db)) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM forgetting").fetchone(), (0,))
        self.assertEqual(len(self.read_json("list")), 1)
        self.good("show", lesson, "--db", self.db)

    def test_forget__beside_somebody_who_reads__is_not_said_to_be_done(self):
        lesson = self.replay(DATA / "transcript.csv")
        said = max((e.get("text", "") for e in self.read_json("show", lesson)["events"]), key=len)
        with contextlib.closing(sqlite3.connect(self.db)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchone()
            self.assertIn("is being read by another program",
                          self.refused("forget", lesson, "--yes", "--db", self.db))
        code, out, _ = harness.kenkyu("forget", lesson, "--yes", "--db", self.db)
        self.assertEqual(code, 1)  # it is gone already
        self.assertIn("The file was written anew", out)
        self.assertEqual(self.files_with(said), [])

    def test_merge__takes_over__what_another_device_has(self):
        other = self.folder / "other.db"
        self.replay(DATA / "transcript.csv")
        theirs = self.good("replay", DATA / "lecture.csv", "--db", other).split()[-1]
        told = self.good("merge", other, "--db", self.db)
        self.assertRegex(told, rf"^{other}: 1 new lesson, \d+ new facts, 0 known already\n$")
        self.assertEqual(len(self.read_json("list")), 2)
        self.assertIn("0 new lessons, 0 new facts, 1 known already",
                      self.good("merge", other, "--db", self.db))
        self.assertEqual(self.good("measure", theirs, "--json", "--db", self.db),
                         self.good("measure", theirs, "--json", "--db", other))
        self.assertEqual(self.refused("merge", self.db, "--db", self.db),
                         f"{self.db}: this is the record itself")
        self.refused("merge", code=2)

    def test_merge__after_a_pupil_was_forgotten__here_and_there(self):
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        shown = self.read_json("show", lesson)
        pupil = next(s["label"] for s in shown["subjects"] if s["kind"] == "pupil")
        other = self.folder / "other.db"
        self.good("backup", "-o", other, "--db", self.db)
        self.good("forget", "--class", shown["class"], "--pupil", pupil, "--yes", "--db", self.db)
        self.assertEqual(self.good("merge", other, "--db", self.db),
                         f"{other}: 0 new lessons, 0 new facts, 1 known already, 1 of them kept "
                         "as here, where a pupil was forgotten; forget the pupil there too\n")
        self.assertNotIn(pupil, [s["label"] for s in self.read_json("show", lesson)["subjects"]])
        self.assertEqual(self.refused("merge", self.db, "--db", other),
                         f"{self.db}: nothing was taken over; forget the pupil {pupil} of "
                         f"{shown['class']} here too, then merge: there the pupil was forgotten, "
                         f"in the lesson '{shown['title']}'")

    def test_merge__leaves_out__what_was_forgotten_here(self):
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        other = self.folder / "other.db"
        self.good("backup", "-o", other, "--db", self.db)
        self.good("forget", lesson, "--yes", "--db", self.db)
        self.assertEqual(self.good("merge", other, "--db", self.db),
                         f"{other}: 0 new lessons, 0 new facts, 0 known already, 1 left out that "
                         "was forgotten here\n")
        self.assertEqual(self.read_json("list"), [])

    def test_exports__are_noted__with_lesson_and_names(self):
        lesson = self.replay(DATA / "transcript.csv")
        self.assertEqual(self.good("exports", "--db", self.db), "nothing was exported yet\n")
        sheet, table = self.folder / "sheet.pdf", self.folder / "=1+1.csv"
        self.good("debrief", lesson, "-o", sheet, "--db", self.db)
        self.good("export", lesson, "-o", table, "--db", self.db)
        self.good("show", lesson, "--json", "--db", self.db)
        self.good("measure", lesson, "--csv", "-o", self.folder / "m.csv", "--db", self.db)
        self.good("walkthroughs", "-o", self.folder / "w.csv", "--db", self.db)
        self.good("backup", "-o", self.folder / "copy.backup", "--db", self.db)
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        self.good("names", "list", "--db", self.db, stdin=PASS)
        text = self.good("exports", "--db", self.db)
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([(r["what"], r["lesson"], r["names"]) for r in rows],
                         [("debrief sheet", lesson, "no"), ("events", lesson, "no"),
                          ("record", lesson, "no"), ("measures", lesson, "no"),
                          ("walk-throughs", "", "no"), ("backup", "", "no"), ("list of names", "", "yes")])
        self.assertEqual([r["file"] for r in rows],
                         [str(sheet), str(table), "standard output", str(self.folder / "m.csv"),
                          str(self.folder / "w.csv"), str(self.folder / "copy.backup"), "standard output"])
        self.assertEqual((self.folder / "test.db-exports.csv").stat().st_mode & 0o777, 0o600)

    def test_exports__are_noted__where_another_failed(self):
        lesson = self.replay(DATA / "transcript.csv")
        self.replay(ROOT / "assets" / "demo-lesson.json")
        db = sqlite3.connect(self.db)
        db.execute("UPDATE event SET code = 'unknown' WHERE observation = ?",
                   (bytes.fromhex(lesson.replace("-", "")),))
        db.commit()
        db.close()
        code, _, _ = harness.kenkyu("debrief", "--all", "-o", f"{self.folder}/sheets/",
                                    "--db", self.db)
        self.assertEqual(code, 1)
        self.assertEqual(len(list((self.folder / "sheets").glob("*.pdf"))), 1)
        rows = self.exports()
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["what"], "debrief sheet")
        self.assertEqual(rows[0]["file"], str(next((self.folder / "sheets").glob("*.pdf"))))

    def exports(self):
        return list(csv.DictReader(io.StringIO(self.good("exports", "--db", self.db))))

    def test_exports__of_which_a_part_is_written__are_noted(self):
        lesson = self.replay(ROOT / "assets" / "demo-lesson.json")
        self.keep_a_name(lesson)
        (self.folder / "x.xlsx").mkdir()
        code, _, err = harness.kenkyu("debrief", lesson, "-o", self.folder / "x.pdf", "--pdf",
                                      "--xlsx", "--pupils", "names", "--db", self.db, stdin=PASS)
        self.assertEqual(code, 1, err)
        self.assertTrue((self.folder / "x.pdf").is_file())
        self.assertEqual([(r["lesson"], r["names"], r["file"]) for r in self.exports()],
                         [(lesson, "yes", str(self.folder / "x.pdf"))])

    def keep_a_name(self, lesson):
        shown = self.read_json("show", lesson)
        pupil = next(s["label"] for s in shown["subjects"] if s["kind"] == "pupil")
        (self.folder / "names.csv").write_text(f"label,name\n{pupil},Ada Lovelace\n")
        self.good("names", "set-up", "--db", self.db, stdin=PASS * 2)
        self.good("names", "import", self.folder / "names.csv", "--class", shown["class"],
                  "--db", self.db, stdin=PASS)
        (self.folder / "test.db-exports.csv").unlink()

    def test_files__that_a_killed_program_left__are_removed(self):
        lesson = self.replay(DATA / "transcript.csv")
        for folder, name, command in (("sheets", "x.pdf", ("debrief", lesson)),
                                      ("tables", "x.csv", ("export", lesson)),
                                      ("stick", "x.backup", ("backup",))):
            (self.folder / folder).mkdir()
            left = self.folder / folder / ".kenkyu-0123456789abcdef"
            left.write_bytes(b"Ada Lovelace")
            os.utime(left, (time.time() - 700,) * 2)
            self.good(*command, "-o", self.folder / folder / name, "--db", self.db)
            self.assertFalse(left.exists(), command)

    def test_exports__of_many__are_a_line_a_lesson_with_the_whole_path(self):
        named = self.replay(ROOT / "assets" / "demo-lesson.json")
        plain = self.replay(DATA / "transcript.csv")
        self.keep_a_name(named)
        done = subprocess.run([harness.KENKYU, "debrief", "--all", "--pupils", "names", "-o",
                               "sheets/", "--db", self.db], cwd=self.folder, input=PASS.encode(),
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done)
        rows = {r["lesson"]: r for r in self.exports()}
        self.assertEqual({lesson: r["names"] for lesson, r in rows.items()},
                         {named: "yes", plain: "no"})
        self.assertEqual({r["file"] for r in rows.values()},
                         {str(p) for p in (self.folder / "sheets").glob("*.pdf")})

    def test_exports__of_two_lessons__have_a_line_for_each(self):
        lessons = [self.replay(ROOT / "assets" / "demo-lesson.json") for _ in range(2)]
        self.good("cycle", *lessons, "-o", self.folder / "cycle.pdf", "--db", self.db)
        self.good("debrief", *lessons, "-o", self.folder / "both.pdf", "--db", self.db)
        self.good("debrief", *lessons, "-o", self.folder / "all.pdf", "--csv", "--db", self.db)
        self.assertEqual([(r["what"], r["lesson"]) for r in self.exports()],
                         [(what, lesson) for what in ("cycle sheet", "debrief sheet",
                                                      "sheet and tables") for lesson in lessons])

    def test_exports__that_cannot_be_noted__fail_and_say_both(self):
        lesson = self.replay(DATA / "transcript.csv")
        (self.folder / "test.db-exports.csv").mkdir()
        for name, command in (("a.pdf", ("debrief", lesson)), ("a.csv", ("export", lesson)),
                              ("m.csv", ("measure", lesson, "--csv")),
                              ("w.csv", ("walkthroughs",)), ("k.backup", ("backup",))):
            code, _, err = harness.kenkyu(*command, "-o", self.folder / name, "--db", self.db)
            self.assertEqual(code, 1, command)
            self.assertTrue((self.folder / name).is_file())
            self.assertEqual(err, f"kenkyu: {self.folder / name}: is written, but not in the list "
                             f"of exports: {self.db}-exports.csv: what was exported cannot be "
                             "noted (Is a directory)\n")
        code, _, err = harness.kenkyu("debrief", "--all", "-o", f"{self.folder}/sheets/", "--db",
                                      self.db)
        self.assertEqual(code, 1)
        self.assertEqual(len(list((self.folder / "sheets").glob("*.pdf"))), 1)
        self.assertIn("is written, but not in the list of exports", err)

    def own_sheet(self):
        """A lesson that was played in the app, and the sheet that it left by itself."""
        sheets = self.folder / "sheets"
        app = subprocess.Popen([harness.KENKYU, "app", "--demo", ROOT / "assets" /
                                "demo-lesson.json", "--speed", "100000", "--db", self.db,
                                "--sheets", sheets],
                               env={**os.environ, "SDL_VIDEODRIVER": "dummy"})
        deadline = time.monotonic() + 120
        while not self.exports_if_any() and time.monotonic() < deadline and app.poll() is None:
            time.sleep(0.1)
        app.terminate()
        self.assertEqual(app.wait(60), 0)
        row, = self.exports()
        self.assertEqual(row["what"], "debrief sheet, by itself")
        return row["lesson"], pathlib.Path(row["file"])

    def exports_if_any(self):
        return (self.folder / "test.db-exports.csv").exists() and self.exports()

    def test_forget__takes_along__the_sheet_that_the_app_had_left(self):
        lesson, sheet = self.own_sheet()
        subprocess.run(["qpdf", "--check", sheet], check=True, stdout=subprocess.DEVNULL)
        events, copy = self.folder / "events.csv", self.folder / "copy.backup"
        self.good("export", lesson, "-o", events, "--db", self.db)
        self.good("backup", "-o", copy, "--db", self.db)
        files = [f"  {sheet} (debrief sheet, by itself)",
                 "These stay; remove what is not to be kept:", f"  {events} (events)",
                 "These are of several lessons, or of all, and stay; it may be in them:",
                 f"  {copy} (backup)"]
        told = self.good("forget", lesson, "--db", self.db).splitlines()
        self.assertEqual(told, ["1 lesson: would be forgotten",
                                "Kenkyu made these by itself; they go, too:", *files,
                                "Nothing was removed yet; say it again with --yes."])
        self.assertTrue(sheet.exists())
        told = self.good("forget", lesson, "--yes", "--db", self.db).splitlines()
        self.assertEqual(told[1:], ["1 lesson: is forgotten",
                                    "Kenkyu had made these by itself; they are removed:", *files])
        self.assertFalse(sheet.exists())
        self.assertTrue(events.exists() and copy.exists())
        self.assertEqual([r["file"] for r in self.exports()],
                         ["forgotten", "forgotten", str(copy)])

    def test_forget__a_pupil__takes_the_sheets_that_show_them(self):
        _, sheet = self.own_sheet()
        told = self.good("forget", "--class", "Grade 5", "--pupil", "LG", "--db", self.db)
        self.assertIn(f"they go, too:\n  {sheet} (", told)
        self.assertTrue(sheet.exists())
        told = self.good("forget", "--class", "Grade 5", "--pupil", "LG", "--yes", "--db", self.db)
        self.assertIn(f"they are removed:\n  {sheet} (", told)
        self.assertFalse(sheet.exists())
        self.assertEqual(len(self.read_json("list")), 1)

    def test_forget__up_to_a_day__leaves_a_sheet_that_was_changed_and_says_so(self):
        _, sheet = self.own_sheet()
        with sheet.open("ab") as out:
            out.write(b"% mine\n")
        for yes in ((), ("--yes",)):
            told = self.good("forget", "--to", "2099-01-01", *yes, "--db", self.db)
            self.assertIn("These stay; remove what is not to be kept:\n"
                          f"  {sheet} (debrief sheet, by itself)\n", told)
        self.assertTrue(sheet.exists())

    def test_forget__another_lesson__leaves_what_an_older_record_does_not_know(self):
        self.replay(DATA / "lecture.csv")
        told = self.good("backup", "--db", self.db)
        _, sheet = self.own_sheet()
        self.good("restore", told.split(": ")[0], "--db", self.db)
        lesson = self.read_json("list")[0]["id"]
        told = self.good("forget", lesson, "--yes", "--db", self.db)
        self.assertNotIn(str(sheet), told)
        self.assertTrue(sheet.exists())
        self.assertEqual(self.exports()[0]["file"], str(sheet))

    def test_core__is_left__by_no_command_and_not_by_the_app(self):
        demo = ROOT / "assets" / "demo-lesson.json"
        env = {**os.environ, "ASAN_OPTIONS": "disable_coredump=0", "SDL_VIDEODRIVER": "dummy"}
        for command in (("replay", demo, "--speed", "1", "--ack"), ("app", "--demo", demo)):
            folder = self.folder / command[0]
            folder.mkdir()
            more = ("--sheets", folder / "sheets") if command[0] == "app" else ()
            it = subprocess.Popen(
                [harness.KENKYU, *command, "--db", folder / "a.db", *more], cwd=folder, env=env,
                stdout=subprocess.DEVNULL,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (-1, -1)))
            deadline = time.monotonic() + 60
            while not (folder / "a.db").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(1)
            with open(f"/proc/{it.pid}/limits", encoding="ascii") as limits:
                core = next(line.split() for line in limits if "core" in line)
            it.send_signal(signal.SIGQUIT)
            self.assertEqual(it.wait(60), -signal.SIGQUIT)
            self.assertEqual(core[4:6], ["0", "0"])
            self.assertEqual([f.name for f in folder.glob("core*")], [])


if __name__ == "__main__":
    harness.main()
