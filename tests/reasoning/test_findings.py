"""Findings of one person: immutable, compared, changed, denied, written as JSON and read back."""

from __future__ import annotations

import copy
import inspect
import json
import math
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError, UnknownFindingError, VocabularyError
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Knee,
    Side,
    World,
    completed,
    declare,
    learned,
    people,
    worlds,
)

EVERY_FINDING = list(Ankle.findings())
SOMEBODY = Ankle(age=18, side=Side.LEFT, swelling=True, bone_tender=False, temperature=36.6)


LIST: list[object] = ["left"]
MAPPING: dict[str, object] = {}

#: Values that are JSON, or almost, but not of these findings.
NOT_JSON: list[tuple[str, object]] = [
    *(("swelling", value) for value in (1, 0, "true", "yes", "", LIST, MAPPING)),
    *(("side", value) for value in ("LEFT", "Left", "", " left", "middle", 0, True, LIST)),
    *(("age", value) for value in ("18", True, LIST, MAPPING, -1, 10**400, math.nan, math.inf)),
    *(("steps", value) for value in (1.5, "1", False)),
]


def _short(value: object) -> str:
    """A test id; Python writes out no number of five thousand digits."""
    return "huge" if isinstance(value, int) and abs(value) > 10**9 else repr(value)


class TestVocabulary:
    """On the class, a declared name is a finding from which to build criteria."""

    def test_kinds(self) -> None:
        assert isinstance(Ankle.swelling, Sign)
        assert isinstance(Ankle.side, Category)
        assert isinstance(Ankle.age, Quantity)

    def test_in_the_order_of_declaration(self) -> None:
        assert [finding.name for finding in Ankle.findings()] == [
            *("age", "side", "swelling", "bone_tender", "fever", "temperature", "steps", "xray")
        ]

    def test_a_finding_knows_its_declaration(self) -> None:
        assert Ankle.bone_tender.asks == "Is the bone tender?"
        assert Ankle.bone_tender.label == "bone tender"
        assert Ankle.bone_tender.denied == "no bone tender"
        assert Ankle.bone_tender.vocabulary is Ankle
        assert Ankle.bone_tender.red_flag
        assert not Ankle.xray.red_flag
        assert Ankle.side.members == (Side.LEFT, Side.RIGHT, Side.BOTH)
        assert (Ankle.steps.low, Ankle.steps.high, Ankle.steps.whole) == (0, 10, True)
        assert Ankle.temperature.shows == (Ankle.fever, 38.0)

    @pytest.mark.parametrize("finding", EVERY_FINDING, ids=repr)
    def test_a_finding_is_one_object(self, finding: Finding) -> None:
        assert Ankle.finding(finding.name) is finding
        assert getattr(Ankle, finding.name) is finding
        assert copy.copy(finding) is finding
        assert copy.deepcopy(finding) is finding
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(finding, protocol)) is finding  # noqa: S301

    def test_two_vocabularies_share_nothing(self) -> None:
        assert len({Ankle.swelling, Knee.swelling}) == 2
        assert repr(Ankle.swelling) == "Ankle.swelling"
        assert repr(Knee.swelling) == "Knee.swelling"

    def test_no_such_finding(self) -> None:
        with pytest.raises(UnknownFindingError, match="did you mean swelling"):
            Ankle.finding("sweling")
        wrong: Any = Ankle
        with pytest.raises(AttributeError):
            _ = wrong.sweling


