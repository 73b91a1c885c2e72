"""Proofs about trees: that one holds no dead part, and where two of them differ."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Generic

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Finding,
    Interval,
    Is,
    Not,
    Quantity,
    Within,
    findings_in,
    thresholds_in,
)
from spasm_ddx.reasoning.cubes import fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings, several_findings
from spasm_ddx.reasoning.queries import deciding
from spasm_ddx.reasoning.tree import (
    Leaf,
    Node,
    O_co,
    Question,
    Tree,
    add_node,
    require_tree,
    said_place,
)
from spasm_ddx.reasoning.units import beside, plain

#: How many places a tree may unfold to, for each to be proved.
MOST_PLACES = 20_000


@attrs.frozen
class Fault:
    """A part of a tree that does nothing.

    Attributes:
        place: The answers that lead there, such as ``"yn"``; empty for the first question.
        what: What is wrong, in words.
        part: The criterion at fault, or None where it is the whole question or leaf.
    """

    place: str
    what: str
    part: Criterion | None = None

    def __str__(self) -> str:
        return f"{said_place(self.place)}: {self.what}"


@attrs.frozen
class Boundary:
    """A threshold, with values at and beside it.

    Attributes:
        place: The answers that lead to the question it stands in.
        quantity: The quantity.
        threshold: Where its criterion changes, in the unit of the quantity.
        values: Just below, at, and just above it, round and within the range of the quantity.
    """

    place: str
    quantity: Quantity
    threshold: float
    values: tuple[float, ...]


@attrs.frozen
class Report(Generic[O_co]):
    """What is proved of one tree.

    Every person reaches exactly one leaf by the way a tree is built; the report says
    whether every part of it also does something.

    Attributes:
        unreachable: Leaves that nobody reaches.
        one_way: Questions that can be answered in one way only, where they stand.
        idle_questions: Questions whose answer changes nobody's outcome, where they stand.
        idle_findings: Findings that it asks about and that never matter.
        idle_parts: Parts of criteria that never matter.
        idle_thresholds: Ends of intervals that change nothing.
        unasked_red_flags: Red flags of the vocabulary that no question asks about.
        witnesses: For each leaf that is reached, by its place, findings that lead there.
        boundaries: Each threshold with values at and beside it.
    """

    unreachable: tuple[Fault, ...]
    one_way: tuple[Fault, ...]
    idle_questions: tuple[Fault, ...]
    idle_findings: tuple[Finding, ...]
    idle_parts: tuple[Fault, ...]
    idle_thresholds: tuple[Fault, ...]
    unasked_red_flags: tuple[Finding, ...]
    witnesses: Mapping[str, Findings]
    boundaries: tuple[Boundary, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong, in words."""
        questions = (*self.unreachable, *self.one_way, *self.idle_questions)
        parts = (*self.idle_parts, *self.idle_thresholds)
        idle = [f"{finding.name}: it is asked and never matters" for finding in self.idle_findings]
        flags = [
            f"red flag {finding.name} is asked by no question" for finding in self.unasked_red_flags
        ]
        return (*map(str, questions), *map(str, parts), *idle, *flags)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def __str__(self) -> str:
        if self.ok:
            return (
                f"Proved: complete and free of contradiction. Each of {len(self.witnesses)} leaves "
                f"is reached, each question goes both ways, and every finding, every part of a "
                f"criterion and each of {len(self.boundaries)} thresholds matters."
            )
        return "\n".join(self.faults)


def verify(tree: Tree[O_co], *, also: Collection[Finding] = ()) -> Report[O_co]:
    """Prove that a tree is complete and that each of its parts does something.

    Args:
        tree: The tree.
        also: Findings that something beside the tree tests, such as an alert: a red flag
            among them may be asked by no question.

    Raises:
        DiagramTooLargeError: A decision diagram outgrew its limit.
        FindingError: ``also`` holds what is no finding.
        TreeError: It is no tree, or it unfolds to more than 20,000 places.
    """
    require_tree(tree, "verify")
    tested = several_findings(also, "verify(also=...)", tree.vocabulary)
    return _Verification(tree, tested).report()


