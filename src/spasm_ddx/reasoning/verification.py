"""Proofs about trees: that one holds no dead part, and where two of them differ."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeAlias

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Not,
    Within,
    findings_in,
    thresholds_in,
)
from spasm_ddx.reasoning.cubes import fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings, several_findings
from spasm_ddx.reasoning.idle_points import idle_points, without_an_end
from spasm_ddx.reasoning.kinds import Finding, Quantity
from spasm_ddx.reasoning.queries import deciding
from spasm_ddx.reasoning.rows import Overlap, overlaps
from spasm_ddx.reasoning.tree import (
    Node,
    O_co,
    Question,
    Tree,
    add_node,
    places,
    require_tree,
    said_place,
)
from spasm_ddx.reasoning.units import beside, plain
from spasm_ddx.reasoning.wording import sentence

#: From the node of a part of a criterion to the node of the whole.
_Whole: TypeAlias = Callable[[int], int]

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
        overlaps: Where rows of the tree overlap, if every yes of it is a leaf; no fault, for
            the first one decides.
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
    overlaps: tuple[Overlap, ...] = ()

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
    tested = several_findings(also, "verify(also=...)", tree.vocabulary).union(tree.findings)
    declared = () if tree.vocabulary is None else tree.vocabulary.findings()
    unasked = tuple(one for one in declared if one.red_flag and one not in tested)
    return _Verification(tree).report(unasked)


def arrivals(
    tree: Tree[O_co], diagram: DecisionDiagram, people: int
) -> Iterator[tuple[str, Node[O_co], int]]:
    """Each place of the unfolded tree, its node, and who of these people gets there.

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


class _Verification:
    def __init__(self, tree: Tree[Any]) -> None:
        self.tree = tree
        self.diagram = DecisionDiagram(tree.findings)
        self.people = self.diagram.accepted(tree.findings)
        self.whole = {id(node): add_node(self.diagram, node) for _, node in places(tree.root)}

    def report(self, unasked_red_flags: tuple[Finding, ...]) -> Report[Any]:
        faults: defaultdict[str, list[Fault]] = defaultdict(list)
        boundaries: list[Boundary] = []
        witnesses: dict[str, Findings] = {}
        ends = _ends(self.tree)
        for place, node, here in arrivals(self.tree, self.diagram, self.people):
            if isinstance(node, Question):
                boundaries += (
                    Boundary(place, quantity, end, _values_beside(quantity, ends[quantity], end))
                    for quantity, end in dict.fromkeys(thresholds_in(node.criterion))
                )
                for kind, what, part in self._faults(node, here):
                    faults[kind].append(Fault(place, what, part))
            elif here == self.diagram.no:
                what = f"nobody reaches the leaf {node.outcome}"
                faults["unreachable"].append(Fault(place, what))
            else:
                answers = fewest_answers(self.diagram, here, self.people) or {}
                vocabulary = self.tree.vocabulary or Findings
                witnesses[place] = vocabulary(**values_of(self.diagram, answers))
        for idle in idle_points(self.tree):
            kind = "idle_parts" if idle.threshold is None else "idle_thresholds"
            faults[kind].append(Fault(idle.place, idle.what, idle.part))
        return Report(
            tuple(faults["unreachable"]),
            tuple(faults["one_way"]),
            tuple(faults["idle_questions"]),
            self._idle_findings(),
            tuple(faults["idle_parts"]),
            tuple(faults["idle_thresholds"]),
            unasked_red_flags,
            witnesses,
            tuple(boundaries),
            tuple(overlaps(self.tree, self.diagram, self.people)),
        )

    def _idle_findings(self) -> tuple[Finding, ...]:
        whole = self.diagram.possible(self.whole[id(self.tree.root)], asked=self.tree.findings)
        matter = deciding(self.diagram, whole)
        asked = [one for one in self.diagram.order if one in self.tree.findings]
        return tuple(one for one in asked if one not in matter)

    def _faults(
        self, question: Question[Any], here: int
    ) -> Iterator[tuple[str, str, Criterion | None]]:
        """What is wrong with a question for those who get there: its kind, in words, and where."""
        diagram, asks = self.diagram, f'"{question.asks}"'
        yes, no = self.whole[id(question.yes)], self.whole[id(question.no)]

        def ends(holds: int) -> int:
            """Where those who get here end if this node is the truth of the criterion."""
            return diagram.if_then_else(
                here, diagram.if_then_else(holds, yes, no), diagram.end(None)
            )

        if here == diagram.no:
            return  # its leaves tell it already
        holds = diagram.criterion(question.criterion)
        if diagram.all_of(here, holds) in {here, diagram.no}:
            word = "no" if diagram.all_of(here, holds) == diagram.no else "yes"
            yield "one_way", f"{asks} can only be answered {word}", None
            return
        if ends(diagram.yes) == ends(diagram.no):
            yield "idle_questions", f"{asks} decides nothing", None
        for part, whole in self._parts(question.criterion):
            never = {ends(whole(truth)) for truth in (diagram.yes, diagram.no)}
            if part is not question.criterion and ends(holds) in never:
                yield "idle_parts", f"in {asks} {_said_part(part)} never matters", part
            elif isinstance(part, Within):
                for end, rest in without_an_end(part):
                    if ends(whole(diagram.criterion(rest))) == ends(holds):
                        on = f"{plain(end)} on {part.quantity.name}"
                        what = f"in {asks} the threshold {on} changes nothing"
                        yield "idle_thresholds", what, part

    def _parts(
        self, criterion: Criterion, whole: _Whole = lambda node: node
    ) -> Iterator[tuple[Criterion, _Whole]]:
        """Each part, the whole one first, and the node of the whole by the node of the part."""
        diagram = self.diagram
        yield criterion, whole
        match criterion:
            case Not(of=of) if not _is_score(of):
                yield from self._parts(of, _composed(diagram.negated, whole))
            case AtLeast(k=k, of=parts, weights=None):
                for index, part in enumerate(parts):
                    others = (*parts[:index], *parts[index + 1 :])
                    one_less, as_many = diagram.at_least(k - 1, others), diagram.at_least(k, others)
                    among = partial(diagram.if_then_else, yes=one_less, no=as_many)
                    yield from self._parts(part, _composed(among, whole))
            case _:
                return  # a score is judged at all of its thresholds together: idle_points


def _is_score(criterion: Criterion) -> bool:
    return isinstance(criterion, AtLeast) and criterion.weights is not None


def _said_part(part: Criterion) -> str:
    if _is_score(part.of if isinstance(part, Not) else part):
        return f'the part "{sentence(part)}"'
    return f"the part on {', '.join(finding.name for finding in findings_in(part))}"


def _composed(first: _Whole, then: _Whole) -> _Whole:
    return lambda node: then(first(node))


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
