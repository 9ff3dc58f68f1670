"""kenkyu measure --figure: any measure over any lessons, worked by hand on small
records, and the same in every form."""
import csv
import io
import json
import math
import unittest

import harness

SUBJECTS = [
    {"label": "T", "kind": "adult"},
    {"label": "Table 1", "kind": "group"},
    {"label": "Table 2", "kind": "group"},
    {"label": "A", "kind": "pupil", "group": "Table 1", "attributes": {"EL": "yes"}},
    {"label": "B", "kind": "pupil", "group": "Table 1", "attributes": {"EL": "no"}},
    {"label": "C", "kind": "pupil", "group": "Table 2", "attributes": {"EL": "no"}},
]


def talk(code, subject, start_s, stop_s):
    return {"code": code, "subject": subject, "start_s": start_s, "stop_s": stop_s}


# Teacher 0-20 and 40-60, A 20-40, B 60-80, C 80-100: of 100 s.
EVENTS = [
    talk("teacher-talk", "T", 0, 20),
    {"code": "question", "subject": "T", "start_s": 19, "options": {"dok": "2"}},
    talk("student-talk", "A", 20, 40),
    talk("teacher-talk", "T", 40, 60),
    talk("student-talk", "B", 60, 80),
    talk("student-talk", "C", 80, 100),
]


