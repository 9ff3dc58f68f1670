"""walk_peers.py KENKYU VISITS FOLDER - the same aggregates in Kenkyu, DuckDB and pandas,
over the same made-up visits, in one run: time and memory side by side, results compared.

Two questions, each for every look-for, by month and by subject:
  raw   from the events as they were recorded: the last rating of a look-for in a visit holds
  rows  from one row a visit, which Kenkyu keeps current and the others are given

What is not installed is skipped with the reason. DuckDB's npm package goes into FOLDER.
"""
import csv
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

KENKYU, VISITS, FOLDER = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
ROUNDS = 5

PANDAS = r"""
import json, sys, time, resource
import pandas as pd
folder, rounds = sys.argv[1], int(sys.argv[2])
begun = time.perf_counter()
events = pd.read_csv(folder + "/events.csv")
visits = pd.read_csv(folder + "/visits.csv")
rows = pd.read_csv(folder + "/rows.csv")
loaded = time.perf_counter() - begun
LOOKS = json.load(open(folder + "/looks.json"))
def shares(told, by):
    grouped = told.groupby(["protocol", "code", by])["seen"].agg(["sum", "count"])
    return {f"{p}|{c}|{g}": [int(k), int(n)] for (p, c, g), (k, n) in grouped.iterrows()}
def raw(by):
    rated = events[events.code.isin(LOOKS)]
    last = rated.sort_values(["start_ms", "number"]).groupby(["visit", "code"], sort=False).tail(1)
    told = last[last.value > 0].merge(visits, on="visit")
    told = told.assign(seen=(told.value == 2).astype(int))
    return shares(told, by)
def one_row(by):
    told = rows[rows.answer.isin(["s", "n"])]
    told = told.assign(seen=(told.answer == "s").astype(int))
    return shares(told, by)
out = {"load_ms": loaded * 1e3}
for name, work in (("raw", raw), ("rows", one_row)):
    for by in ("month", "subject"):
        took = []
        for _ in range(rounds):
            t = time.perf_counter()
            result = work(by)
            took.append((time.perf_counter() - t) * 1e3)
        out[f"{name}_{by}_ms"] = sorted(took)[rounds // 2]
        out[f"{name}_{by}"] = result
out["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(out))
"""

DUCK = r"""
const { DuckDBInstance } = require("@duckdb/node-api");
const fs = require("fs");
(async () => {
  const [folder, rounds] = [process.argv[2], Number(process.argv[3])];
  const looks = JSON.parse(fs.readFileSync(folder + "/looks.json")).map(k => `'${k}'`).join(",");
  const db = await (await DuckDBInstance.create(":memory:")).connect();
  let t = process.hrtime.bigint();
  const ms = () => Number(process.hrtime.bigint() - t) / 1e6;
  for (const name of ["events", "visits", "rows"])
    await db.run(`CREATE TABLE ${name} AS SELECT * FROM read_csv('${folder}/${name}.csv', header=true)`);
  const out = { load_ms: ms() };
  const sql = {
    raw: by => `WITH last AS (SELECT visit, code, arg_max(value, (start_ms, number)) AS value FROM events
                WHERE code IN (${looks}) GROUP BY visit, code)
                SELECT v.protocol, l.code, v.${by} AS g, sum((value = 2)::INT)::INT AS k, count(*)::INT AS n
                FROM last l JOIN visits v USING (visit) WHERE value > 0 GROUP BY ALL`,
    rows: by => `SELECT protocol, code, ${by} AS g, sum((answer = 's')::INT)::INT AS k, count(*)::INT AS n
                 FROM rows WHERE answer IN ('s', 'n') GROUP BY ALL`,
  };
  for (const name of ["raw", "rows"])
    for (const by of ["month", "subject"]) {
      const took = [];
      let rows;
      for (let i = 0; i < rounds; i++) {
        t = process.hrtime.bigint();
        rows = (await db.runAndReadAll(sql[name](by))).getRows();
        took.push(ms());
      }
      out[`${name}_${by}_ms`] = took.sort((a, b) => a - b)[rounds >> 1];
      out[`${name}_${by}`] = Object.fromEntries(rows.map(r => [`${r[0]}|${r[1]}|${r[2]}`, [r[3], r[4]]]));
    }
  out.peak_mib = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify(out));
})().catch(e => { console.error(String(e)); process.exit(1); });
"""

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]


