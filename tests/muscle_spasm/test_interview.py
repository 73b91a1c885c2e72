"""The interview: its order, its roles, and that it always ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Extent,
    Finding,
    Interview,
    Presentation,
    Screen,
    Site,
    assess,
)
from spasm_ddx.guideline.interview import Page, answers_to
from tests.muscle_spasm import oracle, strategies
from tests.muscle_spasm.strategies import (
    CASES,
    DENIED,
    RED_FLAGS,
    completions,
    few_unknown,
    mid_interview,
    near_a_kind,
    partly_known,
    people,
    unknown_of,
)

ROLES = ("witness", "clinician")
#: They bear on alerts that raise nobody's urgency further, and on no question of the tree.
EXPLAIN_ONLY = {"early_in_fever", "attacks_this_illness", "eeg"}
FEBRILE: dict[str, Any] = {
    **DENIED,
    "age_months": 24,
    "fever": True,
    "impaired_consciousness": True,
    "serious_disease_excluded": True,
}
CALF_CRAMP: dict[str, Any] = strategies.CALF_CRAMP | {"ongoing": False, "self_care_failed": False}
#: An unconscious, feverish child of 18 months that jerks all over, and comes round at once.
TODDLER: dict[str, Any] = {
    **DENIED,
    "ongoing": False,
    "impaired_consciousness": True,
    "jerking": True,
    "first_convulsion": False,
    "age_months": 18,
    "fever": True,
    "extent": "generalized",
    "rigidity": True,
    "duration_s": 120,
    "rapid_recovery": True,
    "serious_disease_excluded": True,
}


def names(page: Page) -> tuple[str, ...]:
    return tuple(finding.name for finding in page.findings)


def entry_of(page: Page | None) -> tuple[str | None, tuple[str, ...]]:
    """The screen, if it is one, and the findings of a page, whose words are those of the entry."""
    if page is None:
        return None, ()
    assert page.asks == (page.screen or page.findings[0]).asks
    return page.screen.key if page.screen is not None else None, names(page)


def asked(page: Page) -> str:
    """A page by its name in the order: a screen's key, or a finding's name."""
    return names(page)[0] if page.screen is None else page.screen.key


def pages_of(
    interview: Interview, answer: Callable[[Interview, Page], Interview]
) -> Iterator[tuple[Interview, Page, Interview]]:
    """Each page of an interview, with the interview before and after its answer.

    An interview that does not end fails: no page is worth more than one finding.
    """
    pages = 0
    while (page := interview.page) is not None:
        pages += 1
        assert pages <= len(CASES), f"asked without an end: {names(page)}"
        before, interview = interview, answer(interview, page)
        yield before, page, interview


def as_seen(person: dict[str, Any]) -> Callable[[Interview, Page], Interview]:
    """Answers as this person would: screens by ticks and the box for the rest, or a denial."""
    known = Presentation.from_dict(person)

    def answer(interview: Interview, page: Page) -> Interview:
        if page.screen is None:
            return interview.answered({f: known.value_of(f) for f in page.findings})
        if not any(known.value_of(f) for f in page.findings):
            return interview.denied(page)
        return interview.answered({f: bool(known.value_of(f)) for f in page.findings})

    return answer


def conduct(interview: Interview, person: dict[str, Any]) -> tuple[Interview, list[Page]]:
    """The end of an interview with this person's answers, and its pages."""
    pages: list[Page] = []
    for _, page, after in pages_of(interview, as_seen(person)):
        pages.append(page)
        interview = after
    return interview, pages


def after_pages(interview: Interview, person: dict[str, Any], most: int) -> Interview:
    """The interview after so many pages of this person at the most."""
    for number, (_, _, after) in enumerate(pages_of(interview, as_seen(person)), start=1):
        interview = after
        if number == most:
            break
    return interview


