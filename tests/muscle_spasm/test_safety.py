"""Clinical safety, proved for every person: benign is safe, and danger is not lowered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Condition,
    Criterion,
    Guideline,
    Presentation,
    Tree,
    Urgency,
    all_of,
    any_of,
    assess,
    differential,
    holds,
    months,
    verify,
)
from spasm_ddx.guideline.safety import Lowering, Unearned, lowerings, unearned
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Sign
from spasm_ddx.reasoning.tree import Node, add_node
from tests.muscle_spasm import oracle
from tests.muscle_spasm.strategies import CALF_CRAMP, CASES, DENIED, RED_FLAGS, people
from tests.reasoning.brute_force import replaced_in, with_outcomes

TREE: Tree[Condition] = MUSCLE_SPASM.tree
BENIGN_LOCAL_CRAMP = MUSCLE_SPASM.condition("benign_local_cramp")


# --------------------------------------------------------------------- benign is earned


def found_with(tree: Tree[Condition], condition: Condition) -> set[str]:
    """The red flags with whose presence somebody still has a condition, by proof.

    If it is empty for benign, benign is earned. Let ``p`` be any findings whose
    differential is benign alone, and ``f`` a red flag. If ``f`` is present in ``p``, every
    completion of ``p`` is a benign one with ``f`` present. If ``f`` is unknown in ``p``,
    then one with ``f`` present is among its completions (construction never refuses a red
    flag that is present), and it is a benign one. Either way somebody is both, and
    the diagram, which holds everybody, would show it.
    """
    diagram = DecisionDiagram(tree.findings)  # one of its own: the tree's is only read
    root = diagram.possible(add_node(diagram, tree.root))
    here = diagram.where(root, condition)
    assert here != diagram.no, "nobody has it at all"
    found: set[str] = set()
    for flag in RED_FLAGS:
        finding = Presentation.finding(flag)
        if finding not in diagram.order:
            found.add(flag)  # the tree does not even ask: people who have it may have this
            continue
        assert isinstance(finding, Sign)
        assert finding.is_red(True)  # noqa: FBT003 - the answer
        present = diagram.criterion(finding.present)
        if diagram.all_of(present, here) != diagram.no:
            found.add(flag)
    return found


@cache
def found_with_of(key: str) -> set[str]:
    """The red flags with whose presence somebody still has a condition."""
    return found_with(TREE, MUSCLE_SPASM.condition(key))


def benign_with(tree: Tree[Condition]) -> set[str]:
    """The red flags with whose presence somebody is still a benign cramp, by proof."""
    return found_with(tree, BENIGN_LOCAL_CRAMP)


def with_tree(root: Node[Condition]) -> Guideline:
    """The guideline with another tree, without references to the old one."""
    tree = attrs.evolve(TREE, root=root)
    return attrs.evolve(MUSCLE_SPASM, tree=tree, lowerings=(), advice=())


def flags_of(found: Iterable[Unearned]) -> set[str]:
    return {one.flag.name for one in found}


class TestBenignIsEarned:
    """Proved: nothing is benign alone while a red flag is present or unknown."""

    def test_proved_for_every_red_flag(self) -> None:
        assert benign_with(TREE) == set()

    def test_the_library_proves_the_same(self) -> None:
        assert MUSCLE_SPASM.reassuring == (BENIGN_LOCAL_CRAMP,)
        assert unearned(MUSCLE_SPASM) == ()
        report = verify(MUSCLE_SPASM)
        assert report.ok
        assert report.unearned == ()
        assert report.lowerings == found_lowerings()

    def test_the_red_flags_are_those_of_the_printed_table(self) -> None:
        named = {finding.name for finding in Presentation.findings() if finding.red_flag}
        assert named == set(RED_FLAGS)
        assert [finding.name for finding in MUSCLE_SPASM.red_flags] == RED_FLAGS

    @pytest.mark.parametrize("flag", RED_FLAGS)
    def test_present_alone_rules_benign_out(self, flag: str) -> None:
        person = Presentation.from_dict({flag: True})
        assert BENIGN_LOCAL_CRAMP not in differential(TREE, person)
        assert BENIGN_LOCAL_CRAMP not in assess(person).differential

    def test_it_can_be_earned(self) -> None:
        cramp = Presentation.from_dict(CALF_CRAMP)
        assert differential(TREE, cramp) == (BENIGN_LOCAL_CRAMP,)
        assert assess(cramp).diagnosis == BENIGN_LOCAL_CRAMP

    @pytest.mark.parametrize("flag", RED_FLAGS)
    def test_one_unknown_red_flag_is_enough_to_lose_it(self, flag: str) -> None:
        person = {name: value for name, value in CALF_CRAMP.items() if name != flag}
        found = differential(TREE, Presentation.from_dict(person))
        assert len(found) > 1
        assert BENIGN_LOCAL_CRAMP in found
        assert assess(Presentation.from_dict(person)).differential == found

    @given(people, st.sampled_from(RED_FLAGS))
    def test_a_red_flag_that_is_present_is_never_refused(
        self, person: dict[str, Any], flag: str
    ) -> None:
        known = {name: value for name, value in person.items() if name != flag}
        # The proof needs it of whatever is known, a temperature too.
        for warmth in ({}, {"temperature_c": 37.9}):
            Presentation.from_dict({**known, flag: True, **warmth})
        Presentation.from_dict({**known, "fever": True, "temperature_c": 38.0})

    @pytest.mark.parametrize(
        ("flag", "old", "new"),
        [
            ("fever", Presentation.fever.present, Presentation.ongoing.present),
            (
                "serious_disease_suspected",
                Presentation.serious_disease_suspected.present,
                Presentation.serious_disease_excluded.present,
            ),
            (
                "acute_limb_or_face_sign",
                Presentation.acute_limb_or_face_sign.present,
                Presentation.ongoing.present,
            ),
            (
                "low_blood_calcium",
                Presentation.low_blood_calcium.present,
                Presentation.low_calcium_intake.present,
            ),
            ("jerking", Presentation.jerking.present, Presentation.ongoing.present),
            ("poisoning", Presentation.poisoning.present, Presentation.ongoing.present),
        ],
    )
    def test_a_tree_that_forgot_one_is_found_by_both_proofs(
        self, flag: str, old: Criterion, new: Criterion
    ) -> None:
        forgot = with_tree(replaced_in(TREE.root, old, new))

        assert benign_with(forgot.tree) == {flag}
        (one,) = unearned(forgot)
        assert (one.flag, one.condition) == (Presentation.finding(flag), BENIGN_LOCAL_CRAMP)
        # The example is somebody to whom it happens: benign alone, the flag present.
        assert one.example.to_dict()[flag] is True
        assert forgot.assess(one.example).differential == (BENIGN_LOCAL_CRAMP,)
        assert MUSCLE_SPASM.assess(one.example).diagnosis != BENIGN_LOCAL_CRAMP
        report = verify(forgot)
        assert not report.ok
        assert report.unearned == (one,)

    def test_two_that_are_forgotten_are_both_found(self) -> None:
        root = TREE.root
        for finding in (Presentation.rabies_signs, Presentation.known_epilepsy):
            root = replaced_in(root, finding.present, Presentation.ongoing.present)
        forgot = with_tree(root)

        assert benign_with(forgot.tree) == {"rabies_signs", "known_epilepsy"}
        assert flags_of(unearned(forgot)) == {"rabies_signs", "known_epilepsy"}

    @pytest.mark.parametrize("key", oracle.URGENCY)
    def test_both_proofs_agree_on_whatever_is_called_reassuring(self, key: str) -> None:
        condition = MUSCLE_SPASM.condition(key)
        found = unearned(attrs.evolve(MUSCLE_SPASM, reassuring=(condition,)))

        assert flags_of(found) == found_with_of(key)
        assert len(found) == len(flags_of(found))
        assert bool(found) == (condition != BENIGN_LOCAL_CRAMP)
        for one in found:
            assert one.flag.is_red(one.example.value_of(one.flag))
            assert MUSCLE_SPASM.assess(one.example).diagnosis == one.condition == condition

    @settings(max_examples=200)
    @given(people)
    def test_whoever_the_oracle_names_is_found(self, person: dict[str, Any]) -> None:
        key = oracle.condition(person)
        present = {flag for flag in RED_FLAGS if person[flag]}
        assert present <= found_with_of(key)


# --------------------------------------------- more danger never lowers the urgency, but

Way: TypeAlias = tuple[str, str, str, str, str]

#: Every way in which a red flag that is present instead of denied lowers the final
#: urgency, everything else as it is: (flag, before, after, urgency before, after).
EXPECTED: set[Way] = {
    # A fit that nobody could describe is now one that is seen to twitch locally in a
    # person who is awake: it is documented, and less urgent than what is not.
    ("jerking", "undetermined_convulsion", "localized_convulsion", "emergency", "urgent"),
    # The same, where the eyes are what twitches.
    ("eye_signs", "undetermined_convulsion", "localized_convulsion", "emergency", "urgent"),
    # A feverish child of 6 to 48 months of whom a clinician excluded a serious disease: once
    # consciousness was clouded, the fit is the febrile one that the source describes.
    (
        "impaired_consciousness",
        "undetermined_convulsion",
        "febrile_convulsion",
        "emergency",
        "urgent",
    ),
    # A child of that age, unconscious and stiff all over: with fever, and with serious
    # disease excluded, it is a febrile convulsion and not a tonic one of unknown cause.
    ("fever", "generalized_tonic_convulsion", "febrile_convulsion", "emergency", "urgent"),
    # The same child where the fit has no documented form.
    ("fever", "undetermined_convulsion", "febrile_convulsion", "emergency", "urgent"),
    # The same child with local twitching: unconscious without a fever is an emergency by
    # its alert, and the fever explains it.
    ("fever", "localized_convulsion", "febrile_convulsion", "emergency", "urgent"),
}


def told(found: Iterable[Lowering]) -> list[Way]:
    return [
        (
            one.flag.name,
            one.before.key,
            one.after.key,
            one.urgency_before.key,
            one.urgency_after.key,
        )
        for one in found
    ]


def who_of(one: Lowering) -> Criterion:
    """The criterion of the people, which is not None."""
    assert one.who is not None
    return one.who


def lowered(person: dict[str, Any], flag: str) -> Way | None:
    """By the oracle written by hand: what presence instead of a denial lowers, if it does."""
    before, after = {**person, flag: False}, {**person, flag: True}
    high, low = oracle.final_urgency(before), oracle.final_urgency(after)
    if oracle.LEVELS.index(low) >= oracle.LEVELS.index(high):
        return None
    return flag, oracle.condition(before), oracle.condition(after), high, low


@cache
def found_lowerings() -> tuple[Lowering, ...]:
    """The result of the proof, computed lazily, since every worker imports this file."""
    return lowerings(MUSCLE_SPASM)


@pytest.fixture(scope="module")
def one(request: pytest.FixtureRequest) -> Lowering:
    """The result of the proof for one case."""
    (found,) = (each for each in found_lowerings() if told([each]) == [request.param])
    return found


LOWERINGS = pytest.mark.parametrize(
    "one", sorted(EXPECTED), ids=lambda way: " ".join(way[:3]), indirect=True
)


class TestLowerings:
    """A present red flag never lowers the urgency, except in the listed cases."""

    def test_exactly_those_that_are_explained(self) -> None:
        assert set(told(found_lowerings())) == EXPECTED
        assert len(found_lowerings()) == len(EXPECTED)

    @LOWERINGS
    def test_each_is_explained_by_the_guideline(self, one: Lowering) -> None:
        accepted = one.accepted

        assert accepted is not None
        assert accepted in MUSCLE_SPASM.lowerings
        assert (accepted.flag, accepted.before, accepted.after) == (one.flag, one.before, one.after)
        assert len(accepted.why) > 40

    def test_each_explanation_of_the_guideline_is_proved(self) -> None:
        explained = [
            (one.flag.name, one.before.key, one.after.key) for one in MUSCLE_SPASM.lowerings
        ]

        assert sorted(explained) == sorted((flag, old, new) for flag, old, new, *_ in EXPECTED)
        assert {one.accepted for one in found_lowerings()} == set(MUSCLE_SPASM.lowerings)

    @LOWERINGS
    def test_an_explanation_that_is_missing_is_missed(self, one: Lowering) -> None:
        kept = [each for each in MUSCLE_SPASM.lowerings if each != one.accepted]
        less = attrs.evolve(MUSCLE_SPASM, lowerings=kept)

        unexplained = [
            each
            for each in found_lowerings()
            if attrs.evolve(each, guideline=less).accepted is None
        ]
        assert unexplained == [one]

    @LOWERINGS
    def test_for_whom_alone_it_is_so_is_proved_as_well(self, one: Lowering) -> None:
        said = "only at 6 to 48 months with a serious disease excluded by a clinician"
        these = all_of(
            Presentation.age_months.between(months(6), months(48)),
            Presentation.serious_disease_excluded.present,
        )
        diagram = DecisionDiagram([*findings_in(who_of(one)), *findings_in(these)])
        who, others = (
            diagram.criterion(who_of(one)),
            diagram.if_then_else(diagram.criterion(these), diagram.no, diagram.yes),
        )

        assert one.accepted is not None
        assert one.accepted.only == (said if one.after.key == "febrile_convulsion" else "")
        assert (diagram.all_of(who, others) == diagram.no) is bool(one.accepted.only)

    @LOWERINGS
    def test_each_example_replays(self, one: Lowering) -> None:
        before, after = MUSCLE_SPASM.assess(one.example), one.example_after
        assert not one.flag.is_red(one.example.value_of(one.flag))
        assert one.example.value_of(one.flag) == one.flag.denial
        assert (before.diagnosis, after.diagnosis) == (one.before, one.after)
        assert before.urgency.at_least == before.urgency.at_most == one.urgency_before
        assert after.urgency.at_least == after.urgency.at_most == one.urgency_after

    @LOWERINGS
    @settings(max_examples=30)
    @given(rest=people)
    def test_each_example_replays_by_the_oracle(self, one: Lowering, rest: dict[str, Any]) -> None:
        # Whatever is unknown of the example may be anything.
        person = {**rest, **one.example.to_dict()}
        assert lowered(person, one.flag.name) == told([one])[0]

    @LOWERINGS
    def test_who_says_nothing_of_the_flag(self, one: Lowering) -> None:
        assert one.flag not in findings_in(who_of(one))

    def test_twice_the_same(self) -> None:
        assert lowerings(MUSCLE_SPASM) == found_lowerings()


_UP_TO_THREE_FLAGS = st.sets(st.sampled_from(RED_FLAGS), max_size=3)


@cache
def beside_exceptions() -> st.SearchStrategy[dict[str, Any]]:
    """What is known of an exception's example, but for up to two answers."""

    def beside(example: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        answers = [(name, value) for name in sorted(example) for value in CASES[name]]
        changes = st.lists(st.sampled_from(answers), max_size=2)
        return changes.map(lambda changed: example | dict(changed))

    return st.one_of([beside(one.example.to_dict()) for one in found_lowerings()])


@st.composite
def near_an_exception(draw: st.DrawFn) -> dict[str, Any]:
    """A completely known person, often one or two answers from an exception."""
    person = draw(people)
    if draw(st.integers(0, 3)):
        flags = draw(_UP_TO_THREE_FLAGS)
        person |= {flag: value for flag, value in DENIED.items() if flag not in flags}
        person["serious_disease_excluded"] = draw(st.booleans())
    if draw(st.booleans()):
        person |= draw(beside_exceptions())
    return person


class TestNoOtherLowering:
    """A search finds nobody for whom danger lowers the urgency in another case."""

    @settings(max_examples=300)
    @given(near_an_exception())
    def test_by_the_oracle(self, person: dict[str, Any]) -> None:
        ways = {lowered(person, flag) for flag in RED_FLAGS} - {None}
        event(f"lowered: {len(ways)}")
        assert ways <= EXPECTED
        _who_is_exact(person)

    @settings(max_examples=150)
    @given(near_an_exception(), st.sampled_from(RED_FLAGS))
    def test_by_the_library(self, person: dict[str, Any], flag: str) -> None:
        before = assess(Presentation.from_dict({**person, flag: False}))
        after = assess(Presentation.from_dict({**person, flag: True}))
        assert before.diagnosis is not None
        assert after.diagnosis is not None
        if after.urgency.at_least < before.urgency.at_least:
            high, low = before.urgency.at_least, after.urgency.at_least
            way = flag, before.diagnosis.key, after.diagnosis.key, high.key, low.key
            assert way in EXPECTED

    @LOWERINGS
    def test_who_they_are_is_exact_one_answer_from_the_example(self, one: Lowering) -> None:
        ordinary = {name: values[0] for name, values in CASES.items()}
        for name, values in CASES.items():
            for value in values:
                _who_is_exact({**ordinary, **one.example.to_dict(), name: value})


def _who_is_exact(person: dict[str, Any]) -> None:
    presentation = Presentation.from_dict(person)
    for one in found_lowerings():
        way = lowered(person, one.flag.name)
        assert (way == told([one])[0]) is holds(who_of(one), presentation)


def ways_of(guideline: Guideline) -> set[Way]:
    return set(told(lowerings(guideline)))


def without_alerts(*keys: str) -> Guideline:
    """The guideline without some alerts, and without the advice that may refer to them."""
    kept = [alert for alert in MUSCLE_SPASM.alerts if alert.key not in keys]
    assert len(kept) == len(MUSCLE_SPASM.alerts) - len(keys)
    return attrs.evolve(MUSCLE_SPASM, alerts=kept, lowerings=(), advice=())


class TestANewException:
    """The proof finds a change of content that makes danger lower the urgency."""

    def test_nothing_new_where_nothing_changed(self) -> None:
        assert ways_of(with_tree(TREE.root)) == EXPECTED
        assert ways_of(without_alerts()) == EXPECTED

    def test_in_the_tree(self) -> None:
        # Epilepsy would make any local fit a documented one.
        twitching = any_of(Presentation.jerking.present, Presentation.eye_signs.present)
        wider = any_of(*twitching.of, Presentation.known_epilepsy.present)
        changed = attrs.evolve(
            MUSCLE_SPASM, tree=attrs.evolve(TREE, root=replaced_in(TREE.root, twitching, wider))
        )
        assert changed.tree.root != TREE.root
        new = (
            "known_epilepsy",
            "undetermined_convulsion",
            "localized_convulsion",
            "emergency",
            "urgent",
        )
        assert ways_of(changed) - EXPECTED == {new}
        # And it is the one that the guideline does not explain.
        assert told(one for one in lowerings(changed) if one.accepted is None) == [new]

    def test_in_an_alert(self) -> None:
        # No alert for poisoning: then loss of consciousness would hide it, were it not
        # for the alert on that; without both, the urgency falls.
        new = ways_of(without_alerts("systemic_cause", "unconscious_convulsion")) - EXPECTED
        assert (
            "impaired_consciousness",
            "systemic_cause_suspected",
            "localized_convulsion",
            "emergency",
            "urgent",
        ) in new

    def test_in_an_urgency(self) -> None:
        # A febrile convulsion that could wait would lower a local one too.
        def waits(condition: Condition) -> Condition:
            if condition.key != "febrile_convulsion":
                return condition
            return attrs.evolve(condition, urgency=Urgency.PROMPT)

        kept = without_alerts("feverish_spasm", "atypical_febrile_convulsion")
        tree = attrs.evolve(TREE, root=with_outcomes(TREE.root, waits))
        changed = attrs.evolve(kept, tree=tree)
        assert changed.condition("febrile_convulsion").urgency is Urgency.PROMPT
        assert (
            "impaired_consciousness",
            "localized_convulsion",
            "febrile_convulsion",
            "urgent",
            "prompt",
        ) in ways_of(changed) - EXPECTED


class TestUrgencies:
    """The order that everything above rests on."""

    def test_from_self_care_to_emergency(self) -> None:
        assert [urgency.key for urgency in Urgency] == oracle.LEVELS
        assert all(low < high for low, high in pairwise(Urgency))
