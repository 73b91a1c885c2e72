"""What trees cost as they grow in questions, in findings and in thresholds.

Run it: ``python benchmarks/growth.py``. Seconds on this machine, one run
each: to build the tree, its decision diagram and the compiled function; to say what is
possible of a person of whom nothing is known, and what to ask; and for a table of 10,000
rows, two findings in three known, the nanoseconds that a row takes: nearly all of it is a
fixed time for each node, so of a larger table a row takes less. The last rows show what
happens to a tree whose diagram would grow without end.
"""

from __future__ import annotations

import random
import time
from types import new_class
from typing import Any, cast

from peers import optional
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
    compile_tree,
    differential,
    next_question,
)
from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.finding_kinds import Quantity, Sign
from spasm_ddx.reasoning.tree import Node
from spasm_ddx.tables import assess_table

CHANCE = random.Random(20261123)  # noqa: S311 - not for secrets
COSTS = ("build", "diagram", "compile", "possible", "ask next", "ns a row")
ROWS = 10_000


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
    """Measure and print one tree's costs; what is said of a tree that is refused."""
    costs: list[float] = []
    start = began = time.perf_counter()

    def done() -> None:
        nonlocal start
        costs.append(time.perf_counter() - start)
        start = time.perf_counter()

    try:
        tree = Tree(root)
        done()
        diagram, _ = tree.diagram
        done()
        compile_tree(tree)(vocabulary())
        done()
        differential(tree, vocabulary())
        done()
        next_question(tree, vocabulary())
        done()
    except SpasmDdxError as error:
        print(f"{name:40}refused after {time.perf_counter() - began:.1f} s: {error}")
        return
    line = "".join(f"{cost:10.4f}" for cost in costs)
    print(f"{name:40}{len(diagram.levels):9,}{line}{of_a_row(tree, vocabulary):10.0f}", flush=True)


def of_a_row(tree: Tree[int], vocabulary: type[Findings]) -> float:
    """The nanoseconds that each row of a table takes."""
    polars = optional("polars")
    columns = {
        finding.name: CHANCE.choices(
            [None, False, True] if isinstance(finding, Sign) else [None, 1.0, 5e4, 9e4], k=ROWS
        )
        for finding in vocabulary.findings()
    }
    table = polars.DataFrame(columns)
    start = time.perf_counter()
    assess_table(tree, table, errors="null")
    return (time.perf_counter() - start) / ROWS * 1e9


def main() -> None:
    """Print every row."""
    print(f"{'tree':40}{'nodes':>9}" + "".join(f"{cost:>10}" for cost in COSTS))
    for length in (10, 50, 100, 200):
        name = f"{length} questions deep, a finding each"
        row(name, *chain(length, 1))
    for parts in (5, 10, 20):
        name = f"200 questions deep, {parts} findings each"
        row(name, *chain(200, parts))
    for count in (10, 100, 1_000, 10_000, 100_000):
        name = f"{count:,} thresholds in balance"
        row(name, Measured, thresholds(0, count))
    for depth, count in ((4, 6), (7, 9), (10, 12), (13, 16), (17, 20)):
        vocabulary, found = signs(count)
        size = 2**depth - 1
        name = f"{size:,} questions in balance, {count} signs"
        row(name, vocabulary, tangled(found, depth))
    for count in (8, 12, 24):
        row(f"{count} signs, each paired with a far one", *crossed(count))


if __name__ == "__main__":
    main()
