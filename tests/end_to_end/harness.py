"""harness.py - runs the kenkyu program and says how it went.

Results are printed in the form of the C tests ("[       OK ] name"), so that
tests/run counts them one by one. Needs Python 3.11, and python3-jsonschema for
the schema checks.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("KENKYU_SHARED", ROOT.parent / "shared")) / "data"
KENKYU = os.environ["KENKYU_BIN"]
DATA = pathlib.Path(__file__).resolve().parent / "data"


def kenkyu(*args, env=None, timeout=300, stdin=""):
    """(exit code, standard output, standard error) of one command."""
    done = subprocess.run([KENKYU, *map(str, args)], capture_output=True, timeout=timeout,
                          input=stdin.encode(),
                          env={**os.environ, **(env or {})}, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class CliTest(unittest.TestCase):
    """A test with a folder and a store of its own."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        self.db = self.folder / "test.db"

    def good(self, *args, stdin=""):
        code, out, err = kenkyu(*args, stdin=stdin)
        self.assertEqual(code, 0, err)
        return out

    def replay(self, path, *args):
        return self.good("replay", path, "--db", self.db, *args).split()[-1]

    def read_json(self, *args):
        return json.loads(self.good(*args, "--db", self.db, "--json"))

    def refused(self, *args, code=1, stdin=""):
        """The sentence with which a command refuses; nothing may be on stdout."""
        got, out, err = kenkyu(*args, stdin=stdin)
        self.assertEqual((got, out), (code, ""), err)
        self.assertTrue(err.startswith("kenkyu: "), err)
        return err.removeprefix("kenkyu: ").split("\n", maxsplit=1)[0]

    def check_schema(self, document, name):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((ROOT / "tests" / "schema" / name).read_text())
        jsonschema.validate(document, schema)


class _Result(unittest.TestResult):
    """Prints each test as cmocka does; a test fails once, however many of its
    sub-tests fail."""

    def startTest(self, test):
        super().startTest(test)
        self._before = len(self.failures) + len(self.errors), len(self.skipped)
        print(f"[ RUN      ] {test._testMethodName}", flush=True)

    def stopTest(self, test):
        super().stopTest(test)
        for _, text in (self.failures + self.errors)[self._before[0]:]:
            print(text)
        for _, reason in self.skipped[self._before[1]:]:
            print(f"skipped: {reason}")
        state = ("[  FAILED  ]" if len(self.failures) + len(self.errors) > self._before[0]
                 else "[  SKIPPED ]" if len(self.skipped) > self._before[1] else "[       OK ]")
        print(f"{state} {test._testMethodName}", flush=True)


def main():
    result = _Result()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]).run(result)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
