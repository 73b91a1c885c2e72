"""`why_not`: every smallest set of known findings to change, by brute force."""

from __future__ import annotations

from math import comb

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.errors import TreeError, UnknownFindingError
from spasm_ddx.reasoning.criteria import all_of, any_of, at_least
from spasm_ddx.reasoning.finding_kinds import Finding, Number, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import Change, differential, why_not
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.brute_force import (
    Wanted,
    asked_by,
    certain,
    everybody,
    shallow,
    smallest_changes,
)
from tests.reasoning.strategies import (
    LAW,
    YES,
    Ankle,
    Knee,
    Side,
    Situation,
    World,
    atoms_in,
    criteria,
    declare,
    ending,
    give,
    keys,
    situations,
    yes_where,
)


class Visit(Findings):
    """Two quantities that show a fever, of which one usually shows it."""

    chill: YesNo = YesNo("Are there chills?")
    fever: YesNo = YesNo("Is there a fever?", red_flag=True)
    cough: YesNo = YesNo("Is there a cough?")
    reading: Number = Number("How warm?", low=25, high=45, usual=36.8, shows=(fever, 38.0))
    highest: Number = Number("How warm at most?", low=25, high=45, usual=38.5, shows=(fever, 38.0))


class TestWhatMustBeOtherwise:
    """Cases, one kind of answer each."""

    def test_the_one_finding_in_the_way(self) -> None:
        tree = yes_where(all_of(Ankle.swelling.present, Ankle.bone_tender.present))
        (change,) = why_not(tree, Ankle(swelling=True, bone_tender=False), "yes")
        assert change.changes == {Ankle.bone_tender: True}
        assert change.answers == {}
        assert change.findings == Ankle(swelling=True, bone_tender=True)

    def test_each_way_by_itself_where_there_are_several(self) -> None:
        tree = yes_where(any_of(Ankle.swelling.present, Ankle.bone_tender.present))
        both = why_not(tree, Ankle(swelling=False, bone_tender=False), "yes")
        assert [dict(change.changes) for change in both] == [
            {Ankle.swelling: True},
            {Ankle.bone_tender: True},
        ]

    def test_only_the_smallest(self) -> None:
        two = all_of(Ankle.swelling.present, Ankle.bone_tender.present)
        tree = yes_where(any_of(two, Ankle.fever.present))
        (change,) = why_not(tree, Ankle(swelling=False, bone_tender=False, fever=False), "yes")
        assert change.changes == {Ankle.fever: True}

    def test_what_unknown_findings_must_then_be(self) -> None:
        tree = yes_where(
            all_of(Ankle.swelling.present, Ankle.side.among(Side.LEFT), Ankle.fever.absent)
        )
        (change,) = why_not(tree, Ankle(swelling=False), "yes")
        assert change.changes == {Ankle.swelling: True}
        assert change.answers == {Ankle.side: Side.LEFT, Ankle.fever: False}
        assert change.findings == Ankle(swelling=True, side=Side.LEFT, fever=False)

    def test_answers_alone_where_they_reach_it(self) -> None:
        tree = yes_where(all_of(Ankle.swelling.present, Ankle.fever.absent))
        person = Ankle(swelling=True, bone_tender=True)
        (change,) = why_not(tree, person, "yes")
        assert change == Change({}, {Ankle.fever: False}, person.but(fever=False))

    def test_nothing_at_all_where_it_is_certain(self) -> None:
        person = Ankle(swelling=True)
        found = why_not(yes_where(Ankle.swelling.present), person, "yes")
        assert found == (Change({}, {}, person),)

    def test_no_way_where_nothing_reaches_it(self) -> None:
        inner = Question("?", Ankle.swelling.present, yes=YES, no=Leaf("never"))
        tree = Tree(Question("?", Ankle.swelling.present, yes=inner, no=Leaf("no")))
        assert why_not(tree, Ankle(swelling=True), "never") == ()

    def test_an_outcome_is_not_another_one_that_equals_it(self) -> None:
        tree = Tree(Question("?", Ankle.swelling.present, yes=Leaf(1), no=Leaf(False)))  # noqa: FBT003
        (change,) = why_not(tree, Ankle(swelling=False), 1)
        assert change.changes == {Ankle.swelling: True}
        with pytest.raises(TreeError, match="no outcome True; its outcomes are 1, False"):
            why_not(tree, Ankle(swelling=False), True)  # noqa: FBT003 - the outcome itself

    def test_an_outcome_that_the_tree_does_not_have_is_refused(self) -> None:
        with pytest.raises(TreeError, match="no outcome 'perhaps'; its outcomes are 'yes', 'no'"):
            why_not(yes_where(Ankle.swelling.present), Ankle(swelling=True), "perhaps")

    def test_an_outcome_goes_by_its_key(self) -> None:
        found = why_not(MUSCLE_SPASM.tree, Presentation(fever=False), "febrile_convulsion")
        assert found
        for change in found:
            (condition,) = differential(MUSCLE_SPASM.tree, change.findings)
            assert condition.key == "febrile_convulsion"

    def test_another_vocabulary_is_refused(self) -> None:
        with pytest.raises(UnknownFindingError, match="Knee"):
            why_not(yes_where(Ankle.swelling.present), Knee(), "yes")


