"""Answers by brute force: the oracle for witness, why-not, verify and compare.

A person is tried at one value for each answer that any threshold tells apart, so
that a few hundred people stand for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from tests.reasoning.strategies import (
    OUTCOMES,
    Situation,
    World,
    atoms_in,
    criteria,
    ending,
    finding_of,
    key,
    linked,
    people,
    points,
    questions,
    thresholds_of,
    trees,
    worlds,
)

F = TypeVar("F", bound=Findings)
T = TypeVar("T")


@attrs.frozen
class Wanted:
    """A person, a tree, and one of its outcomes."""

    case: Situation
    outcome: Hashable

    @property
    def tree(self) -> Tree[Any]:
        return self.case.tree

    @property
    def person(self) -> Findings:
        return self.case.person


# ---------------------------------------------------------------------------- people


def asked_by(*trees_: Tree[Any]) -> list[Is | Within]:
    """Every atom of every criterion of these trees."""
    return [
        atom
        for tree in trees_
        for question in questions(tree.root)
        for atom in atoms_in(question.criterion)
    ]


def answers_to(finding: Finding, atoms: Iterable[Is | Within]) -> list[Any]:
    """One value for each answer that these atoms, or the vocabulary, can tell apart.

    The usual value stands for its own answer. The first one shows no sign.
    """
    if not isinstance(finding, Quantity):
        return list(points(finding, ()))
    ends = sorted(thresholds_of(finding, atoms))
    kept: dict[Hashable, Any] = {}
    for value in (finding.usual, *points(finding, ends)):
        kept.setdefault(tuple((value < end, value == end) for end in ends), value)
    return sorted(kept.values())


def bearing(vocabulary: type[Findings], atoms: Iterable[Is | Within]) -> list[Finding]:
    """The findings of the tree, and those that the vocabulary ties to them."""
    asked = {finding_of(atom) for atom in atoms}
    return [
        finding
        for finding in vocabulary.findings()
        if finding in asked or linked(vocabulary, finding) & asked
    ]


def accepted(vocabulary: type[F], columns: Mapping[str, Iterable[Any]]) -> list[F]:
    """Every valid person with one value of each column."""
    found: list[F] = []
    for values in product(*columns.values()):
        try:
            found.append(vocabulary(**dict(zip(columns, values, strict=True))))
        except FindingError:
            continue
    return found


def everybody(given: F, atoms: list[Is | Within]) -> list[F]:
    """Every completion of the given findings, with one value for each distinct answer."""
    vocabulary = type(given)
    bears = bearing(vocabulary, atoms)
    columns: dict[str, list[Any]] = {}
    for finding in vocabulary.findings():
        known = given.value_of(finding)
        every = [known] if known is not None else answers_to(finding, atoms)
        columns[finding.name] = every if finding in bears else every[:1]
    return accepted(vocabulary, columns)


def agrees(complete: Findings, person: Findings) -> bool:
    """Whether a complete person agrees with the known findings of a person."""
    return all(complete.value_of(finding) == value for finding, value in person.known.items())


def certain(tree: Tree[Any], person: Findings, outcome: object) -> bool:
    """Whether every completion of a person has this outcome."""
    ends = {key(ending(tree.root, one)) for one in everybody(person, asked_by(tree))}
    return ends == {key(outcome)}


# --------------------------------------------------------------------------- witness


@attrs.frozen
class Fewest:
    """The cheapest ways to make an outcome certain.

    Attributes:
        answers: How many answers they take.
        unusual: How many of them must be neither a denial nor a usual value.
    """

    answers: int
    unusual: int


def unusual(finding: Finding, value: object) -> bool:
    """Whether an answer is neither a denial nor the usual value, where there is one."""
    if isinstance(finding, Quantity):
        return value != finding.usual
    if isinstance(finding, Category):
        return False
    return value is not finding.normal


def fewest_to(tree: Tree[Any], outcome: object, given: Findings) -> Fewest | None:
    """The fewest answers that make an outcome certain; None where no completion reaches it."""
    atoms = asked_by(tree)
    ends = [(one, key(ending(tree.root, one))) for one in everybody(given, atoms)]
    if key(outcome) not in {end for _, end in ends}:
        return None
    open_ = [one for one in bearing(type(given), atoms) if given.value_of(one) is None]
    for size in range(len(open_) + 1):
        costs = [
            Fewest(size, sum(unusual(finding, value) for finding, value in answers.items()))
            for chosen in combinations(open_, size)
            for answers in _answers(chosen, atoms)
            for person in _answered(given, answers)
            if {end for one, end in ends if agrees(one, person)} == {key(outcome)}
        ]
        if costs:
            return min(costs, key=lambda cost: cost.unusual)
    return None


def _answers(chosen: tuple[Finding, ...], atoms: list[Is | Within]) -> Iterator[dict[Finding, Any]]:
    for values in product(*(answers_to(finding, atoms) for finding in chosen)):
        yield dict(zip(chosen, values, strict=True))


def _answered(given: Findings, answers: Mapping[Finding, Any]) -> Iterator[Findings]:
    try:
        yield given.but(**{finding.name: value for finding, value in answers.items()})
    except FindingError:
        return


def added_answers(given: Findings, found: Findings) -> dict[Finding, Any]:
    """The fewest answers that lead from the given findings to the found ones.

    A sign that a quantity shows by definition is no answer of its own.
    """
    added = {f: value for f, value in found.known.items() if given.value_of(f) is None}
    shown = {
        finding.shows[0]
        for finding, value in added.items()
        if isinstance(finding, Quantity) and finding.shows and value >= finding.shows[1]
    }
    return {finding: value for finding, value in added.items() if finding not in shown}


# --------------------------------------------------------------------------- why not


def smallest_changes(tree: Tree[Any], person: Findings, outcome: object) -> set[frozenset[Finding]]:
    """Every smallest set of known findings whose change reaches an outcome."""
    atoms = asked_by(tree)
    vocabulary = type(person)
    bears = bearing(vocabulary, atoms)
    columns: dict[str, list[Any]] = {}
    for finding in vocabulary.findings():
        known = person.value_of(finding)
        kept = [] if known is None else [known]
        every = answers_to(finding, atoms)
        columns[finding.name] = [*kept, *every] if finding in bears else (kept or every[:1])
    ways = {
        frozenset(f for f, value in person.known.items() if one.value_of(f) != value)
        for one in accepted(vocabulary, columns)
        if key(ending(tree.root, one)) == key(outcome)
    }
    fewest = min(map(len, ways), default=0)
    return {way for way in ways if len(way) == fewest}


# ------------------------------------------------------------------- situations, small


@st.composite
def shallow(draw: st.DrawFn) -> Situation:
    """A quantity that shows a sign, and a tree of one question that may ask either."""
    world = draw(worlds(shows=True, most=4))
    criterion = draw(criteria(world))
    tree = Tree(Question("Is it so?", criterion, yes=Leaf("a"), no=Leaf("b")), name="shallow")
    return Situation(world, tree, draw(people(world)))


# ---------------------------------------------------------------------- other trees


@st.composite
def edited(draw: st.DrawFn, world: World, tree: Tree[Any]) -> Tree[Any]:
    """A second tree: alike in other words, changed in one place, or another altogether."""
    how = draw(st.sampled_from(["alike", "alike", "criterion", "outcome", "another"]))
    if how == "another":
        return draw(trees(world))
    if how == "alike":
        return attrs.evolve(tree, root=_said_otherwise(tree.root))
    place = draw(st.integers(0, 7))
    if how == "outcome":
        leaf = Leaf(draw(st.sampled_from(OUTCOMES)))
        return attrs.evolve(tree, root=_with_leaf(tree.root, place, leaf))
    criterion = draw(criteria(world))
    return attrs.evolve(tree, root=_with_criterion(tree.root, place, criterion))


def _said_otherwise(node: Node[Any]) -> Node[Any]:
    """The same tree with every question negated and every count complemented."""
    if isinstance(node, Leaf):
        return node
    criterion = Not(_from_behind(node.criterion))
    yes, no = _said_otherwise(node.no), _said_otherwise(node.yes)
    return Question(node.asks, criterion, yes=yes, no=no)


def _from_behind(criterion: Criterion) -> Criterion:
    """By De Morgan: k of n hold exactly where n - k + 1 of their denials do not."""
    match criterion:
        case AtLeast(k=k, of=parts, weights=tuple() as weights):
            denials = tuple(Not(_from_behind(part)) for part in reversed(parts))
            return Not(AtLeast(sum(weights) - k + 0.5, denials, weights=weights[::-1]))
        case AtLeast(k=k, of=parts):
            denials = tuple(Not(_from_behind(part)) for part in reversed(parts))
            return Not(AtLeast(len(parts) - k + 1, denials))
        case Not(of=of):
            return Not(_from_behind(of))
        case _:
            return criterion


def replaced_in(node: Node[T], old: Criterion, new: Criterion) -> Node[T]:
    """A copy of a tree in which every occurrence of one criterion is another."""
    if isinstance(node, Leaf):
        return node
    return attrs.evolve(
        node,
        criterion=_replaced(node.criterion, old, new),
        yes=replaced_in(node.yes, old, new),
        no=replaced_in(node.no, old, new),
    )


def with_outcomes(node: Node[Any], change: Callable[[Any], Any]) -> Node[Any]:
    """A copy of a tree with each outcome changed."""
    if isinstance(node, Leaf):
        return Leaf(change(node.outcome))
    yes, no = with_outcomes(node.yes, change), with_outcomes(node.no, change)
    return attrs.evolve(node, yes=yes, no=no)


def _replaced(criterion: Criterion, old: Criterion, new: Criterion) -> Criterion:
    if criterion == old:
        return new
    match criterion:
        case Not(of=of):
            return Not(_replaced(of, old, new))
        case AtLeast(of=parts):
            return attrs.evolve(criterion, of=tuple(_replaced(part, old, new) for part in parts))
        case _:
            return criterion


def _with_criterion(node: Node[Any], place: int, criterion: Criterion) -> Node[Any]:
    """The tree with one criterion replaced: of the question that the bits of place lead to."""
    if isinstance(node, Leaf):
        return node
    if place < 2:  # one bit is left
        return attrs.evolve(node, criterion=criterion)
    if place & 1:
        return attrs.evolve(node, yes=_with_criterion(node.yes, place >> 1, criterion))
    return attrs.evolve(node, no=_with_criterion(node.no, place >> 1, criterion))


def _with_leaf(node: Node[Any], place: int, leaf: Leaf[Any]) -> Node[Any]:
    """The tree with one leaf replaced: of the path that the bits of place lead along."""
    if isinstance(node, Leaf):
        return leaf
    if place & 1:
        return attrs.evolve(node, yes=_with_leaf(node.yes, place >> 1, leaf))
    return attrs.evolve(node, no=_with_leaf(node.no, place >> 1, leaf))