class Figures(harness.CliTest):
    def record(self, name, events=None, **changes):
        record = {"kenkyu": 1, "protocol": "academic-talk", "title": name, "class": "Grade 5",
                  "place": "", "observer": name, "theme": "", "goals": "", "origin": "",
                  "started": None, "resolution_s": 0.001, "ended": True, "length_s": 100,
                  "questions": [], "targets": [], "phases": [], "subjects": SUBJECTS,
                  "events": EVENTS if events is None else events} | changes
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(record))
        return self.replay(path)

    def figure(self, *args):
        document = self.read_json("measure", *args)
        self.check_schema(document, "measure-figures.schema.json")
        return document

    def test_figure__picks__parts_of_each_lesson(self):
        one, two = self.record("one"), self.record("two", length_s=200)
        document = self.figure("--all", "--figure", "reach,wait_time")
        whole = {name: self.read_json("measure", name) for name in (one, two)}
        self.assertEqual([l["observation"] for l in document["lessons"]], [one, two])
        for lesson in document["lessons"]:
            self.assertEqual(set(lesson), {"observation", "title", "protocol", "settings", "ended",
                                           "observed_s", "roster", "reach", "wait_time"})
            for key, value in lesson.items():
                self.assertEqual(value, whole[lesson["observation"]][key], key)

    def test_figure__takes__an_interval_and_a_window(self):
        one = self.record("one", length_s=300)
        lesson = self.figure(one, "--figure", "derived,time_budget", "--every", "50", "--window",
                             "first-to-last")["lessons"][0]
        self.assertEqual(lesson["derived"]["interval_s"], 50)
        rows = {row["code"]: row for row in lesson["derived"]["codes"]}
        self.assertEqual(rows["student-talk"]["intervals"], "220000")
        self.assertEqual(rows["teacher-talk"]["intervals"], "320000")
        budget = {(row["code"], row["subject"]): row for row in lesson["time_budget"]}
        self.assertIn("first event to last stop, 100.000 s", budget["teacher-talk", None]["percent_of"])
        self.assertEqual(budget["teacher-talk", None]["percent"], 40)

    def test_equity__divides__shares_by_minutes_present(self):
        one = self.record("one")
        document = self.figure(one, "--figure", "equity", "--by", "attribute:EL")
        groups = {group["group"]: group for group in document["equity"]["groups"]}
        # 1 of 3 turns on 100 of 300 s; 2 of 3 on 200 of 300.
        self.assertAlmostEqual(groups["yes"]["ratio"], 1)
        self.assertAlmostEqual(groups["no"]["ratio"], 1)
        # C leaves at 50: yes 100 of 250 s, no 150 of 250.
        two = self.record("two", EVENTS[:-1] + [
            {"code": "absent", "subject": "C", "start_s": 50, "stop_s": 100}])
        equity = self.figure(two, "--figure", "equity", "--by", "attribute:EL")["equity"]
        groups = {group["group"]: group for group in equity["groups"]}
        self.assertAlmostEqual(groups["yes"]["ratio"], (1 / 2) / (100 / 250))
        self.assertAlmostEqual(groups["no"]["ratio"], (1 / 2) / (150 / 250))
        self.assertEqual((equity["pupils"], equity["events"]), (3, 2))
        # Both lessons: 2 of 5 turns on 200 of 550 s.
        both = self.figure("--all", "--figure", "equity", "--by", "attribute:EL", "--suppress", "0")
        groups = {group["group"]: group for group in both["equity"]["groups"]}
        self.assertAlmostEqual(groups["yes"]["ratio"], (2 / 5) / (200 / 550))
        tables = self.figure(one, "--figure", "equity", "--by", "group")["equity"]["groups"]
        self.assertEqual([(t["group"], t["events"]) for t in tables], [("Table 1", 2), ("Table 2", 1)])

    def test_equity__hides__small_groups_of_several_lessons(self):
        self.record("one")
        self.record("two")
        equity = self.figure("--all", "--figure", "equity", "--by", "attribute:EL")["equity"]
        self.assertEqual(equity["settings"]["suppress_below"], 10)
        self.assertTrue(all(group["hidden"] for group in equity["groups"]))
        self.assertIsNone(equity["events"])
        for group in equity["groups"]:
            self.assertEqual([group[k] for k in ("pupils", "events", "ratio")], [None] * 3)

    def test_equity__counts__a_pupil_of_several_lessons_once(self):
        subjects = [{"label": "T", "kind": "adult"}] + [
            {"label": f"P{i:02}", "kind": "pupil", "attributes": {"EL": "yes" if i < 4 else "no"}}
            for i in range(24)]
        turns = [talk("student-talk", f"P{i:02}", 4 * i, 4 * i + 2) for i in range(24) if i % 3 == 0]
        for name in ("one", "two", "three"):
            self.record(name, turns, subjects=subjects, **{"class": "5B"})
        asked = ("--all", "--figure", "equity", "--by", "attribute:EL")
        hidden = self.figure(*asked)["equity"]
        self.assertTrue(all(group["hidden"] for group in hidden["groups"]))
        self.assertEqual(hidden["pupils"], 24)
        equity = self.figure(*asked, "--suppress", "0")["equity"]
        groups = {group["group"]: group for group in equity["groups"]}
        self.assertEqual((equity["pupils"], equity["events"]), (24, 24))
        self.assertEqual([(groups[g]["pupils"], groups[g]["events"]) for g in ("yes", "no")], [(4, 6), (20, 18)])
        self.assertAlmostEqual(equity["student_minutes"], 24 * 300 / 60)
        # Three times the same says no more of pupils than once.
        four = self.record("four", turns, subjects=subjects, **{"class": "5C"})
        one = self.figure(four, "--figure", "equity", "--by", "attribute:EL")["equity"]
        for alone, pooled in zip(one["groups"], equity["groups"]):
            for key in ("ratio", "low", "high"):
                self.assertAlmostEqual(alone[key], pooled[key])
        # Where the class has no name, every lesson has pupils of its own.
        self.record("five", turns, subjects=subjects, **{"class": ""})
        self.record("six", turns, subjects=subjects, **{"class": ""})
        self.assertEqual(self.figure(*asked, "--suppress", "0")["equity"]["pupils"], 4 * 24)

    def test_latency__measures__from_one_code_to_another(self):
        one = self.record("one")
        latency = self.figure(one, "--figure", "latency", "--of", "question,student-talk")["latency"]
        # From the question at 19: A 1 s, B 41 s, C 61 s.
        self.assertEqual((latency["asked"], latency["seconds"]["n"]), (3, 3))
        self.assertEqual((latency["seconds"]["min"], latency["seconds"]["median"],
                          latency["seconds"]["max"]), (1, 41, 61))
        nothing = self.figure(one, "--figure", "latency", "--of", "unheard,question")["latency"]
        self.assertEqual((nothing["asked"], nothing["seconds"]["n"]), (1, 0))
        self.assertEqual(nothing["seconds"]["undefined"], "undefined: none came after the other")

    def test_sequence__counts__what_follows_what(self):
        self.record("one")
        self.record("two")
        sequence = self.figure("--all", "--figure", "sequence", "--of", "talk")["sequence"]
        cells = {(cell["from"], cell["to"]): cell for cell in sequence["cells"]}
        # T S T S S, twice; nothing between the lessons.
        self.assertEqual(sequence["n"], 8)
        self.assertEqual(cells["teacher-talk", "student-talk"]["n"], 4)
        self.assertEqual(cells["student-talk", "teacher-talk"]["n"], 2)
        self.assertEqual(cells["student-talk", "student-talk"]["n"], 2)
        n, r, c, e = 4, 4, 6, 4 * 6 / 8
        z = (n - e) / math.sqrt(e * (1 - r / 8) * (1 - c / 8))
        self.assertAlmostEqual(cells["teacher-talk", "student-talk"]["z"], z)
        lag = self.figure("--all", "--figure", "sequence", "--of", "talk", "--lag", "2")["sequence"]
        self.assertEqual(lag["n"], 6)
        alone = self.figure("--all", "--figure", "sequence", "--of", "talk", "--no-repeats")["sequence"]
        self.assertEqual((alone["n"], alone["repeats"]), (6, 2))

    def test_agreement__compares__two_observers_of_one_lesson(self):
        one = self.record("one")
        late = [event | {"start_s": event["start_s"] + 1} |
                ({"stop_s": min(event["stop_s"] + 1, 100)} if "stop_s" in event else {})
                for event in EVENTS]
        two = self.record("two", late)
        agreement = self.figure(one, two, "--figure", "agreement")["agreement"]
        pair = agreement["pairs"][0]
        self.assertEqual((pair["a"], pair["b"], pair["watched_s"]), (1, 2, 100))
        events = pair["events"]
        self.assertEqual((events["agreements"], events["omissions"], events["commissions"]), (6, 0, 0))
        self.assertEqual(events["offset_s"]["median"], 1)
        category = {c["category"]: c for c in pair["categories"]}["talk"]
        # One second at each of four boundaries (20, 40, 60; 80 is student to student),
        # and the first second, when the second observer had nothing.
        self.assertAlmostEqual(category["time"]["kappa"]["observed"], 96 / 100)
        expected = (40 * 40 + 60 * 59) / 100 ** 2
        self.assertAlmostEqual(category["time"]["kappa"]["expected"], expected)
        self.assertAlmostEqual(category["time"]["kappa"]["kappa"], (0.96 - expected) / (1 - expected))
        codes = {code["code"]: code for code in pair["codes"]}
        talked = codes["student-talk"]
        self.assertEqual((talked["ioa"]["total_count"]["k"], talked["ioa"]["total_count"]["n"]), (3, 3))
        # 59 of 60 s; 20 and 20, 20 and 20, 20 and 19.
        self.assertAlmostEqual(talked["ioa"]["total_duration"]["share"], 59 / 60)
        self.assertAlmostEqual(talked["ioa"]["mean_duration_per_occurrence"]["share"], (1 + 1 + .95) / 3)
        self.assertIsNone(codes["question"]["time"])
        self.assertIsNone(codes["question"]["ioa"]["total_duration"])
        corrected = self.figure(one, two, "--figure", "agreement", "--late", "1")["agreement"]
        self.assertEqual(corrected["pairs"][0]["events"]["offset_s"]["median"], 0)
        strict = self.figure(one, two, "--figure", "agreement", "--within", "0.5")["agreement"]
        self.assertEqual(strict["pairs"][0]["events"]["agreements"], 0)

    def test_agreement__knows__when_the_records_started(self):
        def at(second):
            return f"2026-03-12T09:30:{second:02d}.000+00:00"
        later = [event | {"start_s": max(event["start_s"] - 10, 0)} |
                 ({"stop_s": event["stop_s"] - 10} if "stop_s" in event else {}) for event in EVENTS]
        one = self.record("one", started=at(0))
        two = self.record("two", later, length_s=90, started=at(10))
        agreement = self.figure(one, two, "--figure", "agreement")["agreement"]
        pair = agreement["pairs"][0]
        self.assertEqual((pair["second_late_s"], agreement["settings"]["second_late_s"]), (-10, None))
        self.assertEqual(pair["watched_s"], 90)
        alpha = {row["category"] or row["code"]: row for row in agreement["alpha"]}
        self.assertEqual((alpha["talk"]["alpha"], alpha["talk"]["units"]), (1, 90))
        said = self.figure(one, two, "--figure", "agreement", "--late", "0")["agreement"]
        self.assertEqual((said["pairs"][0]["second_late_s"], said["settings"]["second_late_s"]), (0, 0))
        self.assertLess({row["category"] or row["code"]: row for row in said["alpha"]}["talk"]["alpha"], 1)

    def test_agreement__says__alpha_of_three(self):
        ids = [self.record(name) for name in ("one", "two", "three")]
        agreement = self.figure(*ids, "--figure", "agreement")["agreement"]
        self.assertEqual([(p["a"], p["b"]) for p in agreement["pairs"]], [(1, 2), (1, 3), (2, 3)])
        alpha = {row["category"] or row["code"]: row for row in agreement["alpha"]}
        self.assertEqual((alpha["talk"]["alpha"], alpha["talk"]["units"], alpha["talk"]["metric"]),
                         (1, 100, "nominal"))
        self.assertIsNone(alpha["phase"]["alpha"])  # nobody noted a phase: one value only
        self.assertIn("undefined", alpha["phase"]["undefined"])
        self.assertIsNone(alpha["engaged"]["alpha"])

    def test_agreement__leaves_out__ratings_that_could_not_be_told(self):
        def shown(*values):
            return [{"code": code, "start_s": 1 + i, "value": value}
                    for i, (code, value) in enumerate(zip(("work", "words", "colleague"), values))]
        ids = [self.record(name, shown(*values), protocol="workshop-follow-up")
               for name, values in (("one", (2, 1, 0)), ("two", (2, 1, 2)), ("three", (2, 1, 0)))]
        alpha = self.figure(*ids, "--figure", "agreement")["agreement"]["alpha"]
        row = {(row["category"], row["metric"]): row for row in alpha}["look-for", "ordinal"]
        self.assertEqual((row["alpha"], row["units"], row["units_dropped"], row["values"]),
                         (1, 2, row["units_dropped"], 6))

    def test_co_teaching__says__which_model_and_who_was_reached(self):
        subjects = [{"label": "T", "kind": "adult"}, {"label": "U", "kind": "adult"}] + SUBJECTS[1:]
        events = [
            {"code": "one-assists", "start_s": 0, "stop_s": 60},
            {"code": "station", "start_s": 60, "stop_s": 100},
            talk("leads", "T", 0, 70), talk("with-group", "U", 0, 70), talk("leads", "U", 70, 100),
            talk("teacher-talk", "T", 0, 20), talk("student-talk", "A", 20, 30),
            {"code": "contact", "subject": "Table 1", "start_s": 10, "options": {"adult": "second"}},
            {"code": "contact", "subject": "C", "start_s": 40, "options": {"adult": "lead"}},
        ]
        one = self.record("one", events, protocol="co-teaching", subjects=subjects)
        found = self.figure(one, "--figure", "co_teaching")["lessons"][0]["co_teaching"]
        models = {model["code"]: model for model in found["models"]}
        self.assertEqual((models["one-assists"]["s"], models["station"]["s"]), (60, 40))
        self.assertEqual((found["models_s"], found["of_s"]), (100, 100))
        self.assertEqual(models["one-assists"]["pupils_talk_s"], 10)
        self.assertEqual(found["handovers_at_s"], [70])
        reached = {(c["subject"], c["group"]): c["n"] for c in found["contacts"]}
        self.assertEqual(reached["U", "Table 1"], 1)
        text = self.good("measure", one, "--db", self.db)
        self.assertRegex(text, r"One teaches, one assists +1:00, n = 1; talk: T 0:20, U 0:00, pupils 0:10")
        self.assertRegex(text, r"handed over +n = 1: at 1:10")
        self.assertRegex(text, r"U reached +Table 1 1, Table 2 0, in no lane for 0:00")
        self.assertNotIn("Teaching together", self.good("measure", self.record("three"), "--db", self.db))
        nothing = self.figure(self.record("two"), "--figure", "co_teaching")["lessons"][0]
        self.assertIn("undefined: the protocol has neither", nothing["co_teaching"]["undefined"])

    def test_forms__agree__on_every_value(self):
        one, two = self.record("one"), self.record("two")

        def leaves(value):
            if isinstance(value, dict):
                for inner in value.values():
                    yield from leaves(inner)
            elif isinstance(value, list):
                for inner in value:
                    yield from leaves(inner)
            else:
                yield value
        for args in ((one,), (one, two, "--figure", "agreement"), ("--all", "--figure", "chains"),
                     ("--all", "--figure", "equity", "--by", "group")):
            with self.subTest(args):
                numbers = sorted(float(leaf) for leaf in leaves(self.read_json("measure", *args))
                                 if isinstance(leaf, (int, float)) and not isinstance(leaf, bool))
                text = self.good("measure", *args, "--csv", "--db", self.db)
                rows = list(csv.DictReader(io.StringIO(text)))
                self.assertEqual(list(rows[0]), ["figure", "row", "field", "value"])

                def number(word):
                    try:
                        return float(word)
                    except ValueError:
                        return None
                found = [number(row["value"]) for row in rows]
                found = sorted(value for value in found if value is not None)
                named = sorted(float(part.split("=")[1]) for row in {r["row"] for r in rows}
                               for part in row.replace(" / ", "; ").split("; ")
                               if "=" in part and number(part.split("=")[1]) is not None)
                for value in numbers:
                    self.assertTrue(any(math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12)
                                        for other in found + named), value)
                self.assertNotIn("nan", text.lower().replace("pronan", ""))
                self.assertGreater(len(self.good("measure", *args, "--db", self.db)), 200)

    def test_figure__refuses__what_makes_no_sense(self):
        one = self.record("one")
        for args, sentence, code in (
                (("--figure", "colour"), "there is no figure 'colour', expected one such as", 2),
                (("--figure", "equity,reach"), "equity is a figure of its own", 2),
                (("--figure", "equity"), "equity is by group or by attribute:KEY", 2),
                (("--figure", "latency", "--of", "talk"), "latency is from one code to another", 2),
                (("--figure", "latency", "--of", "talk,shout"), "has no code 'talk'", 1),
                (("--figure", "sequence"), "a sequence is of codes or categories", 2),
                (("--figure", "sequence", "--of", "shout"), "none of these lessons has a code", 1),
                (("--figure", "agreement"), "agreement needs the records of two observers", 1),
                (("--figure", "reach", "--lag", "0"), "--lag needs a number from 1 to 100, not '0'", 2),
                (("--figure", "wait_time", "--lag", "2"), "a lag is of sequence, not of wait_time", 2),
                (("--figure", "equity", "--by", "group", "--no-repeats"),
                 "that a code cannot follow itself is of sequence, not of equity", 2),
                (("--figure", "reach,chains", "--within", "1"),
                 "a distance is of agreement, not of reach", 2),
                (("--figure", "latency", "--of", "a,b", "--step", "1"),
                 "a step is of agreement, not of latency", 2),
                (("--figure", "gini", "--late", "0"), "a delay is of agreement, not of gini", 2),
                (("--figure", "gini", "--every", "9"),
                 "an interval is of derived or agreement, not of gini", 2),
                (("--figure", "derived", "--window", "first-to-last"),
                 "a window is of time_budget, not of derived", 2),
                (("--figure", "gini", "--by", "group"), "groups are of equity, not of gini", 2),
                (("--figure", "gini", "--suppress", "5"),
                 "hiding small groups is of equity, not of gini", 2),
                (("--figure", "agreement", "--of", "talk"),
                 "a choice of codes is of equity, latency or sequence, not of agreement", 2),
                (("--figure", "gini", "--what", "time"), "--what is of a table", 2),
                (("--figure", "derived", "--every", "0"), "--every needs seconds", 2),
                (("--figure", "derived", "--every", "nan"), "--every needs seconds", 2),
                (("--within", "2"), "are of a figure: say --figure too", 2)):
            with self.subTest(args):
                self.assertIn(sentence, self.refused("measure", one, *args, "--db", self.db, code=code))


if __name__ == "__main__":
    harness.main()
