"""Prints a page with Chromium's print-to-PDF; prints the median milliseconds of the processor and
the size in KiB. Nothing is printed when Chromium is not installed."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile


def spent():
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


chromium = shutil.which("chromium")
if not chromium:
    sys.exit(1)
times, size = [], 0
with tempfile.TemporaryDirectory() as folder:
    out = os.path.join(folder, "out.pdf")
    for _ in range(3):
        begun = spent()
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu",
                        f"--user-data-dir={folder}", "--no-pdf-header-footer",
                        f"--print-to-pdf={out}", "file://" + sys.argv[1]], check=True,
                       capture_output=True, timeout=120)
        times.append((spent() - begun) * 1e3)
        size = os.path.getsize(out)
print(sorted(times)[1], size / 1024)