class TestSignature:
    """`inspect.signature` shows each finding by name, with the type of its values."""

    def test_cases(self) -> None:
        assert str(inspect.signature(Knee)) == "(*, swelling: bool | None = None)"
        shown = inspect.signature(Ankle).parameters
        assert list(shown) == [finding.name for finding in EVERY_FINDING]
        assert shown["side"].annotation == Side | None
        assert shown["age"].annotation == float | None
        assert str(inspect.signature(Findings)) == "()"

    @LAW
    @given(st.data(), worlds())
    def test_whoever_binds_to_it_is_accepted(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        values = {finding.name: value for finding, value in person.known.items()}
        bound = inspect.signature(world.vocabulary).bind(**values)
        assert world.vocabulary(*bound.args, **bound.kwargs) == person
        with pytest.raises(TypeError):
            inspect.signature(world.vocabulary).bind(other=True)


class TestImmutable:
    """A person's findings do not change; a change makes another person."""

    @pytest.mark.parametrize("name", [*(finding.name for finding in EVERY_FINDING), "other"])
    def test_nothing_can_be_set_or_deleted(self, name: str) -> None:
        person = SOMEBODY.but()
        with pytest.raises(AttributeError):
            setattr(person, name, None)
        with pytest.raises(AttributeError):
            delattr(person, name)
        assert person == SOMEBODY

    @pytest.mark.parametrize("finding", EVERY_FINDING)
    def test_nor_in_the_vocabulary(self, finding: Finding) -> None:
        vocabulary: Any = Ankle
        with pytest.raises(VocabularyError, match=f"Ankle.{finding.name}: a finding is declared"):
            setattr(vocabulary, finding.name, None)
        assert Ankle.finding(finding.name) is finding
        assert getattr(SOMEBODY, finding.name) == SOMEBODY.known.get(finding)

    def test_what_is_no_finding_can_be_set_in_the_vocabulary(self) -> None:
        vocabulary: Any = declare(swelling=YesNo("?"))
        vocabulary.source = "1994"
        assert vocabulary.source == "1994"

    def test_known_is_a_copy(self) -> None:
        SOMEBODY.known.clear()
        SOMEBODY.to_dict().clear()
        assert SOMEBODY.known

    @LAW
    @given(st.data(), worlds())
    def test_equal_and_hash_equally(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        same = world.vocabulary(
            **{finding.name: person.value_of(finding) for finding in world.findings}
        )
        assert same == person
        assert hash(same) == hash(person)
        assert same is not person
        assert copy.copy(person) == copy.deepcopy(person) == person
        other = data.draw(learned(world, person))
        assert (other == person) is (len(other.known) == len(person.known))

    def test_not_equal_to_another_vocabulary(self) -> None:
        ankle: Findings = Ankle(swelling=True)
        knee: Findings = Knee(swelling=True)
        assert ankle != knee
        assert len({ankle, knee}) == 2
        assert Ankle() != Ankle(swelling=False)

    def test_people_of_whom_nothing_can_be_said_are_alike(self) -> None:
        class Nothing(Findings):
            pass

        assert {Findings(), Findings(), Nothing()} == {Findings(), Nothing()}
        assert Findings() != Nothing()

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_pickled(self, protocol: int) -> None:
        again = pickle.loads(pickle.dumps(SOMEBODY, protocol))  # noqa: S301 - made here
        assert again == SOMEBODY
        assert hash(again) == hash(SOMEBODY)
        assert again.known == SOMEBODY.known

    def test_repr_shows_what_is_known(self) -> None:
        assert repr(Ankle()) == "Ankle()"
        assert repr(Ankle(swelling=True, age=3)) == "Ankle(age=3, swelling=True)"


class TestKnown:
    """A finding is known unless it is None; False is known."""

    def test_false_and_zero_are_known(self) -> None:
        assert Ankle(swelling=False, age=0).known == {Ankle.age: 0, Ankle.swelling: False}
        assert Ankle().known == {}

    def test_value_of(self) -> None:
        assert SOMEBODY.value_of(Ankle.age) == 18
        assert SOMEBODY.value_of(Ankle.xray) is None
        with pytest.raises(UnknownFindingError, match=r"Knee\.swelling is not a finding of Ankle"):
            SOMEBODY.value_of(Knee.swelling)

    @LAW
    @given(st.data(), worlds())
    def test_each_known_finding_once_in_order(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        assert list(person.known.items()) == [
            (finding, getattr(person, finding.name))
            for finding in world.findings
            if getattr(person, finding.name) is not None
        ]


class TestBut:
    """The same person with some findings changed, checked like a new one."""

    def test_changes(self) -> None:
        older = SOMEBODY.but(age=19, side=None)
        assert (older.age, older.side, older.swelling) == (19, None, True)
        assert SOMEBODY.age == 18

    def test_checked(self) -> None:
        with pytest.raises(FindingError, match="age"):
            SOMEBODY.but(age=-1)
        with pytest.raises(UnknownFindingError, match="did you mean age"):
            SOMEBODY.but(aje=1)
        with pytest.raises(FindingError, match="fever"):
            SOMEBODY.but(fever=False).but(temperature=39)

    def test_completed_like_a_new_one(self) -> None:
        assert SOMEBODY.but(temperature=39).fever is True

    def test_a_sign_that_was_shown_stays_until_it_is_changed_too(self) -> None:
        feverish = SOMEBODY.but(temperature=39)
        assert feverish.but(temperature=None).fever is True
        assert feverish.but(temperature=36.8, fever=None).fever is None

    @LAW
    @given(st.data(), worlds())
    def test_nothing_changed_and_all_unknown(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        assert person.but() == person
        assert person.but(**dict.fromkeys(person.to_dict())) == world.vocabulary()

    @LAW
    @given(st.data(), worlds())
    def test_everything_changed_is_the_other_person(
        self, data: st.DataObject, world: World
    ) -> None:
        person = data.draw(people(world))
        other = data.draw(completed(world, world.vocabulary()))
        assert person.but(**{f.name: other.value_of(f) for f in world.findings}) == other


class TestDeny:
    """`deny` denies what is unknown, keeps denials, and never overwrites a present finding."""

    def test_sets_the_unknown_ones(self) -> None:
        denied = Ankle(bone_tender=False).deny(Ankle.swelling, Ankle.bone_tender)
        assert denied == Ankle(bone_tender=False, swelling=False)

    def test_refuses_to_overwrite(self) -> None:
        with pytest.raises(FindingError, match="swelling is present") as raised:
            Ankle(swelling=True).deny(Ankle.bone_tender, Ankle.swelling)
        assert raised.value.field == "swelling"

    def test_refuses_what_a_number_shows(self) -> None:
        with pytest.raises(FindingError, match="fever is present"):
            Ankle(temperature=38).deny(Ankle.fever)

    @pytest.mark.parametrize("finding", [Ankle.age, Ankle.xray])
    def test_refuses_what_nothing_denies(self, finding: Finding) -> None:
        with pytest.raises(FindingError, match=f"{finding.name} cannot be denied"):
            Ankle().deny(finding)

    def test_refuses_another_vocabulary(self) -> None:
        with pytest.raises(UnknownFindingError, match=r"Knee\.swelling"):
            Ankle().deny(Knee.swelling)

    @LAW
    @given(st.data(), worlds())
    def test_signs(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        signs = [finding for finding in world.findings if isinstance(finding, Sign)]
        other = [sign for sign in signs if person.value_of(sign) is (not sign.normal)]
        if other:
            state = "absent" if other[0].normal else "present"
            with pytest.raises(FindingError, match=f"{other[0].name} is {state} and cannot be"):
                person.deny(*signs)
        deniable = [sign for sign in signs if sign not in other]
        reassuring = {sign.name: sign.normal for sign in deniable}
        assert person.deny(*deniable) == person.but(**reassuring)

    @LAW
    @given(worlds())
    def test_a_denial_is_never_a_red_flag(self, world: World) -> None:
        for finding in world.findings:
            assert not finding.is_red(finding.denial)
            assert (finding.denial is None) is not isinstance(finding, Sign)
            if isinstance(finding, Sign):
                assert finding.is_red(not finding.denial) is finding.red_flag
                assert world.vocabulary().deny(finding).value_of(finding) is finding.normal


class TestJson:
    """`to_dict` is JSON of the known findings, and `from_dict` reads it back, strictly."""

    def test_cases(self) -> None:
        assert SOMEBODY.to_dict() == {
            "age": 18,
            "side": "left",
            "swelling": True,
            "bone_tender": False,
            "temperature": 36.6,
        }
        assert Ankle.from_dict({}) == Ankle()
        assert Ankle.from_dict({"age": None, "side": None}) == Ankle()

    def test_of_a_mapping_alone(self) -> None:
        wrong: list[Any] = [["age"], "age", None, 3, {("age", 18)}]
        for values in wrong:
            with pytest.raises(FindingError, match="read from a mapping of names to values, not"):
                Ankle.from_dict(values)

    @LAW
    @given(st.data(), worlds())
    def test_round_trip(self, data: st.DataObject, world: World) -> None:
        person = data.draw(people(world))
        text = json.dumps(person.to_dict())
        assert world.vocabulary.from_dict(json.loads(text)) == person
        assert list(person.to_dict()) == [finding.name for finding in person.known]

    @pytest.mark.parametrize(("name", "value"), NOT_JSON, ids=_short)
    def test_strict(self, name: str, value: object) -> None:
        with pytest.raises(FindingError, match=f"^{name}: ") as raised:
            Ankle.from_dict({name: value})
        assert raised.value.field == name

    def test_unknown_names(self) -> None:
        with pytest.raises(UnknownFindingError, match=r"'temprature'.*did you mean temperature"):
            Ankle.from_dict({"temprature": 38})
        # Also where nothing is said of it: the name itself is the mistake.
        with pytest.raises(UnknownFindingError, match="temprature"):
            Ankle.from_dict({"temprature": None})
        wrong: Any = {1: True}
        with pytest.raises(UnknownFindingError, match="1 "):
            Ankle.from_dict(wrong)

    def test_completed_and_checked_like_a_new_one(self) -> None:
        assert Ankle.from_dict({"temperature": 38}).fever is True
        with pytest.raises(FindingError, match="fever"):
            Ankle.from_dict({"temperature": 38, "fever": False})