class _Verification:
    """The proof, place by place."""

    def __init__(self, tree: Tree[Any], also: frozenset[Finding]) -> None:
        self.tree = tree
        self.tested = also.union(tree.findings)
        self.diagram = DecisionDiagram(tree.findings)
        self.people = self.diagram.accepted(tree.findings)
        self.ends: dict[int, int] = {}

    def report(self) -> Report[Any]:
        unreachable: list[Fault] = []
        one_way: list[Fault] = []
        idle_questions: list[Fault] = []
        parts: list[Fault] = []
        thresholds: list[Fault] = []
        boundaries: list[Boundary] = []
        witnesses: dict[str, Findings] = {}
        ends = _ends(self.tree)
        for place, node, here in self._places():
            if isinstance(node, Leaf):
                if here == self.diagram.no:
                    unreachable.append(Fault(place, f"nobody reaches the leaf {node.outcome}"))
                else:
                    witnesses[place] = self._witness(here)
                continue
            boundaries += (
                Boundary(place, quantity, end, _values_beside(quantity, ends[quantity], end))
                for quantity, end in dict.fromkeys(thresholds_in(node.criterion))
            )
            if here == self.diagram.no:
                continue  # its leaves tell it already
            answer = self._only_answer(node, here)
            if answer is not None:
                word = "yes" if answer else "no"
                one_way.append(Fault(place, f'"{node.asks}" can only be answered {word}'))
                continue
            if self._decides(node, True, here) == self._decides(node, False, here):  # noqa: FBT003 - truths
                idle_questions.append(Fault(place, f'"{node.asks}" decides nothing'))
            found_parts, found_thresholds = self._idle(place, node, here)
            parts += found_parts
            thresholds += found_thresholds
        accepted = self.diagram.possible(self._whole(self.tree.root), asked=self.tree.findings)
        matter = deciding(self.diagram, accepted)
        asked = [one for one in self.diagram.order if one in self.tree.findings]
        idle = tuple(one for one in asked if one not in matter)
        return Report(
            tuple(unreachable),
            tuple(one_way),
            tuple(idle_questions),
            idle,
            tuple(parts),
            tuple(thresholds),
            self._unasked_red_flags(),
            witnesses,
            tuple(boundaries),
        )

    def _places(self) -> Iterator[tuple[str, Node[Any], int]]:
        """Each place of the unfolded tree, its node, and who gets there."""
        waiting: list[tuple[str, Node[Any], int]] = [("", self.tree.root, self.people)]
        count = 0
        while waiting:
            place, node, here = waiting.pop()
            count += 1
            if count > MOST_PLACES:
                msg = f"the tree unfolds to more than {MOST_PLACES:,} places; verify its parts"
                raise TreeError(msg)
            yield place, node, here
            if isinstance(node, Question):
                holds = self.diagram.criterion(node.criterion)
                no = self.diagram.if_then_else(holds, self.diagram.no, here)
                waiting.append((place + "n", node.no, no))
                waiting.append((place + "y", node.yes, self.diagram.all_of(here, holds)))

    def _unasked_red_flags(self) -> tuple[Finding, ...]:
        declared = () if self.tree.vocabulary is None else self.tree.vocabulary.findings()
        return tuple(one for one in declared if one.red_flag and one not in self.tested)

    def _whole(self, node: Node[Any]) -> int:
        if id(node) not in self.ends:
            self.ends[id(node)] = add_node(self.diagram, node)
        return self.ends[id(node)]

    def _only_answer(self, node: Question[Any], here: int) -> bool | None:
        holds = self.diagram.criterion(node.criterion)
        if self.diagram.all_of(here, holds) == self.diagram.no:
            return False
        return (
            True
            if self.diagram.if_then_else(here, holds, self.diagram.yes) == self.diagram.yes
            else None
        )

    def _idle(self, place: str, node: Question[Any], here: int) -> tuple[list[Fault], list[Fault]]:
        """Parts of a criterion, and ends of its intervals, that nobody's outcome depends on."""
        parts: list[Fault] = []
        thresholds: list[Fault] = []

        def same(criterion: Criterion | bool) -> bool:  # noqa: FBT001 - a criterion or its truth
            return self._decides(node, criterion, here) == whole

        whole = self._decides(node, node.criterion, here)
        for path, part in _parts(node.criterion):
            if path and any(same(_with(node.criterion, path, truth)) for truth in (True, False)):
                named = ", ".join(finding.name for finding in findings_in(part))
                what = f'in "{node.asks}" the part on {named} never matters'
                parts.append(Fault(place, what, part))
            elif isinstance(part, Within):
                for end, without in _without_an_end(part):
                    if same(_with(node.criterion, path, without)):
                        on = f"{plain(end)} on {part.quantity.name}"
                        what = f'in "{node.asks}" the threshold {on} changes nothing'
                        thresholds.append(Fault(place, what, part))
        return parts, thresholds

    def _decides(self, node: Question[Any], criterion: Criterion | bool, here: int) -> int:  # noqa: FBT001 - a criterion or its truth
        """Where those who get here would end if the question asked this criterion."""
        if isinstance(criterion, bool):
            holds = self.diagram.yes if criterion else self.diagram.no
        else:
            holds = self.diagram.criterion(criterion)
        chosen = self.diagram.if_then_else(holds, self._whole(node.yes), self._whole(node.no))
        return self.diagram.if_then_else(here, chosen, self.diagram.end(None))

    def _witness(self, here: int) -> Findings:
        answers = fewest_answers(self.diagram, here, self.people) or {}
        return (self.tree.vocabulary or Findings)(**values_of(self.diagram, answers))