class TestAQuantityThatShowsASign:
    """Cases: without a fever there must be no reading of a fever either."""

    def test_the_reading_goes_with_the_fever(self) -> None:
        (change,) = why_not(yes_where(Visit.fever.absent), Visit(reading=39), "yes")
        assert set(change.changes) == {Visit.fever, Visit.reading}
        assert change.changes[Visit.fever] is False
        assert change.changes[Visit.reading] < 38
        assert certain(yes_where(Visit.fever.absent), change.findings, "yes")

    @pytest.mark.parametrize(("usual", "lower"), [(1, 1), (2, 2), (3, 2), (9, 2)])
    def test_a_whole_number_that_shows_a_sign_from_between_two(
        self, usual: int, lower: int
    ) -> None:
        often = YesNo("Is it often?")
        vocabulary = declare(
            often=often,
            times=Number("?", low=0, high=9, usual=usual, whole=True, shows=(often, 2.5)),
        )
        often_, times = vocabulary.findings()
        assert isinstance(often_, Sign)
        (change,) = why_not(yes_where(often_.absent), give(vocabulary, times=3), "yes")
        assert change.changes == {often_: False, times: lower}

    def test_the_fever_goes_with_the_reading(self) -> None:
        tree = yes_where(Visit.reading.at_least(38))
        (change,) = why_not(tree, Visit(reading=36, fever=False), "yes")
        assert set(change.changes) == {Visit.fever, Visit.reading}
        (change,) = why_not(tree, Visit(reading=36), "yes")
        assert set(change.changes) == {Visit.reading}
        assert change.answers == {Visit.fever: True}

    def test_a_reading_that_must_go_counts_as_a_change(self) -> None:
        # No chill is one change; no fever is two, for the reading must go with it.
        tree = yes_where(any_of(Visit.fever.absent, Visit.chill.absent))
        (change,) = why_not(tree, Visit(reading=39, chill=True), "yes")
        assert set(change.changes) == {Visit.chill}

    def test_two_changes_are_as_few_as_a_fever_and_its_reading(self) -> None:
        neither = all_of(Visit.chill.absent, Visit.cough.absent)
        tree = yes_where(any_of(Visit.fever.absent, neither))
        both = why_not(tree, Visit(reading=39, chill=True, cough=True), "yes")
        assert {frozenset(change.changes) for change in both} == {
            frozenset({Visit.fever, Visit.reading}),
            frozenset({Visit.chill, Visit.cough}),
        }

    def test_a_usual_value_that_would_show_the_sign_again(self) -> None:
        tree = yes_where(Visit.fever.absent)
        (change,) = why_not(tree, Visit(highest=40), "yes")
        assert set(change.changes) == {Visit.fever, Visit.highest}
        assert change.changes[Visit.highest] < 38

    def test_a_reading_that_is_asked_and_decides_nothing(self) -> None:
        cool = all_of(Visit.fever.absent, Visit.reading.below(39))
        tree = yes_where(any_of(Visit.fever.absent, cool))
        (change,) = why_not(tree, Visit(reading=39), "yes")
        assert set(change.changes) == {Visit.fever, Visit.reading}

    def test_two_readings_that_show_one_fever(self) -> None:
        person = Visit(reading=39, highest=40)
        (change,) = why_not(yes_where(Visit.fever.absent), person, "yes")
        assert set(change.changes) == {Visit.fever, Visit.reading, Visit.highest}


