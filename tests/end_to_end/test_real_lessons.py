"""Real lessons through the real program: every fully timed transcript and every
lecture is replayed, and what 'kenkyu measure' says is compared with a recount
from the raw CSV, made here without any of Kenkyu's code."""
import collections
import csv
import unittest

import harness


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
