"""A compiled tree: equal to the differential on every input, readable, safe from names."""

from __future__ import annotations

import ast
import copy
import itertools
import pickle
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx.errors import TreeError, UnknownFindingError
from spasm_ddx.reasoning import compilation
from spasm_ddx.reasoning.compilation import compile_tree
from spasm_ddx.reasoning.criteria import Criterion, Not, all_of, any_of, at_least
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.finding_kinds import Number, OneOf, Quantity, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Declaration,
    Knee,
    Side,
    Situation,
    completed,
    declare,
    give,
    key,
    keys,
    learned,
    reached,
    situations,
)

#: How else the code may be written than for a tree of usual size.
WRITTEN = {
    "as usual": {},
    "a deep criterion walked": {"_DEEPEST_CRITERION": 1},
    "the diagram walked": {"_MOST_NODES_OF_A_DIAGRAM": 0},
    "a node of the diagram too wide": {"_MOST_CHILDREN": 1},
    "all walked": {"_MOST_NODES_OF_A_TREE": 0},
}


class TestAgreement:
    """The compiled function agrees with brute force over all completions."""

    @pytest.mark.parametrize("written", WRITTEN)
    def test_equal_to_what_completions_reach(self, written: str) -> None:
        @LAW
        @given(st.data(), situations())
        def law(data: st.DataObject, case: Situation) -> None:
            possible = compile_tree(case.tree)
            for person in (
                case.person,
                data.draw(learned(case.world, case.person)),
                data.draw(completed(case.world, case.person)),
                case.world.vocabulary(),
            ):
                found = possible(person)
                assert {key(outcome) for outcome in found} == set(reached(case.tree, person))
                assert keys(found) == keys(differential(case.tree, person))

        with pytest.MonkeyPatch.context() as patch:
            for name, value in WRITTEN[written].items():
                patch.setattr(compilation, name, value)
            law()

    @settings(LAW, max_examples=300)  # few people are known just far enough
    @given(st.data(), situations())
    def test_what_is_known_is_answered_at_once(self, data: st.DataObject, case: Situation) -> None:
        possible: Any = compile_tree(case.tree)
        possible.__call__.__globals__["_where_open"] = None  # so that calling it would fail
        for person in (case.person, data.draw(completed(case.world, case.person))):
            left = residual(case.tree, person)
            if isinstance(left, Leaf):
                assert keys(possible(person)) == [key(left.outcome)]

    @LAW
    @given(situations())
    def test_a_result_is_made_once(self, case: Situation) -> None:
        possible = compile_tree(case.tree)
        assert possible(case.person) is possible(case.person.but())

    @LAW
    @given(situations())
    def test_the_same_tree_gives_the_same_source(self, case: Situation) -> None:
        assert compile_tree(case.tree).source == compile_tree(case.tree).source


def ask(criterion: Criterion, yes: Node[Any] | None = None) -> Tree[Any]:
    return Tree(Question("Is it so?", criterion, yes=yes or Leaf("yes"), no=Leaf("no")))


class TestSource:
    """The code is plain Python that a person can read."""

    def test_of_one_question(self) -> None:
        tree = Tree(
            Question("Tender?", Ankle.bone_tender.present, yes=Leaf("film"), no=Leaf("none")),
            name="Ankle",
            version="1",
        )
        assert compile_tree(tree).source == (
            "# Ankle 1: the outcomes that are still possible.\n"
            "def possible(_findings, /):\n"
            "    if _type(_findings) is not _vocabulary:\n"
            "        return _walked(_findings)\n"
            "    # Tender?\n"
            "    if not (_findings.bone_tender is False):\n"
            "        if _findings.bone_tender:\n"
            "            return _only_film\n"
            "        return _where_open(_findings)\n"
            "    return _only_none\n"
            "\n"
            "\n"
            "def _where_open(_findings, /):\n"
            "    bone_tender = _findings.bone_tender\n"
            "    _2 = 2 | 1 if bone_tender is None else 2 if not bone_tender else 1\n"
            "    return _answers(_2)\n"
        )

    def test_of_one_leaf(self) -> None:
        possible = compile_tree(Tree(Leaf("rest")))
        assert "return _only_rest" in possible.source
        assert possible(Ankle()) == possible(Knee(swelling=True)) == ("rest",)

    def test_it_is_pickled_and_copied_as_its_tree(self) -> None:
        possible = compile_tree(ask(Ankle.swelling.present))
        for again in (pickle.loads(pickle.dumps(possible)), copy.copy(possible)):  # noqa: S301 - ours
            assert again(Ankle()) == possible(Ankle()) == ("yes", "no")
            assert again.source == possible.source


