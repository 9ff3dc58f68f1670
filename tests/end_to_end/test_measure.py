"""kenkyu measure over several observations: pooled figures and tables, worked by
hand on a small record, and recounted from the raw CSV of every real lesson."""
import collections
import csv
import io
import json
import unittest

import harness
import test_real_lessons as real

# 200 s, 10 of them paused; of the pupils A is EL yes, B is EL no, C nobody said and
# C came after 40 s. See tests/reports/measure/test_cross.c: the same lesson.
SUBJECTS = [
    {"label": "T", "kind": "adult"},
    {"label": "Table 1", "kind": "group"},
    {"label": "A", "kind": "pupil", "group": "Table 1", "attributes": {"EL": "yes"}},
    {"label": "B", "kind": "pupil", "group": "Table 1", "attributes": {"EL": "no"}},
    {"label": "C", "kind": "pupil", "absent": True},
]
EVENTS = [
    {"code": "launch", "start_s": 0, "stop_s": 100},
    {"code": "discuss", "start_s": 100, "stop_s": 200},
    {"code": "pause", "start_s": 150, "stop_s": 160},
    {"code": "absent", "subject": "C", "start_s": 0, "stop_s": 40},
    {"code": "teacher-talk", "subject": "T", "start_s": 0, "stop_s": 50},
    {"code": "question", "subject": "T", "start_s": 40, "options": {"dok": "2"}},
    {"code": "student-talk", "subject": "A", "start_s": 50, "stop_s": 120},
    {"code": "frame", "subject": "A", "start_s": 60, "options": {"function": "predict"}},
    {"code": "student-talk", "subject": "B", "start_s": 130, "stop_s": 170},
    {"code": "student-talk", "subject": "C", "start_s": 180, "stop_s": 190},
]


def cells(table):
    return {(cell["row_key"], cell["column_key"]): cell for cell in table["cells"]}