def truly(person: dict[str, Any], random: Random) -> Callable[[Interview, Page], Interview]:
    """Answers as this person would give them, as far as the role can, and now and then none."""
    known = Presentation.from_dict(person)

    def answer(interview: Interview, page: Page) -> Interview:
        answers: dict[Finding, Any] = {}
        for finding in page.findings:
            answers[finding] = known.value_of(finding) if random.random() < 0.8 else None
        return interview.answered(answers)

    return answer


def dont_know(interview: Interview, page: Page) -> Interview:
    if page.screen is not None:
        return interview.ticked(page, ())
    return interview.answered(dict.fromkeys(page.findings))


class TestTheOrder:
    def test_is_the_one_written_out_by_hand(self) -> None:
        order = {
            entry.key if isinstance(entry, Screen) else entry.name: tuple(
                finding.name
                for finding in (entry.findings if isinstance(entry, Screen) else (entry,))
            )
            for entry in MUSCLE_SPASM.order_of_asking
        }

        assert list(order.items()) == list(oracle.ORDER.items())

    def test_asks_everything_on_which_anything_depends(self) -> None:
        in_it = {name for entry in oracle.ORDER.values() for name in entry}
        assert in_it == set(unknown_of({}))

    @given(people, st.sampled_from(sorted(EXPLAIN_ONLY)))
    def test_what_only_explains_decides_nothing(self, person: dict[str, Any], name: str) -> None:
        for rest in ({}, FEBRILE):
            everybody = [{**person, **rest, name: value} for value in CASES[name]]
            assert not oracle.deciding([name], everybody)

    @settings(max_examples=400)
    @given(
        few_unknown(most=600) | mid_interview(),
        st.sampled_from(ROLES),
        st.just(set[str]())
        | st.sets(st.sampled_from(sorted({n for each in oracle.ORDER.values() for n in each}))),
    )
    def test_the_page_is_its_first_entry_that_matters_and_that_may_be_asked(
        self, person: dict[str, Any], role: str, passed: set[str]
    ) -> None:
        begun = MUSCLE_SPASM.interview(role, Presentation.from_dict(person))
        begun = begun.answered({Presentation.finding(name): None for name in passed})
        closed = oracle.CANNOT_TELL[role] | passed
        matter = oracle.deciding(unknown_of(person), completions(person))
        screen, expected = oracle.asked_next(matter - closed)
        event(f"screen {screen}" if screen else f"question {expected}")

        assert entry_of(begun.page) == (screen, expected)
        found = begun.assessment
        assert entry_of(found.next_page) == oracle.asked_next(matter)
        if found.next_question is not None:
            assert found.next_question.name == oracle.asked_next(matter)[1][0]
            assert found.next_question.asks == found.next_question.finding.asks
        assert found.next_screen == (found.next_page and found.next_page.screen)

    @given(partly_known)
    def test_is_what_a_clinician_is_asked_and_stands_in_the_json(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        page, json = found.next_page, found.to_dict()
        assert page == MUSCLE_SPASM.interview("clinician", found.presentation).page
        assert (page is None) == (found.next_question is None) == found.settled
        if page is None:
            assert json["next_question"] is json["next_screen"] is None
            return
        first = page.findings[0]
        asked = {"name": first.name, "asks": first.asks, "why": page.why}
        assert json["next_question"] == asked
        assert (json["next_screen"] and json["next_screen"]["findings"]) == (
            list(names(page)) if page.screen else None
        )

    @given(partly_known)
    def test_a_clinician_is_asked_what_the_assessment_would_ask(
        self, person: dict[str, Any]
    ) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)

        assert MUSCLE_SPASM.interview("clinician", presentation).page == found.next_page
        assert (found.next_page is None) == (found.next_question is None) == found.settled