class TestMisuse:
    """It raises the same errors as `differential`."""

    def test_another_vocabulary(self) -> None:
        possible = compile_tree(ask(Ankle.swelling.present))
        for wrong in (Knee(swelling=True), Findings()):
            with pytest.raises(UnknownFindingError, match="not about findings of"):
                possible(wrong)

    def test_what_is_no_tree(self) -> None:
        for given_ in (3, Leaf("so"), None):
            with pytest.raises(TreeError, match=r"^compile_tree takes a Tree, not "):
                compile_tree(given_)  # type: ignore[arg-type]

    def test_a_vocabulary_of_the_same_names(self) -> None:
        like = declare(swelling=YesNo("?"))
        with pytest.raises(UnknownFindingError):
            compile_tree(ask(Ankle.swelling.present))(like())


class Odd(Enum):
    """Members whose values are not names, or are the names of others."""

    EMPTY = ""
    DIGITS = "1"
    LOWER = "a b"
    UPPER = "A-B"
    CODE = '"); raise SystemExit #'
    QUOTES = "x\"\"\"'''\\ # z"


class Untold:
    """An outcome with a text too long for a name."""

    asked = 0

    def __str__(self) -> str:
        self.asked += 1
        return "so " * 1_000_000


#: Names of findings that the code could take for its own.
TAKEN = (
    "possible",
    "type",
    "answers",
    "walked",
    "where_open",
    "only",
    "part_0",
    "n1",
    "match",
    "print",
)
#: Texts that could end a comment or a string, or begin code.
HOSTILE = (
    "\n    raise SystemExit",
    "\r\nimport os",
    "\x0c\x00",
    "'''\"\"\"\\",
    "\N{LINE SEPARATOR}x",
)


class TestNames:
    """No name of a finding, member, outcome or question becomes code."""

    @pytest.mark.parametrize("name", [*TAKEN, "\u00e91", "\u4e2d"])
    def test_of_findings(self, name: str) -> None:
        declared: dict[str, Declaration] = {name: YesNo("?"), "kind": OneOf("?", Odd)}
        vocabulary = declare(**declared, part=YesNo("?"), n=YesNo("?"))
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        tree = ask(all_of(signs[0].present, signs[-1].absent), yes=ask(signs[-2].present).root)
        possible = compile_tree(tree)
        for values in itertools.product([None, True, False], repeat=len(signs)):
            told = dict(zip((sign.name for sign in signs), values, strict=True))
            person = give(vocabulary, **told)
            assert possible(person) == differential(tree, person), possible.source

    @pytest.mark.parametrize("name", [*TAKEN, "kind", "_kind"])
    def test_of_members(self, name: str) -> None:
        field = name.strip("_")
        declared: dict[str, Declaration] = {field: OneOf("?", Odd), "other": YesNo("?")}
        vocabulary = declare(**declared)
        category: Any = vocabulary.finding(field)
        node: Node[Any] = Leaf("none of them")
        for member in Odd:
            node = Question(member.value, category.among(member), yes=Leaf(member), no=node)
        tree = Tree(node)
        possible = compile_tree(tree)
        for member in Odd:
            assert possible(give(vocabulary, **{field: member})) == (member,)
        assert possible(vocabulary()) == differential(tree, vocabulary())

    def test_of_outcomes(self) -> None:
        outcomes: list[Any] = [*HOSTILE, "a b", "a-b", "A B", "", "1", 1, True, 1.0, (1,), (True,)]
        node: Node[Any] = Leaf(None)
        for number, outcome in reversed(list(enumerate(outcomes, start=1))):
            node = Question("?", Ankle.age.below(number), yes=Leaf(outcome), no=node)
        tree = Tree(node)
        possible = compile_tree(tree)
        for number, outcome in enumerate(outcomes):
            assert keys(possible(Ankle(age=number))) == [key(outcome)]
        assert keys(possible(Ankle())) == keys(tree.outcomes)

    def test_of_outcomes_whose_text_is_no_use(self) -> None:
        outcomes = [Untold(), Untold()]
        node: Node[Any] = Leaf(outcomes[0])
        for number in (3, 2, 1):  # the first stands in several places
            node = Question("?", Ankle.age.below(number), yes=Leaf(outcomes[number % 2]), no=node)
        possible = compile_tree(Tree(node))
        assert possible(Ankle(age=0.5)) == (outcomes[1],)
        assert possible(Ankle(age=1.5)) == (outcomes[0],)
        assert len(possible.source) < 10_000
        assert max(outcome.asked for outcome in outcomes) == 1

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_questions_and_trees(self, text: str) -> None:
        root = Question(text, Ankle.swelling.present, yes=Leaf(text), no=Leaf("no"))
        possible = compile_tree(Tree(root, name=text, version=text))
        assert possible(Ankle(swelling=True)) == (text,)
        assert [type(each) for each in ast.parse(possible.source).body] == [ast.FunctionDef] * 2


