"""The interview: what is asked in which order and of whom, and that it always ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from examples.ottawa_ankle import Injury
from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Eeg,
    Extent,
    Finding,
    Interview,
    Presentation,
    Screen,
    SeriousDisease,
    Site,
    assess,
)
from spasm_ddx.errors import FindingError, GuidelineError
from spasm_ddx.guideline.asking import Page, answers_to
from tests.muscle_spasm import oracle
from tests.muscle_spasm.strategies import (
    CASES,
    RED_FLAGS,
    completions,
    few_unknown,
    mid_interview,
    partly_known,
    people,
    unknown_of,
)

RED_FLAG_SIGNS = [flag for flag in RED_FLAGS if flag != "serious_disease"]
ROLES = ("witness", "clinician")
#: They decide only whether a febrile convulsion is atypical, which makes it no more urgent.
ATYPICAL = {"early_in_fever", "attacks_this_illness", "rapid_recovery"}
FEBRILE: dict[str, Any] = {
    **dict.fromkeys(RED_FLAG_SIGNS, False),
    "age_months": 24,
    "fever": True,
    "impaired_consciousness": True,
    "serious_disease": "excluded",
}

CALF_CRAMP: dict[str, Any] = {
    "ongoing": False,
    "extent": Extent.LOCALIZED,
    "site": Site.LOWER_LEG,
    "pain": True,
    "rigidity": True,
    "duration_s": 45,
    "serious_disease": SeriousDisease.NOT_SUSPECTED,
    "age_months": 744,
    "self_care_failed": False,
    "eeg": Eeg.NOT_DONE,
}


def names(page: Page) -> tuple[str, ...]:
    return tuple(finding.name for finding in page.findings)


def asked(page: Page) -> str:
    """What is asked, as the order names it: a screen by its key, a finding by its name."""
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


def conduct(interview: Interview, person: dict[str, Any]) -> tuple[Interview, list[Page]]:
    """Answer as this person would: true answers, screens by ticks or a denial."""

    def answer(interview: Interview, page: Page) -> Interview:
        if page.screen is None:
            return interview.answered({f: person.get(f.name) for f in page.findings})
        ticked = [f for f in page.findings if f.is_red(person.get(f.name))]
        return interview.ticked(page, ticked) if ticked else interview.denied(page)

    pages: list[Page] = []
    for _, page, after in pages_of(interview, answer):
        pages.append(page)
        interview = after
    return interview, pages


def truly(person: dict[str, Any], random: Random) -> Callable[[Interview, Page], Interview]:
    """Answers as this person would give them, as far as the role can, and now and then none."""
    known = Presentation.from_dict(person)

    def answer(interview: Interview, page: Page) -> Interview:
        answers: dict[Finding, Any] = {}
        for finding in page.findings:
            value = known.value_of(finding)
            possible = not isinstance(finding, Category) or value in interview.choices(finding)
            answers[finding] = value if possible and random.random() < 0.8 else None
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

    @given(people, st.sampled_from(sorted(ATYPICAL)))
    def test_what_makes_a_febrile_convulsion_atypical_decides_nothing(
        self, person: dict[str, Any], name: str
    ) -> None:
        for rest in ({}, FEBRILE):
            everybody = [{**person, **rest, name: value} for value in CASES[name]]
            assert not oracle.deciding([name], everybody)

    @settings(max_examples=400)
    @given(
        few_unknown(most=600) | mid_interview(),
        st.sampled_from(ROLES),
        st.sets(st.sampled_from(sorted({n for each in oracle.ORDER.values() for n in each}))),
        st.booleans(),
    )
    def test_the_page_is_its_first_entry_that_matters_and_that_may_be_asked(
        self,
        person: dict[str, Any],
        role: str,
        passed: set[str],
        passes: bool,  # noqa: FBT001 - drawn by Hypothesis
    ) -> None:
        begun = MUSCLE_SPASM.interview(role, Presentation.from_dict(person))
        if passes:
            begun = begun.answered({Presentation.finding(name): None for name in passed})
        closed = oracle.CANNOT_TELL[role].union(passed if passes else ())
        matter = oracle.deciding(unknown_of(person), completions(person))
        screen, expected = oracle.asked_next(matter - closed)
        event(f"screen {screen}" if screen else f"question {expected}")

        page = begun.page
        if page is None:
            assert not expected
            return
        assert names(page) == expected
        assert (page.screen and page.screen.key) == screen
        asks = page.screen.asks if page.screen else page.findings[0].asks
        assert page.asks == asks

    @given(partly_known)
    def test_a_clinician_is_asked_what_the_assessment_would_ask(
        self, person: dict[str, Any]
    ) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)

        assert MUSCLE_SPASM.interview("clinician", presentation).page == found.next_page
        assert (found.next_page is None) == (found.next_question is None) == found.settled


class TestAPlainCalfCramp:
    #: Ten pages settle the condition, and the last ones the urgency.
    SETTLE_THE_CONDITION = (
        "ongoing",
        "extent",
        "site",
        "pain",
        "rigidity",
        "duration_s",
        "serious_disease",
        "convulsive",
        "systemic",
        "other_disease",
    )

    def test_takes_a_clinician_thirteen_pages_and_is_settled(self) -> None:
        interview, pages = conduct(MUSCLE_SPASM.interview("clinician"), CALF_CRAMP)

        last = ("age_months", "eeg", "self_care_failed")
        assert tuple(map(asked, pages)) == (*self.SETTLE_THE_CONDITION, *last)
        assert len(pages) == 13
        assert interview.assessment.settled
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "benign_local_cramp"
        assert interview.presentation == Presentation(**CALF_CRAMP).deny(*MUSCLE_SPASM.red_flags)

    def test_takes_a_witness_twelve_and_leaves_the_eeg_unknown(self) -> None:
        interview, pages = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)

        last = ("age_months", "self_care_failed")
        assert tuple(map(asked, pages)) == (*self.SETTLE_THE_CONDITION, *last)
        assert len(pages) == 12
        assert interview.presentation.value_of(Presentation.eeg) is None
        assert interview.assessment.urgency.at_most.key == "prompt"

    def test_is_told_why_each_page_is_asked(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)

        cramp = 'it bears on "Painful, hard spasm of a limb, under 10 minutes?"'
        assert {asked(page): page.why for page in pages} == {
            "ongoing": 'it bears on the alert "Still convulsing"',
            "extent": 'it bears on "Any convulsive sign?"',
            "site": 'it bears on "Any convulsive sign?"',
            "pain": cramp,
            "rigidity": cramp,
            "duration_s": cramp,
            "serious_disease": 'a red flag; it bears on "Febrile convulsion?"',
            "convulsive": 'a red flag; it bears on "Awake, with a sign of a systemic cause?"',
            "systemic": 'a red flag; it bears on "Awake, with a sign of a systemic cause?"',
            "other_disease": 'a red flag; it bears on "A sign of another disease?"',
            "age_months": 'it bears on the alert "Spasm under 2 years of age"',
            # The EEG is still open, and its alert stands before this one.
            "self_care_failed": 'it bears on the alert "Self-care did not help"',
        }

    def test_each_screen_is_asked_whole_but_for_what_was_asked_by_itself(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview(), CALF_CRAMP)

        assert [(page.screen, names(page)) for page in pages if page.screen] == [
            (
                screen,
                tuple(name for name in oracle.ORDER[screen.key] if name != "serious_disease"),
            )
            for screen in MUSCLE_SPASM.screens
        ]

    def test_the_condition_is_settled_by_the_tenth_page_and_not_before(self) -> None:
        interview, settled = MUSCLE_SPASM.interview("clinician"), list[bool]()
        _, pages = conduct(interview, CALF_CRAMP)
        for page in pages:
            answers = {f: CALF_CRAMP.get(f.name) for f in page.findings}
            interview = interview.denied(page) if page.screen else interview.answered(answers)
            settled.append(interview.assessment.diagnosis is not None)

        assert settled == [False] * 9 + [True] * 4


class TestAClinician:
    def test_can_say_that_a_serious_disease_is_excluded_and_reach_a_febrile_convulsion(
        self,
    ) -> None:
        child = CALF_CRAMP | {
            "extent": Extent.GENERALIZED,
            "age_months": 18,
            "impaired_consciousness": True,
            "fever": True,
            "serious_disease": SeriousDisease.EXCLUDED,
        }
        denied = {flag: False for flag in RED_FLAG_SIGNS if flag not in child}
        interview, _ = conduct(MUSCLE_SPASM.interview("clinician"), denied | child)

        disease = interview.presentation.value_of(Presentation.serious_disease)
        assert disease is SeriousDisease.EXCLUDED
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "febrile_convulsion"

    def test_is_asked_for_a_serious_disease_by_itself_before_any_screen(self) -> None:
        _, pages = conduct(MUSCLE_SPASM.interview("clinician"), CALF_CRAMP)

        (page,) = (page for page in pages if "serious_disease" in names(page))
        assert page.screen is None
        assert not any(before.screen for before in pages[: pages.index(page)])


class TestAWitness:
    def test_answers_unless_somebody_else_is_named(self) -> None:
        assert MUSCLE_SPASM.interview() == MUSCLE_SPASM.interview("witness", Presentation())
        assert MUSCLE_SPASM.roles == ROLES

    def test_cannot_say_that_a_serious_disease_is_excluded(self) -> None:
        finding = Presentation.serious_disease

        assert MUSCLE_SPASM.interview("witness").choices(finding) == (
            SeriousDisease.NOT_SUSPECTED,
            SeriousDisease.SUSPECTED,
        )
        assert MUSCLE_SPASM.interview("clinician").choices(finding) == tuple(SeriousDisease)

    def test_is_never_asked_for_an_eeg(self) -> None:
        pages = [page for _, page, _ in pages_of(MUSCLE_SPASM.interview("witness"), dont_know)]

        assert pages
        assert not any(Presentation.eeg in page.findings for page in pages)

    def test_is_not_asked_for_an_eeg_where_it_alone_is_left_and_a_clinician_is(self) -> None:
        interview, _ = conduct(MUSCLE_SPASM.interview("witness"), CALF_CRAMP)
        other = attrs.evolve(interview, role="clinician")

        assert not interview.assessment.settled
        assert interview.page is None
        assert other.page is not None
        assert names(other.page) == ("eeg",)

    @settings(max_examples=60)
    @given(people, partly_known, st.randoms(use_true_random=False))
    def test_is_never_asked_what_only_a_clinician_can_answer(
        self, person: dict[str, Any], begun: dict[str, Any], random: Random
    ) -> None:
        interview = MUSCLE_SPASM.interview("witness", Presentation.from_dict(begun))
        for before, page, after in pages_of(interview, truly(person, random)):
            assert not oracle.CANNOT_TELL["witness"].intersection(names(page))
            for finding in page.findings:
                assert before.can_answer(finding)
                if isinstance(finding, Category):
                    assert SeriousDisease.EXCLUDED not in before.choices(finding)
            interview = after
        assert interview.page is None
        if "eeg" not in begun:
            assert interview.presentation.value_of(Presentation.eeg) is None


class TestItAlwaysEnds:
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
        never = oracle.CANNOT_TELL[role] | ATYPICAL
        assert list(map(asked, pages)) == [entry for entry in oracle.ORDER if entry not in never]
        assert {finding.name for finding in interview.passed} == set(unknown_of({})) - never


class TestScreens:
    def test_a_tick_leaves_the_others_unknown_and_a_denial_answers_each(self) -> None:
        screen = MUSCLE_SPASM.screen("other_disease")
        page = Page("", screen.findings, screen, "")
        begun = MUSCLE_SPASM.interview("clinician")
        ticked = begun.ticked(page, [Presentation.serious_disease, Presentation.fever])
        denied = begun.denied(page)

        assert ticked.presentation == Presentation(
            serious_disease=SeriousDisease.SUSPECTED, fever=True
        )
        assert denied.presentation == Presentation(
            fever=False,
            serious_disease=SeriousDisease.NOT_SUSPECTED,
            known_epilepsy=False,
            recurrent_without_recovery=False,
            secondary_cramp_signs=False,
        )
        assert not ticked.passed
        assert not denied.passed
        assert begun == MUSCLE_SPASM.interview("clinician")

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
        red = {f.name: "suspected" if f.name == "serious_disease" else True for f in ticks}
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
        known = Presentation(**CALF_CRAMP).deny(*MUSCLE_SPASM.red_flags).but(fever=None)
        page = MUSCLE_SPASM.interview("clinician", known).page

        assert page is not None
        assert page.screen is None
        assert page.findings == (Presentation.fever,)
        assert page.asks == Presentation.fever.asks

    def test_two_are_a_screen(self) -> None:
        known = (
            Presentation(**CALF_CRAMP)
            .deny(*MUSCLE_SPASM.red_flags)
            .but(fever=None, secondary_cramp_signs=None)
        )
        page = MUSCLE_SPASM.interview("clinician", known).page

        assert page is not None
        assert page.screen == MUSCLE_SPASM.screen("other_disease")
        assert names(page) == ("fever", "secondary_cramp_signs")


class TestOngoing:
    """It is asked only while it can change something."""

    def test_first_where_nothing_is_known(self) -> None:
        page = MUSCLE_SPASM.interview().page

        assert page is not None
        assert names(page) == ("ongoing",)

    def test_not_where_an_ambulance_is_due_already_or_no_convulsion_is_possible(self) -> None:
        unconscious = Presentation(impaired_consciousness=True, fever=False)
        cramp = Presentation(extent=Extent.LOCALIZED, site=Site.FOOT).deny(*MUSCLE_SPASM.red_flags)
        for known in (unconscious, cramp):
            interview, pages = conduct(MUSCLE_SPASM.interview("clinician", known), {})
            assert interview.presentation.value_of(Presentation.ongoing) is None
            assert pages
            assert not any("ongoing" in names(page) for page in pages)


class TestWhoMayAsk:
    def test_another_role_is_refused(self) -> None:
        with pytest.raises(GuidelineError, match="accepted are witness, clinician"):
            MUSCLE_SPASM.interview("nurse")

    def test_findings_of_another_vocabulary_are_refused(self) -> None:
        with pytest.raises(FindingError, match="about a Presentation"):
            MUSCLE_SPASM.interview("witness", Injury())


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

    @settings(max_examples=40)
    @given(partly_known)
    def test_the_next_question_tells_the_same(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))
        if found.next_question is not None:
            assert found.next_question.answers == answers_to(found, found.next_question.finding)

    def test_alike_answers_are_told_as_one_in_words(self) -> None:
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
