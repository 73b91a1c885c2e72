"""`compare` with pairs of criteria that mean the same, against brute force."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.comparison import compare
from spasm_ddx.reasoning.criteria import Criterion, Not, any_of
from spasm_ddx.reasoning.finding_kinds import Finding, Number, Quantity, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.brute_force import asked_by, certain, edited, everybody
from tests.reasoning.strategies import (
    LAW,
    Situation,
    atoms_in,
    criteria,
    ending,
    finding_of,
    key,
    situations,
    truth,
    yes_where,
)
from tests.reasoning.test_compare import declared_again, in_words_of


class Old(Findings):
    a: YesNo = YesNo("Is it a?")
    b: YesNo = YesNo("Is it b?")
    n: Number = Number("How many?", low=0, high=10, usual=1)


class New(Findings):
    b: YesNo = YesNo("Is it b?")
    c: YesNo = YesNo("Is it c?")
    n: Number = Number("How many?", low=0, high=10, usual=1)


class TestCases:
    def test_in_one_vocabulary_each_side_has_a_finding_of_its_own(self) -> None:
        turned = [(Old.a.present, Old.a.absent)]
        before, after = yes_where(Old.n.above(5)), yes_where(Old.n.above(6))
        (difference,) = compare(before, after, alike=turned)
        assert difference.example == Old(n=6)
        assert compare(yes_where(Old.a.present), yes_where(Old.a.absent), alike=turned) == ()

    def test_what_a_pair_names_has_no_match_by_its_name(self) -> None:
        before, after = yes_where(Old.b.present), yes_where(New.b.present)
        assert len(compare(before, after, alike=[(Old.a.present, New.b.present)])) == 2

    @pytest.mark.parametrize(
        ("pair", "told"),
        [
            ((New.c.present, New.c.present), "New.c is not a finding of Old, the one before"),
            ((Old.a.present, Old.b.absent), "Old.b is not a finding of New, the one after"),
        ],
    )
    def test_each_side_is_about_its_own_vocabulary(
        self, pair: tuple[Criterion, Criterion], told: str
    ) -> None:
        with pytest.raises(TreeError, match=f"^alike: {told}$"):
            compare(yes_where(Old.n.above(5)), yes_where(New.n.above(6)), alike=[pair])

    @pytest.mark.parametrize(
        ("pairs", "who"),
        [
            ([(Old.a.present, New.b.present), (Old.a.present, New.b.absent)], r"Old \(everybody\)"),
            ([(any_of(Old.a.present, Old.a.absent), New.n.above(10))], r"Old \(everybody\)"),
            ([(Old.a.present, New.n.above(10))], r"Old \(a\)"),
            ([(Old.n.above(10), New.c.present)], r"New \(c\)"),
            ([(Old.a.present, New.c.present), (Old.b.present, New.c.present)], r"Old \("),
        ],
    )
    def test_pairs_that_leave_somebody_out(
        self, pairs: list[tuple[Criterion, Criterion]], who: str
    ) -> None:
        with pytest.raises(TreeError, match=f"^alike: the pairs leave out people of {who}"):
            compare(yes_where(Old.n.above(5)), yes_where(New.n.above(6)), alike=pairs)


@attrs.frozen(eq=False)
class Case:
    """Two trees of two vocabularies, of which some findings have other names, and pairs."""

    before: Tree[Any]
    after: Tree[Any]
    pairs: list[tuple[Criterion, Criterion]]
    matched: list[tuple[Findings, Findings]]
    left_out: bool


@st.composite
def cases(draw: st.DrawFn) -> Case:
    case: Situation = draw(situations(shows=False, most=3))
    vocabulary = case.world.vocabulary
    after = draw(edited(case.world, case.tree))
    pairs: list[tuple[Criterion, Criterion]] = []
    for _ in range(draw(st.integers(1, 2))):
        old = draw(criteria(case.world))
        same = st.sampled_from([old, old, Not(old)])
        pairs.append((old, draw(st.one_of(same, criteria(case.world)))))
    signs = [one for one in vocabulary.findings() if not isinstance(one, Quantity)]
    renamed = draw(st.sets(st.sampled_from(signs))) if signs else set[Finding]()
    names: dict[Finding, str] = {finding: f"other_{finding.name}" for finding in renamed}
    # One vocabulary on both sides is a case of its own.
    other = vocabulary if not names and draw(st.booleans()) else declared_again(vocabulary, names)

    paired = {finding_of(atom) for pair in pairs for one in pair for atom in atoms_in(one)}
    atoms = asked_by(case.tree, after) + [
        a for pair in pairs for one in pair for a in atoms_in(one)
    ]
    shared = [one for one in vocabulary.findings() if one not in paired and one not in names]
    people = everybody(vocabulary(), atoms)
    matched = [
        (one, two)
        for one, two in product(people, people)
        if all(one.value_of(finding) == two.value_of(finding) for finding in shared)
        and all(truth(old, one) == truth(new, two) for old, new in pairs)
    ]
    sides = ({id(one) for one, _ in matched}, {id(two) for _, two in matched})

    def said(criterion: Criterion) -> Criterion:
        root = Question("?", criterion, yes=Leaf(outcome=True), no=Leaf(outcome=False))
        (question,) = Tree(in_words_of(other, names, root)).questions
        return question.criterion

    def again(person: Findings) -> Findings:
        return other(**{names.get(f, f.name): value for f, value in person.known.items()})

    return Case(
        case.tree,
        attrs.evolve(after, root=in_words_of(other, names, after.root)),
        [(old, said(new)) for old, new in pairs],
        [(one, again(two)) for one, two in matched],
        any(len(side) < len(people) for side in sides),
    )


@LAW
@given(cases())
def test_pairs_leave_nobody_out_or_are_refused(case: Case) -> None:
    """Who differs is exactly who does so among the people whom the pairs and names make one."""
    event(f"left out: {case.left_out}")
    if case.left_out:
        with pytest.raises(TreeError, match="the pairs leave out"):
            compare(case.before, case.after, alike=case.pairs)
        return

    def ends(pair: tuple[Findings, Findings]) -> tuple[Hashable, Hashable]:
        return key(ending(case.before.root, pair[0])), key(ending(case.after.root, pair[1]))

    found = {
        (key(d.before), key(d.after)): d for d in compare(case.before, case.after, alike=case.pairs)
    }
    met = [(pair, ends(pair)) for pair in case.matched]
    assert set(found) == {both for _, both in met if both[0] != both[1]}
    event(f"differences: {min(len(found), 3)}")
    for one in found.values():
        assert certain(case.before, one.example_before, one.before)
        assert certain(case.after, one.example, one.after)