class TestScale:
    """It compiles every tree that the library accepts."""

    @pytest.mark.parametrize("depth", [48, 50, 51, 200])
    def test_a_deep_criterion(self, depth: int) -> None:
        deep: Criterion = Ankle.swelling.present
        parts = [Ankle.fever.present, Ankle.bone_tender.absent, Ankle.side.among(Side.LEFT)]
        for number in range(depth - 1):
            one, other, _ = parts[number % 3 :] + parts[: number % 3]
            nested = any_of(deep, one), at_least(2, deep, one, other), Not(deep), all_of(deep, one)
            deep = nested[number % 4]
        assert deep.depth == depth
        possible = compile_tree(tree := ask(deep))
        for values in itertools.product([None, True, False], repeat=3):
            told = dict(zip(("swelling", "fever", "bone_tender"), values, strict=True))
            for side in (None, *Side):
                person = give(Ankle, **told, side=side)
                assert possible(person) == differential(tree, person)

    def test_200_questions_deep(self) -> None:
        vocabulary = declare(**{f"s{number}": YesNo("?") for number in range(400)})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        node: Node[int] = Leaf(-1)
        for number in range(200):
            criterion = at_least(1, signs[number].present, signs[399 - number].present)
            # By turns the yes and the no branch goes on.
            leaf = Leaf(number)
            yes, no = (leaf, node) if number % 2 else (node, leaf)
            node = Question("?", criterion, yes=yes, no=no)
        possible = compile_tree(tree := Tree(node))
        nobody = vocabulary()
        assert possible(nobody) == differential(tree, nobody)
        denied = nobody.deny(*signs)
        assert possible(denied) == differential(tree, denied) == (198,)

    def test_thresholds_in_balance(self) -> None:
        scale = declare(value=Number("?", low=0, high=5_000, usual=1))
        quantity = scale.finding("value")
        assert isinstance(quantity, Quantity)

        def below(low: int, high: int) -> Node[int]:
            middle = (low + high) // 2
            if middle == low:
                return Leaf(low)
            criterion = quantity.below(middle)
            return Question("?", criterion, yes=below(low, middle), no=below(middle, high))

        possible = compile_tree(Tree(below(0, 5_000)))
        for value in (0, 1, 1_234, 4_999):
            assert possible(give(scale, value=value + 0.5)) == (value,)
        assert len(possible(scale())) == 5_000

    def test_many_at_least(self) -> None:
        parts = [Ankle.swelling.present, Ankle.fever.present, Ankle.bone_tender.present] * 300
        possible = compile_tree(tree := ask(at_least(600, *parts)))
        person = Ankle(swelling=True, fever=True)
        assert possible(person) == differential(tree, person) == ("yes",)
        assert possible(Ankle(fever=True)) == differential(tree, Ankle(fever=True))
