"""The declaration of vocabularies, and its errors."""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import types
from collections.abc import Callable
from enum import Enum
from keyword import iskeyword
from typing import Any, ClassVar

import pytest

from spasm_ddx.errors import FindingError, VocabularyError
from spasm_ddx.reasoning import declaration, findings
from spasm_ddx.reasoning.compilation import compile_tree
from spasm_ddx.reasoning.finding_kinds import Category, Number, OneOf, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from tests.reasoning.strategies import (
    Ankle,
    Side,
    declare,
    give,
    yes_where,
)


class TestBadDeclarations:
    """An invalid vocabulary raises an error at its declaration."""

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
            (0, 2**53, 1),
            (-(2**53), 0, -1),
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

        class Broken(Enum):
            LEFT = "le\nft"

        with pytest.raises(VocabularyError, match="need text on one line as values"):
            declare(side=OneOf("?", Numbered))
        with pytest.raises(VocabularyError, match="need text on one line as values"):
            declare(side=OneOf("?", Mixed))
        with pytest.raises(VocabularyError, match="need text on one line as values"):
            declare(side=OneOf("?", Broken))

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
            VocabularyError, match=r"side: the members need text on one line as values, not \(\)"
        ):
            declare(side=OneOf("?", Nothing))

    def test_words_are_for_members_alone(self) -> None:
        class Known(Enum):
            LEFT = "left"

        told = "^side: <Side.LEFT: 'left'> is not a member of Known$"
        with pytest.raises(VocabularyError, match=told):
            declare(side=OneOf("?", Known, words={Side.LEFT: "on the left"}))

    @pytest.mark.parametrize("retired", [{"x": ["y"]}, {"old": []}, {"old": ["z"]}])
    def test_a_retired_name_is_gone_and_has_a_replacement(
        self, retired: dict[str, list[str]]
    ) -> None:
        body = {"x": YesNo("?"), "y": YesNo("?"), "retired": retired}
        (name,) = retired
        told = f"^V.retired: {name} needs the names of what replaced it$"
        with pytest.raises(VocabularyError, match=told):
            types.new_class("V", (Findings,), {}, lambda space: space.update(body))

    def test_another_name_of_a_member_is_no_second_member(self) -> None:
        class Known(Enum):
            LEFT = "left"
            RIGHT = "right"
            SINISTER = "left"  # noqa: PIE796 - an alias on purpose

        side = declare(side=OneOf("?", Known)).finding("side")
        assert isinstance(side, Category)
        assert side.members == (Known.LEFT, Known.RIGHT)


SHOWS = "shows must be a sign and a number, as (fever, 38.0)"


def number(**options: object) -> Number:
    """A quantity from 0 to 9 with these options."""
    values: dict[str, Any] = {"low": 0, "high": 9, "usual": 1, **options}
    return Number("?", **values)


