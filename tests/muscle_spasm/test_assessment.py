"""What an assessment tells beside the differential: explanations, advice, words, JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Condition,
    Eeg,
    Extent,
    Presentation,
    SeriousDisease,
    Site,
    SpasmDdxError,
    Urgency,
    assess,
    holds,
)
from spasm_ddx.guideline.report import WIDTH, how_soon
from spasm_ddx.muscle_spasm.advice import FIRST_AID, UNTIL_HELP_COMES
from tests.muscle_spasm import strategies
from tests.muscle_spasm.strategies import mid_interview, partly_known

BENIGN = MUSCLE_SPASM.condition("benign_local_cramp")
CRAMP = Presentation(
    extent=Extent.LOCALIZED,
    site=Site.LOWER_LEG,
    rigidity=True,
    pain=True,
    duration_s=45,
    at_night=True,
    cold_exposure=True,
).deny(*MUSCLE_SPASM.red_flags)


class TestSteps:
    def test_a_cramp_passes_four_questions_each_with_its_reasons_and_claims(self) -> None:
        steps = assess(CRAMP).steps

        assert [(step.question.asks, step.answer) for step in steps] == [
            ("Awake, with a sign of a systemic cause?", False),
            ("Any convulsive sign?", False),
            ("A sign of another disease?", False),
            ("Painful, hard spasm of a limb, under 10 minutes?", True),
        ]
        assert [finding.name for finding in steps[3].because] == [
            "pain",
            "rigidity",
            "site",
            "duration_s",
        ]
        assert steps[3].claims == ("S01", "S03", "V12")

    def test_one_sign_settles_an_any_of_and_one_lack_an_all_of(self) -> None:
        steps = assess(Presentation(impaired_consciousness=True, fever=False)).steps

        assert [[finding.name for finding in step.because] for step in steps] == [
            ["impaired_consciousness"],
            ["impaired_consciousness"],
            ["fever"],
        ]

    def test_they_stop_at_the_first_unknown_truth(self) -> None:
        assert assess(Presentation(jerking=True)).steps == ()

    @given(partly_known)
    def test_the_reasons_alone_settle_each_question(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)
        for step in assess(presentation).steps:
            alone = Presentation(
                **{finding.name: presentation.value_of(finding) for finding in step.because}
            )
            assert holds(step.question.criterion, alone) is step.answer


class TestFeatures:
    def test_they_are_told_for_each_condition_still_possible(self) -> None:
        (features,) = assess(CRAMP).features

        assert features.condition.key == "benign_local_cramp"
        assert [feature.claims for feature in features.speaks_for] == [
            ("S02", "S13"),
            ("S04",),
            ("S05", "S18"),
        ]
        assert not features.speaks_against
        assert not features.unknown
        assert features.supported

    def test_an_eeg_that_was_not_done_says_nothing(self) -> None:
        def told(eeg: Eeg | None) -> list[str]:
            features = next(
                f
                for f in assess(Presentation(fever=True, eeg=eeg)).features
                if f.condition.key == "febrile_convulsion"
            )
            return [
                word
                for word in ("speaks_for", "speaks_against", "unknown")
                for feature in getattr(features, word)
                if feature.claims == ("S48",)
            ]

        assert told(Eeg.NORMAL) == ["speaks_for"]
        assert told(Eeg.ABNORMAL) == ["speaks_against"]
        assert told(None) == ["unknown"]
        assert told(Eeg.NOT_DONE) == []

    def test_a_red_flag_on_the_way_supports(self) -> None:
        supported = {
            features.condition.key: features.supported
            for features in assess(Presentation(tetanus_signs=True)).features
        }

        assert supported["systemic_cause_suspected"]
        assert not supported["undetermined_convulsion"]


def cited(advice: tuple[Advice, ...]) -> list[str]:
    """The first claim of each piece of advice."""
    return [piece.claims[0] for piece in advice]


def sentences(advice: tuple[Advice, ...]) -> set[tuple[str, tuple[str, ...]]]:
    """What is told and what it rests on, whenever it is told."""
    return {(piece.text, piece.claims) for piece in advice}


class TestAdviceAndCauses:
    ADULT = CRAMP.but(age_months=744)

    def test_home_care_is_told_for_the_diagnosis_alone(self) -> None:
        home_care = sentences(MUSCLE_SPASM.advice_for(BENIGN))

        assert len(home_care) == 6
        assert sentences(assess(self.ADULT).advice) == home_care
        assert not home_care & sentences(assess(self.ADULT.but(fever=None)).advice)

    def test_the_advice_of_a_present_cause_comes_first(self) -> None:
        posture = assess(self.ADULT.but(cold_exposure=None, sustained_posture=True))

        assert cited(posture.advice)[0] == "S09"
        assert cited(assess(self.ADULT).advice)[0] == "S10"

    def test_a_possible_infants_spasm_is_not_sent_to_orthopaedics(self) -> None:
        assert "S12" in cited(assess(self.ADULT).advice)
        assert "S12" not in cited(assess(self.ADULT.but(age_months=None)).advice)
        assert cited(assess(self.ADULT.but(age_months=6)).advice) == ["S49"]

    def test_no_home_care_beside_an_abnormal_eeg_and_none_again_where_it_failed(self) -> None:
        assert cited(assess(self.ADULT.but(eeg=Eeg.ABNORMAL)).advice) == ["S49"]
        assert cited(assess(self.ADULT.but(self_care_failed=True)).advice) == ["S11", "S12"]

    def test_first_aid_whenever_there_is_a_convulsive_sign(self) -> None:
        assert "V15" in cited(assess(Presentation(jerking=True)).advice)
        assert "V15" not in cited(assess(Presentation(tetany_signs=True)).advice)

    def test_first_aid_never_waits_where_an_ambulance_is_due(self) -> None:
        for person in (
            Presentation(reported_convulsion=True, duration_s=1860),
            Presentation(ongoing=True, extent=Extent.GENERALIZED),
            Presentation(impaired_consciousness=True, fever=False),
        ):
            found = assess(person)
            assert found.urgency.at_least is Urgency.EMERGENCY
            (first_aid,) = [piece for piece in found.advice if "V15" in piece.claims]
            assert "5 minutes" not in first_aid.text

    def test_which_convulsion_it_is_never_matters_where_an_ambulance_is_due(self) -> None:
        child = Presentation(age_months=18, reported_convulsion=True)
        assert "V14" in cited(assess(child).advice)
        assert "V14" in cited(assess(child.but(fever=True)).advice)
        assert "V14" in cited(assess(child.but(fever=False, jerking=True)).advice)
        assert "V14" not in cited(assess(child.but(duration_s=300)).advice)

    def test_first_aid_says_what_must_not_be_done(self) -> None:
        for piece in (FIRST_AID, UNTIL_HELP_COMES):
            assert "Nothing goes into the mouth" in piece.text
            assert "nobody holds the person down" in piece.text
        assert (
            "If it is going on now, or another one comes, call an ambulance at once"
            in FIRST_AID.text
        )

    def test_advice_on_a_feverish_child_needs_a_fever(self) -> None:
        assert "V14" not in cited(assess(Presentation(age_months=18)).advice)
        assert cited(assess(Presentation(age_months=18, fever=True)).advice)[0] == "V14"
        assert "V14" not in cited(assess(Presentation(age_months=480, fever=True)).advice)

    def test_causes_are_told_only_while_a_cramp_is_possible(self) -> None:
        (cold,) = assess(CRAMP).causes
        assert (cold.name, cold.finding) == ("cold", Presentation.cold_exposure)
        assert not assess(CRAMP.but(jerking=True)).causes
        assert [cause.finding.name for cause in BENIGN.causes] == [
            "exertion",
            "cold_exposure",
            "sustained_posture",
            "disturbed_rest",
            "calcium_deficiency",
        ]
        assert not any(other.causes for other in MUSCLE_SPASM.conditions if other != BENIGN)

    def test_orthopaedics_is_never_told_in_a_convulsion(self) -> None:
        assert any("S12" in piece.claims for piece in MUSCLE_SPASM.advice_for(BENIGN))
        for condition in MUSCLE_SPASM.conditions:
            if condition != BENIGN:
                told = MUSCLE_SPASM.advice_for(condition)
                assert all("S12" not in piece.claims for piece in told)

    @given(partly_known | mid_interview())
    def test_home_care_and_orthopaedics_are_told_to_nobody_who_may_have_more_than_a_cramp(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        home_care = sentences(MUSCLE_SPASM.advice_for(BENIGN))
        if found.diagnosis != BENIGN:
            assert not home_care & sentences(found.advice)
            assert "S12" not in cited(found.advice)

    def test_what_a_card_lists_of_each_condition(self) -> None:
        assert {
            condition.key: cited(MUSCLE_SPASM.advice_for(condition))
            for condition in MUSCLE_SPASM.conditions
        } == {
            "systemic_cause_suspected": ["S49"],
            "generalized_tonic_convulsion": ["V15", "S49"],
            "undetermined_convulsion": ["V15", "S49"],
            "febrile_convulsion": ["V14", "V15", "S47", "S49", "S50"],
            "localized_convulsion": ["V15", "S49"],
            "spasm_needing_review": ["S49"],
            "benign_local_cramp": ["S10", "S09", "S07", "S08", "S11", "S12"],
        }


class TestJson:
    @given(partly_known)
    def test_it_is_json_of_the_documented_shape(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person)).to_dict()

        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert list(found) == [
            "guideline",
            "content_version",
            "diagnosis",
            "differential",
            "urgency",
            "alerts",
            "next_question",
            "next_screen",
            "if_denied",
            "steps",
            "features",
            "causes",
            "advice",
        ]
        assert found["guideline"] == MUSCLE_SPASM.key == "muscle_spasm"
        assert found["content_version"] == MUSCLE_SPASM.version == MUSCLE_SPASM.tree.version
        if found["next_question"] is not None:
            assert list(found["next_question"]) == ["name", "asks", "why"]
            assert all(found["next_question"].values())
        for step in found["steps"]:
            assert list(step) == ["question", "answer", "because", "claims"]
            assert all(person.get(name) == value for name, value in step["because"].items())

    @given(partly_known)
    def test_a_presentation_reads_back(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)

        assert (
            Presentation.from_dict(json.loads(json.dumps(presentation.to_dict()))) == presentation
        )


class TestText:
    @given(partly_known)
    def test_it_names_what_is_possible_first_and_is_no_wider_than_it_says(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        text = str(found)
        words = " ".join(text.split())

        assert all(condition.name in words for condition in found.differential)
        assert all(alert.name in words for alert in found.alerts.raised)
        assert found.next_question is None or found.next_question.asks in words
        assert found.next_question is None or f"Why: {found.next_question.why}." in words
        assert " ".join(MUSCLE_SPASM.notices.purpose.split()) in words
        assert max(map(len, text.splitlines())) <= WIDTH

    def test_not_ruled_out_is_told_in_two_groups(self) -> None:
        text = str(assess(Presentation(tetanus_signs=True)))
        supported, rest = text.split("Not ruled out: not asked about, or not known:")

        assert "Spasm of a systemic cause, suspected" in supported
        assert "outside the documented kinds" in rest

    def test_a_condition_is_told_with_the_urgency_that_it_would_have(self) -> None:
        text = str(assess(Presentation(impaired_consciousness=True)))

        assert "Febrile convulsion of childhood (URGENT or more)" in text
        assert "Localized convulsion (twitching) (EMERGENCY, by an alert)" in text

    def test_a_note_to_be_confirmed_says_so(self) -> None:
        text = str(assess(Presentation(age_months=6)))

        assert "[V13 (to be confirmed)]" in text
        assert "same day. (to be confirmed)" in " ".join(text.split())

    def test_a_cramp_is_not_sent_to_a_doctor_for_want_of_an_answer(self) -> None:
        grown_up = assess(CRAMP.but(age_months=432))
        assert how_soon(grown_up) == (
            "Look after it; see a doctor if that does not help. See a doctor within days where "
            "one of these, not known yet, is so: abnormal EEG; self-care did not help."
        )
        assert "act on the first" in how_soon(assess(CRAMP))  # it may be an infant
        assert "act on the first" in how_soon(assess(Presentation()))
        assert how_soon(assess(Presentation(tetanus_signs=True))) == "Call an ambulance now."

    def test_it_says_when_nothing_is_left_to_ask(self) -> None:
        everything = assess(
            Presentation(
                impaired_consciousness=True, fever=False, extent=Extent.GENERALIZED, rigidity=True
            )
        )

        assert "Nothing more to ask" in str(everything)


class TestObjects:
    def test_representations_stay_short(self) -> None:
        assert (
            repr(assess(CRAMP)) == "<Assessment: benign_local_cramp; urgency self_care to urgent>"
        )
        assert repr(MUSCLE_SPASM) == "<Guideline muscle_spasm 1.0.0: 7 conditions, 17 alerts>"
        assert repr(MUSCLE_SPASM.conditions[0]) == "<Condition systemic_cause_suspected>"
        assert repr(MUSCLE_SPASM.alerts[0]) == "<Alert status_convulsivus>"
        assert "tetanus_signs" in repr(assess(CRAMP).steps[0])
        assert len(repr(assess(CRAMP).steps[0])) < 300

    def test_conditions_and_alerts_are_equal_by_key(self) -> None:
        other = Condition("benign_local_cramp", "x", Urgency.PROMPT)

        assert other == BENIGN == MUSCLE_SPASM.conditions[-1]
        assert hash(other) == hash(BENIGN)
        assert BENIGN != "benign_local_cramp"
        assert MUSCLE_SPASM.alerts[0] != MUSCLE_SPASM.alerts[1]

    def test_an_alert_is_a_tree_of_one_question(self) -> None:
        for alert in MUSCLE_SPASM.alerts:
            (question,) = alert.tree.questions
            assert question.criterion == alert.criterion
            assert question.claims == alert.claims
            assert set(alert.tree.outcomes) == {True, False}

    def test_urgencies_compare_and_have_keys(self) -> None:
        assert [urgency.key for urgency in sorted(Urgency)] == [
            "self_care",
            "prompt",
            "urgent",
            "emergency",
        ]

    def test_only_a_presentation_can_be_assessed(self) -> None:
        with pytest.raises(SpasmDdxError, match=r"assesses a Presentation, not \{'fever'"):
            assess({"fever": True})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class TestTheVocabularyIsThePrintedTable:
    def test_names_and_red_flags(self) -> None:
        names = {finding.name for finding in Presentation.findings()}

        assert names == {*strategies.CASES, "temperature_c"}
        assert {finding.name for finding in MUSCLE_SPASM.red_flags} == set(strategies.RED_FLAGS)

    def test_ranges(self) -> None:
        for name, (low, high) in {
            "age_months": (0, 1500),
            "duration_s": (0, 604800),
            "temperature_c": (25, 45),
            "attacks_this_illness": (1, 1000),
        }.items():
            for good in (low, high):
                Presentation.from_dict({name: good})
            for bad in (low - 1, high + 1):
                with pytest.raises(SpasmDdxError, match=name):
                    Presentation.from_dict({name: bad})

    def test_denying_a_serious_disease_does_not_exclude_it(self) -> None:
        denied = Presentation().deny(Presentation.serious_disease)

        assert denied.serious_disease is SeriousDisease.NOT_SUSPECTED
        excluded = Presentation(serious_disease=SeriousDisease.EXCLUDED)
        assert excluded.deny(Presentation.serious_disease) == excluded

    def test_every_finding_asks_in_plain_words(self) -> None:
        for finding in Presentation.findings():
            assert finding.asks.endswith("?")
            assert finding.label
