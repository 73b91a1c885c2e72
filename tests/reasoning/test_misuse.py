"""Wrong arguments: each raises a one-line error with the value and what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import pytest

from spasm_ddx.errors import (
    CriterionError,
    FindingError,
    SpasmDdxError,
    TreeError,
    VocabularyError,
)
from spasm_ddx.reasoning.comparison import compare
from spasm_ddx.reasoning.compilation import compile_tree
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Is,
    Not,
    Within,
    all_of,
    any_of,
    at_least,
)
from spasm_ddx.reasoning.evaluation import holds, residual
from spasm_ddx.reasoning.finding_kinds import Finding, YesNo
from spasm_ddx.reasoning.queries import differential, next_question, why_not, witness
from spasm_ddx.reasoning.tree import Question, Tree
from spasm_ddx.reasoning.verification import verify
from spasm_ddx.testing import boundary_cases, findings, mcdc, partly_known, reaching
from tests.reasoning.strategies import NO, YES, Ankle, Knee, Side, Two, yes_where

Call: TypeAlias = Callable[[], object]


def _any(value: object) -> Any:  # noqa: ANN401 - what no type checker would pass
    return value


SWOLLEN = Ankle.swelling.present
TREE = yes_where(SWOLLEN)
PERSON = Ankle(swelling=True)
#: What type checkers refuse, and callers do all the same.
LIST: Any = [SWOLLEN]
MEMBERS: Any = [Side.LEFT, Side.RIGHT]


@attrs.frozen(repr=False)
class Holder:
    """Something that has a tree, such as a guideline or an alert."""

    tree: Tree[Any]

    def __repr__(self) -> str:
        return "<holder>"


#: Everything that takes a tree, by its name.
TAKES_A_TREE: dict[str, Callable[[Any], object]] = {
    "verify": verify,
    "compare": lambda tree: compare(tree, TREE),
    "differential": lambda tree: differential(tree, PERSON),
    "next_question": lambda tree: next_question(tree, PERSON),
    "witness": lambda tree: witness(tree, "yes", PERSON),
    "why_not": lambda tree: why_not(tree, PERSON, "yes"),
    "residual": lambda tree: residual(tree, PERSON),
    "compile_tree": compile_tree,
    "reaching": lambda tree: reaching(tree, "yes"),
    "boundary_cases": boundary_cases,
    "mcdc": mcdc,
}

#: Everything that takes one person's findings, by its name.
TAKES_FINDINGS: dict[str, Callable[[Any], object]] = {
    "holds": lambda person: holds(any_of(SWOLLEN, Ankle.age.below(3)), person),
    "differential": lambda person: differential(TREE, person),
    "next_question": lambda person: next_question(TREE, person),
    "witness": lambda person: witness(TREE, "yes", person),
    "why_not": lambda person: why_not(TREE, person, "yes"),
    "residual": lambda person: residual(TREE, person),
}


class TestWhatMustBeATree:
    @pytest.mark.parametrize("name", TAKES_A_TREE)
    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            (None, "None"),
            (3, "3"),
            (SWOLLEN, r"Is\(finding=.*"),
            (TREE.root, r"Question\(.*; give Tree\(\.\.\.\) of it"),
            (YES, r"Leaf\(.*; give Tree\(\.\.\.\) of it"),
            (Holder(TREE), "<holder>; give its .tree"),
        ],
        ids=["nothing", "number", "criterion", "question", "leaf", "holder"],
    )
    def test_is_named(self, name: str, wrong: object, told: str) -> None:
        with pytest.raises(TreeError, match=f"^{name} takes a Tree, not {told}$"):
            TAKES_A_TREE[name](wrong)

    def test_as_the_second_of_two(self) -> None:
        root: Any = TREE.root
        with pytest.raises(TreeError, match=r"^compare takes a Tree, not Question"):
            compare(TREE, root)


class TestWhatMustBePairsOfCriteria:
    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            (3, "give pairs of criteria, one before and one after, not 3"),
            (
                ["swelling"],
                "'swelling' is not a pair; give pairs of criteria, one before and one after",
            ),
            ([SWOLLEN], r"Is\(.*is not a pair; give pairs"),
            ([(SWOLLEN, SWOLLEN, SWOLLEN)], "is not a pair; give pairs"),
            ([(SWOLLEN, 3)], "a pair has two criteria, not 3"),
            (
                [(SWOLLEN, Ankle.swelling)],
                "Ankle.swelling is a finding; say Ankle.swelling.present",
            ),
        ],
    )
    def test_is_named(self, wrong: Any, told: str) -> None:  # noqa: ANN401 - see LIST
        with pytest.raises(TreeError, match=f"^alike: .*{told}"):
            compare(TREE, TREE, alike=wrong)


class TestWhatMustBeFindings:
    @pytest.mark.parametrize("name", TAKES_FINDINGS)
    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            (None, "None"),
            ("swelling", "'swelling'"),
            ({"swelling": True}, r"{'swelling': True}; from_dict reads it"),
            (Ankle, r"<class '.*Ankle'>"),
        ],
        ids=["nothing", "text", "mapping", "class"],
    )
    def test_is_named(self, name: str, wrong: object, told: str) -> None:
        accepted = rf"^{name} takes findings, such as Ankle\(\.\.\.\), not {told}$"
        with pytest.raises(FindingError, match=accepted):
            TAKES_FINDINGS[name](wrong)

    def test_also_of_a_tree_that_asks_nothing(self) -> None:
        wrong: Any = None
        with pytest.raises(FindingError, match=r"^differential takes findings, not None$"):
            differential(Tree(YES), wrong)


AMONG = "Ankle.side.among takes members, one of left, right, both"

#: Calls, the class of the error, and the whole message or how it begins.
WRONG: dict[str, tuple[Call, type[SpasmDdxError], str]] = {
    # A finding.
    "deny text": (
        lambda: PERSON.deny(_any("fever")),
        FindingError,
        "deny takes findings, such as Ankle.fever, not 'fever'",
    ),
    "deny a list": (
        lambda: PERSON.deny(_any([Ankle.fever])),
        FindingError,
        "deny takes findings, such as Ankle.age, not [Ankle.fever]; unpack it with *",
    ),
    "value of text": (
        lambda: PERSON.value_of(_any("fever")),
        FindingError,
        "value_of takes a finding, such as Ankle.fever, not 'fever'",
    ),
    "value of a criterion": (
        lambda: PERSON.value_of(_any(SWOLLEN)),
        FindingError,
        "value_of takes a finding, such as Ankle.age, not Is(finding=",
    ),
    "finding by number": (
        lambda: Ankle.finding(_any(3)),
        FindingError,
        "a finding is named by text, not 3",
    ),
    "skip text": (
        lambda: next_question(TREE, PERSON, skip=_any("swelling")),
        FindingError,
        "next_question(skip=...) takes findings, such as Ankle.age, not 's'",
    ),
    "skip names": (
        lambda: next_question(TREE, PERSON, skip=_any(["swelling"])),
        FindingError,
        "next_question(skip=...) takes findings, such as Ankle.swelling, not 'swelling'",
    ),
    "skip one": (
        lambda: next_question(TREE, PERSON, skip=_any(Ankle.swelling)),
        FindingError,
        "next_question(skip=...) takes several findings, not Ankle.swelling",
    ),
    "also names": (
        lambda: verify(TREE, also=_any(["fever"])),
        FindingError,
        "verify(also=...) takes findings, such as Ankle.fever, not 'fever'",
    ),
    "also one": (
        lambda: verify(TREE, also=_any(Ankle.fever)),
        FindingError,
        "verify(also=...) takes several findings, not Ankle.fever",
    ),
    # A criterion.
    "holds nothing": (
        lambda: holds(_any(None), PERSON),
        CriterionError,
        "holds takes a criterion, not None",
    ),
    "holds a finding": (
        lambda: holds(_any(Ankle.swelling), PERSON),
        CriterionError,
        "holds takes a criterion: Ankle.swelling is a finding; say Ankle.swelling.present",
    ),
    "all of a list": (
        lambda: all_of(LIST),
        CriterionError,
        "expected a criterion, not [Is(finding=An",
    ),
    "any of a number": (
        lambda: any_of(SWOLLEN, _any(3)),
        CriterionError,
        "expected a criterion, not 3",
    ),
    "a combination of a number": (
        lambda: AtLeast(1, _any(3)),
        CriterionError,
        "a combination takes several criteria, not 3",
    ),
    "a name that is no text": (
        lambda: all_of(SWOLLEN, name=_any(5)),
        CriterionError,
        "a combination's name must be text, not 5",
    ),
    "among a list": (
        lambda: Ankle.side.among(MEMBERS),
        CriterionError,
        f"{AMONG}, not [<Side.LEFT: 'left'>, <Side.RIGHT: 'right'>]; unpack it with *",
    ),
    "among a set": (
        lambda: Ankle.side.among(_any({Side.LEFT})),
        CriterionError,
        AMONG + ", not {<Side.LEFT: 'left'>}; unpack it with *",
    ),
    "among an enumeration": (
        lambda: Ankle.side.among(_any(Side)),
        CriterionError,
        f"{AMONG}, not <enum 'Side'>; unpack",
    ),
    "among text": (
        lambda: Ankle.side.among(_any("left")),
        CriterionError,
        f"{AMONG}, not 'left'",
    ),
    "among members of another": (
        lambda: Ankle.side.among(_any(Two.A)),
        CriterionError,
        f"{AMONG}, not <Two.A: 'a'>",
    ),
    "is of a quantity": (
        lambda: Is(_any(Ankle.age), frozenset({1})),
        CriterionError,
        "Is takes a Sign or a Category, not Ankle.age",
    ),
    "is of text": (
        lambda: Is(Ankle.side, _any("left")),
        CriterionError,
        "Is takes a set of values, not 'left'",
    ),
    "is of what cannot be hashed": (
        lambda: Is(Ankle.side, _any([["left"]])),
        CriterionError,
        "Is takes a set of values, not [['left']]",
    ),
    "is the text of a member": (
        lambda: Is(Ankle.side, {"left"}),
        CriterionError,
        "side cannot be 'left'; accepted are one of left, right, both",
    ),
    "is a member of another": (
        lambda: Is(Ankle.side, {Two.A}),
        CriterionError,
        "side cannot be <Two.A: 'a'>; accepted are one of left, right, both",
    ),
    "a sign is 1": (
        lambda: Is(Ankle.swelling, {1}),
        CriterionError,
        "swelling cannot be 1; accepted are true or false",
    ),
    "within of a sign": (
        lambda: Within(_any(Ankle.swelling), _any(None)),
        CriterionError,
        "Within takes a Quantity, not Ankle.swelling",
    ),
    "within a number": (
        lambda: Within(Ankle.age, _any(18)),
        CriterionError,
        "Within takes an Interval, not 18",
    ),
    "at least of a list": (
        lambda: at_least(1, LIST),
        CriterionError,
        "expected a criterion, not [Is(finding=An",
    ),
    # A tree.
    "a name of a tree": (lambda: Tree(YES, name=_any(5)), TreeError, "name must be text, not 5"),
    "a version of a tree": (
        lambda: Tree(YES, version=_any(5)),
        TreeError,
        "version must be text, not 5",
    ),
    "a severity": (
        lambda: Tree(YES, severity=_any(5)),
        TreeError,
        "severity must be a function of an outcome, not 5",
    ),
    "what a question asks": (
        lambda: Question(_any(5), SWOLLEN, yes=YES, no=NO),
        TreeError,
        "asks must be text, not 5",
    ),
    "the criterion of a question": (
        lambda: Question("?", _any(Ankle.age), yes=YES, no=NO),
        TreeError,
        "a question needs a criterion: Ankle.age is a finding; say Ankle.age.below(...) or",
    ),
    "the claims of a question": (
        lambda: Question("?", SWOLLEN, yes=YES, no=NO, claims=_any(5)),
        TreeError,
        "the claims of a question are several texts, not 5",
    ),
    "the claims of a question as one": (
        lambda: Question("?", SWOLLEN, yes=YES, no=NO, claims=_any("S01")),
        TreeError,
        "the claims of a question are several texts, as ('S01',), not 'S01'",
    ),
    "a claim of a question": (
        lambda: Question("?", SWOLLEN, yes=YES, no=NO, claims=_any([5])),
        TreeError,
        "the claims of a question must be text, not 5",
    ),
    # A vocabulary.
    "people of nothing": (
        lambda: findings(_any(None)),
        VocabularyError,
        "give a class of findings, not None",
    ),
    "people of one": (
        lambda: partly_known(_any(PERSON)),
        VocabularyError,
        "give a class of findings, not Ankle(swelling=True)",
    ),
    "people of a kind": (
        lambda: partly_known(_any(YesNo)),
        VocabularyError,
        "give a class of findings, not <class",
    ),
}


class TestEveryOtherArgument:
    @pytest.mark.parametrize("name", WRONG)
    def test_is_named(self, name: str) -> None:
        call, error, message = WRONG[name]
        with pytest.raises(error) as raised:
            call()
        assert str(raised.value).startswith(message)
        assert "\n" not in str(raised.value)
        assert len(str(raised.value)) < 250

    def test_a_list_of_criteria_is_to_be_unpacked(self) -> None:
        for combined in (all_of, any_of):
            with pytest.raises(CriterionError, match=r"; unpack it with \*$"):
                combined(LIST)

    def test_a_finding_of_another_vocabulary_is_still_another(self) -> None:
        with pytest.raises(FindingError, match=r"^Knee\.swelling is not a finding of Ankle$"):
            PERSON.deny(Knee.swelling)


class TestNoTruthOfAFinding:
    """`bool(finding)` would be a silent mistake: it raises and says what to write."""

    @pytest.mark.parametrize(
        ("finding", "written"),
        [
            (Ankle.swelling, "Ankle.swelling.present or .absent"),
            (Ankle.side, "Ankle.side.among(...)"),
            (Ankle.age, "Ankle.age.below(...) or the like"),
        ],
    )
    def test_every_kind_refuses(self, finding: Finding, written: str) -> None:
        with pytest.raises(CriterionError) as raised:
            bool(finding)
        assert str(raised.value) == (
            f"{finding!r} is a finding, neither true nor false by itself; say {written}, "
            "and combine criteria with all_of(...), any_of(...) or Not(...)"
        )
        wanted: Any = finding
        for combined in (Not, any_of):
            with pytest.raises(CriterionError) as raised:
                combined(wanted)
            assert str(raised.value).endswith(f"{finding!r} is a finding; say {written}")

    def test_as_operators_are_mistaken_for_words(self) -> None:
        swelling: Any = Ankle.swelling
        for mistaken in (
            lambda: swelling and Ankle.fever,
            lambda: swelling or Ankle.fever,
            lambda: not swelling,
        ):
            with pytest.raises(CriterionError, match="all_of"):
                mistaken()

    def test_findings_are_still_compared_and_kept(self) -> None:
        assert Ankle.swelling == Ankle.swelling
        assert Ankle.swelling != Ankle.fever
        assert {Ankle.swelling: 1}[Ankle.swelling] == 1
        assert Ankle.swelling in Ankle.findings()


def test_every_criterion_is_still_one() -> None:
    right: list[Criterion] = [SWOLLEN, Ankle.age.below(3), Ankle.side.among(), all_of(SWOLLEN)]
    for criterion in right:
        assert any_of(criterion).of == (criterion,)