def prepare(db):
    """The same visits as files that the peers read."""
    con = sqlite3.connect(db)
    looks, of_protocol = {}, {}
    for fingerprint, key in con.execute("SELECT fingerprint, key FROM protocol"):
        view = json.loads(subprocess.run([KENKYU, "walkthroughs", "--protocol", key, "--json", "--db", db],
                                         check=True, capture_output=True).stdout)
        of_protocol[fingerprint] = (key, [row["code"] for row in view["look_fors"]])
        looks.update(dict.fromkeys(of_protocol[fingerprint][1]))
    (FOLDER / "looks.json").write_text(json.dumps(list(looks)))
    with (FOLDER / "visits.csv").open("w", newline="") as visits, (FOLDER / "rows.csv").open("w", newline="") as rows:
        visits, rows = csv.writer(visits), csv.writer(rows)
        visits.writerow(["visit", "protocol", "month", "subject"])
        rows.writerow(["protocol", "code", "month", "subject", "answer"])
        for visit, started, protocol, subject, answers in con.execute(
                "SELECT hex(observation), started_unix_ms, protocol, subject, answers FROM visit_summary"):
            month = time.strftime("%Y%m", time.gmtime(started / 1000))
            key, codes = of_protocol[protocol]
            visits.writerow([visit, key, month, subject])
            rows.writerows([key, code, month, subject, answer] for code, answer in zip(codes, answers))
    with (FOLDER / "events.csv").open("w", newline="") as out:
        out = csv.writer(out)
        out.writerow(["visit", "number", "code", "value", "start_ms"])
        count = 0
        for row in con.execute("SELECT hex(observation), row_number() OVER (ORDER BY id), code, value, start_ms"
                               " FROM event"):
            out.writerow(row)
            count += 1
    con.close()
    return count


def kenkyu(db):
    """Times from inside (bench_walk), figures from the program."""
    bench = pathlib.Path(KENKYU).parent / "tests" / "bench_walk"
    out = json.loads(subprocess.run([bench, "--db", db], check=True, capture_output=True).stdout)
    for by in ("month", "subject"):
        view = json.loads(subprocess.run(
            [KENKYU, "walkthroughs", "--by", by, "--suppress", "0", "--json", "--db", db], check=True,
            capture_output=True).stdout)
        out[f"rows_{by}"] = {
            f"{row['protocol']}|{row['code']}|{group['key']}": [cell["k"], cell["n"]]
            for row in view["look_fors"] for group, cell in zip(view["groups"], row["cells"]) if cell["n"] > 0}
    return out


def run_pandas():
    """With the first Python that has it: Debian's is not always the first in the path."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import pandas"], capture_output=True, check=False).returncode == 0:
            done = subprocess.run([python, "-c", PANDAS, str(FOLDER), str(ROUNDS)], capture_output=True, check=False)
            return (json.loads(done.stdout), "") if done.returncode == 0 else (None, done.stderr.decode()[-300:])
    return None, "python3-pandas is not installed"


def run_duckdb():
    if not shutil.which("npm") or not shutil.which("node"):
        return None, "node and npm are not installed"
    home = FOLDER / "duckdb"
    if not (home / "node_modules" / "@duckdb" / "node-api").exists():
        home.mkdir(exist_ok=True)
        got = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "@duckdb/node-api"], cwd=home,
                             capture_output=True, check=False)
        if got.returncode != 0:
            return None, "the package @duckdb/node-api could not be fetched"
    (home / "peer.js").write_text(DUCK)
    done = subprocess.run(["node", "peer.js", str(FOLDER.resolve()), str(ROUNDS)], cwd=home, capture_output=True,
                          check=False)
    return (json.loads(done.stdout), "") if done.returncode == 0 else (None, done.stderr.decode()[-300:])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    db = str(FOLDER / "visits.db")
    for name in ("visits.db", "visits.db-wal", "visits.db-shm", "visits.db.lock"):
        (FOLDER / name).unlink(missing_ok=True)
    subprocess.run([KENKYU, "generate", "--visits", str(VISITS), "--seed", "1", "--db", db], check=True,
                   capture_output=True)
    events = prepare(db)
    ours = kenkyu(db)
    print(f"{VISITS} visits, {events} events; medians of {ROUNDS}, in ms")
    print(f"{'':24}{'raw, month':>12}{'raw, subject':>14}{'rows, month':>13}{'rows, subject':>15}{'load':>8}{'peak':>11}")
    peers = [("Kenkyu", ours, ""), ("DuckDB, in memory", *run_duckdb()), ("pandas", *run_pandas())]
    good = True
    for name, out, why in peers:
        if out is None:
            print(f"{name:24}skipped: {why}")
            continue
        print(f"{name:24}{out['raw_month_ms']:12.1f}{out['raw_subject_ms']:14.1f}{out['rows_month_ms']:13.1f}"
              f"{out['rows_subject_ms']:15.1f}{out.get('load_ms', 0):8.0f}{out['peak_mib']:7.0f} MiB")
        for question in ("raw", "rows") if out is not ours else ():
            for by in ("month", "subject"):
                theirs = out[f"{question}_{by}"]
                if theirs != ours[f"rows_{by}"]:
                    differ = [k for k in set(theirs) | set(ours[f"rows_{by}"]) if theirs.get(k) != ours[f"rows_{by}"].get(k)]
                    print(f"  {name}: {question} by {by} DIFFERS in {len(differ)} figures, such as {differ[0]}")
                    good = False
    print("all figures are equal" if good else "FIGURES DIFFER")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
