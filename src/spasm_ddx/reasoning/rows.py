"""Decision rows: where two of them hold for the same person, and the first one decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.cubes import fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, outcome_key
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.wording import said


@attrs.frozen
class Overlap:
    """Two rows with different outcomes that hold for the same people.

    Attributes:
        row: The number of the row that decides, the first being 1.
        other: The number of the later row.
        example: Somebody for whom both hold and no earlier row does.
        reached: Whether anybody is left for the later row; it is an error where nobody is.
    """

    row: int
    other: int
    example: Findings
    reached: bool = True

    def __str__(self) -> str:
        decides = f"rows {self.row} and {self.other} overlap, and row {self.row} decides"
        if not self.reached:
            decides = f"nobody is left for row {self.other}; row {self.row} decides"
        example = "; ".join(said(finding, value) for finding, value in self.example.known.items())
        return f"{decides}: for example {example}"


def overlaps(tree: Tree[Any], diagram: DecisionDiagram, people: int) -> Iterator[Overlap]:
    """For each row the first one that takes people for whom both hold, if it ends differently.

    If nobody is left for the row, the first one that takes any of its people.

    Args:
        tree: Any tree; only one of rows, whose every yes is a leaf, has overlaps.
        diagram: A diagram over its findings.
        people: The node that ends in yes for whom construction accepts.
    """
    vocabulary = tree.vocabulary or Findings
    rest = people
    taken: list[tuple[int, Any]] = []  # who is taken by each row, and their outcome
    for other, (criterion, outcome) in enumerate(_rows(tree), start=1):
        holds = diagram.all_of(people, diagram.criterion(criterion))
        reached = diagram.all_of(rest, holds) != diagram.no
        for row, (by_row, end) in enumerate(taken, start=1):
            both = diagram.all_of(by_row, holds)
            if both != diagram.no and not (reached and outcome_key(end) == outcome_key(outcome)):
                answers = fewest_answers(diagram, both, people) or {}
                yield Overlap(row, other, vocabulary(**values_of(diagram, answers)), reached)
                break
        taken.append((diagram.all_of(rest, holds), outcome))
        rest = diagram.if_then_else(holds, diagram.no, rest)


def _rows(tree: Tree[Any]) -> list[tuple[Criterion, Any]]:
    """The rows of a tree whose every yes is a leaf; none of another tree."""
    rows: list[tuple[Criterion, Any]] = []
    node = tree.root
    while isinstance(node, Question):
        if not isinstance(node.yes, Leaf):
            return []
        rows.append((node.criterion, node.yes.outcome))
        node = node.no
    return rows
