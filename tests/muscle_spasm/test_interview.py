"""The interview: what is asked in which order, and that it always ends."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    Category,
    Eeg,
    Extent,
    Finding,
    Presentation,
    SeriousDisease,
    Site,
    assess,
)
from spasm_ddx.muscle_spasm.assessment import answers_to
from spasm_ddx.muscle_spasm.interview import Interview, Page, Role
from spasm_ddx.muscle_spasm.screens import OPENING_FACTS, SCREENS
from tests.muscle_spasm.strategies import CASES, RED_FLAGS, partly_known, people

RED_FLAG_SIGNS = [flag for flag in RED_FLAGS if flag != "serious_disease"]

CALF_CRAMP: dict[str, Any] = {
    "ongoing": False,
    "extent": Extent.LOCALIZED,
    "site": Site.LOWER_LEG,
    "pain": True,
    "rigidity": True,
    "duration_s": 45,
    "age_months": 744,
    "self_care_failed": False,
    "eeg": Eeg.NOT_DONE,
}


def conduct(interview: Interview, person: dict[str, Any]) -> tuple[Interview, list[Page]]:
    """Answer as this person would: true answers, screens by ticks or a denial."""
    pages: list[Page] = []
    while (page := interview.page) is not None:
        pages.append(page)
        if page.screen is None:
            interview = interview.answered({f: person.get(f.name) for f in page.findings})
            continue
        ticked = [f for f in page.findings if f.is_red(person.get(f.name))]
        interview = interview.ticked(page, ticked) if ticked else interview.denied(page)
    return interview, pages


class TestAPlainCalfCramp:
    def test_takes_at_most_ten_interactions_and_is_settled(self) -> None:
        interview, pages = conduct(Interview(), CALF_CRAMP)

        assert len(pages) <= 10
        assert interview.assessment.settled
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "benign_local_cramp"

    def test_the_facts_and_three_screens_settle_the_condition(self) -> None:
        _, pages = conduct(Interview(), CALF_CRAMP)

        assert tuple(page.findings[0] for page in pages[:6]) == OPENING_FACTS
        assert {page.screen for page in pages[6:9]} == set(SCREENS)
        assert [f.name for f in pages[9].findings] == ["age_months", "eeg", "self_care_failed"]

    def test_a_witness_leaves_the_eeg_unknown(self) -> None:
        interview, pages = conduct(Interview(role="witness"), CALF_CRAMP)

        assert len(pages) <= 10
        assert interview.presentation.eeg is None
        assert interview.assessment.urgency.at_most.key == "prompt"


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
        interview, _ = conduct(Interview(), denied | child)

        assert interview.presentation.serious_disease is SeriousDisease.EXCLUDED
        assert interview.assessment.diagnosis is not None
        assert interview.assessment.diagnosis.key == "febrile_convulsion"


class TestAWitness:
    def test_cannot_say_that_a_serious_disease_is_excluded(self) -> None:
        finding = Presentation.serious_disease

        assert SeriousDisease.EXCLUDED not in Interview(role="witness").choices(finding)
        assert SeriousDisease.EXCLUDED in Interview(role="clinician").choices(finding)

    def test_is_never_asked_for_an_eeg(self) -> None:
        interview = Interview(role="witness")
        while (page := interview.page) is not None:
            assert Presentation.eeg not in page.findings
            interview = interview.answered(dict.fromkeys(page.findings))


class TestItAlwaysEnds:
    @settings(max_examples=50)
    @given(people, st.sampled_from(["witness", "clinician"]), st.randoms(use_true_random=False))
    def test_with_the_truth_or_with_nothing_left_that_can_be_answered(
        self, person: dict[str, Any], role: Role, random: Random
    ) -> None:
        known = Presentation.from_dict(person)
        interview = Interview(role=role)
        asked = 0
        while (page := interview.page) is not None:
            asked += 1
            answers: dict[Any, Any] = {}
            for finding in page.findings:
                value = known.value_of(finding)
                possible = not isinstance(finding, Category) or value in interview.choices(finding)
                answers[finding] = value if possible and random.random() < 0.8 else None
            interview = interview.answered(answers)
            assert asked <= len(CASES)
        if role == "clinician" and not interview.passed:
            assert interview.assessment.settled

    def test_with_nothing_but_don_t_know(self) -> None:
        interview, pages = Interview(), 0
        while (page := interview.page) is not None:
            interview = (
                interview.ticked(page, ())
                if page.screen
                else interview.answered(dict.fromkeys(page.findings))
            )
            pages += 1

        assert interview.presentation == Presentation()
        assert pages < 20


class TestScreens:
    def test_a_tick_leaves_the_others_unknown_and_a_denial_answers_each(self) -> None:
        page = Page("", SCREENS[2].findings, SCREENS[2], "")
        ticked = Interview().ticked(page, [Presentation.serious_disease, Presentation.fever])
        denied = Interview().denied(page)

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


class TestWhatEachAnswerWouldLeave:
    @settings(max_examples=40)
    @given(partly_known, st.sampled_from(Presentation.findings()))
    def test_it_is_what_follows_from_the_answer(
        self, person: dict[str, Any], finding: Finding
    ) -> None:
        known = Presentation.from_dict(person)
        if known.value_of(finding) is not None or finding is Presentation.temperature_c:
            return
        told = answers_to(finding, known)
        left = {(after.differential, after.urgency) for _, after in told}
        followed = {
            (after.differential, after.urgency)
            for value in CASES[finding.name]
            for after in [assess(Presentation.from_dict({**person, finding.name: value}))]
        }

        assert left == followed
        assert len(told) == len(left)

    def test_alike_answers_are_told_as_one_in_words(self) -> None:
        words = [answer for answer, _ in answers_to(Presentation.age_months, Presentation())]

        assert words == [
            "less than 6 months",
            "6 months or more and less than 24 months",
            "24 to 48 months",
            "more than 48 months",
        ]

    def test_a_reading_acts_by_the_fever_that_it_shows(self) -> None:
        told = dict(answers_to(Presentation.temperature_c, Presentation()))

        assert list(told) == ["less than 38 \N{DEGREE SIGN}C", "38 \N{DEGREE SIGN}C or more"]
        assert told["38 \N{DEGREE SIGN}C or more"].presentation.fever is True
