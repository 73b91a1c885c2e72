"""What takes minutes: sixteen threads at once, and a million assessments in a row.

The threads assess, interview, compile, draw and fill tables, each with people of its own, while a
new copy of the guideline is made each second, so that some always use one for the first time.
Every answer is compared with that of a single thread::

    python tests/endurance.py threads 60      # 60 seconds
    python tests/endurance.py memory 1000000  # a million people

It prints what was done, and exits 1 if an answer differed, a call failed or memory grew.
"""

from __future__ import annotations

import copy
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from spasm_ddx import MUSCLE_SPASM, Guideline, Presentation, compile_tree
from spasm_ddx.tables import assess_table
from spasm_ddx.views.formats import render_as

if __name__ == "__main__":  # the people of the tests are found beside them
    sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.muscle_spasm.strategies import CASES

THREADS, PEOPLE = 16, 64
#: Memory may differ by this many MB between a tenth of the people and all of them.
_GROWTH = 8


def somebody(draw: Random) -> Presentation:
    """A random person, from nothing known to everything."""
    names = draw.sample(sorted(CASES), draw.randrange(len(CASES) + 1))
    return Presentation.from_dict({name: draw.choice(CASES[name]) for name in names})


def _interviewed(guideline: Guideline, person: Presentation) -> list[str]:
    """The first pages of an interview in which nobody knows more."""
    interview, pages = guideline.interview("clinician", person), list[str]()
    while (page := interview.page) is not None and len(pages) < 5:
        pages.append(page.findings[0].name)
        interview = interview.answered(dict.fromkeys(page.findings))
    return pages


def _tabled(guideline: Guideline, person: Presentation) -> Any:  # noqa: ANN401 - rows
    table = pl.DataFrame([{**dict.fromkeys(CASES), **person.to_dict()}])
    return assess_table(guideline, table, ["diagnosis", "urgency_at_most"]).to_dicts()


#: Each kind of work, and how many times as often as the rarest it is done.
WORK: dict[str, tuple[Callable[[Guideline, Presentation], Any], int]] = {
    "assess": (lambda guideline, person: str(guideline.assess(person)), 20),
    "interview": (_interviewed, 20),
    "compile": (lambda guideline, person: compile_tree(guideline.tree)(person), 2),
    "table": (_tabled, 2),
    "draw": (lambda guideline, person: render_as(guideline, "svg", person), 1),
}


def threads(seconds: int) -> bool:
    """Whether each of sixteen threads gets, again and again, what a single one got."""
    people = [somebody(Random(seed)) for seed in range(PEOPLE)]  # noqa: S311 - not for secrets
    expected = {kind: [do(MUSCLE_SPASM, one) for one in people] for kind, (do, _) in WORK.items()}
    shared, done, wrong = [MUSCLE_SPASM], Counter[str](), list[str]()
    end = time.monotonic() + seconds
    kinds = [kind for kind, (_, times) in WORK.items() for _ in range(times)]

    def work(seed: int) -> None:
        draw = Random(seed)  # noqa: S311 - not for secrets
        counted = Counter[str]()
        while time.monotonic() < end:
            kind, number, guideline = draw.choice(kinds), draw.randrange(PEOPLE), shared[-1]
            try:
                if WORK[kind][0](guideline, people[number]) != expected[kind][number]:
                    wrong.append(f"{kind} of person {number} differs")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                wrong.append(f"{kind} of person {number}: {error!r}")
            counted[kind] += 1
        done.update(counted)

    running = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in running:
        thread.start()
    while time.monotonic() < end:
        shared.append(copy.deepcopy(MUSCLE_SPASM))
        time.sleep(1)
    for thread in running:
        thread.join()
    told = ", ".join(f"{number:,} times {kind}" for kind, number in done.items())
    print(f"{THREADS} threads, {seconds} s, {len(shared)} guidelines: {told}; {len(wrong)} wrong")
    print(*wrong[:5], sep="\n")
    return not wrong


def memory(size: int) -> bool:
    """Whether memory stays the same from a tenth of so many people to all of them."""
    draw, peaks = Random(0), list[float]()  # noqa: S311 - not for secrets
    people = (somebody(draw) for _ in range(size))
    for part in (size // 10, size - size // 10):
        for person in islice(people, part):
            MUSCLE_SPASM.assess(person).to_dict()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    few, many = peaks
    print(f"peak after {size // 10:,} people: {few:.1f} MB; after {size:,}: {many:.1f} MB")
    return many - few < _GROWTH


if __name__ == "__main__":
    ways = {"threads": threads, "memory": memory}
    sys.exit(not ways[sys.argv[1]](int(sys.argv[2])))