class TestAPlainCalfCramp:
    PAGES = (
        "ongoing",
        "convulsive",
        "limb",
        "age_months",
        "systemic",
        "illness",
        "extent",
        "site",
        "pain",
        "rigidity",
        "duration_s",
        "self_care_failed",
    )

    @pytest.mark.parametrize("role", ROLES)
    def test_is_settled_in_twelve_pages(self, role: str) -> None:
        interview, pages = conduct(MUSCLE_SPASM.interview(role), CALF_CRAMP)

        assert tuple(map(asked, pages)) == self.PAGES
        assert len(pages) == 12
        assert interview.assessment.settled
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "benign_local_cramp"
        assert interview.assessment.urgency.at_most.key == "self_care"
        assert interview.presentation == Presentation.from_dict(CALF_CRAMP)

    @given(
        st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CASES.items()}),
        st.sampled_from(ROLES),
    )
    def test_no_other_answer_to_a_cramp_makes_it_longer(
        self, person: dict[str, Any], role: str
    ) -> None:
        interview, pages = conduct(MUSCLE_SPASM.interview(role), person | DENIED)

        assert len(pages) <= 12
        assert interview.assessment.settled

    def test_sees_why_each_page_is_asked(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)

        systemic = 'a red flag; it bears on "Awake, with a sign of a systemic cause?"'
        disease = 'a red flag; it bears on "A sign of another disease?"'
        depends = 'how urgent this is depends on it ("{}" or not)'
        cramp = 'it bears on "Painful, hard spasm of a limb, under 10 minutes?"'
        assert {asked(page): page.why for page in pages} == {
            "ongoing": depends.format("Still convulsing"),
            "convulsive": systemic,
            "limb": disease,
            "age_months": depends.format("Spasm under 2 years of age"),
            "systemic": systemic,
            "illness": disease,
            "extent": 'it bears on "Any convulsive sign?"',
            "site": cramp,
            "pain": cramp,
            "rigidity": cramp,
            "duration_s": cramp,
            "self_care_failed": depends.format("Self-care did not help"),
        }

    def test_each_screen_is_asked_whole(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)

        assert [(page.screen, names(page)) for page in pages if page.screen] == [
            (screen, oracle.ORDER[screen.key]) for screen in MUSCLE_SPASM.screens
        ]

    @pytest.mark.parametrize("role", ROLES)
    def test_the_condition_is_settled_by_the_eleventh_page_and_not_before(self, role: str) -> None:
        begun = MUSCLE_SPASM.interview(role)
        settled = [
            after.assessment.diagnosis is not None
            for _, _, after in pages_of(begun, as_seen(CALF_CRAMP))
        ]

        assert settled == [False] * 10 + [True] * 2


