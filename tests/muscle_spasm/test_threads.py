"""Threads that first use a guideline at the same time get the answers of one thread."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import threading
import time
from random import Random
from typing import Any

import pytest

from spasm_ddx import MUSCLE_SPASM, Guideline, Presentation, assess
from spasm_ddx.guideline import joint_diagram
from tests.muscle_spasm.strategies import CASES

PROCESSES, ROUNDS, THREADS = 2, 6, 8

#: In each round eight threads wait for each other, and then each asks for its own person. First
#: they use the library's guideline, which a process can first use only once, then copies of it.
#: The interpreter goes from one thread to another as often as it can; that alone is seldom
#: enough to meet a race, so that a thread gives way at one in 33 calls within the library too,
#: thousands of times a round.
CHILD = """
import copy, itertools, json, random, sys, threading, time
from spasm_ddx import MUSCLE_SPASM, Presentation

chance = random.Random(int(sys.argv[1]))
gives_way = itertools.cycle([chance.random() < 0.03 for _ in range(99_991)])

def give_way(frame, event, argument):
    if next(gives_way) and "spasm_ddx" in frame.f_code.co_filename:
        time.sleep(1e-6)

def at_once(guideline, people):
    found = [None] * len(people)
    together = threading.Barrier(len(people))

    def ask(number):
        known = Presentation.from_dict(people[number])
        together.wait()
        if number % 2:
            told = guideline.assess(known).to_dict()
            found[number] = [told, str(guideline.assess(known))]
        else:
            words = str(guideline.assess(known))
            found[number] = [guideline.assess(known).to_dict(), words]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(people))]
    threading.settrace(give_way)
    sys.setswitchinterval(1e-6)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(0.005)
    threading.settrace(None)
    return found

rounds = json.load(sys.stdin)
guidelines = [MUSCLE_SPASM, *(copy.deepcopy(MUSCLE_SPASM) for _ in rounds[1:])]
json.dump(list(map(at_once, guidelines, rounds)), sys.stdout)
"""


def people_of(seed: int) -> list[dict[str, Any]]:
    """Different people, from nothing known to everything."""
    draw = Random(seed)  # noqa: S311 - not for secrets
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


@pytest.mark.parametrize("process", range(PROCESSES))
def test_eight_threads_at_once_in_a_fresh_process_answer_as_one_thread_does(process: int) -> None:
    rounds = [people_of(ROUNDS * process + number) for number in range(ROUNDS)]
    for people in rounds:
        assert len({json.dumps(person, sort_keys=True) for person in people}) == THREADS
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(process)],
        input=json.dumps(rounds),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == list(map(in_one_thread, rounds))


def test_threads_at_once_build_one_joint_diagram(monkeypatch: pytest.MonkeyPatch) -> None:
    guideline, built = copy.deepcopy(MUSCLE_SPASM), list[Guideline]()
    together = threading.Barrier(THREADS)

    def build(of: Guideline) -> joint_diagram.JointDiagram:
        built.append(of)
        time.sleep(0.05)  # long enough for every thread to come by
        return whole(of)

    def ask() -> None:
        together.wait()
        guideline.assess(Presentation())

    whole = joint_diagram.build
    monkeypatch.setattr(joint_diagram, "build", build)
    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert built == [guideline]


DRAWS = """
import os, threading
from spasm_ddx.views.run_graphviz import draw

drawn = threading.Event()

def write():
    while not drawn.is_set():
        os.write(2, b"mine\\n")

thread = threading.Thread(target=write)
thread.start()
try:
    assert b"<svg" in draw("digraph { a [shape=nosuchshape] }", "svg")  # Graphviz warns of it
finally:
    drawn.set()
    thread.join()
"""


def test_a_drawing_leaves_the_standard_error_of_another_thread_alone() -> None:
    pytest.importorskip("pygraphviz", reason="needs the extra render")
    done = subprocess.run([sys.executable, "-c", DRAWS], capture_output=True, text=True, check=True)
    assert set(done.stderr.splitlines()) == {"mine"}
