"""Findings of one person, and how a vocabulary of them is declared."""

from __future__ import annotations

import builtins
import copy
import inspect
import json
import math
import pickle
from collections.abc import Callable
from enum import Enum
from keyword import iskeyword
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError, SpasmDdxError, UnknownFindingError, VocabularyError
from spasm_ddx.reasoning.compilation import compile_tree
from spasm_ddx.reasoning.criteria import Category, Finding, Is, Quantity, Sign, any_of
from spasm_ddx.reasoning.findings import Findings, Number, OneOf, YesNo
from spasm_ddx.reasoning.queries import differential, witness
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.wording import said
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Knee,
    Side,
    Two,
    World,
    Xray,
    completed,
    declare,
    give,
    learned,
    people,
    worlds,
    yes_where,
)

EVERY_FINDING = list(Ankle.findings())
SOMEBODY = Ankle(age=18, side=Side.LEFT, swelling=True, bone_tender=False, temperature=36.6)


LIST: list[object] = ["left"]
MAPPING: dict[str, object] = {}
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
    """What a class body declares is, on the class, what criteria are built from."""

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


class TestBadDeclarations:
    """A vocabulary that cannot work is refused where it is declared."""

    def test_no_subclass_with_findings_of_its_own(self) -> None:
        with pytest.raises(VocabularyError, match="Sprain: a vocabulary cannot be subclassed"):

            class Sprain(Ankle):  # pyright: ignore[reportUnusedClass]
                bruise: YesNo = YesNo("Is there a bruise?")

    def test_no_subclass_without_findings_of_its_own(self) -> None:
        with pytest.raises(VocabularyError, match="Sprain: a vocabulary cannot be subclassed"):

            class Sprain(Ankle):  # pyright: ignore[reportUnusedClass]
                """The same, under another name."""

    @pytest.mark.parametrize(
        "name",
        [
            *("but", "deny", "known", "findings", "finding", "value_of", "from_dict", "to_dict"),
            *("mro", "_hidden", "__findings__", "__init__", "self"),
        ],
    )
    def test_names_that_are_taken(self, name: str) -> None:
        with pytest.raises(VocabularyError, match=rf"\.{name}: this name is taken"):
            declare(**{name: YesNo("?")})

    @pytest.mark.parametrize(
        ("low", "high", "usual"),
        [
            (0, 10, 11),
            (0, 10, -1),
            (10, 0, 5),
            (5, 5, 5),
            (0, math.inf, 1),
            (-math.inf, 0, -1),
            (0, math.nan, 1),
            (math.nan, 1, 1),
            (0, 1, math.nan),
            (0, 2.0**54, 1),
            (0, 10**400, 1),
        ],
    )
    def test_ranges(self, low: float, high: float, usual: float) -> None:
        with pytest.raises(VocabularyError, match="age: needs low < high"):
            declare(age=Number("?", low=low, high=high, usual=usual))

    @pytest.mark.parametrize(("low", "high", "usual"), [(0.5, 3, 1), (0, 3, 1.5), (0.2, 0.8, 0.5)])
    def test_a_whole_number_has_a_whole_range(self, low: float, high: float, usual: float) -> None:
        # From 0.5 on, "1 or more" were always true, and the differential would not know it.
        with pytest.raises(VocabularyError, match="steps"):
            declare(steps=Number("?", low=low, high=high, usual=usual, whole=True))

    def test_shows_a_sign_declared_below(self) -> None:
        fever = YesNo("?")
        warm = Number("?", low=0, high=9, usual=1, shows=(fever, 5))
        with pytest.raises(VocabularyError, match="warm: shows a sign that is not declared"):
            declare(warm=warm, fever=fever)
        with pytest.raises(VocabularyError, match="warm: shows a sign that is not declared"):
            declare(warm=warm)

    @pytest.mark.parametrize("threshold", [math.nan, math.inf, 0, -1])
    def test_shows_from_a_number_within_the_range(self, threshold: float) -> None:
        # From the lowest value on, the sign could never be absent; and nothing is above nan.
        fever = YesNo("?")
        warm = Number("?", low=0, high=9, usual=1, shows=(fever, threshold))
        with pytest.raises(VocabularyError, match="warm"):
            declare(fever=fever, warm=warm)

    def test_shows_the_sign_of_its_own_declaration(self) -> None:
        # Two signs may be declared alike; which one is meant, only identity tells.
        one, other = YesNo("?"), YesNo("?")
        warm = Number("?", low=0, high=9, usual=1, shows=(other, 5))
        person = give(declare(one=one, other=other, warm=warm), warm=5)
        assert person.to_dict() == {"other": True, "warm": 5}

    def test_an_enumeration_needs_text(self) -> None:
        class Numbered(Enum):
            LEFT = 1
            RIGHT = 2

        class Mixed(Enum):
            LEFT = "left"
            RIGHT = 2

        with pytest.raises(VocabularyError, match="need text as values"):
            declare(side=OneOf("?", Numbered))
        with pytest.raises(VocabularyError, match="need text as values"):
            declare(side=OneOf("?", Mixed))

    @pytest.mark.parametrize(
        ("kind", "options"),
        [(YesNo, {}), (OneOf, {"members": Side}), (Number, {"low": 0, "high": 2, "usual": 1})],
    )
    def test_claims_are_several_texts(
        self, kind: Callable[..., Any], options: dict[str, Any]
    ) -> None:
        assert kind("?", claims=["S01", "S02"], **options).claims == ("S01", "S02")
        with pytest.raises(VocabularyError, match=r"several texts, as \('S01',\), not 'S01'"):
            kind("?", claims="S01", **options)

    @pytest.mark.parametrize(
        "name", ["class", "two words", "1st", "", "\N{LATIN SMALL LIGATURE FI}eld"]
    )
    def test_a_name_is_one_that_python_reads_as_it_stands(self, name: str) -> None:
        with pytest.raises(VocabularyError, match="plain Python name"):
            declare(**{name: YesNo("?")})

    def test_an_enumeration_needs_members(self) -> None:
        class Nothing(Enum):
            pass

        with pytest.raises(
            VocabularyError, match=r"side: the members need text as values, not \(\)"
        ):
            declare(side=OneOf("?", Nothing))

    def test_another_name_of_a_member_is_no_second_member(self) -> None:
        class Known(Enum):
            LEFT = "left"
            RIGHT = "right"
            SINISTER = "left"  # noqa: PIE796 - an alias on purpose

        side = declare(side=OneOf("?", Known)).finding("side")
        assert isinstance(side, Category)
        assert side.members == (Known.LEFT, Known.RIGHT)