class TestTheDangerousIsAskedFirst:
    """An interview finds an emergency within its first pages."""

    @given(people, st.sampled_from(ROLES))
    def test_a_drooping_face_is_an_emergency_by_the_third_page(
        self, person: dict[str, Any], role: str
    ) -> None:
        person |= dict.fromkeys(oracle.ORDER["convulsive"], False)
        person["acute_limb_or_face_sign"] = True
        interview = after_pages(MUSCLE_SPASM.interview(role), person, 3)

        assert interview.assessment.urgency.at_least.key == "emergency"
        assert interview.presentation.value_of(Presentation.acute_limb_or_face_sign) is True

    @given(people, st.sampled_from(ROLES))
    def test_a_drooping_face_in_a_convulsion_by_the_fourth(
        self, person: dict[str, Any], role: str
    ) -> None:
        interview = after_pages(
            MUSCLE_SPASM.interview(role), person | {"acute_limb_or_face_sign": True}, 4
        )

        assert interview.assessment.urgency.at_least.key == "emergency"

    @given(people, st.sampled_from(ROLES), st.sampled_from(oracle.ORDER["convulsive"]))
    def test_a_first_fit_is_an_emergency_by_the_third_page(
        self, person: dict[str, Any], role: str, sign: str
    ) -> None:
        fit = {**person, "first_convulsion": True, sign: True}
        interview = after_pages(MUSCLE_SPASM.interview(role), fit, 3)

        # An arched back alone is no attack; it is one who is awake, and so an emergency too.
        assert interview.assessment.urgency.at_least.key == "emergency"

    def test_a_first_fit_is_asked_whether_it_was_the_first_on_the_third_page(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(), TODDLER | {"first_convulsion": True})

        assert list(map(asked, pages))[:3] == ["ongoing", "convulsive", "first_convulsion"]

    @given(people, st.sampled_from(ROLES))
    def test_a_convulsion_that_is_still_going_on_by_the_second_page(
        self, person: dict[str, Any], role: str
    ) -> None:
        person |= {"ongoing": True}
        interview = after_pages(MUSCLE_SPASM.interview(role), person, 2)
        is_one = oracle.attack(person)

        told = interview.assessment.urgency.at_least.key == "emergency"
        assert told is (is_one or person["opisthotonus"])

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("first", [True, False])
    def test_a_feverish_toddler_is_asked_the_age(self, role: str, *, first: bool) -> None:
        toddler = TODDLER | {"first_convulsion": first}
        interview, pages = conduct(MUSCLE_SPASM.interview(role), toddler)

        assert "age_months" in map(asked, pages)
        assert interview.presentation.value_of(Presentation.age_months) == 18
        assert list(map(asked, pages)).index("age_months") < 5
        possible = {condition.key for condition in interview.assessment.differential}
        assert "febrile_convulsion" in possible

    @given(people, st.sampled_from(ROLES))
    def test_no_harmless_finding_is_asked_before_the_screens(
        self, person: dict[str, Any], role: str
    ) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(role), person)
        order = list(oracle.ORDER)
        entries = [
            next(entry for entry in order if set(names(page)) <= set(oracle.ORDER[entry]))
            for page in pages
        ]

        assert entries == sorted(entries, key=order.index)


class TestAClinician:
    def test_can_say_that_a_serious_disease_is_excluded_and_reach_a_febrile_convulsion(
        self,
    ) -> None:
        interview, pages = conduct(MUSCLE_SPASM.interview("clinician"), TODDLER)

        assert asked(pages[-1]) == "serious_disease_excluded"
        assert interview.presentation.value_of(Presentation.serious_disease_excluded) is True
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "febrile_convulsion"
        assert interview.assessment.urgency.at_most.key == "urgent"

    def test_sees_ahead(self) -> None:
        assert MUSCLE_SPASM.interview("clinician").sees_ahead


class TestAWitness:
    """Nobody asks a witness what only a clinician can answer."""

    def test_answers_unless_somebody_else_is_named(self) -> None:
        assert MUSCLE_SPASM.interview() == MUSCLE_SPASM.interview("witness", Presentation())
        assert MUSCLE_SPASM.interview().role == "witness"
        assert MUSCLE_SPASM.roles == ROLES

    def test_is_not_shown_which_answer_avoids_the_ambulance(self) -> None:
        assert not MUSCLE_SPASM.interview().sees_ahead

    @pytest.mark.parametrize("finding", Presentation.findings(), ids=lambda f: f.name)
    def test_can_answer_all_but_what_only_a_clinician_can(self, finding: Finding) -> None:
        for role in ROLES:
            can = MUSCLE_SPASM.interview(role).can_answer(finding)
            assert can is (finding.name not in oracle.CANNOT_TELL[role])

    def test_who_suspects_nothing_never_rules_a_febrile_convulsion_out(self) -> None:
        interview, pages = conduct(
            MUSCLE_SPASM.interview(), TODDLER | {"serious_disease_suspected": False}
        )

        assert interview.presentation.value_of(Presentation.serious_disease_suspected) is False
        assert interview.presentation.value_of(Presentation.serious_disease_excluded) is None
        possible = {condition.key for condition in interview.assessment.differential}
        assert possible == {"febrile_convulsion", "generalized_tonic_convulsion"}
        assert interview.assessment.urgency.at_most.key == "emergency"
        other = attrs.evolve(interview, role="clinician")
        assert pages
        assert other.page is not None
        assert names(other.page) == ("serious_disease_excluded",)

    @settings(max_examples=60)
    @given(people, partly_known, st.randoms(use_true_random=False))
    def test_is_never_asked_what_only_a_clinician_can_answer(
        self, person: dict[str, Any], begun: dict[str, Any], random: Random
    ) -> None:
        interview = MUSCLE_SPASM.interview("witness", Presentation.from_dict(begun))
        for before, page, after in pages_of(interview, truly(person, random)):
            assert not oracle.CANNOT_TELL["witness"].intersection(names(page))
            assert all(before.can_answer(finding) for finding in page.findings)
            interview = after
        offered = interview.afterwards
        assert interview.page is None
        assert not oracle.CANNOT_TELL["witness"].intersection(names(offered) if offered else ())
        for name in oracle.CANNOT_TELL["witness"] - begun.keys():
            assert interview.presentation.value_of(Presentation.finding(name)) is None


