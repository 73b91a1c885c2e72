"""The kinds of finding: the values they accept, typed words, signs where yes reassures."""

from __future__ import annotations

import math
from enum import Enum
from typing import Any

import attrs
import pytest

from spasm_ddx.errors import CriterionError, FindingError, SpasmDdxError, UnknownFindingError
from spasm_ddx.reasoning.criteria import Is, any_of
from spasm_ddx.reasoning.finding_kinds import Category, Number, OneOf, Quantity, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, witness
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.wording import said
from tests.reasoning.strategies import (
    Ankle,
    Side,
    Two,
    Xray,
    declare,
    give,
    yes_where,
)

EVERY_FINDING = list(Ankle.findings())


LIST: list[object] = ["left"]
YEARS = "a number of years from 0 to 125"
COUNT = "a whole number from 0 to 10"

#: Findings, what they accept, and values that they do not.
REFUSED: list[tuple[str, str, object]] = [
    *(("swelling", "true or false", value) for value in (1, 0, 1.0, "yes", "", LIST, Side.LEFT)),
    *(("side", "one of left, right, both", value) for value in (Two.A, True, 0, Side, LIST)),
    # Text is what JSON holds, so the members themselves are named.
    *(("side", "one of Side.LEFT, Side.RIGHT, Side.BOTH", text) for text in ("left", "LEFT")),
    *(("age", YEARS, value) for value in (True, False, "18", b"1", 1j, LIST, Side.LEFT)),
    *(("age", YEARS, value) for value in (-1, -math.ulp(0), math.nextafter(125, 126), 10**400)),
    *(("age", YEARS, value) for value in (math.nan, math.inf, -math.inf, 10**5000, -(10**5000))),
    *(("steps", COUNT, value) for value in (0.5, 9.999999, math.nan, math.inf, True, "3", 11)),
]


def _short(value: object) -> str:
    """A test id; Python writes out no number of five thousand digits."""
    return "huge" if isinstance(value, int) and abs(value) > 10**9 else repr(value)