FUTURE = "from __future__ import annotations\n"


def run(source: str, *, postponed: bool = True) -> dict[str, Any]:
    """What a module with this source defines, its annotations postponed or not."""
    names: dict[str, Any] = {
        "Findings": Findings,
        "YesNo": YesNo,
        "OneOf": OneOf,
        "Number": Number,
        "Side": Side,
        "ClassVar": ClassVar,
    }
    module = compile((FUTURE if postponed else "") + source, "<test>", "exec", dont_inherit=True)
    exec(module, names)  # noqa: S102 - written here
    return names


class TestLostDeclarations:
    """What looks like a declaration and would declare nothing is refused, with how to write it."""

    YES_NO = 'YesNo("Is it so?")'

    @pytest.mark.parametrize("postponed", [True, False])
    @pytest.mark.parametrize(
        ("line", "what", "written"),
        [
            ("x: YesNo", "an annotation declares nothing", f"x: YesNo = {YES_NO}"),
            ("x: YesNo | None", "an annotation declares nothing", f"x: YesNo = {YES_NO}"),
            ("x: OneOf[Side]", "an annotation declares nothing", "x: OneOf[Members] = OneOf("),
            ("x: Number", "an annotation declares nothing", "x: Number = Number("),
            ("x: bool", "an annotation declares nothing", f"x: YesNo = {YES_NO}"),
            ("x = YesNo", "YesNo itself declares nothing", f"x: YesNo = {YES_NO}"),
            ("x: YesNo = YesNo", "YesNo itself declares nothing", f"x: YesNo = {YES_NO}"),
            ("x = OneOf", "OneOf itself declares nothing", "x: OneOf[Members] = OneOf("),
            ("x = OneOf[Side]", "OneOf itself declares nothing", "x: OneOf[Members] = OneOf("),
            ("x = Number", "Number itself declares nothing", "x: Number = Number("),
            ("x = YesNo('?'),", "a tuple declares nothing", f"x: YesNo = {YES_NO}"),
            ("x: YesNo = YesNo('?'),", "a tuple declares nothing", f"x: YesNo = {YES_NO}"),
            ("x = [YesNo('?')]", "a list declares nothing", f"x: YesNo = {YES_NO}"),
            ("x = OneOf('?', Side),", "a tuple declares nothing", "x: OneOf[Members] = OneOf("),
        ],
    )
    @pytest.mark.parametrize("before", ["", "y: YesNo = YesNo('?')"])
    def test_in_the_class(
        self, line: str, what: str, written: str, before: str, *, postponed: bool
    ) -> None:
        with pytest.raises(VocabularyError) as raised:
            run(f"class Ankle(Findings):\n    {before}\n    {line}\n", postponed=postponed)
        message = str(raised.value)
        assert message.startswith(f"Ankle.x: {what}")
        assert f"; write {written}" in message

    @pytest.mark.parametrize("line", ["x: YesNo = YesNo('?')", "x = YesNo", "x = YesNo('?'),"])
    @pytest.mark.parametrize("bases", ["Mixin, Findings", "Findings, Mixin", "Findings, Nearer"])
    def test_in_a_plain_class_among_the_bases(self, line: str, bases: str) -> None:
        source = (
            f"class Mixin:\n    {line}\n"
            f"class Nearer(Mixin):\n    pass\n"
            f"class Ankle({bases}):\n    y: YesNo = YesNo('?')\n"
        )
        with pytest.raises(VocabularyError) as raised:
            run(source)
        assert str(raised.value).startswith("Mixin.x: ")
        assert f"; write x: YesNo = {self.YES_NO} in Ankle" in str(raised.value)

    def test_twice_under_one_name(self) -> None:
        with pytest.raises(VocabularyError, match="x: this name is declared twice"):
            run("class Ankle(Findings):\n    x = YesNo('?')\n    x = YesNo('!')\n")

    def test_after_the_class(self) -> None:
        vocabulary: Any = declare(swelling=YesNo("?"))
        with pytest.raises(VocabularyError, match=r"\.fever: a finding is declared in the body of"):
            vocabulary.fever = YesNo("?")

    def test_what_is_meant_to_be_no_finding_is_left_alone(self) -> None:
        source = (
            "class Mixin:\n"
            "    x: YesNo\n"  # says what it needs of the class that it is mixed into
            "    note: str\n"
            "class Base(Findings):\n"
            "    def warm(self):\n"
            "        return self.x\n"
            "class Ankle(Mixin, Base):\n"
            "    source: ClassVar[str]\n"
            "    year: ClassVar[int] = 1994\n"
            "    words = ('a', 'b')\n"
            "    x: YesNo = YesNo('?')\n"
        )
        for postponed in (True, False):
            ankle = run(source, postponed=postponed)["Ankle"]
            assert [finding.name for finding in ankle.findings()] == ["x"]
            assert ankle(x=True).warm() is True
            assert (ankle.year, ankle.words) == (1994, ("a", "b"))