class TestAfterwards:
    """An optional page comes last: it changes no answer."""

    @pytest.mark.parametrize("role", ROLES)
    def test_a_cramp_is_offered_its_causes_and_whether_it_came_at_night(self, role: str) -> None:
        interview, _ = conduct(MUSCLE_SPASM.interview(role), CALF_CRAMP)
        page = interview.afterwards

        assert page is not None
        assert page.asks == "What may explain it"
        assert page.screen is None
        assert names(page) == oracle.AFTERWARDS["benign_local_cramp"]

    def test_a_febrile_convulsion_is_offered_what_makes_it_typical_or_not(self) -> None:
        settled = Presentation.from_dict(TODDLER)
        told = {}
        for role in ROLES:
            page = MUSCLE_SPASM.interview(role, settled).afterwards
            assert page is not None
            told[role] = names(page)

        assert told == {
            "witness": ("early_in_fever", "attacks_this_illness"),
            "clinician": ("early_in_fever", "attacks_this_illness", "eeg"),
        }

    @given(partly_known | mid_interview() | near_a_kind(), st.sampled_from(ROLES), st.data())
    def test_is_offered_exactly_when_no_page_is_left_and_changes_nothing(
        self, person: dict[str, Any], role: str, data: st.DataObject
    ) -> None:
        begun = MUSCLE_SPASM.interview(role, Presentation.from_dict(person))
        interview, _ = conduct(begun, data.draw(people))
        diagnosis = interview.assessment.diagnosis
        event(f"afterwards of {diagnosis}")
        offered = oracle.AFTERWARDS.get(diagnosis.key, ()) if diagnosis else ()
        expected = tuple(
            name
            for name in offered
            if name not in oracle.CANNOT_TELL[role]
            and interview.presentation.value_of(Presentation.finding(name)) is None
        )
        page = interview.afterwards
        assert (names(page) if page else ()) == expected
        if begun.page is not None:
            assert begun.afterwards is None
        if page is None:
            return

        answers = {f: data.draw(st.sampled_from(CASES[f.name])) for f in page.findings}
        told = Presentation.from_dict(
            {**interview.presentation.to_dict(), **{f.name: value for f, value in answers.items()}}
        )
        after = attrs.evolve(interview, presentation=told)
        assert after.page is None
        assert after.afterwards is None
        assert after.assessment.differential == interview.assessment.differential
        assert after.assessment.urgency == interview.assessment.urgency
        skipped = interview.answered(dict.fromkeys(page.findings))
        assert skipped.presentation == interview.presentation
        assert skipped.page is None
        assert skipped.afterwards is None

    def test_feeds_the_causes_the_features_and_the_advice(self) -> None:
        interview, _ = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)
        told: dict[Finding, Any] = {
            Presentation.cold_exposure: True,
            Presentation.at_night: True,
        }
        before, after = interview.assessment, interview.answered(told).assessment

        assert [cause.finding for cause in after.causes] == [Presentation.cold_exposure]
        assert not before.causes
        assert len(after.features[0].speaks_for) == len(before.features[0].speaks_for) + 1
        assert {piece.text for piece in before.advice} == {piece.text for piece in after.advice}
        assert after.advice[0].claims == ("S10", "V22")

    def test_nothing_is_offered_for_the_other_conditions(self) -> None:
        assert {condition.key for condition, _ in MUSCLE_SPASM.afterwards} == {*oracle.AFTERWARDS}


