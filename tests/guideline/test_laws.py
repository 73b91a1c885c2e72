"""Laws of every guideline: exactness, monotonicity, the order of asking."""

from __future__ import annotations

import pickle
from copy import deepcopy

from hypothesis import given

from examples.feverish_child import FEVERISH_CHILD, FeverishChild
from spasm_ddx import Screen, compare, verify
from spasm_ddx.guideline.interview import open_findings, why
from spasm_ddx.guideline.safety import lowerings, unearned
from tests.guideline.strategies import Case, asked_alone, cases, ends
from tests.reasoning.strategies import LAW


class TestAnAssessmentIsExact:
    """Differential, alerts and urgency are jointly those that trying every completion finds."""

    @LAW
    @given(cases())
    def test_against_brute_force(self, case: Case) -> None:
        found = case.guideline.assess(case.person)
        every = ends(case.guideline, case.person, case.world)

        assert {c.key for c in found.differential} == {end.condition.key for end in every}
        raised = every[0].alerts.intersection(*(end.alerts for end in every))
        anywhere = every[0].alerts.union(*(end.alerts for end in every))
        assert {a.key for a in found.alerts.raised} == raised
        assert {a.key for a in found.alerts.possible} == anywhere - raised
        urgencies = [end.urgency for end in every]
        assert found.urgency.at_least == min(urgencies)
        assert found.urgency.at_most == max(urgencies)
        for features in found.features:
            given_it = [end.urgency for end in every if end.condition == features.condition]
            assert features.urgency.at_least == min(given_it)
            assert features.urgency.at_most == max(given_it)

    @LAW
    @given(cases(shows=True))
    def test_where_a_number_shows_a_sign_that_the_tree_or_an_alert_asks(self, case: Case) -> None:
        found = case.guideline.assess(case.person)
        every = ends(case.guideline, case.person, case.world)

        assert {c.key for c in found.differential} == {end.condition.key for end in every}
        assert found.urgency.at_least == min(end.urgency for end in every)
        assert found.urgency.at_most == max(end.urgency for end in every)


class TestKnowingMoreNeverWidens:
    """The answer for each completion lies within the answer for the person."""

    @LAW
    @given(cases())
    def test_each_completion_lies_within(self, case: Case) -> None:
        before = case.guideline.assess(case.person)
        for end in ends(case.guideline, case.person, case.world)[:20]:
            after = case.guideline.assess(end.person)
            assert after.settled
            assert set(after.differential) <= set(before.differential)
            assert before.urgency.at_least <= after.urgency.at_least
            assert after.urgency.at_most <= before.urgency.at_most
            assert set(before.alerts.raised) <= set(after.alerts.raised)


class TestTheOrderOfAsking:
    """The next question is the first in order that can still change the result."""

    @LAW
    @given(cases(shows=False))
    def test_what_is_open_is_what_decides_by_brute_force(self, case: Case) -> None:
        every = ends(case.guideline, case.person, case.world)
        unknown = [f for f in case.world.findings if case.person.value_of(f) is None]
        expected = {f for f in unknown if asked_alone(case.world, f, every)}

        assert open_findings(case.guideline, case.person) == expected

    @LAW
    @given(cases(shows=False))
    def test_the_page_is_the_first_entry_that_is_open(self, case: Case) -> None:
        found = case.guideline.assess(case.person)
        every = ends(case.guideline, case.person, case.world)
        unknown = [f for f in case.world.findings if case.person.value_of(f) is None]
        left = [f for f in unknown if asked_alone(case.world, f, every)]
        page = found.next_page
        if page is None:
            assert found.settled
            assert not left
            return
        listed = [*case.guideline.order]
        inside = {f for e in listed for f in (e.findings if isinstance(e, Screen) else (e,))}
        if listed:
            listed += [f for f in case.world.findings if f not in inside]
        else:
            asked = case.guideline.joint.diagram.order
            listed += [f for f in asked if f.red_flag]
            listed += [f for f in asked if not f.red_flag]
        first = next(
            e for e in listed if set(e.findings if isinstance(e, Screen) else (e,)) & set(left)
        )
        here = [f for f in (first.findings if isinstance(first, Screen) else (first,)) if f in left]
        assert list(page.findings) == here
        assert (page.screen is first) == (len(here) > 1)

    @LAW
    @given(cases())
    def test_whatever_is_open_has_a_reason_to_ask_it(self, case: Case) -> None:
        found = case.guideline.assess(case.person)
        questions = {question.asks for question in case.guideline.tree.questions}
        reasons = {f'it bears on "{asks}"' for asks in questions} | {
            f'how urgent this is depends on it ("{alert.name}" or not)'
            for alert in found.alerts.possible
            if alert.at_least > found.urgency.at_least
        }
        for finding in open_findings(case.guideline, case.person):
            assert why(found, finding).removeprefix("a red flag; ") in reasons

    @LAW
    @given(cases())
    def test_an_interview_ends_settled_for_who_answers_everything(self, case: Case) -> None:
        complete = ends(case.guideline, case.person, case.world)[0].person
        interview = case.guideline.interview(known=case.person)
        for _ in range(3 * len(case.world.findings)):
            page = interview.page
            if page is None:
                break
            interview = interview.answered({f: complete.value_of(f) for f in page.findings})
        assert interview.page is None
        assert interview.assessment.settled


class TestProofs:
    """The proofs about a guideline agree with trying every person."""

    @LAW
    @given(cases(shows=False))
    def test_what_lowers_the_urgency(self, case: Case) -> None:
        guideline, vocabulary = case.guideline, case.world.vocabulary
        every = ends(guideline, vocabulary(), case.world)
        by_known = {tuple(e.person.known.items()): e for e in every}
        expected: set[tuple[str, str, str]] = set()
        for flag in guideline.red_flags:
            if flag not in guideline.joint.diagram.order:
                continue
            denial = flag.denial
            for end in every:
                if end.person.value_of(flag) is not denial:
                    continue
                for value in case.world.points(flag):
                    if flag.is_red(value):
                        other = by_known[tuple(end.person.but(**{flag.name: value}).known.items())]
                        if other.urgency < end.urgency:
                            expected.add((flag.name, end.condition.key, other.condition.key))
        found = {(one.flag.name, one.before.key, one.after.key) for one in lowerings(guideline)}
        assert found == expected

    @LAW
    @given(cases())
    def test_a_guideline_compares_equal_with_itself(self, case: Case) -> None:
        assert compare(case.guideline, case.guideline) == ()
        assert verify(case.guideline).unearned == unearned(case.guideline) == ()

    @LAW
    @given(cases())
    def test_it_pickles_and_copies(self, case: Case) -> None:
        before = case.guideline.assess(case.person).to_dict()
        assert deepcopy(case.guideline).assess(case.person).to_dict() == before


def test_an_assessment_of_a_declared_guideline_pickles() -> None:
    found = FEVERISH_CHILD.assess(FeverishChild(age_months=2))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - made here
    assert again.to_dict() == found.to_dict()
