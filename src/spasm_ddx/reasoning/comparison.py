"""Compares two trees, even with different vocabularies: the people whose outcomes differ.

Findings correspond by name. For a finding that was renamed or split, pairs of criteria with the
same meaning, one on each vocabulary, say what corresponds.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeAlias, assert_never, cast

import attrs

from spasm_ddx.errors import TreeError, require, shown
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Is,
    Not,
    Within,
    findings_in,
    require_criterion,
)
from spasm_ddx.reasoning.cubes import common, cover, fewest_answers
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, outcome_key
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import Cell, ends_of, is_usual, position_of, value_in
from spasm_ddx.reasoning.tree import Node, Tree, add_node, require_tree, with_criteria
from spasm_ddx.reasoning.wording import listed, outline, said, sentence

#: How many lines of a criterion a person reads.
MOST_LINES: Final = 12

#: Pairs of criteria, before and after, with the same meaning.
Alike: TypeAlias = Iterable[tuple[Criterion, Criterion]]


@attrs.frozen
class Difference:
    """The people with one outcome in the first tree and a different one in the second.

    Attributes:
        before: Their outcome in the first tree.
        after: Their outcome in the second tree.
        criterion: The exact criterion of these people, by the findings of the second tree;
            None for everyone.
        common: What all of them have in common: for each finding the values that occur among
            them, unless every value does. Necessary, but not always sufficient.
        example: One of them, with the fewest findings of the second tree.
        example_before: The same person with the findings of the first tree.
    """

    before: Any
    after: Any
    criterion: Criterion | None
    common: tuple[Criterion, ...]
    example: Findings
    example_before: Findings

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The outcomes before and after, the people affected, and an example.

        Where a sentence for exactly these people would be long, it says what all have in common.
        """
        known = [said(finding, value) for finding, value in self.example.known.items()]
        example = f" For example: {listed(known, 'and')}." if known else ""
        return f"{self.before} becomes {self.after}: {self._who()}.{example}"

    def _who(self) -> str:
        if self.criterion is None:
            return "everybody"
        if len(outline(self.criterion)) <= MOST_LINES:
            return sentence(self.criterion)
        common = [sentence(criterion) for criterion in self.common]
        alike = f", all with {listed(common, 'and')}" if common else ""
        return f"people of many kinds{alike}"


def _name(outcome: Hashable) -> Hashable:
    """The identity of an outcome in both versions: the value of a member of an enumeration."""
    return outcome_key(outcome.value if isinstance(outcome, Enum) else outcome)


def compare(before: Tree[Any], after: Tree[Any], *, alike: Alike = ()) -> tuple[Difference, ...]:
    """The people whose outcomes differ between two trees, one entry for each pair of outcomes.

    Findings correspond by name, and must have the same kind and unit. Members correspond by
    value. The comparison leaves out people whom one vocabulary cannot describe: with a member or
    number that it lacks, or without a sign that it says a number shows. A finding of only one
    vocabulary may have any value.

    Args:
        before: The first tree.
        after: The second tree.
        alike: Pairs of criteria, before and after, with the same meaning, for a finding that
            was renamed or split. A finding in a pair does not correspond by name.

    Returns:
        The differences, the most severe outcome before first, then after; empty means
        that the trees are proved equal.

    Raises:
        TreeError: A name means two things, an item of ``alike`` is not a pair of criteria, a
            pair names a finding of neither vocabulary, or the pairs leave out somebody whom one
            vocabulary describes.
        DiagramTooLargeError: A decision diagram outgrew its limit.
    """
    require_tree(before, "compare")
    require_tree(after, "compare")
    asked = before.findings, after.findings
    both = Matched.of((before.vocabulary, after.vocabulary), asked, alike)
    roots = both.before(before.root), add_node(both.diagram, after.root)
    return tuple(both.disagreements(roots, (before.outcomes, after.outcomes)))


