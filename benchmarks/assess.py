"""What assessing one person, a thousand people, and the import itself cost.

Run it: ``python benchmarks/assess.py``. Medians of interleaved rounds; times in this
machine's microseconds, the import as a ratio beside ``import attrs`` in the same run.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spasm_ddx import Assessment, Category, Presentation, Quantity, assess

ROUNDS = 15
PEOPLE = 200
CASES = Path(__file__).parents[1] / "tests" / "muscle_spasm" / "cases.json"


def random_people(count: int, known: float) -> list[Presentation]:
    """People of whom each finding is known with this chance, always the same ones."""
    chance = random.Random(20261123)  # noqa: S311 - not for secrets
    people: list[Presentation] = []
    while len(people) < count:
        values: dict[str, Any] = {}
        for finding in Presentation.findings():
            if chance.random() >= known or finding.name == "temperature_c":
                continue
            if isinstance(finding, Quantity):
                top = min(finding.high, 2500)
                values[finding.name] = chance.randrange(int(finding.low), int(top))
            elif isinstance(finding, Category):
                values[finding.name] = chance.choice(finding.members)
            else:
                values[finding.name] = chance.random() < 0.3  # noqa: PLR2004 - mostly absent
        people.append(Presentation(**values))
    return people


def everything(assessment: Assessment) -> None:
    """Read all that an assessment tells."""
    assessment.to_dict()


def microseconds(run: Callable[[Presentation], object], people: list[Presentation]) -> float:
    """The median over people of the time that one takes."""
    times: list[float] = []
    for person in people:
        start = time.perf_counter()
        run(person)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def cpu_ms(statement: str, bytecode: str) -> float:
    """The CPU time of a fresh interpreter that runs this, in milliseconds."""
    code = f"{statement}\nimport time; print(time.process_time())"
    # Bytecode is written, as pip writes it for a package that it installs.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env=environment | {"PYTHONPYCACHEPREFIX": bytecode},
    )
    return float(done.stdout) * 1000


def main() -> None:
    """Print every figure."""
    cases = [
        Presentation.from_dict(case["findings"])
        for case in json.loads(CASES.read_text(encoding="utf-8"))
    ]
    print("one person, median microseconds            assess   everything read")
    for name, people in {
        "the fourteen cases": cases,
        "random people, everything known": random_people(PEOPLE, 1),
        "random people, half known": random_people(PEOPLE, 0.5),
        "random people, a tenth known": random_people(PEOPLE, 0.1),
        "nobody knows anything": [Presentation()],
    }.items():
        rounds = [
            (microseconds(assess, people), microseconds(lambda p: everything(assess(p)), people))
            for _ in range(ROUNDS)
        ]
        quick, full = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:42}{quick:7.0f}{full:18.0f}")

    lines = "\n".join(json.dumps(person.to_dict()) for person in random_people(1000, 0.5))
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "spasm_ddx", "assess", "-"],
        input=lines.encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    print(f"1,000 people in JSON Lines, seconds       {time.perf_counter() - start:8.2f}")

    statements = ("pass", "import attrs", "import spasm_ddx")
    with tempfile.TemporaryDirectory() as bytecode:
        costs = [[cpu_ms(each, bytecode) for each in statements] for _ in range(ROUNDS + 1)][1:]
    bare, attrs, ours = (statistics.median(column) for column in zip(*costs, strict=True))
    print(
        f"import, CPU ms over bare Python: attrs {attrs - bare:.0f}, spasm_ddx {ours - bare:.0f}, "
        f"ratio {(ours - bare) / (attrs - bare):.2f}"
    )


if __name__ == "__main__":
    main()
