"""The five rules of the clinical README as laws, and exactness against brute force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Alert,
    Condition,
    Presentation,
    SpasmDdxError,
    assess,
    differential,
    holds,
)
from spasm_ddx.reasoning.criteria import findings_in
from tests.muscle_spasm import oracle
from tests.muscle_spasm.strategies import (
    CALF_CRAMP,
    CALM,
    CASES,
    KINDS,
    RED_FLAGS,
    completions,
    few_unknown,
    known_near_a_kind,
    mid_interview,
    near_a_kind,
    partly_known,
    people,
    unknown_of,
)

#: The conditions that the tree reaches from a convulsive sign.
CONVULSIONS = {
    "febrile_convulsion",
    "generalized_tonic_convulsion",
    "localized_convulsion",
    "undetermined_convulsion",
}


def keys(found: Iterable[Condition] | Iterable[Alert]) -> set[str]:
    return {each.key for each in found}


class TestUnknownIsNotAbsent:
    """An unknown finding counts as every value that it could have."""

    @given(partly_known | near_a_kind(), st.data())
    def test_each_value_of_an_unknown_finding_stays_within(
        self, person: dict[str, Any], data: st.DataObject
    ) -> None:
        unknown = [name for name in CASES if name not in person]
        assume(unknown)
        name = data.draw(st.sampled_from(unknown))
        before = assess(Presentation.from_dict(person))
        after = [assess(Presentation.from_dict({**person, name: v})) for v in CASES[name]]

        assert keys(before.differential) == set().union(*(keys(a.differential) for a in after))
        assert before.urgency.at_least == min(a.urgency.at_least for a in after)
        assert before.urgency.at_most == max(a.urgency.at_most for a in after)

    def test_nothing_known_rules_nothing_out(self) -> None:
        found = assess(Presentation())

        assert keys(found.differential) == set(oracle.URGENCY)
        assert (found.urgency.at_least.key, found.urgency.at_most.key) == ("self_care", "emergency")
        assert keys(found.alerts.possible) == set(oracle.ALERT_CLAIMS)

    @given(partly_known | mid_interview() | near_a_kind(), st.booleans())
    def test_whether_a_disease_is_suspected_never_says_whether_it_was_excluded(
        self,
        person: dict[str, Any],
        suspected: bool,  # noqa: FBT001 - drawn by Hypothesis
    ) -> None:
        unasked = {k: v for k, v in person.items() if k != "serious_disease_suspected"}
        before = Presentation.from_dict(unasked)
        after = before.but(serious_disease_suspected=suspected)

        assert after.serious_disease_excluded is unasked.get("serious_disease_excluded")
        told = [keys(assess(p).differential) & CONVULSIONS for p in (before, after)]
        assert told[0] == told[1]

    @given(partly_known, st.booleans())
    def test_a_clinician_who_excluded_it_never_outweighs_a_suspicion(
        self,
        person: dict[str, Any],
        excluded: bool,  # noqa: FBT001 - drawn by Hypothesis
    ) -> None:
        both = {**person, "serious_disease_suspected": True, "serious_disease_excluded": excluded}
        found = assess(Presentation.from_dict(both))

        assert "serious_disease_suspected" in keys(found.alerts.raised)
        assert found.urgency.at_least.key in {"urgent", "emergency"}

    @given(partly_known, st.floats(25, 45))
    def test_a_reading_of_38_is_a_fever_and_a_lower_one_says_nothing(
        self, person: dict[str, Any], reading: float
    ) -> None:
        hot = reading >= 38
        person = {k: v for k, v in person.items() if not (hot and k == "fever")}
        measured = assess(Presentation.from_dict({**person, "temperature_c": reading}))
        fever = {"fever": True} if hot else {}
        reported = assess(Presentation.from_dict({**person, **fever}))

        assert measured.differential == reported.differential
        assert (measured.urgency, measured.alerts) == (reported.urgency, reported.alerts)

    @given(st.floats(38, 45))
    def test_a_fever_that_is_denied_with_38_or_more_is_refused(self, reading: float) -> None:
        with pytest.raises(SpasmDdxError, match=r"(?s)fever.*temperature_c|temperature_c.*fever"):
            Presentation(fever=False, temperature_c=reading)


class TestAlertsNeverLower:
    """Nobody's urgency is lower than that of the condition or of an alert that holds."""

    @given(partly_known)
    def test_at_least_its_own_floor(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))
        floors = [alert.at_least for alert in found.alerts.raised]

        assert found.urgency.at_least >= max([min(c.urgency for c in found.differential), *floors])

    @given(people, st.sampled_from(sorted(oracle.EXPLAIN_ONLY)))
    def test_six_alerts_explain_and_raise_nobody_further(
        self, person: dict[str, Any], key: str
    ) -> None:
        others = [
            oracle.URGENCY[oracle.condition(person)],
            *(floor for alert, floor in oracle.alerts(person).items() if alert != key),
        ]
        found = assess(Presentation.from_dict(person))

        assert found.urgency.at_least.key == max(others, key=oracle.LEVELS.index)


