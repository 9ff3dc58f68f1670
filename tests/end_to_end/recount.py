"""The figures of real lessons once more, from their raw CSV and without any of
Kenkyu's code: plain and slow, so that it can be read and believed. Times are whole
milliseconds. Rules: MEASURES of the design, repeated at each function."""
import collections
import math
import statistics

# Labels that tell no pupil apart from the others, as the importer's header has it.
SEVERAL = {"", "s", "ss", "sn", "e", "student", "students", "pupil", "pupils", "child", "children",
           "kids", "all", "everyone", "everybody", "class", "whole class", "the class", "group",
           "groups", "unknown", "unknown student", "student unknown", "multiple students",
           "all students", "several students", "boy", "girl", "male", "female"}

Event = collections.namedtuple("Event", "code who start stop")  # who: None for nobody named


# ---- lessons ----

def transcript(rows):
    """(turns, end): a turn is a run of rows of one turn, speaker and role, and lasts to
    the next one; in another role than T and S nobody has the floor."""
    turns, before = [], None
    for row, after in zip(rows, rows[1:] + rows[-1:]):
        key = (row["turn"].strip(), row["speaker"].strip(), row["role"].strip())
        start, stop = (round(float(r["t_s"]) * 1000) for r in (row, after))
        code = {"T": "teacher-talk", "S": "student-talk"}.get(key[2])
        if code and key == before:
            turns[-1] = turns[-1]._replace(stop=stop)
        elif code:
            turns.append(Event(code, (key[2], key[1]), start, stop))
        before = key
    return turns, round(float(rows[-1]["t_s"]) * 1000)


def moves(rows):
    """{(code, option): n} of the talk-move tags on their own side."""
    teacher = dict(zip("23456789", ("together", "relate", "restate", "revoice", "marking",
                                    "context", "accuracy", "reasoning")))
    student = dict(zip("2345", ("relating", "asking", "claim", "evidence")))
    found = collections.Counter()
    for row in rows:
        for role, column, names in (("T", "teacher_move", teacher), ("S", "student_move", student)):
            tag = row[column].strip().removesuffix(".0")
            if row["role"].strip() == role and tag in names:
                found[column.replace("_", "-"), names[tag]] += 1
    return found


def lecture(rows):
    """(states, end): each row starts a state that lasts to the next row."""
    def ms(row):
        hours, minutes, seconds = row["time"].split(":")
        return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000
    states = [Event(row["code"], None, ms(row), ms(after)) for row, after in zip(rows, rows[1:])
              if row["code"] != "NA"]
    return states, ms(rows[-1])


# ---- numbers ----