class Measure(harness.CliTest):
    def record(self, name, **changes):
        record = {"kenkyu": 1, "protocol": "academic-talk", "title": name, "class": "Grade 5",
                  "place": "Room 1", "observer": "AB", "theme": "", "goals": "", "origin": "",
                  "started": "2026-03-12T09:05:00.000-08:00", "resolution_s": 0.001,
                  "ended": True, "length_s": 200, "questions": [], "targets": [], "phases": [],
                  "subjects": SUBJECTS, "events": EVENTS} | changes
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(record))
        return self.replay(path)

    def cross(self, *args):
        table = self.read_json("measure", *args)
        self.check_schema(table, "measure-cross.schema.json")
        return table

    def pooled(self, *args):
        measured = self.read_json("measure", *args)
        self.check_schema(measured, "measure-many.schema.json")
        return measured

    def test_show__keeps__attributes_of_pupils(self):
        shown = self.read_json("show", self.record("one"))
        self.check_schema(shown, "show.schema.json")
        self.assertEqual([s.get("attributes") for s in shown["subjects"]],
                         [None, None, {"EL": "yes"}, {"EL": "no"}, None])

    def test_by__crosses__talk_time_by_attribute_and_frame(self):
        table = self.cross(self.record("one"), "--by", "attribute:EL,frame", "--what", "time",
                           "--of", "student-talk")
        found = cells(table)
        self.assertEqual(found["yes", "with"]["value"], 70)
        self.assertEqual(found["yes", "with"]["of_s"], 190)
        self.assertEqual(found["no", "without"]["value"], 30)
        self.assertEqual(found["", "without"]["value"], 10)
        self.assertEqual(found["", "without"]["of_s"], 150)
        self.assertEqual(found[None, None]["value"], 110)
        self.assertEqual(found["yes", None]["share_of_column"],
                         {"k": 70, "n": 100, "share": 0.7})
        self.assertEqual(table["settings"]["suppress_below"], 0)
        phases = cells(self.cross(self.record("two"), "--by", "attribute:EL,phase", "--what", "time",
                                  "--of", "student-talk"))
        self.assertEqual((phases["yes", "launch"]["value"], phases["yes", "launch"]["of_s"]),
                         (50, 100))
        self.assertEqual((phases["yes", "discuss"]["value"], phases["yes", "discuss"]["of_s"]),
                         (20, 90))

    def test_by__hides__few_pupils_of_several_lessons(self):
        self.record("one")
        self.record("two", **{"class": "Grade 6"})
        args = ("--all", "--by", "attribute:EL", "--of", "talk")
        hidden = cells(self.cross(*args))
        self.assertEqual([hidden[key, None]["hidden"] for key in ("no", "yes", "")],
                         ["small"] * 3)
        self.assertIsNone(hidden["yes", None]["n"])
        shown = cells(self.cross(*args, "--suppress", "0"))
        self.assertEqual((shown["yes", None]["n"], shown["yes", None]["pupils"]), (2, 2))
        self.assertIn("hidden: too few pupils", self.good("measure", *args, "--db", self.db))
        self.assertNotIn("yes,yes,,value,,all,,total,events,2",
                         self.good("measure", *args, "--csv", "--db", self.db))
        self.assertIn("yes,yes,,value,,all,,total,events,2,140.000,380.000,2,2,2.000000,,0.5",
                      self.good("measure", *args, "--csv", "--suppress", "0", "--db", self.db))

    def test_several__pools_then_divides__by_hand(self):
        one = self.record("one")
        two = self.record("two", length_s=100, subjects=SUBJECTS[:3], events=[
            {"code": "teacher-talk", "subject": "T", "start_s": 0, "stop_s": 30},
            {"code": "student-talk", "subject": "A", "start_s": 40, "stop_s": 50}])
        for args in ((one, two), ("--all",), ("--class", "Grade 5"), ("--from", "2026-03-12")):
            measured = self.pooled(*args)
            self.assertEqual({lesson["id"] for lesson in measured["lessons"]}, {one, two})
            self.assertEqual(measured["observed_s"], 290)
            talk = measured["talk_share"]
            self.assertEqual((talk["teacher"]["s"], talk["students"]["s"]), (80, 120))
            self.assertAlmostEqual(talk["teacher"]["share"], 80 / 290)
            self.assertAlmostEqual(measured["talk_ratio"]["share"], 80 / 200)
            rates = measured["rates"]
            self.assertEqual((rates["reach"]["k"], rates["reach"]["n"]), (4, 4))
            # Nobody marked frames in the second lesson: it is in neither sum.
            self.assertEqual((rates["frame_rate"]["k"], rates["frame_rate"]["n"]), (1, 3))
            self.assertEqual(rates["frame_rate"]["lessons"], 1)
            self.assertIsNotNone(rates["engaged"]["undefined"])
            # 120 -> 130 -> 170 -> 180: by students; the question's answer came at once.
            waits = measured["wait_time"]
            self.assertEqual(waits["after_student_turns"]["asked"], 4)
            codes = {row["code"]: row for row in measured["time_budget"]["codes"]}
            self.assertAlmostEqual(codes["student-talk"]["percent"], 100 * 120 / 290)
            self.assertAlmostEqual(codes["frame"]["per_min"], 60 / 290)

    def test_select__takes__what_fits_all_options(self):
        self.record("one")
        self.record("two", place="Room 2", started="2026-03-13T23:30:00.000-08:00")
        self.record("three", **{"class": "Grade 6", "started": None})

        def titles(*args):
            if len(list(args)) == 0:
                args = ("--all",)
            return [lesson["title"] for lesson in self.pooled(*args)["lessons"]]
        self.assertEqual(sorted(titles()), ["one", "three", "two"])
        self.assertEqual(titles("--from", "2026-03-13"), ["two"])  # the lesson's own day
        self.assertEqual(titles("--to", "2026-03-12"), ["one"])
        self.assertEqual(titles("--class", "Grade 5"), ["one", "two"])
        self.assertEqual(titles("--class", "Grade 5", "--place", "Room 2"), ["two"])
        self.assertEqual(titles("--class", "Grade 6"), ["three"])
        self.assertEqual(sorted(titles("--protocol", "academic-talk")), ["one", "three", "two"])
        self.assertIn("none of 3 observations fits this selection",
                      self.refused("measure", "--class", "grade 5", "--db", self.db))

    def test_formats__agree__on_every_cell(self):
        self.record("one")
        self.record("two", started="2026-03-20T09:00:00.000-08:00")
        args = ("--all", "--by", "code,week", "--what", "rate")
        table = cells(self.cross(*args))
        rows = list(csv.DictReader(io.StringIO(
            self.good("measure", *args, "--csv", "--db", self.db))))
        self.assertEqual(len(rows), len(table))
        for row in rows:
            cell = table[row["row"] if row["row_is"] != "total" else None,
                         row["column"] if row["column_is"] != "total" else None]
            self.assertEqual(int(row["n"]), cell["n"])
            self.assertAlmostEqual(float(row["of_s"]), cell["of_s"])
            self.assertAlmostEqual(float(row["value"] or "nan"), cell["value"], places=5)
        self.assertEqual({row["column"] for row in rows}, {"2026-W11", "2026-W12", ""})
        pooled = list(csv.DictReader(io.StringIO(
            self.good("measure", "--all", "--csv", "--db", self.db))))
        reach = next(row for row in pooled if row["name"] == "reach")
        self.assertEqual((reach["k"], reach["n"], reach["value"]), ("6", "6", "1.000000"))
        text = self.good("measure", "--all", "--db", self.db)
        self.assertIn("2 lessons, 6:20 observed", text)

    def test_measure__refuses__what_makes_no_sense(self):
        one = self.record("one")
        db = ("--db", self.db)
        for args, sentence, code in (
                ((), "an observation's id or a selection such as --all is needed", 2),
                ((one, "--all"), "either ids or a selection, not both", 2),
                (("--all", "--json", "--csv"), "either --json or --csv, not both", 2),
                (("--all", "--what", "time"), "--of, --what and --suppress are of a table", 2),
                (("--all", "--by", "colour"), "nothing can be crossed by 'colour'", 2),
                (("--all", "--by", "code,week,month"), "--by 'code,week,month' has more than 2", 2),
                (("--all", "--by", "code,"), "--by has nothing between two commas: 'code,'", 2),
                (("--all", "--by", "code", "--what", "mean"), "--what needs n, time, percent", 2),
                (("--from", "2026-02-29"), "--from needs a day such as 2026-03-12, not", 2),
                (("--all", "--by", "code", "--suppress", "-1"), "--suppress needs a number", 2),
                (("--all", "--by", "code,code"), "rows and columns are both by code", 2),
                (("--all", "--by", "attribute:age"), "no pupil of these lessons has", 1),
                (("--all", "--by", "code", "--of", "shout"), "none of these lessons has a code", 1),
                ((one, one), f"the observation {one} was given twice", 1)):
            with self.subTest(args):
                self.assertIn(sentence, self.refused("measure", *args, *db, code=code))