class TestValues:
    """A value of a wrong type, out of range or not finite is an error with what is accepted."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("swelling", True),
            ("swelling", False),
            ("side", Side.BOTH),
            ("age", 0),
            ("age", 125),
            ("age", 17.5),
            ("steps", 10),
            ("steps", 3.0),
            *((finding.name, None) for finding in EVERY_FINDING),
        ],
    )
    def test_accepted(self, name: str, value: object) -> None:
        values: dict[str, Any] = {name: value}
        assert getattr(Ankle(**values), name) is value

    @pytest.mark.parametrize(("name", "accepted", "value"), REFUSED, ids=_short)
    def test_refused(self, name: str, accepted: str, value: object) -> None:
        values: dict[str, Any] = {name: value}
        with pytest.raises(FindingError) as raised:
            Ankle(**values)
        assert raised.value.field == name
        message = str(raised.value)
        assert message.startswith(f"{name}: ")
        assert accepted in message
        assert "\n" not in message
        assert len(message) < 200
        assert isinstance(raised.value, ValueError)
        assert isinstance(raised.value, SpasmDdxError)

    def test_the_message_shows_the_value(self) -> None:
        wrong: dict[str, Any] = {"swelling": "perhaps"}
        with pytest.raises(FindingError, match=r"swelling: 'perhaps' is not accepted"):
            Ankle(**wrong)

    def test_a_large_range_is_reported_exactly(self) -> None:
        vocabulary = declare(cells=Number("?", low=0, high=1_500_001, usual=1))
        with pytest.raises(FindingError, match=r"1,?500,?001"):
            give(vocabulary, cells=-1)

    def test_a_number_that_contradicts_a_sign(self) -> None:
        with pytest.raises(FindingError, match=r"fever.*temperature is 38\.5.*temperature of 38"):
            Ankle(fever=False, temperature=38.5)
        with pytest.raises(FindingError) as raised:
            Ankle(fever=False, temperature=38.5)
        assert raised.value.field == "fever"

    def test_an_unknown_name_names_the_nearest(self) -> None:
        wrong: dict[str, Any] = {"sweling": True}
        with pytest.raises(
            UnknownFindingError, match=r"'sweling'.*did you mean swelling"
        ) as raised:
            Ankle(**wrong)
        assert raised.value.field == "sweling"
        assert isinstance(raised.value, TypeError)
        assert isinstance(raised.value, FindingError)

    def test_an_unknown_name_far_from_all_names_all(self) -> None:
        wrong: dict[str, Any] = {"zzz": True}
        with pytest.raises(UnknownFindingError, match="accepted are age, side, swelling"):
            Ankle(**wrong)

    def test_by_name_only(self) -> None:
        wrong: Any = Ankle
        with pytest.raises(TypeError):
            wrong(18)


class Child(Findings):
    """A child who fell: one sign that ordinary children have, and one that they do not."""

    acts_normally: YesNo = YesNo(
        "Does the child act normally?", red_flag=True, normal=True, denied="not itself"
    )
    vomiting: YesNo = YesNo("Did the child vomit?", red_flag=True)


class TestASignThatIsNormal:
    """Where yes reassures, a denial answers yes, and no is the red flag."""

    def test_its_denial_reassures(self) -> None:
        assert Child().deny(Child.acts_normally, Child.vomiting) == Child(
            acts_normally=True, vomiting=False
        )
        assert Child(acts_normally=True).deny(Child.acts_normally) == Child(acts_normally=True)
        with pytest.raises(FindingError, match="acts_normally is absent and cannot be denied"):
            Child(acts_normally=False).deny(Child.acts_normally)

    def test_no_is_the_red_flag(self) -> None:
        assert Child.acts_normally.red_flag
        assert Child.acts_normally.is_red(False)  # noqa: FBT003 - the value itself
        assert not Child.acts_normally.is_red(True)  # noqa: FBT003 - the value itself
        assert not Child.acts_normally.is_red(None)

    def test_its_words_still_say_presence_and_absence(self) -> None:
        assert said(Child.acts_normally, True) == "acts normally"  # noqa: FBT003 - the value itself
        assert said(Child.acts_normally, False) == "not itself"  # noqa: FBT003 - the value itself
        assert Child.acts_normally.present == Is(Child.acts_normally, [True])

    def test_a_witness_is_an_ordinary_child_where_it_can_be(self) -> None:
        either = any_of(Child.acts_normally.absent, Child.vomiting.present)
        assert witness(yes_where(either), "no", Child()) == Child(
            acts_normally=True, vomiting=False
        )
        unless = any_of(Child.vomiting.present, Child.acts_normally.present)
        assert witness(yes_where(unless), "yes", Child()) == Child(acts_normally=True)


class TestTypedWords:
    """`parse` reads what a person types."""

    @pytest.mark.parametrize("word", ["yes", "Y", " true ", "PRESENT"])
    def test_yes(self, word: str) -> None:
        assert Ankle.swelling.parse(word) is True

    @pytest.mark.parametrize("word", ["no", "N", " false ", "Absent"])
    def test_no(self, word: str) -> None:
        assert Ankle.swelling.parse(word) is False

    @pytest.mark.parametrize("word", ["", "1", "perhaps", "none"])
    def test_neither(self, word: str) -> None:
        with pytest.raises(FindingError, match=r"swelling.*give yes or no"):
            Ankle.swelling.parse(word)

    @pytest.mark.parametrize("word", ["not_done", "not done", "Not-Done", " NOT_DONE "])
    def test_members(self, word: str) -> None:
        assert Ankle.xray.parse(word) is Xray.NOT_DONE

    def test_every_member_by_its_own_value(self) -> None:
        class Bone(Enum):
            LOWER = "lower-leg"
            UPPER = "Upper Leg"
            BOTH = "both_legs"

        bone = declare(bone=OneOf("Which?", Bone)).finding("bone")
        assert isinstance(bone, Category)
        for member in Bone:
            assert bone.parse(member.value) is member
        for typed in ("lower leg", "Lower_Leg", " LOWER-LEG "):
            assert bone.parse(typed) is Bone.LOWER

    def test_numbers(self) -> None:
        assert Ankle.age.parse("18") == 18
        with pytest.raises(FindingError, match=r"age: .*give a number of years from 0 to 125"):
            Ankle.age.parse("old")


class TestConstraintsAtTheEdge:
    """The reasoning is exact about everything that a declaration accepts."""

    def test_two_quantities_that_show_one_sign(self) -> None:
        fever = YesNo("?")
        vocabulary = declare(
            fever=fever,
            ear=Number("?", low=30, high=45, usual=37, shows=(fever, 38)),
            mouth=Number("?", low=30, high=45, usual=37, shows=(fever, 37.5)),
        )
        ear, mouth = vocabulary.finding("ear"), vocabulary.finding("mouth")
        assert isinstance(ear, Quantity)
        assert isinstance(mouth, Quantity)
        warm = Question("?", mouth.above(37.5), yes=Leaf("mouth"), no=Leaf("neither"))
        tree = Tree(Question("?", ear.at_least(40), yes=Leaf("ear"), no=warm))
        assert differential(tree, vocabulary()) == ("ear", "mouth", "neither")
        assert differential(tree, give(vocabulary, fever=False)) == ("neither",)
        assert differential(tree, give(vocabulary, ear=39)) == ("mouth", "neither")
        with pytest.raises(FindingError, match="fever"):
            give(vocabulary, fever=False, mouth=37.5)

    def test_declarations_are_frozen_too(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            YesNo("?").asks = "!"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


class Stage(Enum):
    EARLY = "early"
    LATE = "late"
    LAST = "last"


class Staged(Findings):
    stage: OneOf[Stage] = OneOf("Which stage?", Stage, ordered=True)
    side: OneOf[Stage] = OneOf("Which?", Stage)


class TestAnOrder:
    """The members of an ordered category compare; those of another one do not."""

    def test_comparisons_are_sets_of_members(self) -> None:
        stage, among = Staged.stage, Staged.stage.among
        assert stage.at_least(Stage.LATE) == among(Stage.LATE, Stage.LAST)
        assert stage.above(Stage.LATE) == among(Stage.LAST)
        assert stage.at_most(Stage.LATE) == among(Stage.EARLY, Stage.LATE)
        assert stage.below(Stage.LATE) == among(Stage.EARLY)

    @pytest.mark.parametrize("name", ["at_least", "above", "at_most", "below"])
    def test_without_an_order_it_is_refused(self, name: str) -> None:
        with pytest.raises(CriterionError, match=rf"Staged.side.{name} .* ordered=True"):
            getattr(Staged.side, name)(Stage.LATE)

    def test_what_is_no_member_is_refused(self) -> None:
        with pytest.raises(CriterionError, match="takes members"):
            Staged.stage.at_least("late")  # type: ignore[arg-type]

    def test_an_interval_is_closed_in_one_of_four_ways(self) -> None:
        with pytest.raises(CriterionError, match="'both', 'left', 'right', 'neither', not 'up'"):
            Ankle.age.between(1, 2, closed="up")  # type: ignore[arg-type]


def test_a_number_of_numpy_is_refused_with_the_way_to_one_of_python() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(FindingError, match=r"not accepted; give a whole number.*\.item\(\)"):
        Ankle(steps=numpy.int64(2))