def _parts(
    criterion: Criterion, path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Criterion]]:
    """Each part of a criterion with the steps that lead to it, the whole one first."""
    yield path, criterion
    match criterion:
        case Not(of=of):
            yield from _parts(of, (*path, 0))
        case AtLeast(of=parts):
            for index, part in enumerate(parts):
                yield from _parts(part, (*path, index))
        case Is() | Within():
            return


def _with(
    criterion: Criterion,
    path: Sequence[int],
    other: Criterion | bool,  # noqa: FBT001 - a truth
) -> Criterion | bool:
    """The criterion with one part replaced by another, or by a truth."""
    if not path:
        return other
    match criterion:
        case Not(of=of):
            inner = _with(of, path[1:], other)
            return not inner if isinstance(inner, bool) else Not(inner)
        case AtLeast(k=k, of=parts):
            inner = _with(parts[path[0]], path[1:], other)
            rest = tuple(part for index, part in enumerate(parts) if index != path[0])
            if not isinstance(inner, bool):
                return AtLeast(k, (*rest, inner))
            needed = k - inner
            if needed == 0:
                return True
            return AtLeast(needed, rest) if needed <= len(rest) else False
        case Is() | Within():
            return other


def _without_an_end(criterion: Within) -> Iterator[tuple[float, Criterion | bool]]:
    """The criterion without one of its thresholds, for each of them."""
    interval = criterion.interval
    if interval.low is not None:
        rest = Interval(None, interval.high, high_open=interval.high_open)
        yield interval.low, Within(criterion.quantity, rest) if interval.high is not None else True
    if interval.high is not None:
        rest = Interval(interval.low, None, low_open=interval.low_open)
        yield interval.high, Within(criterion.quantity, rest) if interval.low is not None else True


def _ends(tree: Tree[Any]) -> dict[Quantity, list[float]]:
    """For each quantity, in order, where what follows from its value may change."""
    ends: dict[Quantity, set[float]] = {}
    for question in tree.questions:
        for quantity, end in thresholds_in(question.criterion):
            showing = {quantity.shows[1]} if quantity.shows else set[float]()
            ends.setdefault(quantity, showing | {quantity.low, quantity.high}).add(end)
    return {quantity: sorted(found) for quantity, found in ends.items()}


def _values_beside(quantity: Quantity, ends: Sequence[float], end: float) -> tuple[float, ...]:
    """Just below, at and just above a threshold, as the quantity accepts them."""
    index = bisect_left(ends, end)
    below, above = beside(end, ends[max(index - 1, 0) : index + 2])
    if quantity.whole:
        below, above = math.ceil(end) - 1, math.floor(end) + 1
    return tuple(
        value
        for value in (below, end, above)
        if quantity.low <= value <= quantity.high and not (quantity.whole and value != int(value))
    )
