"""What all people of a difference have in common, against brute force."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from docs.clinical.content_1_0_0 import ALIKE, MUSCLE_SPASM_1
from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.guideline.comparison import GuidelineDifference
from spasm_ddx.guideline.comparison import compare as compare_guidelines
from spasm_ddx.reasoning.comparison import Difference, compare
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, all_of, any_of, findings_in
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree
from tests.reasoning.brute_force import answers_to, asked_by, edited, everybody, shallow
from tests.reasoning.strategies import (
    LAW,
    NO,
    YES,
    Ankle,
    Side,
    Situation,
    ending,
    key,
    situations,
    yes_where,
)


def common_of(before: Tree[Any], after: Tree[Any]) -> tuple[Criterion, ...]:
    (difference,) = compare(before, after)
    return difference.common


class TestCases:
    """Two trees, and what the people with different outcomes have in common."""

    def test_each_part_of_a_conjunction(self) -> None:
        parts = Ankle.swelling.present, Ankle.side.among(Side.LEFT), Ankle.age.below(18)
        found = common_of(yes_where(all_of(*parts)), Tree(NO))
        assert set(found) == set(parts)

    def test_what_is_in_every_part_of_a_disjunction(self) -> None:
        swollen, tender = Ankle.swelling.present, Ankle.bone_tender.present
        young, old = Ankle.age.below(18), Ankle.age.at_least(55)
        whole = any_of(all_of(swollen, young), all_of(swollen, tender, old))
        assert set(common_of(yes_where(whole), Tree(NO))) == {swollen, any_of(young, old)}

    def test_nothing_where_each_value_of_each_finding_occurs(self) -> None:
        either = any_of(Ankle.swelling.present, Ankle.bone_tender.present)
        assert common_of(yes_where(either), Tree(NO)) == ()

    def test_nothing_where_it_is_everybody(self) -> None:
        assert common_of(Tree(YES), Tree(NO)) == ()

    def test_what_a_quantity_shows_is_among_it(self) -> None:
        hot = Ankle.temperature.at_least(38)
        assert set(common_of(yes_where(hot), Tree(NO))) == {hot, Ankle.fever.present}


@attrs.frozen(eq=False)
class Pair:
    """Two trees over one vocabulary."""

    case: Situation
    after: Tree[Any]

    def ends(self, person: Findings) -> tuple[object, object]:
        return key(ending(self.case.tree.root, person)), key(ending(self.after.root, person))

    def findings(self) -> list[Finding]:
        """The findings that the trees know of: those they ask, and what these show."""
        asked = dict.fromkeys((*self.case.tree.findings, *self.after.findings))
        shown = [f.shows[0] for f in asked if isinstance(f, Quantity) and f.shows is not None]
        return list(dict.fromkeys([*asked, *shown]))


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    case = draw(st.one_of(situations(most=4), shallow()))
    return Pair(case, draw(edited(case.world, case.tree)))


@LAW
@given(pairs())
def test_the_values_that_occur_and_no_others(pair: Pair) -> None:
    vocabulary, atoms = pair.case.world.vocabulary, asked_by(pair.case.tree, pair.after)
    people = everybody(vocabulary(), atoms)
    found = compare(pair.case.tree, pair.after)
    event(f"differences: {min(len(found), 3)}")
    for one in found:
        told = by_finding(one)
        ends = key(one.before), key(one.after)
        here = [person for person in people if pair.ends(person) == ends]
        for finding in pair.findings():
            occur = {person.value_of(finding) for person in here}
            for value in answers_to(finding, atoms):
                criterion = told.get(finding)
                said = criterion is None or holds(criterion, vocabulary(**{finding.name: value}))
                assert said is (value in occur), (finding, value)


def by_finding(one: Difference) -> dict[Finding, Criterion]:
    """What they have in common, by the finding that each criterion is about."""
    found: dict[Finding, Criterion] = {}
    for criterion in one.common:
        (finding,) = dict.fromkeys(findings_in(criterion))
        assert finding not in found
        found[finding] = criterion
    return found


@cache
def of_two_releases() -> tuple[GuidelineDifference, ...]:
    return compare_guidelines(MUSCLE_SPASM_1, MUSCLE_SPASM, alike=ALIKE)


class TestOfTwoReleases:
    """The comparison that the docs print."""

    def test_it_is_short(self) -> None:
        assert of_two_releases()
        assert all(
            len(one.common) <= len(MUSCLE_SPASM.vocabulary.findings()) for one in of_two_releases()
        )

    def test_it_holds_for_the_example_where_the_example_says_so(self) -> None:
        for one in of_two_releases():
            assert all(holds(part, one.example) is not False for part in one.common)

    def test_a_conjunction_is_what_they_have_in_common(self) -> None:
        conjunctions = 0
        for one in of_two_releases():
            criterion = one.criterion
            if not isinstance(criterion, AtLeast) or criterion.k < len(criterion.of):
                continue
            if any(isinstance(part, AtLeast) for part in criterion.of):
                continue
            conjunctions += 1
            assert set(criterion.of) == set(one.common)
        assert conjunctions

    def test_a_part_is_reported_of_every_pair(self) -> None:
        assert {"condition", "urgency"} <= {one.part for one in of_two_releases()}
