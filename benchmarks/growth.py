"""What trees cost as they grow in questions, in findings and in thresholds.

Run it: ``python benchmarks/growth.py``. Times in seconds on this machine, one run each.
The last rows show what happens to a tree whose diagram would grow without end.
"""

from __future__ import annotations

import random
import time
from itertools import pairwise
from types import new_class
from typing import Any, cast

from spasm_ddx import (
    Findings,
    Leaf,
    Number,
    Question,
    SpasmDdxError,
    Tree,
    YesNo,
    any_of,
    at_least,
    differential,
    next_question,
)
from spasm_ddx.reasoning.criteria import Criterion, Quantity, Sign
from spasm_ddx.reasoning.tree import Node

CHANCE = random.Random(20261123)  # noqa: S311 - not for secrets


def signs(count: int) -> tuple[type[Findings], list[Sign]]:
    """A vocabulary of this many signs."""
    body: dict[str, Any] = {f"sign_{number}": YesNo("Is it so?") for number in range(count)}
    vocabulary = cast(
        "type[Findings]", new_class("Signs", (Findings,), {}, lambda to: to.update(body))
    )
    return vocabulary, [finding for finding in vocabulary.findings() if isinstance(finding, Sign)]


class Measured(Findings):
    """One number with room for a hundred thousand thresholds."""

    value: Number = Number("How much is it?", low=0, high=2**20, usual=1)


def chain(length: int, parts: int) -> tuple[type[Findings], Node[int]]:
    """Questions one below the other, each about findings of its own."""
    vocabulary, found = signs(length * parts)
    node: Node[int] = Leaf(-1)
    for number in reversed(range(length)):
        criteria = [sign.present for sign in found[number * parts : (number + 1) * parts]]
        criterion = at_least(max(1, parts // 2), *criteria)
        node = Question(f"Question {number}?", criterion, yes=Leaf(number), no=node)
    return vocabulary, node


def thresholds(low: int, high: int) -> Node[int]:
    """A balanced tree of thresholds on one quantity."""
    if high - low == 1:
        return Leaf(low % 1000)
    middle = (low + high) // 2
    quantity: Quantity = Measured.value
    return Question(
        f"Below {middle}?",
        quantity.below(middle),
        yes=thresholds(low, middle),
        no=thresholds(middle, high),
    )


def tangled(found: list[Sign], depth: int) -> Node[int]:
    """A balanced tree that asks signs in no order at all."""
    if depth == 0:
        return Leaf(CHANCE.randrange(50))
    criterion = any_of(CHANCE.choice(found).present)
    return Question("?", criterion, yes=tangled(found, depth - 1), no=tangled(found, depth - 1))


def crossed(count: int) -> tuple[type[Findings], Node[int]]:
    """One criterion that pairs each sign with one far away: its diagram is exponential."""
    vocabulary, found = signs(2 * count)
    pairs: list[Criterion] = [
        at_least(2, found[number].present, found[count + number].present) for number in range(count)
    ]
    order = any_of(*(sign.present for sign in found[:count]))
    inner = Question("Any pair?", any_of(*pairs), yes=Leaf(1), no=Leaf(0))
    return vocabulary, Question("Any of the first?", order, yes=inner, no=Leaf(0))


def row(name: str, vocabulary: type[Findings], root: Node[int]) -> None:
    """Print one tree's costs."""
    times: list[float] = []

    def clock() -> None:
        times.append(time.perf_counter())

    clock()
    try:
        tree = Tree(root)
        clock()
        diagram, _ = tree.diagram
        clock()
        differential(tree, vocabulary())
        clock()
        next_question(tree, vocabulary())
        clock()
    except SpasmDdxError as error:
        clock()
        print(f"{name:44}refused after {times[-1] - times[0]:.1f} s: {error}")
        return
    spent = [after - before for before, after in pairwise(times)]
    print(f"{name:44}{len(diagram):9,}" + "".join(f"{each:10.4f}" for each in spent))


def main() -> None:
    """Print every row."""
    print(f"{'tree':44}{'nodes':>9}{'build':>10}{'diagram':>10}{'possible':>10}{'ask next':>10}")
    for length in (10, 50, 200):
        row(f"{length} questions deep, a finding each", *chain(length, 1))
    for parts in (5, 10, 20):
        row(f"200 questions deep, {parts} findings each", *chain(200, parts))
    for count in (10, 100, 1_000, 10_000, 100_000):
        row(f"{count:,} thresholds in balance", Measured, thresholds(0, count))
    for depth, count in ((10, 12), (13, 16), (17, 20)):
        vocabulary, found = signs(count)
        name = f"{2**depth - 1:,} questions in balance, {count} signs"
        row(name, vocabulary, tangled(found, depth))
    for count in (8, 12, 24):
        row(f"{count} signs, each paired with one far away", *crossed(count))


if __name__ == "__main__":
    main()
