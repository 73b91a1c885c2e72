"""Contradictory parts of criteria, and the redundant parts of a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Not,
    Path,
    Within,
    findings_in,
    parts_in,
    with_part,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Finding, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import deciding
from spasm_ddx.reasoning.tree import Question, Tree, add_node, places, said_place, with_criteria
from spasm_ddx.reasoning.wording import amount, sentence


@attrs.frozen
class Fault:
    """A part of a tree that is an error, or redundant.

    Attributes:
        place: The answers that lead there, such as ``"yn"``; empty for the first question.
        what: The fault, in words.
        part: The criterion, or None for a question, a leaf or a finding.
        threshold: The redundant end of its interval, or None.
    """

    place: str
    what: str
    part: Criterion | None = None
    threshold: float | None = None

    def __str__(self) -> str:
        return f"{said_place(self.place)}: {self.what}"


@attrs.frozen
class _Judged:
    """A criterion of a question, or a score; ``ends`` is the tree with it replaced."""

    place: str
    named: str
    criterion: Criterion
    ends: Callable[[Criterion], int]
    is_score: bool


class Redundancy:
    """Finds the parts of a tree that hold for nobody, or that are redundant.

    It judges a question that several branches share once, for everyone who reaches it, and a
    score once, at all of its thresholds together. It does not judge the parts of a fault.

    Attributes:
        diagram: A diagram over the findings of the tree.
        people: The node that is yes for possible people.
        contradictory: Parts that hold for nobody.
        redundant: Questions, parts, thresholds and findings, each redundant by itself.
    """

    def __init__(self, tree: Tree[Any]) -> None:
        self._tree = tree
        # It replaces a part whose truth is then independent of the person.
        vocabulary = tree.vocabulary or Findings
        self._read = Sign(name="read", vocabulary=vocabulary, asks="", label="")
        self.diagram: DecisionDiagram = DecisionDiagram((self._read, *tree.findings))
        self.people: int = self.diagram.accepted(tree.findings)
        self._roots = {id(node): add_node(self.diagram, node) for _, node in places(tree.root)}
        self._scores: list[_Judged] = []
        self._kept: set[Finding] = set()
        self.contradictory: list[Fault] = []
        self.redundant: list[Fault] = []

    def judge(self, arrived: Mapping[int, int]) -> None:
        """Judge all parts, given the people who reach each node, by its ``id``."""
        for place, node in places(self._tree.root):
            if isinstance(node, Question):
                self._judge_question(place, node, arrived[id(node)])
        for score in self._scores:
            self._judge_within(score)
        self._judge_findings()
        # Report a part that occurs twice in one criterion once.
        self.contradictory = list(dict.fromkeys(self.contradictory))
        self.redundant = list(dict.fromkeys(self.redundant))

    def _judge_question(self, place: str, question: Question[Any], here: int) -> None:
        diagram, asks = self.diagram, f'"{question.asks}"'
        yes, no = self._roots[id(question.yes)], self._roots[id(question.no)]

        def ends(criterion: Criterion) -> int:
            decided = diagram.if_then_else(diagram.criterion(criterion), yes, no)
            return diagram.if_then_else(here, decided, diagram.end(None))

        if diagram.all_of(here, diagram.criterion(question.criterion)) in {here, diagram.no}:
            return  # nobody reaches it, or only one answer is possible
        if len(set(self._either_way(ends(self._read.present)))) == 1:
            what = f"the question {asks}, since both answers have the same results"
            self.redundant.append(Fault(place, what))
        else:
            self._judge_within(_Judged(place, asks, question.criterion, ends, is_score=False))

    def _judge_within(self, judged: _Judged) -> None:
        parts, whole = dict(parts_in(judged.criterion)), judged.ends(judged.criterion)
        found: Path | None = None
        for path, part in parts.items():
            if found is None or path[: len(found)] != found:
                of = f' of "{sentence(parts[path[:-1]])}"' if len(path) > 1 else ""
                named = f'"{sentence(part)}"{of}'
                found = path if self._judge_part(judged, whole, path, part, named) else None

    def _judge_part(
        self, judged: _Judged, whole: int, path: Path, part: Criterion, named: str
    ) -> bool:
        """Judge a part; return whether its own parts need no judgement."""
        diagram, place, where = self.diagram, judged.place, f"in {judged.named}"
        if path:
            if diagram.all_of(self.people, diagram.criterion(part)) == diagram.no:
                what = f"{where} the part {named} never holds: it contradicts itself"
                self.contradictory.append(Fault(place, what, part))
                return True
            changed = with_part(judged.criterion, path, self._read.present)
            either_way = self._either_way(judged.ends(changed))
            # A criterion that always holds here is still part of the score.
            in_score = judged.is_score and len(path) == 1
            if whole in (either_way[:1] if in_score else either_way):
                self.redundant.append(Fault(place, f"{where} the part {named}", part))
                return True
        if isinstance(part, Within):
            for end, wider in _without_an_end(part):
                if judged.ends(with_part(judged.criterion, path, wider)) == whole:
                    threshold = f"the threshold {amount(part.quantity, end)}"
                    what = f"{where} {threshold} in {named}"
                    self.redundant.append(Fault(place, what, part, end))
        if isinstance(part, AtLeast):
            return not judged.is_score and self._met_score(place, part)
        if not isinstance(part, Not):
            self._kept.add(part.finding)
        return False

    def _met_score(self, place: str, part: AtLeast) -> bool:
        """Whether a part is a score, which is judged later, once."""
        if part.weights is None:
            return False

        def ends(changed: Criterion) -> int:
            root = with_criteria(self._tree.root, lambda whole: _replaced(whole, part, changed))
            decided = add_node(self.diagram, root)
            return self.diagram.if_then_else(self.people, decided, self.diagram.end(None))

        if not any(_is_same(part, met.criterion) for met in self._scores):
            named = part.name or "the score"
            self._scores.append(_Judged(place, named, part, ends, is_score=True))
        return True

    def _judge_findings(self) -> None:
        """Report findings that never matter, unless every part that asks them is redundant."""
        asked = self._tree.findings
        root = self.diagram.possible(self._roots[id(self._tree.root)], asked=asked)
        matter = deciding(self.diagram, root)
        for place, node in places(self._tree.root):
            for finding in findings_in(node.criterion) if isinstance(node, Question) else ():
                if finding in self._kept and finding not in matter:
                    self._kept.remove(finding)
                    what = f'"{finding.label}" ({finding.name}), wherever it is asked'
                    self.redundant.append(Fault(place, what))

    def _either_way(self, node: int) -> tuple[int, ...]:
        """The restrictions of a node with the replaced part false and true."""
        return (self.diagram.levels[node] == 0 and self.diagram.children[node]) or (node,)


def _without_an_end(criterion: Within) -> Iterator[tuple[float, Within]]:
    """For each threshold, the criterion without it."""
    interval = criterion.interval
    for side in ("low", "high"):
        end: float | None = getattr(interval, side)
        if end is not None:
            changes: dict[str, Any] = {side: None, f"{side}_open": False}
            yield end, Within(criterion.quantity, attrs.evolve(interval, **changes))


def _is_same(one: AtLeast, other: Criterion) -> bool:
    """Whether two criteria are thresholds of one score."""
    score = one.of, one.weights, one.name
    return isinstance(other, AtLeast) and (other.of, other.weights, other.name) == score


def _replaced(criterion: Criterion, score: AtLeast, changed: Criterion) -> Criterion:
    """The criterion with each threshold of the score changed."""
    for path, part in parts_in(criterion):
        if _is_same(score, part) and isinstance(part, AtLeast) and isinstance(changed, AtLeast):
            criterion = with_part(criterion, path, attrs.evolve(part, of=changed.of))
    return criterion
