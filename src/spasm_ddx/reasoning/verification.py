"""Proofs about a tree: its errors, its redundant parts, and who reaches each leaf."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Generic

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import thresholds_in
from spasm_ddx.reasoning.cubes import fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity
from spasm_ddx.reasoning.findings import Findings, several_findings
from spasm_ddx.reasoning.redundancy import Fault, Redundancy
from spasm_ddx.reasoning.tree import (
    Leaf,
    Node,
    O_co,
    Question,
    Tree,
    asked_by_row,
    places,
    require_tree,
)
from spasm_ddx.reasoning.units import beside
from spasm_ddx.reasoning.wording import said

#: The most places of an unfolded tree in a proof.
MOST_PLACES = 20_000


@attrs.frozen
class Boundary:
    """A threshold, with values at and beside it.

    Attributes:
        place: The answers that lead to its question.
        quantity: The quantity.
        threshold: The threshold, in the unit of the quantity.
        values: Round values just below, at and just above it, within the quantity's range.
    """

    place: str
    quantity: Quantity
    threshold: float
    values: tuple[float, ...]


@attrs.frozen
class Overlap:
    """Two rows with different outcomes that hold for the same people.

    Attributes:
        row: The number of the row that decides, counted from 1.
        other: The number of the later row.
        example: A person for whom both hold and no earlier row does.
        reached: Whether the later row still decides for anyone; if not, it is an error.
    """

    row: int
    other: int
    example: Findings
    reached: bool = True

    def __str__(self) -> str:
        if self.reached:
            return f"rows {self.row} and {self.other} overlap, and {self.decides}"
        return f"nobody is left for row {self.other}; {self.decides}"

    @property
    def decides(self) -> str:
        """The row that decides, with an example."""
        example = "; ".join(said(finding, value) for finding, value in self.example.known.items())
        return f"row {self.row} decides: for example {example}"


@attrs.frozen
class Report(Generic[O_co]):
    """The results of ``verify`` for a tree: its errors, and its redundant parts.

    Every person reaches exactly one leaf by construction. The report says whether every part of
    the tree also has an effect.

    Attributes:
        unreachable: Leaves that nobody reaches.
        one_way: Questions with a single possible answer at their place.
        contradictory: Parts of criteria that contradict themselves, so that they never hold.
        untested_red_flags: Red flags of the vocabulary that nothing tests.
        redundant: Questions, parts of criteria, thresholds and findings, each of which could be
            dropped without changing any outcome. They are not errors.
        witnesses: For each reached leaf, by its place, findings that lead there.
        boundaries: Each threshold with values at and beside it.
        overlaps: Overlapping rows, if ``Tree.from_rows`` made the tree; they are not errors,
            since the first row decides.
    """

    unreachable: tuple[Fault, ...]
    one_way: tuple[Fault, ...]
    contradictory: tuple[Fault, ...]
    untested_red_flags: tuple[Finding, ...]
    redundant: tuple[Fault, ...]
    witnesses: Mapping[str, Findings]
    boundaries: tuple[Boundary, ...]
    overlaps: tuple[Overlap, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """All errors, in words."""
        faults = (*self.unreachable, *self.one_way, *self.contradictory)
        flags = (f"nothing tests the red flag {one.name}" for one in self.untested_red_flags)
        return (*map(str, faults), *flags)

    @property
    def ok(self) -> bool:
        """Whether there are no errors; redundant parts are not errors."""
        return not self.errors

    def __str__(self) -> str:
        errors = [f"- {error}" for error in self.errors]
        lines = ["Errors:", *errors] if errors else [self._proved()]
        if self.redundant:
            lines.append("Could be dropped, no answer changes (one at a time):")
        return "\n".join([*lines, *dict.fromkeys(f"- {one}" for one in self.redundant)])

    def _proved(self) -> str:
        reached = f"Each of {len(self.witnesses)} leaves is reached"
        both_ways = "each question goes both ways"
        thresholds = f"each of {len(self.boundaries)} thresholds matters"
        matters = f", and every finding, every part of a criterion and {thresholds}"
        each = (
            f"{reached} and {both_ways}" if self.redundant else f"{reached}, {both_ways}{matters}"
        )
        return f"Proved: complete and free of contradiction. {each}."


def verify(tree: Tree[O_co], *, also: Collection[Finding] = ()) -> Report[O_co]:
    """Prove that a tree has no errors, and list its redundant parts.

    Args:
        tree: The tree.
        also: Findings that something outside the tree tests, such as an alert.

    Raises:
        DiagramTooLargeError: A decision diagram outgrew its limit.
        FindingError: ``also`` holds anything but findings.
        TreeError: It is not a tree, or it unfolds to more than 20,000 places.
    """
    require_tree(tree, "verify")
    tested = several_findings(also, "verify(also=...)", tree.vocabulary).union(tree.findings)
    declared = () if tree.vocabulary is None else tree.vocabulary.findings()
    untested = tuple(one for one in declared if one.red_flag and one not in tested)
    return _report(tree, untested)


def arrivals(
    tree: Tree[O_co], diagram: DecisionDiagram, people: int
) -> Iterator[tuple[str, Node[O_co], int]]:
    """Each place of the unfolded tree, its node, and those of these people who reach it.

    Raises:
        TreeError: There are more than 20,000 places.
    """
    here = {"": people}
    for count, (place, node) in enumerate(places(tree.root, unfolded=True)):
        if count == MOST_PLACES:
            msg = f"the tree unfolds to more than {MOST_PLACES:,} places; verify its parts"
            raise TreeError(msg)
        arrived = here.pop(place)
        yield place, node, arrived
        if isinstance(node, Question):
            holds = diagram.criterion(node.criterion)
            here[place + "n"] = diagram.if_then_else(holds, diagram.no, arrived)
            here[place + "y"] = diagram.all_of(arrived, holds)


def _report(tree: Tree[O_co], untested: tuple[Finding, ...]) -> Report[O_co]:
    judge = Redundancy(tree)
    diagram, people = judge.diagram, judge.people
    unreachable: list[Fault] = []
    one_way: list[Fault] = []
    boundaries: list[Boundary] = []
    witnesses: dict[str, Findings] = {}
    arrived: dict[int, int] = {}
    ends = _ends(tree)
    found = tuple(_overlaps(tree, diagram, people))
    without = {"n" * (one.other - 1) + "y": one for one in found if not one.reached}
    for place, node, here in arrivals(tree, diagram, people):
        arrived[id(node)] = diagram.any_of(here, arrived.get(id(node), diagram.no))
        if isinstance(node, Question):
            boundaries += (
                Boundary(place, quantity, end, _values_beside(quantity, ends[quantity], end))
                for quantity, end in dict.fromkeys(thresholds_in(node.criterion))
            )
            yes = diagram.all_of(here, diagram.criterion(node.criterion))
            if here != diagram.no and yes in {here, diagram.no}:
                word = "yes" if yes == here else "no"
                one_way.append(Fault(place, f'"{node.asks}" can only be answered {word}'))
        elif here == diagram.no:
            because = f"; {without[place].decides}" if place in without else ""
            unreachable.append(Fault(place, f"nobody reaches the leaf {node.outcome}{because}"))
        else:
            answers = fewest_answers(diagram, here, people) or {}
            vocabulary = tree.vocabulary or Findings
            witnesses[place] = vocabulary(**values_of(diagram, answers))
    judge.judge(arrived)
    return Report(
        tuple(unreachable),
        tuple(one_way),
        tuple(judge.contradictory),
        untested,
        tuple(judge.redundant),
        witnesses,
        tuple(boundaries),
        found,
    )


def _ends(tree: Tree[Any]) -> dict[Quantity, set[float]]:
    """The values of each quantity at which the result may change."""
    ends: dict[Quantity, set[float]] = {}
    for question in tree.questions:
        for quantity, end in thresholds_in(question.criterion):
            shown = {quantity.shows[1]} if quantity.shows else set[float]()
            ends.setdefault(quantity, {quantity.low, quantity.high} | shown).add(end)
    return ends


def _values_beside(quantity: Quantity, ends: Collection[float], end: float) -> tuple[float, ...]:
    """Accepted values just below, at and just above a threshold."""
    below, above = beside(end, ends)
    if quantity.whole:
        below, above = math.ceil(end) - 1, math.floor(end) + 1
    values = (value for value in (below, end, above) if quantity.low <= value <= quantity.high)
    return tuple(value for value in values if not quantity.whole or value == int(value))


def _overlaps(tree: Tree[Any], diagram: DecisionDiagram, people: int) -> Iterator[Overlap]:
    """For each row, the first earlier row that overlaps it and has a different outcome.

    If the row never decides, the first earlier row that overlaps it.
    """
    rows = [
        (one.criterion, one.yes)
        for one in tree.questions
        if isinstance(one.yes, Leaf) and one.asks == asked_by_row(one.criterion)
    ]
    if len(rows) < len(tree.questions):
        return
    vocabulary = tree.vocabulary or Findings
    rest = people
    taken: list[tuple[int, Leaf[Any]]] = []  # the people of each row, and their leaf
    for other, (criterion, end) in enumerate(rows, start=1):
        holds = diagram.all_of(people, diagram.criterion(criterion))
        here = diagram.all_of(rest, holds)
        for row, (by_row, taken_to) in enumerate(taken, start=1):
            both = diagram.all_of(by_row, holds)
            if both != diagram.no and (here == diagram.no or taken_to != end):
                answers = fewest_answers(diagram, both, people) or {}
                person = vocabulary(**values_of(diagram, answers))
                yield Overlap(row, other, person, here != diagram.no)
                break
        taken.append((here, end))
        rest = diagram.if_then_else(holds, diagram.no, rest)