class TestItAlwaysEnds:
    """An interview always ends."""

    @settings(max_examples=50)
    @given(people, st.sampled_from(ROLES), st.randoms(use_true_random=False))
    def test_with_the_truth_or_with_nothing_left_that_can_be_answered(
        self, person: dict[str, Any], role: str, random: Random
    ) -> None:
        interview = MUSCLE_SPASM.interview(role)
        for before, page, after in pages_of(interview, truly(person, random)):
            for finding in page.findings:
                assert finding not in before.passed
                assert before.presentation.value_of(finding) is None
            interview = after
        assert interview.page is None
        if role == "clinician" and not interview.passed:
            assert interview.assessment.settled

    @pytest.mark.parametrize("role", ROLES)
    def test_with_nothing_but_don_t_know_each_is_asked_once_in_the_order(self, role: str) -> None:
        interview, pages = MUSCLE_SPASM.interview(role), list[Page]()
        for _, page, after in pages_of(interview, dont_know):
            pages.append(page)
            interview = after

        assert interview.presentation == Presentation()
        # Nothing is known, so that everything matters that ever does.
        never = oracle.CANNOT_TELL[role] | EXPLAIN_ONLY
        assert list(map(asked, pages)) == [entry for entry in oracle.ORDER if entry not in never]
        assert {finding.name for finding in interview.passed} == set(unknown_of({})) - never


class TestScreens:
    def test_a_tick_leaves_the_others_unknown_and_a_denial_answers_each(self) -> None:
        screen = MUSCLE_SPASM.screen("illness")
        page = Page("", screen.findings, screen, "")
        begun = MUSCLE_SPASM.interview("clinician")
        ticked = begun.ticked(page, [Presentation.serious_disease_suspected, Presentation.fever])
        denied = begun.denied(page)

        assert ticked.presentation == Presentation(serious_disease_suspected=True, fever=True)
        assert denied.presentation == Presentation(
            fever=False,
            stiff_neck=False,
            serious_disease_suspected=False,
            known_epilepsy=False,
            recurrent_without_recovery=False,
        )
        assert not ticked.passed
        assert not denied.passed
        assert begun == MUSCLE_SPASM.interview("clinician")

    def test_they_are_the_four_of_the_printed_list(self) -> None:
        assert [screen.key for screen in MUSCLE_SPASM.screens] == [
            "convulsive",
            "limb",
            "systemic",
            "illness",
        ]
        in_screens = [f.name for screen in MUSCLE_SPASM.screens for f in screen.findings]
        assert sorted(in_screens) == sorted(RED_FLAGS)

    @settings(max_examples=200)
    @given(mid_interview(), st.sampled_from(ROLES), st.data())
    def test_on_any_page_ticks_leave_the_others_unknown_and_they_are_asked_again(
        self, person: dict[str, Any], role: str, data: st.DataObject
    ) -> None:
        interview = MUSCLE_SPASM.interview(role, Presentation.from_dict(person))
        page = interview.page
        event(f"a screen: {page is not None and page.screen is not None}")
        if page is None or page.screen is None:
            return
        ticks = data.draw(st.sets(st.sampled_from(page.findings), min_size=1))
        red = {f.name: True for f in ticks}
        after = interview.ticked(page, ticks)

        assert after.presentation == Presentation.from_dict({**person, **red})
        assert after.passed == interview.passed
        # Those that were not ticked are asked while they matter, as if nothing had been said.
        left = {name: value for name, value in {**person, **red}.items() if value is not None}
        matter = oracle.deciding(unknown_of(left), completions(left)) - oracle.CANNOT_TELL[role]
        _, expected = oracle.asked_next(matter)
        assert (after.page and names(after.page)) == (expected or None)

    @settings(max_examples=100)
    @given(mid_interview())
    def test_no_tick_and_no_denial_passes_each(self, person: dict[str, Any]) -> None:
        interview = MUSCLE_SPASM.interview("clinician", Presentation.from_dict(person))
        page = interview.page
        if page is None or page.screen is None:
            return
        after = interview.ticked(page, ())

        assert after.presentation == interview.presentation
        assert after.passed == set(page.findings)

    def test_one_finding_alone_is_a_question(self) -> None:
        known = Presentation.from_dict(CALF_CRAMP).but(fever=None)
        page = MUSCLE_SPASM.interview("clinician", known).page

        assert page is not None
        assert page.screen is None
        assert page.findings == (Presentation.fever,)
        assert page.asks == Presentation.fever.asks

    def test_two_are_a_screen(self) -> None:
        known = Presentation.from_dict(CALF_CRAMP).but(fever=None, known_epilepsy=None)
        page = MUSCLE_SPASM.interview("clinician", known).page

        assert page is not None
        assert page.screen == MUSCLE_SPASM.screen("illness")
        assert names(page) == ("fever", "known_epilepsy")


