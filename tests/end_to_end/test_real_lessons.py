"""Real lessons through the real program: every fully timed transcript and every
lecture is replayed, and what 'kenkyu measure' says is compared with a recount
from the raw CSV, made here without any of Kenkyu's code."""
import collections
import csv
import unittest

import harness
import recount


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_fully_timed(rows):
    stamps = [row["t_s"].strip() for row in rows]
    if not all(stamps):
        return False
    times = [float(stamp) for stamp in stamps]
    return times == sorted(times) and times[0] >= 0 and times[-1] > times[0]


def recount_transcript(rows):
    """{code: [turns, seconds]}, seconds of the whole lesson."""
    codes = {"T": "teacher-talk", "S": "student-talk"}
    totals = collections.defaultdict(lambda: [0, 0.0])
    before = None
    for row, after in zip(rows, rows[1:] + rows[-1:]):
        key = (row["turn"], row["speaker"].strip(), row["role"].strip())
        code = codes.get(row["role"].strip())
        if code:
            totals[code][0] += key != before
            totals[code][1] += float(after["t_s"]) - float(row["t_s"])
        before = key
    return totals, float(rows[-1]["t_s"])


def recount_lecture(rows):
    def seconds(row):
        hours, minutes, rest = row["time"].split(":")
        return int(hours) * 3600 + int(minutes) * 60 + int(rest)

    totals = collections.defaultdict(lambda: [0, 0.0])
    for row, after in zip(rows, rows[1:]):
        if row["code"] != "NA":
            totals[row["code"]][0] += 1
            totals[row["code"]][1] += seconds(after) - seconds(row)
    return totals, seconds(rows[-1])


