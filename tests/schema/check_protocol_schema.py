#!/usr/bin/env python3
"""Holds protocols/protocol.schema.json against the shipped protocol files and
against the program's own loader: what one of them refuses in a file's shape, the
other refuses too. Usage: check_protocol_schema.py ROOT KENKYU; exit 77: skipped."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: python3 has no {missing.name}")
    sys.exit(77)

root, kenkyu = pathlib.Path(sys.argv[1]), sys.argv[2]
if not pathlib.Path(kenkyu).exists():
    print(f"skipped: {kenkyu} is not built")
    sys.exit(77)

schema = json.loads((root / "protocols/protocol.schema.json").read_text("utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failures = []


def loader_takes(document):
    """JSON is YAML: the program reads the document as it stands."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
        file.flush()
        done = subprocess.run([kenkyu, "protocol", "check", file.name], capture_output=True)
        return done.returncode == 0


def expect(name, document, good):
    for who, takes in (("schema", validator.is_valid(document)), ("loader", loader_takes(document))):
        if takes != good:
            failures.append(f"{name}: the {who} {'takes' if takes else 'refuses'} it")


shipped = sorted((root / "protocols").glob("*.yaml"))
for path in shipped:
    document = yaml.safe_load(path.read_text("utf-8"))
    for error in validator.iter_errors(document):
        failures.append(f"{path.name}: {error.json_path}: {error.message}")
    expect(path.name, document, True)

base = yaml.safe_load((root / "protocols/academic-talk.yaml").read_text("utf-8"))


def places(node, path=()):
    """The path of every map and of every value in it."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from places(value, path + (key,))
    elif isinstance(node, list) and node:
        yield from places(node[0], path + (0,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


# In every sort of map: an unknown field, and every field of another shape.
seen = set()
for path, node in list(places(base)):
    sort = tuple("*" if isinstance(step, int) else step for step in path)
    if sort in seen or sort[-1:] in (("set",), ("preset",)):
        continue
    seen.add(sort)
    bad = copy.deepcopy(base)
    at(bad, path)["colour"] = "red"
    expect(f"unknown field in {sort}", bad, False)
    for key, value in node.items():
        bad = copy.deepcopy(base)
        at(bad, path)[key] = ["text"] if not isinstance(value, list) else {"a": "b"}
        expect(f"other shape of {sort + (key,)}", bad, False)

# What is needed, and words and numbers out of bounds.
code = ("categories", 2, "codes", 0)
talk = ("categories", 1, "codes", 0)
phase = ("categories", 0, "codes", 0)
changes = [
    (("protocol",), 2), (("key",), "Academic"), (("key",), "-a"), (("categories",), []),
    (("title",), ""), (("title",), "x" * 121), (("title",), "a\nb"), (("summary",), "x" * 241),
    (("purpose",), "x" * 2001), (code + ("kind",), "dot"), (code + ("about",), []),
    (code + ("about",), ["pupil", "pupil"]), (code + ("counts_as",), ["mark"]),
    (code + ("key",), "note"), (code + ("key",), "a b"), (code + ("shape",), "star"),
    (code + ("hue",), "red"), (code + ("short",), "x" * 41), (code + ("minutes",), 3),
    (code + ("scale",), {"min": 1, "max": 4}), (code + ("kind",), "rating"),
    (code + ("ring",), []), (talk + ("kind",), "point"), (phase + ("minutes",), 0),
    (("categories", 0, "key"), "session"), (("sampling", 0, "every_s"), 9),
    (("sampling", 0, "ask"), "all"), (("rules", "suppress_below"), -1),
    (("rules", "unmarked_turn"), "no"), (("rules", "backdate_s"), 0),
    (("debrief", 0, "minutes"), 241), (("modifiers", 0, "options"), []),
    (("categories", 1, "exclusive"), "maybe"), (("title",), {}), (("title",), {"Spanish": "a"}),
    (("title",), {"es": ""}), (("title",), {"es": "x" * 121}), (("title",), {"es": ["a"]}),
    (code + ("short",), {"en": "x" * 41}), (("summary",), {"en": "a\nb"}),
    (("look_for",), ["a"] * 9), (("look_for",), [["a"]]), (("look_for",), [""]),
    (("rules", "interval_s"), 3601), (("modifiers", 0, "options", 0, "missing"), "perhaps"),
    (code + ("scale",), {"min": 0, "max": 11, "anchors": "function"}),
]
for path, value in changes:
    bad = copy.deepcopy(base)
    at(bad, path[:-1])[path[-1]] = value
    expect(f"{path} = {value!r:.40}", bad, False)
for path in [("protocol",), ("key",), ("title",), ("version",), ("categories",),
             ("modifiers", 0, "key"), ("modifiers", 0, "options", 0, "label"),
             code + ("kind",), code + ("about",), code + ("label",), code + ("ring", 0, "set"),
             ("sampling", 0, "question"), ("debrief", 0, "who"), ("targets", "choose")]:
    bad = copy.deepcopy(base)
    del at(bad, path[:-1])[path[-1]]
    expect(f"no {path}", bad, False)

# What a file may say beside what the shipped ones say.
for path, value in [(("title",), "Plain"), (("title",), {"ja": "a"}), (("look_for",), []),
                    (("look_for",), ["Who?", {"es": "Quien?"}]), (("rules", "interval_s"), 120),
                    (("modifiers", 0, "options", 0, "missing"), True),
                    (("categories", 1, "exclusive"), "each")]:
    good = copy.deepcopy(base)
    at(good, path[:-1])[path[-1]] = value
    expect(f"{path} = {value!r:.40}", good, True)
rated = copy.deepcopy(base)
rated["categories"][-1]["codes"].append(
    {"key": "rated", "label": "Rated", "kind": "rating", "about": ["class"],
     "scale": {"min": 1, "max": 2, "anchors": "prompting"}})
expect("a scale with anchors", rated, True)

print("\n".join(failures) or f"{len(shipped)} shipped files, schema and loader agree")
sys.exit(1 if failures else 0)
