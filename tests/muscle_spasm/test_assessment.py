"""The parts of an assessment besides the differential: explanations, advice, JSON."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Assessment,
    Condition,
    Eeg,
    Extent,
    Presentation,
    Site,
    SpasmDdxError,
    Urgency,
    assess,
    holds,
)
from spasm_ddx.muscle_spasm import advice, conditions
from tests.muscle_spasm import oracle, strategies
from tests.muscle_spasm.strategies import mid_interview, near_a_kind, partly_known, people

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
    def test_they_are_reported_for_each_condition_still_possible(self) -> None:
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

    @given(people, st.sampled_from([0.5, 1, 100, None]))
    def test_each_speaks_for_or_against_as_the_table_says(
        self, person: dict[str, Any], seconds: float | None
    ) -> None:
        if seconds is not None:
            person |= {"duration_s": seconds}
        known = Presentation.from_dict(person)
        told = {
            condition.key: [
                "for"
                if holds(feature.criterion, known)
                else "against"
                if holds(feature.against, known)
                else "nothing"
                for feature in condition.features
            ]
            for condition in MUSCLE_SPASM.conditions
        }

        assert told == oracle.features(person)
        (found,) = assess(known).features
        of_it = oracle.features(person)[found.condition.key]
        assert len(found.speaks_for) == of_it.count("for")
        assert len(found.speaks_against) == of_it.count("against")
        assert not found.unknown

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


def is_told(piece: Advice, presentation: Presentation) -> bool:
    """Whether a person gets a piece of advice."""
    return piece.text in {each.text for each in assess(presentation).advice}


#: A twitching eyelid, each red flag denied.
EYELID: dict[str, Any] = dict.fromkeys(strategies.RED_FLAGS, False) | {
    "extent": "localized",
    "site": "eyes",
}

anybody = partly_known | mid_interview() | near_a_kind()


def given_by_the_list(person: dict[str, Any], found: Assessment) -> dict[str, bool]:
    """Whether a person gets each piece of advice, by the written list of the advice."""
    fit, emergency = oracle.attack(person), found.urgency.at_least is Urgency.EMERGENCY
    cramp = found.diagnosis == BENIGN
    cramp_that_waits = cramp and found.urgency.at_least < Urgency.URGENT
    febrile = "febrile_convulsion" in {condition.key for condition in found.differential}
    cramped_by_infection = person.get("tetanus_signs") or person.get("rabies_signs")
    awake = person.get("impaired_consciousness") is False
    return {
        advice.FIRST_AID.text: fit and not emergency,
        advice.CALL_AT_ONCE.text: fit and not emergency,
        advice.UNTIL_HELP_COMES.text: fit and emergency,
        advice.FIRST_OF_A_LIFE.text: fit and not emergency and "first_convulsion" not in person,
        advice.OWN_PLAN.text: fit and person.get("known_epilepsy") is True,
        advice.QUIET_AND_DIM.text: bool(cramped_by_infection and awake),
        advice.AFTER_POISON.text: person.get("poisoning") is True,
        advice.COMFORT.text: febrile and person.get("fever") is True,
        **{piece.text: cramp_that_waits for piece in HOME_CARE},
        advice.IF_IT_DOES_NOT_HELP.text: cramp_that_waits
        and person.get("self_care_failed") is not True,
        advice.ORTHOPAEDICS.text: cramp and found.urgency.at_most <= Urgency.PROMPT,
    }


class TestWhatIsToldToWhom:
    """The written list of the advice."""

    @settings(max_examples=300)
    @given(anybody)
    def test_each_sentence_exactly_by_its_own_condition(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))
        given = {piece.text for piece in found.advice}
        expected = given_by_the_list(person, found)

        assert {text: text in given for text in expected} == expected

    @example({**EYELID, "cramp_medicine": True})
    @example(EYELID)
    @given(anybody)
    def test_a_twitching_eyelid_once_it_needs_review(self, person: dict[str, Any]) -> None:
        known = Presentation.from_dict(person)
        found = assess(known)
        review = found.diagnosis is not None and found.diagnosis.key == "spasm_needing_review"
        eyelid = person.get("site") == "eyes" and review

        if is_told(advice.TWITCHING_EYELID, known):
            assert eyelid
        elif eyelid:
            assert found.urgency.at_least >= Urgency.URGENT

    @given(anybody)
    def test_a_cause_to_be_found_for_everybody_who_has_no_cramp(
        self, person: dict[str, Any]
    ) -> None:
        known = Presentation.from_dict(person)
        found = assess(known)
        if BENIGN not in found.differential:
            assert is_told(advice.FIND_THE_CAUSE, known)
        if found.diagnosis == BENIGN and found.urgency.at_least < Urgency.URGENT:
            assert not is_told(advice.FIND_THE_CAUSE, known)

    @given(anybody)
    def test_nobody_in_an_emergency_is_told_to_see_a_doctor_later_or_to_stay_at_home(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        if found.urgency.at_least is Urgency.EMERGENCY:
            texts = " ".join(piece.text for piece in found.advice)
            assert "see a doctor" not in texts
            assert "today" not in texts
            assert not set(found.advice) & {*HOME_CARE, advice.ORTHOPAEDICS}


#: How to look after a cramp.
HOME_CARE = (
    conditions.WARM_AND_MASSAGE,
    conditions.EASE_POSTURE,
    conditions.TAKE_CALCIUM,
    conditions.SOME_SUN,
    advice.LIKELIER_CAUSES,
    advice.IF_IT_STAYS_HARD,
)


class TestTheWordsOfTheAdvice:
    def test_first_aid_goes_in_its_order(self) -> None:
        steps = (
            "hard things away",
            "soft under the head",
            "the time",
            "onto one side as soon as",
            "without force",
            "at the latest when the jerking stops",
            "breathing",
            "nothing in the mouth",
            "no food or drink until the person is fully awake",
            "do not hold the person down",
            "Stay there",
        )
        for piece in (advice.FIRST_AID, advice.UNTIL_HELP_COMES):
            places = [piece.text.index(step) for step in steps]
            assert places == sorted(places)
            assert "minutes" not in piece.text
            assert "ambulance" not in piece.text

    def test_when_to_call_says_at_once_and_no_minutes(self) -> None:
        assert advice.CALL_AT_ONCE.text == (
            "Call an ambulance at once if it is still going on, another one comes, breathing is "
            "hard, the person is badly hurt or does not wake."
        )
        assert advice.FIRST_OF_A_LIFE.text == (
            "Anybody's first convulsion needs an ambulance, even if it is over."
        )
        for part in ("plan", "usual", "over", "before this page"):
            assert part in advice.OWN_PLAN.text

    def test_the_rest_warns_whom_it_must(self) -> None:
        for warning in ("kidney disease", "kidney stones", "high blood calcium", "moderation"):
            assert warning in conditions.TAKE_CALCIUM.text
        assert "without burning" in conditions.SOME_SUN.text
        assert "magnesium is unlikely to help" in advice.LIKELIER_CAUSES.text
        for part in ("not make the person vomit", "nothing to eat or drink", "take it along"):
            assert part in advice.AFTER_POISON.text
        assert re.search(r"no [^.]*EEG\)? is needed", advice.COMFORT.text)
        assert "do not sponge" in advice.COMFORT.text


class TestAdviceAndCauses:
    ADULT = CRAMP.but(age_months=744)

    def test_the_advice_of_a_present_cause_comes_first(self) -> None:
        posture = assess(self.ADULT.but(cold_exposure=None, sustained_posture=True))

        assert cited(posture.advice)[0] == "S09"
        assert cited(assess(self.ADULT).advice)[0] == "S10"

    def test_a_possible_infants_spasm_is_not_sent_to_orthopaedics(self) -> None:
        assert "S12" in cited(assess(self.ADULT).advice)
        assert "S12" not in cited(assess(self.ADULT.but(age_months=None)).advice)
        assert cited(assess(self.ADULT.but(age_months=6)).advice) == ["S49"]

    def test_no_eeg_is_asked_for_in_a_cramp(self) -> None:
        abnormal = assess(self.ADULT.but(eeg=Eeg.ABNORMAL))

        assert abnormal.advice == assess(self.ADULT).advice
        assert not abnormal.alerts.raised

    def test_no_word_of_seeing_a_doctor_if_it_fails_where_it_failed(self) -> None:
        failed = assess(self.ADULT.but(self_care_failed=True))

        assert "S11" in cited(assess(self.ADULT).advice)
        assert "S11" not in cited(failed.advice)
        assert failed.urgency.at_least is Urgency.PROMPT

    def test_first_aid_never_waits_where_an_ambulance_is_due(self) -> None:
        for person in (
            Presentation(reported_convulsion=True, duration_s=1860),
            Presentation(ongoing=True, jerking=True),
            Presentation(impaired_consciousness=True, fever=False),
        ):
            found = assess(person)
            assert found.urgency.at_least is Urgency.EMERGENCY
            assert found.advice[0] == advice.UNTIL_HELP_COMES
            assert found.advice[0].until_help_comes

    def test_causes_are_reported_only_while_a_cramp_is_possible(self) -> None:
        (cold,) = assess(CRAMP).causes
        assert (cold.name, cold.finding) == ("cold", Presentation.cold_exposure)
        assert not assess(CRAMP.but(jerking=True)).causes
        assert [cause.finding.name for cause in BENIGN.causes] == list(oracle.CAUSE_CLAIMS)
        assert not any(other.causes for other in MUSCLE_SPASM.conditions if other != BENIGN)

    @given(anybody)
    def test_a_cause_is_reported_exactly_while_a_cramp_is_possible_and_it_is_present(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        possible = BENIGN in found.differential
        present = [name for name in oracle.CAUSE_CLAIMS if possible and person.get(name)]

        assert [cause.finding.name for cause in found.causes] == present

    def test_orthopaedics_is_never_advised_in_a_convulsion(self) -> None:
        assert any("S12" in piece.claims for piece in MUSCLE_SPASM.advice_for(BENIGN))
        for condition in MUSCLE_SPASM.conditions:
            if condition != BENIGN:
                told = MUSCLE_SPASM.advice_for(condition)
                assert all("S12" not in piece.claims for piece in told)

    def test_nobody_gets_a_sentence_twice(self) -> None:
        for person in (self.ADULT, self.ADULT.but(exertion=True, disturbed_rest=True)):
            texts = [piece.text for piece in assess(person).advice]
            assert len(texts) == len(set(texts))


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


class TestObjects:
    def test_representations_stay_short(self) -> None:
        assert (
            repr(assess(CRAMP)) == "<Assessment: benign_local_cramp; urgency self_care to urgent>"
        )
        assert repr(MUSCLE_SPASM) == "<Guideline muscle_spasm 2.0.0: 7 conditions, 28 alerts>"
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

    def test_who_denies_that_one_is_suspected_excludes_nothing(self) -> None:
        denied = Presentation().deny(*MUSCLE_SPASM.red_flags)

        assert denied.serious_disease_suspected is False
        assert denied.serious_disease_excluded is None

    def test_only_a_clinician_can_tell_two_of_them(self) -> None:
        by_others = {f.name: f.answered_by for f in Presentation.findings()}
        only = {name for name, who in by_others.items() if who == "clinician"}

        assert only == oracle.CANNOT_TELL["witness"]
        assert {who for name, who in by_others.items() if name not in only} == {"anyone"}

    @pytest.mark.parametrize(
        ("gone", "now"),
        [
            ("serious_disease", ("serious_disease_suspected", "serious_disease_excluded")),
            ("secondary_cramp_signs", ("nerve_or_vessel_signs", "cramp_medicine")),
            ("calcium_deficiency", ("low_calcium_intake", "low_blood_calcium")),
        ],
    )
    def test_a_finding_of_1_0_0_is_refused_with_what_replaced_it(
        self, gone: str, now: tuple[str, ...]
    ) -> None:
        ways = (
            lambda: Presentation.from_dict({gone: True}),
            lambda: Presentation(**dict[str, Any]({gone: True})),
            lambda: Presentation.finding(gone),
        )
        for way in ways:
            with pytest.raises(SpasmDdxError) as refused:
                way()
            assert all(name in str(refused.value) for name in (gone, *now))

    @pytest.mark.parametrize(
        "name", ["age_months", "duration_s", "temperature_c", "attacks_this_illness"]
    )
    @pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "40", [30]])
    def test_a_number_takes_nothing_but_a_finite_number(self, name: str, value: object) -> None:
        with pytest.raises(SpasmDdxError, match=name):
            Presentation.from_dict({name: value})

    def test_before_the_first_question_it_says_whom_not_to_ask(self) -> None:
        before = MUSCLE_SPASM.notices.before
        for part in (
            "Call an ambulance now and leave the questions",
            "first convulsion",
            "still going on",
            "does not wake",
            "cannot breathe well",
            "badly hurt",
            "a face droops",
            "weakness came suddenly",
            "poison",
        ):
            assert part in before

    @pytest.mark.parametrize("finding", strategies.SIGNS)
    @pytest.mark.parametrize("value", [1, 0, "yes", 0.5])
    def test_a_sign_takes_nothing_but_yes_and_no(self, finding: str, value: object) -> None:
        with pytest.raises(SpasmDdxError, match=finding):
            Presentation.from_dict({finding: value})

    @pytest.mark.parametrize("name", ["extent", "site", "eeg"])
    def test_the_members_of_each_choice(self, name: str) -> None:
        for value in strategies.CASES[name]:
            assert Presentation.from_dict({name: value}).to_dict() == {name: value}
        with pytest.raises(SpasmDdxError, match=name):
            Presentation.from_dict({name: "elsewhere"})

    def test_every_finding_asks_in_plain_words(self) -> None:
        for finding in Presentation.findings():
            assert finding.asks.endswith("?")
            assert finding.label