@unittest.skipUnless(harness.SHARED.is_dir(), f"{harness.SHARED} is not there")
class RealLessons(harness.CliTest):
    """Every real lesson, pooled, against sums over the raw CSV."""

    def compare(self, paths, recount):
        sums, lesson_s = collections.defaultdict(lambda: [0, 0.0]), 0.0
        for path in paths:
            totals, length_s = recount(real.read(path))
            self.replay(path)
            lesson_s += length_s
            for code, (n, seconds) in totals.items():
                sums[code][0] += n
                sums[code][1] += seconds
        measured = self.read_json("measure", "--all")
        self.check_schema(measured, "measure-many.schema.json")
        self.assertEqual(len(measured["lessons"]), len(paths))
        self.assertAlmostEqual(measured["observed_s"], lesson_s, places=6)
        table = self.read_json("measure", "--all", "--by", "code,lesson", "--what", "percent")
        self.check_schema(table, "measure-cross.schema.json")
        found = cells(table)
        for row in measured["time_budget"]["codes"]:
            n, seconds = sums.get(row["code"], (0, 0.0))
            total = found[row["code"], None]
            for got in ((row["n"], row["total_s"], row["of_s"]),
                        (total["n"], total["time_s"], total["of_s"])):
                self.assertEqual(got[0], n, row["code"])
                self.assertAlmostEqual(got[1], seconds, places=6)
                self.assertAlmostEqual(got[2], lesson_s, places=6)
            if row["percent"] is not None:
                self.assertAlmostEqual(row["percent"], 100 * seconds / lesson_s, places=9)
                self.assertAlmostEqual(total["value"], 100 * seconds / lesson_s, places=9)
            parts = [cell["time_s"] for (code, lesson), cell in found.items()
                     if code == row["code"] and lesson is not None]
            self.assertAlmostEqual(sum(parts), seconds, places=6)
        self.assertLessEqual(set(sums), {row["code"] for row in measured["time_budget"]["codes"]})
        return measured, sums

    def test_pool__recounts__every_fully_timed_transcript(self):
        paths = [path for path in sorted((harness.SHARED / "transcripts").glob("*.csv"))
                 if real.is_fully_timed(real.read(path))]
        self.assertEqual(len(paths), 21)
        measured, sums = self.compare(paths, real.recount_transcript)
        ratio = measured["talk_ratio"]
        teacher, students = sums["teacher-talk"][1], sums["student-talk"][1]
        self.assertAlmostEqual(ratio["share"], teacher / (teacher + students), places=9)

    def test_pool__recounts__every_lecture(self):
        paths = sorted((harness.SHARED / "lectures").glob("*.csv"))
        self.assertEqual(len(paths), 12)
        self.compare(paths, real.recount_lecture)


if __name__ == "__main__":
    harness.main()