@attrs.frozen
class Matched:
    """Two vocabularies in one decision diagram.

    Attributes:
        vocabularies: The first and the second.
        diagram: A diagram over the findings of the second and those of the first alone.
        people: The node that is yes for people possible in both vocabularies.
        translated: For each finding of the first, its counterpart in the diagram.
        alone: The number of findings of only the first, at the end of the diagram's order.
    """

    vocabularies: tuple[type[Findings], type[Findings]]
    diagram: DecisionDiagram
    people: int
    translated: Mapping[Finding, Finding]
    alone: int

    @classmethod
    def of(
        cls,
        vocabularies: tuple[type[Findings] | None, type[Findings] | None],
        asked: tuple[Collection[Finding], Collection[Finding]],
        alike: Alike,
    ) -> Matched:
        """Match the findings of two vocabularies that two trees or the pairs ask."""
        first = vocabularies[0] or vocabularies[1] or Findings
        second = vocabularies[1] or first
        alike = _pairs(alike, first, second)
        old_paired = [finding for old, _ in alike for finding in findings_in(old)]
        new_paired = [finding for _, new in alike for finding in findings_in(new)]
        paired = {*old_paired, *new_paired}
        translated = _translated(second, (*asked[0], *old_paired), paired)
        # What only the second tree asks, the first vocabulary may still be unable to describe.
        named = {finding.name: finding for finding in first.findings()}
        also = [named[finding.name] for finding in asked[1] if finding.name in named]
        known = _translated(second, also, paired) | translated
        alone = [found for found in known.values() if found not in second.findings()]
        shared = [found for found in translated.values() if found not in alone]
        diagram = DecisionDiagram((*shared, *asked[1], *new_paired, *alone))
        described = (diagram.criterion(one) for one in _described(known))
        everybody = people = diagram.all_of(diagram.accepted(diagram.order), *described)
        for old, new in alike:
            before, after = diagram.criterion(_read(old, translated)), diagram.criterion(new)
            same = diagram.if_then_else(before, after, diagram.negated(after))
            people = diagram.all_of(people, same)
        for vocabulary, findings in ((first, translated.values()), (second, second.findings())):
            _refuse_left_out(diagram, people, everybody, vocabulary, tuple(findings))
        return cls((first, second), diagram, people, translated, len(diagram.order) - len(alone))

    def before(self, root: Node[Any]) -> int:
        """The root of a tree about the first vocabulary."""
        read = partial(_read, translated=self.translated)
        return add_node(self.diagram, with_criteria(root, read))

    def before_criterion(self, criterion: Criterion) -> int:
        """The node of a criterion about the first vocabulary."""
        return self.diagram.criterion(_read(criterion, self.translated))

    def disagreements(
        self,
        roots: tuple[int, int],
        ends: tuple[Collection[Hashable], Collection[Hashable]],
    ) -> Iterator[Difference]:
        """The people for whom two roots differ, for each pair of terminals."""
        diagram = self.diagram
        people = self._seen(self.people)
        for old in ends[0]:
            here = diagram.all_of(self.people, diagram.where(roots[0], old))
            for new in ends[1]:
                differ = diagram.all_of(here, diagram.where(roots[1], new))
                if differ == diagram.no or _name(old) == _name(new):
                    continue
                seen = self._seen(differ)
                who = None if seen == people else cover(diagram, seen)
                alike = tuple(common(diagram, seen))
                yield Difference(old, new, who, alike, *self._examples(differ, seen, people))

    def _seen(self, root: int) -> int:
        """The node with the findings of only the first vocabulary eliminated: for any values."""
        return _about(self.diagram, root, self.diagram.order[: self.alone])

    def _examples(self, differ: int, seen: int, people: int) -> tuple[Findings, Findings]:
        """One of these people with the fewest findings, in the second and the first vocabulary.

        It chooses the findings of the second vocabulary, then matching findings of the first, and
        then more of the second if they are needed to make the difference certain.
        """
        diagram, order = self.diagram, self.diagram.order
        known_positions: list[float | None] = [None] * len(order)
        known: dict[Finding, Any] = {}

        def know(answers: Mapping[int, Cell]) -> None:
            for level, cell in answers.items():
                known[order[level]] = value_in(order[level], cell)
                known_positions[level] = position_of(order[level], known[order[level]])

        know(fewest_answers(diagram, seen, people) or {})
        for level in range(self.alone, len(order)):
            know({level: self._answer_of_some(differ, known_positions, level)})
        left, accepted = (
            diagram.restricted(root, known_positions) for root in (differ, self.people)
        )
        know(fewest_answers(diagram, left, accepted) or {})
        first, second = self.vocabularies
        after = {f.name: value for f, value in known.items() if f in second.findings()}
        before = {
            old.name: _members_alike(old, [known[new]])[0]
            if isinstance(old, Category)
            else known[new]
            for old, new in self.translated.items()
            if new in known
        }
        return second(**after), first(**before)

    def _answer_of_some(self, root: int, known: Sequence[float | None], level: int) -> Cell:
        """An answer with which ``root`` can still be yes, the usual one if possible."""
        finding, starts = self.diagram.order[level], self.diagram.answers(root, level)
        cells = [*pairwise((*starts, ends_of(finding)[1]))]

        def is_left(cell: Cell) -> bool:
            tried = [*known[:level], cell[0], *known[level + 1 :]]
            return self.diagram.restricted(root, tried) != self.diagram.no

        return next(filter(is_left, sorted(cells, key=lambda cell: not is_usual(finding, cell))))


def _about(diagram: DecisionDiagram, root: int, findings: Collection[Finding]) -> int:
    """The node that ends in yes where the root does so for some answers to all other findings."""

    def made(node: int, children: list[int]) -> int:
        if not children:
            return node
        if diagram.order[diagram.levels[node]] not in findings:
            return diagram.any_of(*children)
        return diagram.node(diagram.levels[node], diagram.cuts[node], children)

    return diagram.fold(root, made)


