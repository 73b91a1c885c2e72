"""`witness`: the fewest answers that make an outcome certain, against brute force."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.errors import FindingError, TreeError, UnknownFindingError
from spasm_ddx.reasoning.criteria import Criterion, Not, all_of, any_of, at_least
from spasm_ddx.reasoning.finding_kinds import Finding, Number, OneOf, Quantity, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, witness
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.brute_force import (
    Wanted,
    added_answers,
    asked_by,
    certain,
    everybody,
    fewest_to,
    shallow,
    unusual,
)
from tests.reasoning.strategies import (
    LAW,
    NO,
    YES,
    Ankle,
    Knee,
    Situation,
    World,
    Xray,
    ending,
    keys,
    situations,
    yes_where,
)


class Place(Enum):
    HOME = "home"
    WORK = "work"
    ROAD = "road"


class Visit(Findings):
    """Quantities whose usual value is neither an end nor a whole number."""

    chill: YesNo = YesNo("Are there chills?")
    fever: YesNo = YesNo("Is there a fever?", red_flag=True)
    cough: YesNo = YesNo("Is there a cough?")
    reading: Number = Number("How warm?", low=25, high=45, usual=36.8, shows=(fever, 38.0))
    glucose: Number = Number("How much glucose?", low=0, high=50, usual=5.5)
    children: Number = Number("How many children?", low=0, high=20, usual=2, whole=True)
    place: OneOf[Place] = OneOf("Where?", Place)


class TestWhoIsShown:
    """Cases: ordinary people with the one finding that the outcome needs."""

    def test_only_what_decides_is_answered(self) -> None:
        tree = yes_where(any_of(Visit.fever.present, Visit.cough.present))
        assert witness(tree, "no", Visit()) == Visit(fever=False, cough=False)
        assert witness(tree, "no", Visit(chill=True)) == Visit(chill=True, fever=False, cough=False)
        assert witness(tree, "yes", Visit(fever=False)) == Visit(fever=False, cough=True)

    def test_nothing_is_added_where_it_is_certain_already(self) -> None:
        tree = yes_where(any_of(Visit.fever.present, Visit.cough.present))
        assert witness(tree, "yes", Visit(cough=True)) == Visit(cough=True)

    def test_none_where_it_is_ruled_out(self) -> None:
        tree = yes_where(Visit.fever.present)
        assert witness(tree, "yes", Visit(fever=False)) is None

    def test_an_outcome_is_not_another_one_that_equals_it(self) -> None:
        tree = Tree(Question("?", Visit.fever.present, yes=Leaf(1), no=Leaf(False)))  # noqa: FBT003
        assert witness(tree, 1, Visit()) == Visit(fever=True)
        assert witness(tree, False, Visit()) == Visit(fever=False)  # noqa: FBT003 - the outcome itself
        for other in (True, 0):
            with pytest.raises(TreeError, match=f"no outcome {other}; its outcomes are 1, False"):
                witness(tree, other, Visit())

    def test_an_outcome_that_the_tree_does_not_have_is_refused(self) -> None:
        with pytest.raises(TreeError, match="no outcome 'perhaps'; its outcomes are 'yes', 'no'"):
            witness(yes_where(Visit.fever.present), "perhaps", Visit())

    def test_an_outcome_goes_by_its_key(self) -> None:
        by_key = witness(MUSCLE_SPASM.tree, "febrile_convulsion", Presentation())
        assert by_key is not None
        (condition,) = differential(MUSCLE_SPASM.tree, by_key)
        assert condition.key == "febrile_convulsion"
        assert by_key == witness(MUSCLE_SPASM.tree, condition, Presentation())

    def test_a_way_round_every_answer_is_found_where_branches_agree(self) -> None:
        # Whether coughing or not, chills decide: the first question need not be answered.
        either = Question("?", Visit.chill.present, yes=YES, no=NO)
        tree = Tree(Question("?", Visit.cough.present, yes=either, no=either))
        assert witness(tree, "yes", Visit()) == Visit(chill=True)

    def test_an_answer_behind_others_is_found_where_it_alone_decides(self) -> None:
        two_ways = Question("?", Visit.chill.present, yes=YES, no=NO)
        tree = Tree(
            Question(
                "?",
                Visit.cough.present,
                yes=Question("?", Visit.fever.present, yes=YES, no=two_ways),
                no=two_ways,
            )
        )
        assert witness(tree, "yes", Visit()) == Visit(chill=True)

    def test_a_denial_before_a_sign(self) -> None:
        tree = yes_where(any_of(Visit.cough.present, Visit.chill.absent))
        assert witness(tree, "yes", Visit()) == Visit(chill=False)

    def test_fewer_answers_before_denials(self) -> None:
        both_absent = all_of(Visit.chill.absent, Visit.fever.absent)
        tree = yes_where(any_of(both_absent, Visit.cough.present))
        assert witness(tree, "yes", Visit()) == Visit(cough=True)

    def test_among_equals_the_finding_that_comes_first(self) -> None:
        tree = yes_where(any_of(Visit.fever.present, Visit.cough.present))
        assert witness(tree, "yes", Visit()) == Visit(fever=True)

    def test_the_denial_of_a_category(self) -> None:
        tree = yes_where(Ankle.xray.among(Xray.NORMAL, Xray.FRACTURE))
        assert witness(tree, "yes", Ankle()) == Ankle(xray=Xray.NORMAL)
        assert witness(yes_where(Not(Ankle.xray.among(Xray.NORMAL))), "no", Ankle()) == Ankle(
            xray=Xray.NORMAL
        )

    def test_the_first_member_that_serves_where_nothing_denies(self) -> None:
        tree = yes_where(Visit.place.among(Place.ROAD, Place.WORK))
        assert witness(tree, "yes", Visit()) == Visit(place=Place.WORK)
        assert witness(tree, "no", Visit()) == Visit(place=Place.HOME)
        tree = yes_where(Visit.place.among(Place.HOME, Place.ROAD))
        assert witness(tree, "yes", Visit()) == Visit(place=Place.HOME)

    def test_a_tree_of_one_leaf_needs_no_answer(self) -> None:
        assert witness(Tree(YES), "yes", Knee(swelling=True)) == Knee(swelling=True)

    def test_another_vocabulary_is_refused(self) -> None:
        with pytest.raises(UnknownFindingError, match="Knee"):
            witness(yes_where(Visit.fever.present), "yes", Knee())


class TestWhichNumber:
    """Cases: the usual value of a quantity, or the nearest suitable one."""

    @pytest.mark.parametrize(
        ("criterion", "person"),
        [
            (Visit.reading.below(37.5), Visit(reading=36.8)),
            (Visit.glucose.between(4, 7), Visit(glucose=5.5)),
            (Visit.children.at_most(5), Visit(children=2)),
        ],
        ids=["reading", "glucose", "children"],
    )
    def test_the_usual_value_where_it_serves(self, criterion: Criterion, person: Visit) -> None:
        assert witness(yes_where(criterion), "yes", Visit()) == person

    @pytest.mark.parametrize(
        ("criterion", "person"),
        [
            (Visit.glucose.at_least(7), Visit(glucose=7)),
            (Visit.glucose.at_most(4), Visit(glucose=4)),
            (Visit.glucose.at_least(7.5), Visit(glucose=7.5)),
            (Visit.glucose.at_most(3.5), Visit(glucose=3.5)),
            (Visit.glucose.between(5.6, 5.9), Visit(glucose=5.6)),
            (Visit.glucose.between(5.1, 5.2), Visit(glucose=5.2)),
            (Visit.children.above(4), Visit(children=5)),
            (Visit.children.above(4.5), Visit(children=5)),
            (Visit.children.below(2), Visit(children=1)),
        ],
    )
    def test_the_nearest_that_serves(self, criterion: Criterion, person: Visit) -> None:
        assert witness(yes_where(criterion), "yes", Visit()) == person

    def test_beyond_an_open_end_a_number_that_people_say(self) -> None:
        for criterion in (Visit.glucose.above(7), Visit.glucose.below(5)):
            found = witness(yes_where(criterion), "yes", Visit())
            assert found is not None
            assert found.glucose is not None
            assert found.glucose == round(found.glucose, 1)
            assert abs(found.glucose - 5.5) <= 2.5

    def test_a_range_that_ends_just_below_the_usual_value_is_not_usual(self) -> None:
        tree = yes_where(any_of(Visit.children.below(2), Visit.cough.absent))
        assert witness(tree, "yes", Visit()) == Visit(cough=False)

    def test_the_nearer_of_two_ranges(self) -> None:
        tree = yes_where(any_of(Visit.glucose.at_most(1), Visit.glucose.at_least(7)))
        assert witness(tree, "yes", Visit()) == Visit(glucose=7)
        tree = yes_where(any_of(Visit.glucose.at_most(4), Visit.glucose.at_least(20)))
        assert witness(tree, "yes", Visit()) == Visit(glucose=4)


class TestAQuantityThatShowsASign:
    """Cases: a reading of 38 or more is a fever, and no fever is a reading below it."""

    def test_the_sign_comes_with_the_reading(self) -> None:
        tree = yes_where(all_of(Visit.reading.at_least(39), Visit.fever.present))
        assert witness(tree, "yes", Visit()) == Visit(reading=39, fever=True)

    def test_nobody_is_shown_whom_construction_refuses(self) -> None:
        tree = yes_where(all_of(Visit.reading.at_least(38), Visit.fever.absent))
        assert witness(tree, "yes", Visit()) is None
        assert witness(tree, "no", Visit()) == Visit()

    def test_a_denied_sign_says_enough_of_the_reading(self) -> None:
        tree = yes_where(all_of(Visit.reading.below(38), Visit.fever.absent))
        assert differential(tree, Visit(fever=False)) == ("yes",)
        assert witness(tree, "yes", Visit()) == Visit(fever=False)

    def test_one_reading_before_two_denials(self) -> None:
        # One answer, 38 degrees or more, decides; the fever comes with it.
        neither = all_of(Visit.chill.absent, Visit.cough.absent)
        tree = yes_where(any_of(neither, Visit.reading.at_least(38)))
        assert witness(tree, "yes", Visit()) == Visit(reading=38, fever=True)


class Asked(Wanted):
    """Somebody, a tree, and the outcome to reach."""

    def found(self) -> Findings | None:
        return witness(self.tree, self.outcome, self.person)


@st.composite
def asked(draw: st.DrawFn, cases: st.SearchStrategy[Situation] | None = None) -> Asked:
    case = draw(situations(most=4) if cases is None else cases)
    return Asked(case, draw(st.sampled_from(case.tree.outcomes)))


@st.composite
def ties(draw: st.DrawFn) -> Asked:
    """Nobody in particular, and answers of which several sets are equally few and ordinary."""
    signs = [Visit.chill.present, Visit.fever.present, Visit.cough.present]
    counted = draw(st.permutations([*signs, Visit.place.among(Place.WORK, Place.ROAD)]))
    tree = yes_where(at_least(draw(st.integers(1, 4)), *counted))
    outcome = draw(st.sampled_from(["yes", "no"]))
    return Asked(Situation(World(Visit, {}), tree, Visit()), outcome)


class TestCertain:
    """A witness makes the outcome certain, and keeps the given findings."""

    @LAW
    @given(asked())
    def test_differential_is_the_outcome_alone(self, ask: Asked) -> None:
        found = ask.found()
        if found is not None:
            assert keys(differential(ask.tree, found)) == keys([ask.outcome])
            assert certain(ask.tree, found, ask.outcome)

    @LAW
    @given(asked())
    def test_keeps_what_is_given(self, ask: Asked) -> None:
        found = ask.found()
        if found is not None:
            assert found.but(**{f.name: v for f, v in ask.person.known.items()}) == found

    @LAW
    @given(st.one_of(asked(), ties()))
    def test_the_same_question_gives_the_same_answer(self, ask: Asked) -> None:
        again = Tree(ask.tree.root, severity=ask.tree.severity)
        assert ask.found() == ask.found() == witness(again, ask.outcome, ask.person)


class TestNone:
    """There is no witness exactly when no completion reaches the outcome."""

    @LAW
    @given(asked())
    def test_none_exactly_when_unreachable(self, ask: Asked) -> None:
        reached = any(
            keys([ending(ask.tree.root, complete)]) == keys([ask.outcome])
            for complete in everybody(ask.person, asked_by(ask.tree))
        )
        event(f"reachable: {reached}")
        assert (ask.found() is not None) is reached


def _rebuilt(given: Findings, answers: Mapping[Finding, Any]) -> Findings:
    """The given findings with these answers; a quantity sets the sign that it shows."""
    return given.but(**{finding.name: value for finding, value in answers.items()})


def _nothing_to_drop(ask: Asked) -> None:
    found = ask.found()
    if found is None:
        return
    answers = added_answers(ask.person, found)
    assert _rebuilt(ask.person, answers) == found
    for dropped in answers:
        others = {finding: value for finding, value in answers.items() if finding != dropped}
        assert not certain(ask.tree, _rebuilt(ask.person, others), ask.outcome)


def _as_few_as_brute_force(ask: Asked) -> None:
    found, fewest = ask.found(), fewest_to(ask.tree, ask.outcome, ask.person)
    if found is not None and fewest is not None:
        event(f"answers: {fewest.answers}")
        assert len(added_answers(ask.person, found)) == fewest.answers


class TestFewest:
    """No answer that a witness adds can be dropped, and no other witness has fewer."""

    @LAW
    @given(asked(situations(shows=False, most=4)))
    def test_nothing_can_be_dropped(self, ask: Asked) -> None:
        _nothing_to_drop(ask)

    @LAW
    @given(asked(situations(shows=False, most=4)))
    def test_as_few_as_brute_force(self, ask: Asked) -> None:
        _as_few_as_brute_force(ask)

    @settings(LAW, max_examples=100)
    @given(asked(shallow()))
    def test_nothing_can_be_dropped_where_a_quantity_shows_a_sign(self, ask: Asked) -> None:
        _nothing_to_drop(ask)

    @settings(LAW, max_examples=100)
    @given(asked(shallow()))
    def test_as_few_as_brute_force_where_a_quantity_shows_a_sign(self, ask: Asked) -> None:
        _as_few_as_brute_force(ask)


class TestOrdinary:
    """Among equally few answers, a witness has as many denials and usual values as possible."""

    @settings(LAW, max_examples=100)
    @given(asked(situations(shows=False, most=4)))
    def test_as_ordinary_as_brute_force(self, ask: Asked) -> None:
        found, fewest = ask.found(), fewest_to(ask.tree, ask.outcome, ask.person)
        if found is not None and fewest is not None:
            added = added_answers(ask.person, found)
            # A quantity counts as usual where its usual value would do as well.
            odd = [
                finding
                for finding, value in added.items()
                if unusual(finding, value) and not _usual_would_do(ask, found, finding)
            ]
            assert len(odd) == fewest.unusual

    @LAW
    @given(asked())
    def test_the_usual_value_wherever_it_serves(self, ask: Asked) -> None:
        found = ask.found()
        if found is not None:
            for finding, value in added_answers(ask.person, found).items():
                assert value == getattr(finding, "usual", value) or not _usual_would_do(
                    ask, found, finding
                )


def _usual_would_do(ask: Asked, found: Findings, finding: Finding) -> bool:
    if not isinstance(finding, Quantity):
        return False
    answers = {**added_answers(ask.person, found), finding: finding.usual}
    try:
        return certain(ask.tree, _rebuilt(ask.person, answers), ask.outcome)
    except FindingError:  # the usual value shows a sign that another answer denies
        return False


class TestManyFindings:
    """The fewest of many answers, where brute force would take too long."""

    def test_as_many_as_are_counted(self) -> None:
        signs = (Visit.chill.present, Visit.fever.present, Visit.cough.present)
        for k in (1, 2, 3):
            found = witness(yes_where(at_least(k, *signs)), "yes", Visit())
            assert found is not None
            assert list(found.known.values()) == [True] * k
            denied = witness(yes_where(at_least(k, *signs)), "no", Visit())
            assert denied is not None
            assert list(denied.known.values()) == [False] * (4 - k)