def quantile(values, p):
    """Linear between order statistics (type 7)."""
    values, h = sorted(values), (len(values) - 1) * p
    low = math.floor(h)
    return values[low] + (h - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def spread(values):
    if not values:
        return None
    return {"n": len(values), "min": min(values), "q1": quantile(values, .25),
            "median": quantile(values, .5), "q3": quantile(values, .75), "max": max(values),
            "mean": statistics.fmean(values), "total": math.fsum(values),
            "sd": statistics.stdev(values) if len(values) > 1 else None}


def wilson(k, n):
    """(low, high), z = 1.959964."""
    z = 1.959964
    middle, half = k / n + z * z / (2 * n), z * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def gini(values):
    """sum_i (2i - n - 1) x_i / (n sum x) over ascending values."""
    n, total = len(values), sum(values)
    return sum((2 * i - n - 1) * x for i, x in enumerate(sorted(values), 1)) / (n * total)


# ---- talk ----

def role(turn):
    return "teacher" if turn.code == "teacher-talk" else "students"


def pupils(turns):
    """Talk of each pupil told apart: {label: [turns, ms]}."""
    found = collections.defaultdict(lambda: [0, 0])
    for turn in turns:
        if role(turn) == "students" and turn.who[1].lower() not in SEVERAL:
            found[turn.who][0] += 1
            found[turn.who][1] += turn.stop - turn.start
    return found


def chains(turns):
    """Lengths of the runs of student turns with two or more pupils in them."""
    runs, run = [], []
    for turn in turns + [None]:
        if turn and role(turn) == "students":
            run.append(turn)
            continue
        if len({t.who for t in run if t.who[1].lower() not in SEVERAL}) >= 2:
            runs.append(len(run))
        run = []
    return runs


def triads(turns):
    return sum(role(b) == "students" and role(a) == role(c) == "teacher"
               for a, b, c in zip(turns, turns[1:], turns[2:]))


def waits_after_students(turns, floor):
    """(seconds measured, what was left out): to the teacher's next turn, and no other's."""
    seconds, lost = [], collections.Counter()
    for turn, after in zip(turns, turns[1:] + [None]):
        if role(turn) != "students":
            continue
        if after is None:
            lost["nothing"] += 1
        elif role(after) == "students":
            lost["other_student"] += 1
        elif after.start - turn.stop < floor:
            lost["short"] += 1
        else:
            seconds.append((after.start - turn.stop) / 1000)
    return seconds, lost


# ---- sequences, budgets, intervals ----

def transitions(states):
    """{(from, to): (n, expected, z, q)} of one state after the other."""
    n = collections.Counter(zip(states, states[1:]))
    rows, columns = collections.Counter(states[:-1]), collections.Counter(states[1:])
    total, found = sum(n.values()), {}
    for a in rows:
        for b in columns:
            expected = rows[a] * columns[b] / total
            variance = expected * (1 - rows[a] / total) * (1 - columns[b] / total)
            z = (n[a, b] - expected) / math.sqrt(variance) if variance > 0 else None
            one, two, three = n[a, b], rows[a] - n[a, b], columns[b] - n[a, b]
            four = total - one - two - three
            q = one * four + two * three
            found[a, b] = n[a, b], expected, z, (one * four - two * three) / q if q else None
    return found


def budget(events, end):
    """Of one code (and subject): durations, gaps from stop to next start, percent, rate."""
    lengths = [(event.stop - event.start) / 1000 for event in events]
    gaps, latest = [], None
    for event in events:
        if latest is not None and event.start >= latest:
            gaps.append((event.start - latest) / 1000)
        latest = event.stop if latest is None else max(latest, event.stop)
    sd = statistics.stdev
    return {"n": len(events), "total_s": math.fsum(lengths),
            "mean_s": statistics.fmean(lengths) if lengths else None,
            "sd_s": sd(lengths) if len(lengths) > 1 else None,
            "percent": 100000 * math.fsum(lengths) / end, "per_min": 60000 * len(events) / end,
            "gap_n": len(gaps), "gap_mean_s": statistics.fmean(gaps) if gaps else None,
            "gap_sd_s": sd(gaps) if len(gaps) > 1 else None}


def join(events):
    """Spans of one code; touching ones are one."""
    spans = []
    for event in events:
        if spans and event.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], event.stop)
        else:
            spans.append([event.start, event.stop])
    return spans


def intervals(events, end, length):
    """A digit an interval: 1 momentary + 2 partial + 4 whole; '-' for one that is cut short.
    States are half open; one that runs to the end is on at that instant; one of no length
    is in the interval it is in, at the very end in the last."""
    spans, text = join(events), ""
    for start in range(0, end, length):
        stop = start + length
        if stop > end:
            text += "-"
            continue
        on_at_end = any(a <= stop and (stop < b or b == stop == end) and b > a for a, b in spans)
        partial = any(a < stop and b > start for a, b in spans) or any(
            e.start == e.stop and (start <= e.start < stop or e.start == stop == end)
            for e in events)
        whole = any(a <= start and b >= stop for a, b in spans)
        text += str(on_at_end + 2 * partial + 4 * whole)
    return text