def _is_settled_as_the_oracle_says(person: dict[str, Any]) -> None:
    found = assess(Presentation.from_dict(person))

    assert found.diagnosis is not None
    assert found.diagnosis.key == oracle.condition(person)
    assert keys(found.alerts.raised) == set(oracle.alerts(person))
    assert not found.alerts.possible
    assert found.urgency.at_least.key == oracle.final_urgency(person)
    assert found.urgency.at_most == found.urgency.at_least
    assert found.next_question is None


class TestTheDifferentialIsExact:
    """The differential is exact, and so are the alerts and the urgency, jointly with it."""

    @settings(max_examples=100)
    @given(few_unknown(most=5_000) | mid_interview())
    def test_it_is_what_brute_force_over_all_completions_finds(
        self, person: dict[str, Any]
    ) -> None:
        found_with: dict[str, set[str]] = {}
        ever: set[str] = set()
        always: set[str] | None = None
        for completion in completions(person):
            alerts = oracle.alerts(completion)
            condition, urgency = oracle.end(completion, alerts)
            found_with.setdefault(condition, set()).add(urgency)
            ever |= alerts.keys()
            always = set(alerts) if always is None else always & alerts.keys()
        assert always is not None
        found = assess(Presentation.from_dict(person))

        assert keys(found.differential) == set(found_with)
        assert keys(found.alerts.raised) == always
        assert keys(found.alerts.possible) == ever - always
        urgencies = {urgency for each in found_with.values() for urgency in each}
        levels = sorted(map(oracle.LEVELS.index, urgencies))
        assert (found.urgency.at_least, found.urgency.at_most) == (levels[0], levels[-1])
        for features in found.features:
            levels = sorted(map(oracle.LEVELS.index, found_with[features.condition.key]))
            assert (features.urgency.at_least, features.urgency.at_most) == (levels[0], levels[-1])

    @settings(max_examples=500)
    @given(people | known_near_a_kind())
    def test_everything_known_is_settled(self, person: dict[str, Any]) -> None:
        _is_settled_as_the_oracle_says(person)

    @pytest.mark.parametrize("kind", KINDS, ids=["cramp", "febrile", "eyelid", "local", "tonic"])
    def test_so_is_everybody_one_answer_away_from_a_kind(self, kind: dict[str, Any]) -> None:
        for name, values in CASES.items():
            for value in values:
                _is_settled_as_the_oracle_says({**CALM, **kind, name: value})

    @given(partly_known)
    def test_the_assessment_agrees_with_the_tree_alone(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)

        assert assess(presentation).differential == differential(MUSCLE_SPASM.tree, presentation)


