"""The five rules of the clinical README as laws, and exactness against brute force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Alert, Condition, Presentation, assess, differential, holds
from spasm_ddx.reasoning.criteria import findings_in
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


def keys(found: Iterable[Condition] | Iterable[Alert]) -> set[str]:
    return {each.key for each in found}


class TestUnknownIsNotAbsent:
    """Rule 1. An unknown finding takes part as every value it could have."""

    @given(partly_known, st.data())
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
        assert keys(assess(Presentation()).differential) == set(oracle.URGENCY)


class TestTheDifferentialIsExact:
    """Rule 2, and the same for the alerts and the urgency, jointly."""

    @settings(max_examples=60)
    @given(few_unknown())
    def test_it_is_what_brute_force_over_all_completions_finds(
        self, person: dict[str, Any]
    ) -> None:
        found_with: dict[str, set[str]] = {}
        ever: set[str] = set()
        always: set[str] | None = None
        for completion in completions(person):
            alerts = set(oracle.alerts(completion))
            urgency = oracle.final_urgency(completion)
            found_with.setdefault(oracle.condition(completion), set()).add(urgency)
            ever |= alerts
            always = alerts if always is None else always & alerts
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

    @given(people)
    def test_everything_known_is_settled(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))

        assert found.diagnosis is not None
        assert found.diagnosis.key == oracle.condition(person)
        assert keys(found.alerts.raised) == set(oracle.alerts(person))
        assert not found.alerts.possible
        assert found.urgency.at_least.key == oracle.final_urgency(person)
        assert found.urgency.at_most == found.urgency.at_least
        assert found.next_question is None

    @given(partly_known)
    def test_the_assessment_agrees_with_the_tree_alone(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)

        assert assess(presentation).differential == differential(MUSCLE_SPASM.tree, presentation)


class TestKnowingMoreNeverWidens:
    """Rule 3."""

    @given(partly_known, partly_known)
    def test_more_findings_only_narrow(self, person: dict[str, Any], more: dict[str, Any]) -> None:
        before = assess(Presentation.from_dict(person))
        after = assess(Presentation.from_dict({**more, **person}))

        assert keys(after.differential) <= keys(before.differential)
        assert after.urgency.at_least >= before.urgency.at_least
        assert after.urgency.at_most <= before.urgency.at_most
        assert keys(after.alerts.raised) >= keys(before.alerts.raised)
        assert keys(after.alerts.possible) <= keys(before.alerts.possible)


class TestBenignIsEarned:
    """Rule 4."""

    BENIGN: ClassVar[dict[str, Any]] = {
        "extent": "localized",
        "site": "lower_leg",
        "rigidity": True,
        "pain": True,
        "duration_s": 45,
        "serious_disease": "not_suspected",
        **{flag: False for flag in RED_FLAGS if flag != "serious_disease"},
    }

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
        person = {k: v for k, v in (more | self.BENIGN).items() if k not in flags}
        if present:
            person |= {f: "suspected" if f == "serious_disease" else True for f in flags}

        assert keys(assess(Presentation.from_dict(person)).differential) != {"benign_local_cramp"}

    def test_it_can_be_earned(self) -> None:
        assert keys(assess(Presentation.from_dict(self.BENIGN)).differential) == {
            "benign_local_cramp"
        }


class TestIfTheOpenRedFlagsWereDenied:
    """The paragraph of that name."""

    @given(partly_known)
    def test_none_exactly_while_a_flag_is_present_or_none_is_open(
        self, person: dict[str, Any]
    ) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)
        flags = {flag: person.get(flag) for flag in RED_FLAGS}
        present = any(value in (True, "suspected") for value in flags.values())
        still_open = {flag for flag, value in flags.items() if value is None}
        if found.if_denied is None:
            assert present or not still_open
            return

        assert not present
        assert {finding.name for finding in found.if_denied.findings} == still_open
        assert set(found.if_denied.differential) <= set(found.differential)
        denied = {f: "not_suspected" if f == "serious_disease" else False for f in still_open}
        after = assess(Presentation.from_dict({**person, **denied}))
        assert found.if_denied.differential == after.differential
        assert found.if_denied.urgency == after.urgency


class TestTheNextQuestion:
    """The first, in the order of asking, that can still change the differential or the urgency."""

    @given(partly_known)
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

    @settings(max_examples=300)
    @given(few_unknown(most=600) | mid_interview())
    def test_it_is_the_first_of_the_order_that_some_completion_shows_to_matter(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        matter = oracle.deciding(unknown_of(person), completions(person))
        screen, names = oracle.asked_next(matter)
        event(f"screen {screen}" if screen else f"question {names}")

        if found.next_question is None:
            assert not matter
            assert found.next_screen is None
            return
        assert found.next_question.name == names[0]
        assert found.next_question.asks == Presentation.finding(names[0]).asks
        assert (found.next_screen and found.next_screen.key) == screen
        told = found.to_dict()
        assert told["next_question"] == {
            "name": names[0],
            "asks": found.next_question.asks,
            "why": found.next_question.why,
        }
        assert (told["next_screen"] and told["next_screen"]["findings"]) == (
            list(names) if screen else None
        )

    @settings(max_examples=200)
    @given(few_unknown(most=600) | mid_interview())
    def test_why_names_what_it_can_decide(self, person: dict[str, Any]) -> None:
        presentation = Presentation.from_dict(person)
        found = assess(presentation)
        assume(found.next_question is not None)
        assert found.next_question is not None
        name, why = found.next_question.name, found.next_question.why
        red, _, bears_on = why.rpartition("it bears on ")

        assert red == ("a red flag; " if name in RED_FLAGS else "")
        if found.diagnosis is None and not bears_on.startswith("the alert"):
            (question,) = (
                question
                for question in MUSCLE_SPASM.tree.questions
                if f'"{question.asks}"' == bears_on
            )
            assert Presentation.finding(name) in findings_in(question.criterion)
            assert holds(question.criterion, presentation) is None
            return
        (alert,) = (a for a in MUSCLE_SPASM.alerts if f'the alert "{a.name}"' == bears_on)
        assert alert in found.alerts.possible
        assert alert.at_least > found.urgency.at_least
        assert any(
            len({alert.key in oracle.alerts({**one, name: value}) for value in CASES[name]}) > 1
            for one in completions(person)
        )