class TestOngoing:
    """An interview asks a finding only while it can change the result."""

    def test_not_where_an_ambulance_is_due_already_or_no_convulsion_is_possible(self) -> None:
        unconscious = Presentation(impaired_consciousness=True, fever=False)
        cramp = Presentation(extent=Extent.LOCALIZED, site=Site.FOOT).deny(*MUSCLE_SPASM.red_flags)
        for known in (unconscious, cramp):
            interview, pages = conduct(MUSCLE_SPASM.interview("clinician", known), {})
            assert interview.presentation.value_of(Presentation.ongoing) is None
            assert pages
            assert not any("ongoing" in names(page) for page in pages)


class TestWhatEachAnswerWouldLeave:
    @settings(max_examples=40)
    @given(partly_known, st.sampled_from(Presentation.findings()))
    def test_it_is_what_follows_from_the_answer(
        self, person: dict[str, Any], finding: Finding
    ) -> None:
        known = Presentation.from_dict(person)
        if known.value_of(finding) is not None or finding is Presentation.temperature_c:
            return
        told = answers_to(assess(known), finding)
        left = {(after.differential, after.urgency) for _, after in told}
        followed = {
            (after.differential, after.urgency)
            for value in CASES[finding.name]
            for after in [assess(Presentation.from_dict({**person, finding.name: value}))]
        }

        assert left == followed
        assert len(told) == len(left)

    def test_the_next_question_tells_the_same(self) -> None:
        found = assess(Presentation(jerking=True))
        assert found.next_question is not None
        assert found.next_question.answers == answers_to(found, found.next_question.finding)

    def test_alike_answers_are_reported_as_one_in_words(self) -> None:
        words = [
            answer for answer, _ in answers_to(assess(Presentation()), Presentation.age_months)
        ]

        assert words == [
            "less than 6 months",
            "6 months or more and less than 24 months",
            "24 to 48 months",
            "more than 48 months",
        ]

    def test_a_reading_acts_by_the_fever_that_it_shows(self) -> None:
        told = dict(answers_to(assess(Presentation()), Presentation.temperature_c))

        assert list(told) == ["less than 38 \N{DEGREE SIGN}C", "38 \N{DEGREE SIGN}C or more"]
        shown = told["38 \N{DEGREE SIGN}C or more"].presentation
        assert shown.value_of(Presentation.fever) is True