class TestKnowingMoreNeverWidens:
    """Knowing more only narrows the differential, the urgency and the alerts."""

    @given(partly_known | near_a_kind(), partly_known)
    def test_more_findings_only_narrow(self, person: dict[str, Any], more: dict[str, Any]) -> None:
        before = assess(Presentation.from_dict(person))
        after = assess(Presentation.from_dict({**more, **person}))

        assert keys(after.differential) <= keys(before.differential)
        assert after.urgency.at_least >= before.urgency.at_least
        assert after.urgency.at_most <= before.urgency.at_most
        assert keys(after.alerts.raised) >= keys(before.alerts.raised)
        assert keys(after.alerts.possible) <= keys(before.alerts.possible)


class TestBenignIsEarned:
    """Nobody has a benign cramp alone before somebody denied each red flag."""

    @given(
        st.lists(st.sampled_from(RED_FLAGS), min_size=1, unique=True),
        st.booleans(),
        partly_known,
    )
    def test_never_alone_while_a_red_flag_is_present_or_unknown(
        self,
        flags: list[str],
        present: bool,  # noqa: FBT001 - drawn by Hypothesis
        more: dict[str, Any],
    ) -> None:
        person = {k: v for k, v in (more | CALF_CRAMP).items() if k not in flags}
        if present:
            person |= dict.fromkeys(flags, True)

        assert keys(assess(Presentation.from_dict(person)).differential) != {"benign_local_cramp"}

    @given(partly_known | mid_interview() | near_a_kind())
    def test_whoever_is_reported_it_alone_denied_each_red_flag(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        if keys(found.differential) == {"benign_local_cramp"}:
            assert {person.get(flag) for flag in RED_FLAGS} == {False}


class TestIfTheOpenRedFlagsWereDenied:
    """The differential if every open red flag were denied lies within the differential."""

    @given(partly_known | near_a_kind())
    def test_none_exactly_while_a_flag_is_present_or_none_is_open(
        self, person: dict[str, Any]
    ) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)
        flags = {flag: person.get(flag) for flag in RED_FLAGS}
        present = True in flags.values()
        still_open = {flag for flag, value in flags.items() if value is None}
        assert (found.if_denied is None) == (present or not still_open)
        if found.if_denied is None:
            return

        assert {finding.name for finding in found.if_denied.findings} == still_open
        assert set(found.if_denied.differential) <= set(found.differential)
        after = assess(Presentation.from_dict({**person, **dict.fromkeys(still_open, False)}))
        assert found.if_denied.differential == after.differential
        assert found.if_denied.urgency == after.urgency


class TestTheNextQuestion:
    """The next question is the first in order that can still change the result.

    Which one that is, ``test_interview.TestTheOrder`` finds by brute force.
    """

    @given(partly_known | near_a_kind())
    def test_none_exactly_when_nothing_can_change(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))
        settled = len(found.differential) == 1 and (found.urgency.at_least == found.urgency.at_most)

        assert (found.next_question is None) == settled
        assert found.settled == settled

    @given(partly_known)
    def test_it_is_unknown_and_never_idle(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))
        assume(found.next_question is not None)
        assert found.next_question is not None

        assert found.next_question.name in unknown_of(person)

    @settings(max_examples=200)
    @given(few_unknown(most=600) | mid_interview())
    def test_why_names_what_it_can_decide(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)
        assume(found.next_question is not None)
        assert found.next_question is not None
        name, why = found.next_question.name, found.next_question.why
        red, on_question, bears_on = why.rpartition("it bears on ")

        assert why.startswith("a red flag; ") is (name in RED_FLAGS)
        if on_question:
            assert found.diagnosis is None
            assert red in {"", "a red flag; "}
            (question,) = (
                question
                for question in MUSCLE_SPASM.tree.questions
                if f'"{question.asks}"' == bears_on
            )
            assert Presentation.finding(name) in findings_in(question.criterion)
            assert holds(question.criterion, presentation) is None
            return
        depends = 'how urgent this is depends on it ("{}" or not)'
        (alert,) = (a for a in MUSCLE_SPASM.alerts if why.endswith(depends.format(a.name)))
        assert alert in found.alerts.possible
        assert alert.at_least > found.urgency.at_least
        assert any(
            len({alert.key in oracle.alerts({**one, name: value}) for value in CASES[name]}) > 1
            for one in completions(person)
        )
