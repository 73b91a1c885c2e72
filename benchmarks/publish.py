"""Run the benchmarks and write what each prints, word for word, for the docs.

Run it on a quiet machine: ``python benchmarks/publish.py [NAME ...]``, all of them unless
named. Each writes ``docs/measured/NAME.txt``, whose first line names the command, the date,
Python and the cores; ``plots.py`` then draws the plots of all of them. A benchmark that fails
leaves its file as it was, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import plots

HERE = Path(__file__).resolve().parent
MEASURED = HERE.parent / "docs" / "measured"
NAMES = ("assess", "one_person", "missing_answer", "tables", "spark", "growth", "interview")


def publish(name: str) -> bool:
    """Run one benchmark and write its output; whether it went well."""
    print(f"{name} ...", flush=True)
    command = [sys.executable, str(HERE / f"{name}.py")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{name} failed with exit code {done.returncode}; its file is as it was")
        return False
    head = (
        f"python benchmarks/{name}.py, {datetime.now(tz=UTC):%Y-%m-%d}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    text = f"{head}\n\n{done.stdout.strip()}\n"
    (MEASURED / f"{name}.txt").write_text(text, encoding="utf-8")
    return True


def main() -> None:
    """Publish each benchmark that is named, or all that are there."""
    there = [name for name in NAMES if (HERE / f"{name}.py").exists()]
    options = argparse.ArgumentParser(description="Write the benchmarks' output for the docs.")
    options.add_argument("names", nargs="*", metavar="NAME", help=", ".join(there))
    names: list[str] = options.parse_args().names or there
    if unknown := [name for name in names if name not in there]:
        options.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(there)}")
    MEASURED.mkdir(parents=True, exist_ok=True)
    failed = [name for name in names if not publish(name)]
    plots.main()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
