"""MC/DC pairs: verified, and impossible exactly where brute force finds none."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, all_of, any_of
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.reasoning.verification import verify
from spasm_ddx.testing import MCDC, Atom, Pair, mcdc
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    completions,
    enough,
    finding_of,
    key,
    keys,
    reached,
    trees,
    truth,
    worlds,
    yes_where,
)

Path = tuple[int, ...]


def occurrences(criterion: Criterion, path: Path = ()) -> Iterator[tuple[Path, Is | Within]]:
    match criterion:
        case Is() | Within():
            yield path, criterion
        case Not(of=of):
            yield from occurrences(of, (*path, 0))
        case AtLeast(of=parts):
            for index, part in enumerate(parts):
                yield from occurrences(part, (*path, index))


def reading(criterion: Criterion, truths: dict[Path, bool], path: Path = ()) -> bool:
    """The truth of a criterion with these truths of its atoms."""
    match criterion:
        case Is() | Within():
            return truths[path]
        case Not(of=of):
            return not reading(of, truths, (*path, 0))
        case AtLeast(of=parts):
            held = [reading(part, truths, (*path, index)) for index, part in enumerate(parts)]
            return enough(criterion, held)


def unfolded(node: Node[Any], place: str = "") -> Iterator[tuple[str, Question[Any]]]:
    if isinstance(node, Question):
        yield place, node
        yield from unfolded(node.yes, place + "y")
        yield from unfolded(node.no, place + "n")


def walk(
    tree: Tree[Any], person: Findings, place: str, truths: dict[Path, bool]
) -> tuple[bool, Hashable]:
    """Whether a person reaches a place, and the outcome with these truths of its atoms."""
    node, at, met = tree.root, "", False
    while isinstance(node, Question):
        here = at == place
        met = met or here
        yes = reading(node.criterion, truths) if here else truth(node.criterion, person)
        node, at = (node.yes, at + "y") if yes else (node.no, at + "n")
    return met, key(node.outcome)


def sides(atom: Atom, tree: Tree[Any], people: list[Findings]) -> dict[bool, dict[Any, set[Any]]]:
    """Those whom an atom decides: by its truth and that of the others, where they end."""
    found: dict[bool, dict[Any, set[Any]]] = {False: {}, True: {}}
    paths = list(occurrences(atom.question.criterion))
    for person in people:
        truths = {path: truth(other, person) for path, other in paths}
        met, end = walk(tree, person, atom.place, truths)
        held = truths[atom.path]
        _, other_end = walk(tree, person, atom.place, {**truths, atom.path: not held})
        if met and end != other_end:
            rest = tuple(truths[path] for path, _ in paths if path != atom.path)
            found[held].setdefault(rest, set()).add(end)
    return found


def has_a_pair(atom: Atom, tree: Tree[Any], people: list[Findings]) -> bool:
    decided = sides(atom, tree, people)
    return any(
        first != second
        for rest, ends in decided[True].items()
        for first in ends
        for second in decided[False].get(rest, ())
    )


def replay(pair: Pair, tree: Tree[Any], holding: Findings, failing: Findings) -> None:
    """Every property of a pair, for two completely known people."""
    atom = pair.atom
    paths = list(occurrences(atom.question.criterion))
    ends: list[Hashable] = []
    truths: list[dict[Path, bool]] = []
    for person in (holding, failing):
        truths.append({path: truth(other, person) for path, other in paths})
        met, end = walk(tree, person, atom.place, truths[-1])
        _, read_otherwise = walk(
            tree, person, atom.place, {**truths[-1], atom.path: not truths[-1][atom.path]}
        )
        assert met
        assert end != read_otherwise
        ends.append(end)
    assert [truths[0].pop(atom.path), truths[1].pop(atom.path)] == [True, False]
    assert truths[0] == truths[1]
    assert ends == keys(pair.outcomes)
    assert ends[0] != ends[1]


class TestEveryAtomOfRandomTrees:
    @settings(LAW, max_examples=40)
    @given(st.data())
    def test_each_has_a_pair_or_is_impossible(self, data: st.DataObject) -> None:
        world = data.draw(worlds(most=4))
        tree = data.draw(trees(world))
        people = completions(world.vocabulary, world.vocabulary(), tree)
        cases = mcdc(tree)

        atoms = [
            (place, path, criterion)
            for place, question in unfolded(tree.root)
            for path, criterion in occurrences(question.criterion)
        ]
        told = [*(pair.atom for pair in cases.pairs), *cases.impossible]
        assert sorted((atom.place, atom.path) for atom in told) == sorted(
            (place, path) for place, path, _ in atoms
        )
        assert {(atom.place, atom.path, atom.criterion) for atom in told} == set(atoms)
        for pair in cases.pairs:
            assert has_a_pair(pair.atom, tree, people)
        for atom in cases.impossible:
            assert not has_a_pair(atom, tree, people)

    @settings(LAW, max_examples=40)
    @given(st.data())
    def test_each_pair_replays_whatever_else_is_found(self, data: st.DataObject) -> None:
        world = data.draw(worlds(most=4))
        tree = data.draw(trees(world))
        for pair in mcdc(tree).pairs:
            for person, outcome in zip((pair.holding, pair.failing), pair.outcomes, strict=True):
                assert set(reached(tree, person)) == {key(outcome)}
            first = completions(world.vocabulary, pair.holding, tree)
            second = completions(world.vocabulary, pair.failing, tree)
            replay(
                pair, tree, data.draw(st.sampled_from(first)), data.draw(st.sampled_from(second))
            )

    @settings(LAW, max_examples=40)
    @given(st.data())
    def test_an_atom_that_is_proved_idle_has_no_pair(self, data: st.DataObject) -> None:
        tree = data.draw(trees(data.draw(worlds())))
        paired = {(pair.atom.place, pair.atom.criterion) for pair in mcdc(tree).pairs}
        for fault in verify(tree).redundant:
            if fault.threshold is None:
                assert (fault.place, fault.part) not in paired


class TestCases:
    """One small tree each."""

    def test_two_signs(self) -> None:
        cases = mcdc(yes_where(all_of(Ankle.swelling.present, Ankle.bone_tender.present)))
        assert [(pair.holding, pair.failing) for pair in cases.pairs] == [
            (Ankle(swelling=True, bone_tender=True), Ankle(swelling=False, bone_tender=True)),
            (Ankle(swelling=True, bone_tender=True), Ankle(swelling=True, bone_tender=False)),
        ]
        assert [pair.outcomes for pair in cases.pairs] == [("yes", "no")] * 2
        assert len(cases.people) == 3
        assert str(cases) == "2 atoms: 2 with a pair, 0 for which none exists"

    def test_an_atom_that_appears_twice_has_no_pair(self) -> None:
        twice = any_of(
            all_of(Ankle.swelling.present, Ankle.bone_tender.present),
            all_of(Ankle.swelling.present, Ankle.fever.present),
        )
        cases = mcdc(yes_where(twice))
        assert [atom.path for atom in cases.impossible] == [(0, 0), (1, 0)]
        assert [pair.atom.path for pair in cases.pairs] == [(0, 1), (1, 1)]

    def test_two_ranges_of_one_number_each_have_one(self) -> None:
        cases = mcdc(yes_where(any_of(Ankle.age.below(18), Ankle.age.above(65))))
        assert [(pair.holding, pair.failing) for pair in cases.pairs] == [
            (Ankle(age=17), Ankle(age=40)),
            (Ankle(age=66), Ankle(age=40)),
        ]

    def test_another_finding_may_have_to_differ_on_the_way(self) -> None:
        one_of_two = any_of(
            all_of(Ankle.swelling.present, Ankle.fever.absent),
            all_of(Ankle.swelling.absent, Ankle.fever.present),
        )
        second = Question("?", Ankle.swelling.present, yes=Leaf("a"), no=Leaf("b"))
        cases = mcdc(Tree(Question("One of two?", one_of_two, yes=second, no=Leaf("c"))))
        (pair,) = (pair for pair in cases.pairs if pair.atom.place == "y")
        assert pair.holding == Ankle(swelling=True, fever=False)
        assert pair.failing == Ankle(swelling=False, fever=True)

    def test_a_question_that_changes_nothing_has_no_pair(self) -> None:
        later = Question("?", Ankle.fever.present, yes=Leaf("hot"), no=Leaf("not"))
        idle = Tree(Question("?", Ankle.swelling.present, yes=later, no=later))
        cases = mcdc(idle)
        assert [atom.place for atom in cases.impossible] == [""]
        assert [pair.atom.place for pair in cases.pairs] == ["y", "n"]

    def test_what_a_number_shows_is_respected(self) -> None:
        warm = Question("?", Ankle.fever.present, yes=Leaf("a"), no=Leaf("b"))
        tree = Tree(Question("?", Ankle.temperature.at_least(38), yes=warm, no=Leaf("c")))
        cases = mcdc(tree)
        assert [(pair.atom.place, pair.outcomes) for pair in cases.pairs] == [("", ("a", "c"))]
        assert [atom.place for atom in cases.impossible] == ["y"]

    def test_what_a_denial_tells_of_a_number_need_not_be_answered(self) -> None:
        warm = Question("?", Ankle.temperature.at_least(38), yes=Leaf("b"), no=Leaf("c"))
        (pair,) = mcdc(Tree(Question("?", Ankle.fever.present, yes=Leaf("a"), no=warm))).pairs
        assert (pair.holding, pair.failing) == (Ankle(fever=True), Ankle(fever=False))

    def test_a_leaf_has_no_atoms(self) -> None:
        assert mcdc(Tree(Leaf("all"))) == MCDC((), ())


@pytest.fixture(scope="module", name="cases")
def clinical_cases() -> MCDC:
    return mcdc(MUSCLE_SPASM.tree)


class TestTheClinicalTree:
    def test_each_of_its_atoms_has_a_pair(self, cases: MCDC) -> None:
        assert str(cases) == "42 atoms: 42 with a pair, 0 for which none exists"
        assert len(cases.people) == 49

    def test_each_pair_ends_as_it_says(self, cases: MCDC) -> None:
        for pair in cases.pairs:
            for person, outcome in zip((pair.holding, pair.failing), pair.outcomes, strict=True):
                assert differential(MUSCLE_SPASM.tree, person) == (outcome,)

    def test_what_both_answer_differs_in_the_finding_of_the_atom_alone(self, cases: MCDC) -> None:
        for pair in cases.pairs:
            other = pair.failing.known
            differ = {
                finding
                for finding, value in pair.holding.known.items()
                if other.get(finding, value) != value
            }
            assert differ == {finding_of(pair.atom.criterion)}