def _refuse_left_out(
    diagram: DecisionDiagram,
    people: int,
    everybody: int,
    vocabulary: type[Findings],
    findings: Collection[Finding],
) -> None:
    """Refuse pairs that leave somebody of a vocabulary without anybody alike in the other."""
    whole, kept = (_about(diagram, root, findings) for root in (everybody, people))
    if kept != whole:
        lost = fewest_answers(diagram, diagram.if_then_else(kept, diagram.no, whole), whole) or {}
        order = diagram.order
        answers = [said(order[level], value_in(order[level], lost[level])) for level in lost]
        who = listed(answers, "and") or "everybody"
        leave = f"the pairs leave out people of {vocabulary.__name__} ({who})"
        msg = f"alike: {leave}; what a pair names must mean the same before and after"
        raise TreeError(msg)


def _pairs(
    alike: object, first: type[Findings], second: type[Findings]
) -> list[tuple[Criterion, Criterion]]:
    wanted = "give pairs of criteria, one before and one after"
    require(alike, Iterable, f"alike: {wanted}", TreeError)
    pairs: list[Any] = list(cast("Iterable[Any]", alike))
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(cast("Sequence[Any]", pair)) != 2:  # noqa: PLR2004 - a pair
            msg = f"alike: {shown(cast('object', pair))} is not a pair; {wanted}"
            raise TreeError(msg)
        sides = ((first, "before"), (second, "after"))
        for criterion, (vocabulary, side) in zip(cast("Sequence[Any]", pair), sides, strict=True):
            require_criterion(criterion, "alike: a pair has two criteria", TreeError)
            for finding in findings_in(criterion):
                if finding.vocabulary is not vocabulary:
                    wrong = f"{finding!r} is not a finding of {vocabulary.__name__}"
                    msg = f"alike: {wrong}, the one {side}"
                    raise TreeError(msg)
    return pairs


def _translated(
    second: type[Findings], asked: Iterable[Finding], paired: Collection[Finding]
) -> dict[Finding, Finding]:
    """For each relevant finding of the first vocabulary, its counterpart."""
    shown = [one.shows[0] for one in asked if isinstance(one, Quantity) and one.shows]
    named = {finding.name: finding for finding in second.findings()}
    found: dict[Finding, Finding] = {}
    for finding in dict.fromkeys((*asked, *shown)):
        same = named.get(finding.name)
        if same is not None and finding not in paired and same not in paired:
            _check_same(finding, same)
            found[finding] = same
        else:
            found[finding] = twin(finding)
    return found


def twin(finding: Finding) -> Finding:
    """A distinct finding with the same answers that shows no sign."""
    if isinstance(finding, Quantity):
        return attrs.evolve(finding, shows=None)
    return attrs.evolve(finding)


def _check_same(one: Finding, other: Finding) -> None:
    kinds = [type(finding).__name__.lower() for finding in (one, other)]
    told = None
    if kinds[0] != kinds[1]:
        told = f"a {kinds[0]} before and a {kinds[1]} after"
    elif isinstance(one, Category) and isinstance(other, Category):
        told = None if _members_alike(one, other.members) else "no member is in both"
    elif isinstance(one, Quantity) and isinstance(other, Quantity):
        if one.unit != other.unit:
            told = f"in {one.unit or 'no unit'} before and in {other.unit or 'no unit'} after"
        elif one.whole != other.whole:
            told = "a whole number in only one of them"
        elif max(one.low, other.low) > min(one.high, other.high):
            told = "no value is in both ranges"
    if told is not None:
        msg = f"{one.name} means two things: {told}; rename one, and give a pair in alike"
        raise TreeError(msg)


def _described(translated: Mapping[Finding, Finding]) -> Iterator[Criterion]:
    """The criteria of people that the first vocabulary can describe."""
    for old, new in translated.items():
        if isinstance(old, Category) and isinstance(new, Category):
            members = _members_alike(new, old.members)
            if len(members) < len(new.members):
                yield Is(new, frozenset(members))
        if isinstance(old, Quantity) and isinstance(new, Quantity):
            low, high = max(old.low, new.low), min(old.high, new.high)
            if (low, high) != (new.low, new.high):
                yield new.between(low, high)
            if old.shows is not None:
                sign, threshold = cast("Sign", translated[old.shows[0]]), old.shows[1]
                yield Not(AtLeast(2, (new.at_least(threshold), sign.absent)))


def _members_alike(category: Category[Any], members: Iterable[Any]) -> list[Any]:
    """The members of a category with the values of these."""
    values = {member.value for member in members}
    return [member for member in category.members if member.value in values]


def _read(criterion: Criterion, translated: Mapping[Finding, Finding]) -> Criterion:
    """The criterion with its findings translated, members by value."""
    match criterion:
        case Is(finding=finding, values=values):
            new: Any = translated[finding]
            if isinstance(finding, Category):
                return Is(new, frozenset(_members_alike(new, values)))
            return Is(new, values)
        case Within(quantity=quantity, interval=interval):
            other: Any = translated[quantity]
            return Within(other, interval)
        case Not(of=of):
            return Not(_read(of, translated))
        case AtLeast(of=parts):
            return attrs.evolve(criterion, of=[_read(part, translated) for part in parts])
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)
