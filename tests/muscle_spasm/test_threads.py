"""Threads that use the guideline at once, as its first use in a process, answer as one does."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from spasm_ddx import Presentation, assess
from tests.muscle_spasm.strategies import CASES

PROCESSES, THREADS = 12, 8

#: Every thread waits for the others, and then asks for its own person. The interpreter goes
#: from one thread to another as often as it can; that alone is seldom enough to meet a race,
#: so that a thread gives way at one in ten calls within the library as well.
CHILD = """
import json, random, sys, threading, time
from spasm_ddx import Presentation, assess

people = [Presentation.from_dict(person) for person in json.load(sys.stdin)]
found = [None] * len(people)
together = threading.Barrier(len(people))
chance = random.Random(int(sys.argv[1]))

def give_way(frame, event, argument):
    if "spasm_ddx" in frame.f_code.co_filename and chance.randrange(10) == 0:
        time.sleep(1e-6)

def ask(number):
    together.wait()
    if number % 2:
        told = assess(people[number]).to_dict()
        found[number] = [told, str(assess(people[number]))]
    else:
        words = str(assess(people[number]))
        found[number] = [assess(people[number]).to_dict(), words]

threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(people))]
threading.settrace(give_way)
sys.setswitchinterval(1e-6)
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.setswitchinterval(0.005)
json.dump(found, sys.stdout)
"""


def people_of(process: int) -> list[dict[str, Any]]:
    """Different people, from nothing known to everything."""
    draw = Random(process)  # noqa: S311 - not for secrets
    return [
        {
            name: draw.choice(CASES[name])
            for name in draw.sample(sorted(CASES), len(CASES) * known // (THREADS - 1))
        }
        for known in range(THREADS)
    ]


def in_one_thread(people: list[dict[str, Any]]) -> list[list[Any]]:
    found = [assess(Presentation.from_dict(person)) for person in people]
    return [[each.to_dict(), str(each)] for each in found]


def in_threads(process: int) -> tuple[int, str, str]:
    """What a fresh process writes in which each person is asked for by a thread of its own."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(process)],
        input=json.dumps(people_of(process)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stderr, done.stdout


def test_eight_threads_at_once_in_a_fresh_process_answer_as_one_thread_does() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(in_threads, range(PROCESSES)))

    for process, (code, errors, written) in enumerate(done):
        people = people_of(process)
        assert len({json.dumps(person, sort_keys=True) for person in people}) == THREADS
        assert (code, errors) == (0, "")
        assert json.loads(written) == in_one_thread(people)