class TestAttributes:
    """An attribute of a wrong type raises an error with place, value and what is accepted."""

    @pytest.mark.parametrize(
        ("kind", "options", "message"),
        [
            (number, {"low": "0"}, "low must be a number, not '0'"),
            (number, {"usual": None}, "usual must be a number, not None"),
            (number, {"whole": "yes"}, "whole must be True or False, not 'yes'"),
            (number, {"unit": 3}, "unit must be text, not 3"),
            (number, {"shows": YesNo("?")}, f"{SHOWS}, not YesNo("),
            (number, {"shows": (YesNo("?"), "3")}, f"{SHOWS}, not (YesNo("),
            (YesNo, {"asks": 5}, "asks must be text, not 5"),
            (YesNo, {"asks": "?", "red_flag": "yes"}, "red_flag must be True or False, not 'yes'"),
            (YesNo, {"asks": "?", "normal": "yes"}, "normal must be True or False, not 'yes'"),
            (OneOf, {"asks": "?", "members": ["left"]}, "members must be an Enum class, not ['le"),
            (
                OneOf,
                {"asks": "?", "members": ("left",)},
                "the members need text on one line as values, not (",
            ),
            (
                OneOf,
                {"asks": "?", "members": Side, "words": ["left"]},
                "words must be a mapping from members to text, not ['left']",
            ),
        ],
    )
    def test_is_named(
        self, kind: Callable[..., Any], options: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(VocabularyError) as raised:
            declare(part=kind(**options))
        assert str(raised.value).startswith(f"part: {message}")
        assert "\n" not in str(raised.value)
        assert len(str(raised.value)) < 250

    @pytest.mark.parametrize(
        ("kind", "options"),
        [(YesNo, {}), (OneOf, {"members": Side}), (number, {})],
    )
    def test_claims_are_several_texts(
        self, kind: Callable[..., Any], options: dict[str, Any]
    ) -> None:
        options = {"asks": "?"} | options if kind is not number else options
        assert kind(claims=["S01", "S02"], **options).claims == ("S01", "S02")
        with pytest.raises(VocabularyError, match=r"several texts, as \('S01',\), not 'S01'"):
            kind(claims="S01", **options)
        with pytest.raises(VocabularyError, match=r"a finding are several texts, not 5"):
            kind(claims=5, **options)


FUTURE = "from __future__ import annotations\n"


def run(source: str, *, postponed: bool = True) -> dict[str, Any]:
    """The names in a module with this source, with annotations postponed or not."""
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
    """What looks like a declaration but declares nothing is an error that shows how to write it."""

    TOLD = (
        "x declares nothing; declare it in the body of Ankle, without a comma at its end, such as "
        'x: YesNo = YesNo("Is it so?")'
    )

    @pytest.mark.parametrize("postponed", [True, False])
    @pytest.mark.parametrize(
        "line",
        [
            "x: YesNo",
            "x: YesNo | None",
            "x: OneOf[Side]",
            "x: Number",
            "x: bool",
            "x = YesNo",
            "x: YesNo = YesNo",
            "x = OneOf",
            "x = OneOf[Side]",
            "x = Number",
            "x = YesNo('?'),",
            "x: YesNo = YesNo('?'),",
            "x = [YesNo('?')]",
            "x = OneOf('?', Side),",
        ],
    )
    @pytest.mark.parametrize("before", ["", "y: YesNo = YesNo('?')"])
    def test_in_the_class(self, line: str, before: str, *, postponed: bool) -> None:
        with pytest.raises(VocabularyError) as raised:
            run(f"class Ankle(Findings):\n    {before}\n    {line}\n", postponed=postponed)
        assert str(raised.value) == f"Ankle.{self.TOLD}"

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
        assert str(raised.value) == f"Mixin.{self.TOLD}"

    def test_twice_under_one_name(self) -> None:
        with pytest.raises(VocabularyError, match="x: this name is declared twice"):
            run("class Ankle(Findings):\n    x = YesNo('?')\n    x = YesNo('!')\n")

    def test_after_the_class(self) -> None:
        vocabulary: Any = declare(swelling=YesNo("?"))
        with pytest.raises(VocabularyError, match=r"\.fever: a finding is declared once,"):
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


def names_in_use() -> set[str]:
    """Names that Python, the machinery of a vocabulary or what attrs writes for it also uses."""
    sources = (inspect.getsource(module) for module in (findings, declaration))
    parts = (part for source in sources for part in ast.walk(ast.parse(source)))
    code = Ankle.__init__.__code__
    names = {part.arg for part in parts if isinstance(part, ast.arg)}
    names |= {*dir(builtins), *code.co_names, *code.co_varnames, "NOTHING", "attr_dict", "match"}
    taken = {"self", *dir(Findings)}
    return {name for name in names - taken if name[0] != "_" and not iskeyword(name)}


class TestNames:
    """Every name that a declaration accepts can be used wherever findings are."""

    @pytest.mark.parametrize(
        "name",
        sorted(names_in_use()),
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