@unittest.skipUnless(harness.SHARED.is_dir(), f"{harness.SHARED} is not there")
class RealLessons(harness.CliTest):
    def compare(self, path, expected, length_s):
        measured = self.read_json("measure", self.replay(path))
        self.check_schema(measured, "measure.schema.json")
        for row in measured["time_budget"]:
            if row["subject"] is None:
                n, total = expected.get(row["code"], (0, 0))
                self.assertEqual((row["n"], row["total_s"] or 0), (n, total), row)
        over_all = {row["code"] for row in measured["time_budget"] if row["subject"] is None}
        self.assertLessEqual(set(expected), over_all)
        self.assertEqual(measured["observed_s"], length_s)
        for code, (n, total) in expected.items():
            rows = [row for row in measured["time_budget"]
                    if row["code"] == code and row["subject"] is not None]
            if rows:
                self.assertEqual(sum(row["n"] for row in rows), n)
                self.assertAlmostEqual(sum(row["total_s"] for row in rows), total, places=6)

    def near(self, got, wanted, what):
        """Equal but for rounding; None only where None is."""
        if isinstance(wanted, dict):
            for key, value in wanted.items():
                self.near(got[key], value, f"{what}.{key}")
        elif wanted is None or isinstance(wanted, (str, int)):
            self.assertEqual(got, wanted, what)
        else:
            self.assertIsNotNone(got, what)
            self.assertAlmostEqual(got, wanted, delta=1e-9 * max(1, abs(wanted)), msg=what)

    def check_budget(self, measured, events, end, of=lambda event: event.who):
        rows = {(row["code"], row["subject"]): row for row in measured["time_budget"]}
        for code in {event.code for event in events}:
            mine = [event for event in events if event.code == code]
            self.near(rows[code, None], recount.budget(mine, end), code)
            # Labels may be told apart by the importer ("X (adult)"): compared as a set.
            found = sorted(row["n"] for (key, who), row in rows.items() if key == code and who)
            wanted = collections.Counter(of(event) for event in mine if of(event))
            self.assertEqual(found, sorted(wanted.values()), code)

    def check_intervals(self, measured, events, end):
        length = round(measured["derived"]["interval_s"] * 1000)
        self.assertEqual(length, 120000)
        marks = collections.Counter()
        for row in measured["derived"]["codes"]:
            text = recount.intervals([e for e in events if e.code == row["code"]], end, length)
            self.assertEqual(row["intervals"], text, row["code"])
            scorable = len(text) - text.count("-")
            for bit, name in ((1, "momentary"), (2, "partial"), (4, "whole")):
                if row[name]["undefined"] is None:
                    k = sum(int(digit) & bit > 0 for digit in text if digit != "-")
                    self.assertEqual((row[name]["k"], row[name]["n"]), (k, scorable))
                    low, high = recount.wilson(k, scorable)
                    self.near(row[name]["low"], max(low, 0.0), name)
                    self.near(row[name]["high"], min(high, 1.0), name)
            marks[row["category"]] += row["partial"]["k"]
        for row in measured["derived"]["codes"]:
            if marks[row["category"]]:
                self.assertEqual((row["of_marks"]["k"], row["of_marks"]["n"]),
                                 (row["partial"]["k"], marks[row["category"]]))

    def check_transcript(self, path, rows):
        turns, end = recount.transcript(rows)
        measured = self.read_json("measure", self.replay(path))
        by_role = {name: [t for t in turns if recount.role(t) == name]
                   for name in ("teacher", "students")}
        lengths = {name: [(t.stop - t.start) / 1000 for t in mine] for name, mine in by_role.items()}
        share = measured["talk_share"]
        spoken = 0
        for name, seconds in lengths.items():
            self.near(share[name]["s"], sum(seconds), name)
            self.near(share[name]["share"], sum(seconds) * 1000 / end, name)
            spoken += sum(seconds)
            if seconds:
                self.near(measured["turn_lengths"][name], recount.spread(seconds), name)
        self.near(share["group_talk"]["s"], 0.0, "group talk")
        self.near(share["silence"]["s"], end / 1000 - spoken, "silence")
        self.assertEqual(sum(share[name]["percent"] for name in
                             ("teacher", "students", "group_talk", "silence")), 100)
        self.near(measured["talk_ratio"]["share"], sum(lengths["teacher"]) / spoken, "ratio")
        self.check_budget(measured, turns, end)
        self.check_intervals(measured, turns, end)

        heard = recount.pupils(turns)
        if heard:
            self.assertEqual(measured["reach"]["undefined"],
                             "undefined: only those who spoke are known")
            self.assertEqual(sum(s["turns"] > 0 and s["in_reach"]
                                 for s in measured["turns_by_subject"]), len(heard))
            self.near(measured["gini"]["by_turns"]["gini"],
                      recount.gini([n for n, _ in heard.values()]), "gini of turns")
            self.near(measured["gini"]["by_time"]["gini"],
                      recount.gini([ms for _, ms in heard.values()]), "gini of time")
        runs, chains = recount.chains(turns), measured["chains"]
        self.assertEqual(chains["teacher_student_teacher"], recount.triads(turns))
        self.assertEqual((chains["count"], chains["longest"]), (len(runs), max(runs, default=0)))
        if chains["undefined"] is None:
            self.assertEqual((chains["student_turns"]["k"], chains["student_turns"]["n"]),
                             (sum(runs), len(by_role["students"])))
        wait = measured["wait_time"]["after_student"]
        seconds, lost = recount.waits_after_students(turns, round(wait["from_s"] * 1000))
        # A transcript has only the starts of turns: what looks like a wait was another voice.
        lost["short"] += len(seconds)
        self.assertEqual((wait["asked"], wait["measured"]), (len(by_role["students"]), 0))
        self.assertEqual({key: n for key, n in wait["left_out"].items() if n}, dict(+lost))
        found = {(c["from"], c["to"]): c for c in measured["transitions"]["by_role"]["cells"]}
        for key, (n, expected, z, q) in recount.transitions([recount.role(t) for t in turns]).items():
            self.near(found[key], {"n": n, "expected": expected, "z": z, "q": q}, key)

    def test_replay__recounts__every_figure_of_every_timed_transcript(self):
        for path in sorted((harness.SHARED / "transcripts").glob("*.csv")):
            rows = read(path)
            if is_fully_timed(rows):
                with self.subTest(path.name):
                    self.check_transcript(path, rows)

    def test_replay__recounts__every_talk_move(self):
        total = collections.Counter()
        for path in sorted((harness.SHARED / "transcripts").glob("*.csv")):
            rows = read(path)
            if not is_fully_timed(rows):
                continue
            with self.subTest(path.name):
                lesson = self.replay(path, "--protocol", "talk-moves")
                wanted = recount.moves(rows)
                total += wanted
                for code in ("teacher-move", "student-move"):
                    table = self.read_json("measure", lesson, "--by", f"modifier:{code}")
                    found = {cell["row_key"]: cell["n"] for cell in table["cells"] if cell["n"]}
                    found.pop(None, None)
                    self.assertEqual(found, {option: n for (c, option), n in wanted.items()
                                             if c == code})
        for code in ("teacher-move", "student-move"):
            table = self.read_json("measure", "--all", "--by", f"modifier:{code}")
            found = {cell["row_key"]: cell["n"] for cell in table["cells"] if cell["n"]}
            found.pop(None, None)
            self.assertEqual(found, {option: n for (c, option), n in total.items() if c == code})

    def test_replay__recounts__every_figure_of_every_lecture(self):
        ids, sequences = [], []
        for path in sorted((harness.SHARED / "lectures").glob("*.csv")):
            with self.subTest(path.name):
                states, end = recount.lecture(read(path))
                ids.append(self.replay(path))
                sequences.append([state.code for state in states])
                measured = self.read_json("measure", ids[-1])
                self.check_budget(measured, states, end)
                self.check_intervals(measured, states, end)
                self.check_collapsed(measured, states, end)
                one = self.read_json("measure", ids[-1], "--figure", "sequence", "--of", "activity")
                cells = {(c["from"], c["to"]): c for c in one["sequence"]["cells"]}
                for key, (n, expected, z, q) in recount.transitions(sequences[-1]).items():
                    self.near(cells[key], {"n": n, "expected": expected, "z": z, "q": q}, key)
        everything = self.read_json("measure", *ids, "--figure", "sequence", "--of", "activity")
        pooled = collections.Counter(pair for codes in sequences for pair in zip(codes, codes[1:]))
        self.assertEqual({(c["from"], c["to"]): c["n"] for c in everything["sequence"]["cells"]
                          if c["n"]}, dict(pooled))

    def check_collapsed(self, measured, states, end):
        """The published grouping: a row counts for a group when any of its codes is in it."""
        groups = {"Non-interactive": "AD LT", "Vicarious interactive": "LQ LR SQ SR",
                  "Interactive": "CQ ST SD FB"}
        self.assertEqual({row["group"] for row in measured["derived"]["collapsed"]}, set(groups))
        for row in measured["derived"]["collapsed"]:
            text = recount.intervals([e for e in states if e.code in groups[row["group"]].split()],
                                     end, 120000)
            k = sum(int(digit) & 2 > 0 for digit in text if digit != "-")
            self.assertEqual((row["partial"]["k"], row["partial"]["n"]),
                             (k, len(text) - text.count("-")), row["group"])

    def test_replay__recounts__every_fully_timed_transcript(self):
        timed = 0
        for path in sorted((harness.SHARED / "transcripts").glob("*.csv")):
            rows = read(path)
            if is_fully_timed(rows):
                timed += 1
                with self.subTest(path.name):
                    self.compare(path, *recount_transcript(rows))
        self.assertEqual(timed, 21)

    def test_replay__refuses__every_transcript_without_full_times(self):
        for path in sorted((harness.SHARED / "transcripts").glob("*.csv")):
            if not is_fully_timed(read(path)):
                with self.subTest(path.name):
                    sentence = self.refused("replay", path, "--db", self.db)
                    self.assertIn(path.name, sentence)
        self.assertFalse(self.db.exists())

    def test_replay__recounts__every_lecture(self):
        paths = sorted((harness.SHARED / "lectures").glob("*.csv"))
        self.assertEqual(len(paths), 12)
        for path in paths:
            with self.subTest(path.name):
                self.compare(path, *recount_lecture(read(path)))

    def test_debrief__makes__a_sheet_of_real_lessons(self):
        for name in ("transcripts/subset-1-math-jp4-transcript.csv",
                     "lectures/ila-2018-09-24.csv"):
            path = harness.SHARED / name
            out = self.folder / "sheet.pdf"
            self.good("debrief", self.replay(path), "--db", self.db, "-o", out)
            self.assertTrue(out.read_bytes().startswith(b"%PDF"))


if __name__ == "__main__":
    harness.main()