class TestChecksOfTheAuthor:
    """A vocabulary may check more than the library does, and never less."""

    @pytest.mark.parametrize("calls_super", [True, False])
    @pytest.mark.parametrize("where", ["Ankle", "Mixin"])
    def test_the_library_checks_first_and_always(self, where: str, *, calls_super: bool) -> None:
        method = (
            "    def __attrs_post_init__(self):\n"
            f"        {'super().__attrs_post_init__()' if calls_super else 'pass'}\n"
            "        met.append(self.warm)\n"
            "        if self.steps == 3: raise ValueError('no three')\n"
        )
        source = (
            "met = []\n"
            f"class Mixin:\n{method if where == 'Mixin' else '    pass'}\n"
            "class Ankle(Mixin, Findings):\n"
            "    warm: YesNo = YesNo('?')\n"
            "    steps: Number = Number('?', low=0, high=9, usual=1, shows=(warm, 5))\n"
            f"{method if where == 'Ankle' else ''}\n"
        )
        names = run(source)
        ankle, met = names["Ankle"], names["met"]
        wrong: list[dict[str, Any]] = [{"warm": 1}, {"steps": 10}, {"warm": False, "steps": 5}]
        for values in wrong:
            with pytest.raises(FindingError):
                ankle(**values)
            with pytest.raises(FindingError):
                ankle().but(**values)
            with pytest.raises(FindingError):
                ankle.from_dict(values)
        assert set(met) <= {None}  # whatever the author's method met was accepted before
        assert ankle(steps=5).warm is True
        assert met[-1] is True  # and it sees what a number shows
        with pytest.raises(ValueError, match="no three"):
            ankle(steps=3)

    def test_no_init_of_its_own(self) -> None:
        source = (
            "class Ankle(Findings):\n    x: YesNo = YesNo('?')\n    def __init__(self, x): pass\n"
        )
        with pytest.raises(VocabularyError, match=r"Ankle\.__init__: check more in __attrs_post"):
            run(source)


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