class Asked(Wanted):
    """Somebody, a tree, and the outcome to reach."""

    def found(self) -> tuple[Change[Findings], ...]:
        return why_not(self.tree, self.person, self.outcome)

    def smallest(self) -> set[frozenset[Finding]]:
        return smallest_changes(self.tree, self.person, self.outcome)


@st.composite
def asked(draw: st.DrawFn, cases: st.SearchStrategy[Situation] | None = None) -> Asked:
    """A completely known person, or a hardly known one."""
    case = draw(situations(most=4) if cases is None else cases)
    if draw(st.booleans()):
        complete = draw(st.sampled_from(everybody(case.person, asked_by(case.tree))))
        case = attrs.evolve(case, person=complete)
    return Asked(case, draw(st.sampled_from(case.tree.outcomes)))


class Signs(World):
    """A vocabulary whose criteria ask only signs, not the readings that show one."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.vocabulary.findings() if isinstance(one, Sign))


@st.composite
def unasked_readings(draw: st.DrawFn) -> Situation:
    """A tree that asks signs, of somebody with a reading that shows one of them."""
    world = Signs(Visit, {})
    criterion = draw(criteria(world))
    everyone = everybody(Visit(), list(atoms_in(any_of(Visit.fever.present, criterion))))
    warm = [one for one in everyone if max(one.reading or 0, one.highest or 0) >= 38]
    return Situation(world, yes_where(criterion), draw(st.sampled_from(warm)))


@st.composite
def several_ways(draw: st.DrawFn) -> Asked:
    """A person who lacks one or two of the counted signs: any denied one would do."""
    names = [f"s{index}" for index in range(5)]
    vocabulary = declare(**{name: YesNo("Is it so?") for name in names})
    present = draw(st.integers(0, 2))
    person = vocabulary(**{name: index < present for index, name in enumerate(names)})
    counted = [one.present for one in vocabulary.findings() if isinstance(one, Sign)]
    enough = at_least(present + draw(st.integers(1, 2)), *draw(st.permutations(counted)))
    return Asked(Situation(World(vocabulary, {}), yes_where(enough), person), "yes")


class TestReplays:
    """After each change the outcome is certain."""

    @LAW
    @given(asked())
    def test_the_outcome_is_certain(self, ask: Asked) -> None:
        for change in ask.found():
            assert keys(differential(ask.tree, change.findings)) == keys([ask.outcome])
            assert certain(ask.tree, change.findings, ask.outcome)

    @LAW
    @given(asked())
    def test_changes_are_the_known_findings_that_differ(self, ask: Asked) -> None:
        for change in ask.found():
            after = change.findings.known
            assert ask.person.known.keys() <= after.keys()
            assert dict(change.changes) == {
                finding: after[finding]
                for finding, value in ask.person.known.items()
                if after[finding] != value
            }

    @LAW
    @given(asked())
    def test_answers_are_those_that_were_unknown(self, ask: Asked) -> None:
        for change in ask.found():
            assert dict(change.answers) == {
                finding: value
                for finding, value in change.findings.known.items()
                if ask.person.value_of(finding) is None
            }


def _all_smallest(ask: Asked) -> None:
    found = [frozenset(change.changes) for change in ask.found()]
    smallest = ask.smallest()
    event(f"ways: {len(smallest)} of {len(next(iter(smallest), ()))}")
    assert len(set(found)) == len(found)
    assert set(found) == smallest


class TestSmallest:
    """`why_not` gives exactly the smallest sets of changes that brute force finds."""

    @settings(LAW, max_examples=100)
    @given(asked(situations(shows=False, most=4)))
    def test_as_brute_force_finds_them(self, ask: Asked) -> None:
        _all_smallest(ask)

    @settings(LAW, max_examples=150)
    @given(asked(shallow()))
    def test_as_brute_force_finds_them_where_a_quantity_shows_a_sign(self, ask: Asked) -> None:
        _all_smallest(ask)

    @settings(LAW, max_examples=100)
    @given(asked(unasked_readings()))
    def test_as_brute_force_finds_them_where_the_reading_is_not_asked(self, ask: Asked) -> None:
        _all_smallest(ask)
        for change in ask.found():
            assert certain(ask.tree, change.findings, ask.outcome)

    @LAW
    @given(several_ways())
    def test_as_brute_force_finds_them_where_there_are_several(self, ask: Asked) -> None:
        _all_smallest(ask)
        assert len(ask.found()) > 1

    @LAW
    @given(asked())
    def test_none_exactly_when_nothing_can_reach_it(self, ask: Asked) -> None:
        anybody = everybody(ask.case.world.vocabulary(), asked_by(ask.tree))
        reached = keys(ending(ask.tree.root, one) for one in anybody)
        assert (ask.found() == ()) is (keys([ask.outcome])[0] not in reached)

    @LAW
    @given(asked())
    def test_one_without_changes_exactly_when_answers_alone_reach_it(self, ask: Asked) -> None:
        reached = keys(
            ending(ask.tree.root, one) for one in everybody(ask.person, asked_by(ask.tree))
        )
        without = [change for change in ask.found() if not change.changes]
        assert len(without) == (keys([ask.outcome])[0] in reached)
        if without:
            assert len(ask.found()) == 1


class TestOrder:
    """The same question gives the same answer, in the same order."""

    @LAW
    @given(st.one_of(asked(), several_ways()))
    def test_twice_the_same(self, ask: Asked) -> None:
        again = Tree(ask.tree.root, severity=ask.tree.severity)
        assert ask.found() == ask.found() == why_not(again, ask.person, ask.outcome)

    @LAW
    @given(st.one_of(asked(situations(shows=False, most=4)), several_ways()))
    def test_earlier_findings_of_the_tree_first(self, ask: Asked) -> None:
        order = ask.tree.findings
        found = [sorted(order.index(one) for one in change.changes) for change in ask.found()]
        assert found == sorted(found)


class TestAtMostAHundred:
    """If there are very many changes, `why_not` gives the first hundred."""

    @pytest.mark.parametrize(("count", "k"), [(14, 2), (15, 2), (12, 3), (99, 1), (101, 1)])
    def test_as_many_as_there_are_up_to_a_hundred(self, count: int, k: int) -> None:
        vocabulary = declare(**{f"s{index}": YesNo("Is it so?") for index in range(count)})
        signs = [vocabulary.finding(f"s{index}") for index in range(count)]
        tree = yes_where(at_least(k, *(sign.present for sign in signs)))  # type: ignore[union-attr]
        denied = vocabulary(**{f"s{index}": False for index in range(count)})
        found = why_not(tree, denied, "yes")
        assert len(found) == min(comb(count, k), 100)
        assert len({frozenset(change.changes) for change in found}) == len(found)
        assert all(len(change.changes) == k for change in found)
        assert all(differential(tree, change.findings) == ("yes",) for change in found)
        assert found == why_not(tree, denied, "yes")