class TestNames:
    """Every name that a declaration accepts can be used wherever findings are."""

    @pytest.mark.parametrize(
        "name",
        [
            *("cls", "mcls", "args", "values", "changes", "vocabulary", "value", "name", "other"),
            *("body", "bases", "field", "NOTHING", "attr_dict", "match", "case", "possible"),
            *(name for name in dir(builtins) if name[0] != "_" and not iskeyword(name)),
        ],
    )
    def test_whatever_a_finding_is_called(self, name: str) -> None:
        vocabulary = declare(**{name: YesNo("?")})
        finding = vocabulary.finding(name)
        assert isinstance(finding, Sign)
        present = give(vocabulary, **{name: True})
        assert getattr(vocabulary, name) is finding
        assert getattr(present, name) is True
        assert present == vocabulary.from_dict({name: True}) == vocabulary().but(**{name: True})
        assert vocabulary().deny(finding).to_dict() == {name: False}
        tree = yes_where(finding.present)
        assert compile_tree(tree)(present) == differential(tree, present) == ("yes",)
        assert compile_tree(tree)(vocabulary()) == ("yes", "no")


class TestValues:
    """A value is of its finding, in range and finite, or is refused with what is accepted."""

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

    def test_a_large_range_is_told_exactly(self) -> None:
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
        with pytest.raises(VocabularyError, match=f"Ankle.{finding.name} is declared once"):
            setattr(vocabulary, finding.name, None)
        with pytest.raises(VocabularyError, match=f"Ankle.{finding.name} is declared once"):
            delattr(vocabulary, finding.name)
        assert Ankle.finding(finding.name) is finding
        assert getattr(SOMEBODY, finding.name) == SOMEBODY.known.get(finding)

    def test_what_is_no_finding_can_be_set_in_the_vocabulary(self) -> None:
        vocabulary: Any = declare(swelling=YesNo("?"))
        vocabulary.source = "1994"
        assert vocabulary.source == "1994"
        del vocabulary.source
        assert not hasattr(vocabulary, "source")

    def test_known_is_a_copy(self) -> None:
        SOMEBODY.known.clear()
        SOMEBODY.to_dict().clear()
        assert SOMEBODY.known

    @LAW
    @given(st.data(), worlds())
    def test_equal_and_hash_alike(self, data: st.DataObject, world: World) -> None:
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
    """What is known is what is not None, and False is known."""

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
    """Denies what is unknown, keeps what is denied, and overwrites nothing that is present."""

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


class Child(Findings):
    """A child who fell: one sign that an ordinary child has, and one that it has not."""

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


class TestJson:
    """`to_dict` is JSON of what is known, and `from_dict` reads it back, strictly."""

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
    """What a declaration accepts, the reasoning must be exact about."""

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
