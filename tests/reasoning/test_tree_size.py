"""How deep and how wide a tree may be, and that the largest ones work."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from spasm_ddx.errors import DiagramTooLargeError, TreeError
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, all_of, at_least
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.evaluation import holds, residual
from spasm_ddx.reasoning.finding_kinds import Number, Quantity, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, next_question
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, add_node
from tests.reasoning.strategies import (
    Ankle,
    declare,
    ending,
)

YES, NO = Leaf("yes"), Leaf("no")
SWOLLEN = Ankle.swelling.present


def ask(criterion: Criterion, yes: Node[Any] = YES, no: Node[Any] = NO) -> Question[Any]:
    return Question("?", criterion, yes=yes, no=no)


def chances() -> random.Random:
    """The same chances in every run."""
    return random.Random(1)  # noqa: S311 - nothing here is secret


def deep(vocabulary: type[Findings], depth: int, wide: int) -> Tree[int]:
    """A chain of questions, each with its own findings."""
    signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
    node: Node[int] = Leaf(depth)
    for index in reversed(range(depth)):
        own = signs[index * wide % len(signs) :][:wide]
        node = Question("?", all_of(*(sign.present for sign in own)), yes=Leaf(index), no=node)
    return Tree(node)


class TestDepth:
    """Two hundred questions on one path work; more are an error."""

    def test_of_ten_findings_each(self) -> None:
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(2000)})
        tree = deep(vocabulary, 200, 10)
        assert len(tree.findings) == 2000
        nobody = vocabulary()
        assert differential(tree, nobody) == tuple(range(201))
        assert isinstance(residual(tree, nobody), Question)
        assert next_question(tree, nobody) in tree.findings
        denied = nobody.deny(*vocabulary.findings()[::10])
        assert differential(tree, denied) == (200,)
        assert residual(tree, denied) == Leaf(200)
        assert next_question(tree, denied) is None

    def test_of_ten_findings_again_and_again(self) -> None:
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(10)})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        chance = chances()
        node: Node[int] = Leaf(200)
        for index in range(200):
            kinds = [chance.choice([sign.present, sign.absent]) for sign in signs]
            node = Question("?", at_least(chance.randint(6, 10), *kinds), yes=Leaf(index), no=node)
        tree = Tree(node)
        for _ in range(50):
            complete = vocabulary(**{sign.name: chance.random() < 0.5 for sign in signs})
            assert differential(tree, complete) == (ending(tree.root, complete),)

    def test_no_deeper(self) -> None:
        vocabulary = declare(s=YesNo("?"))
        with pytest.raises(TreeError, match="201 questions deep; at most 200"):
            deep(vocabulary, 201, 1)

    def test_deep_in_questions_and_in_criteria_at_once(self) -> None:
        nest: Criterion = SWOLLEN
        for index in range(199):
            others = (Ankle.fever.present, Ankle.age.below(18))
            nest = AtLeast(1 + index % 2, (nest, others[index % 2]))
        node: Node[str] = ask(nest)
        for index in range(199):
            node = ask(Ankle.steps.at_least(1 + index % 3), yes=Leaf("steps"), no=node)
        tree = Tree(node)
        assert holds(nest, Ankle()) is None
        assert set(differential(tree, Ankle())) == {"steps", "yes", "no"}
        assert isinstance(residual(tree, Ankle()), Question)
        assert next_question(tree, Ankle(steps=0)) is not None


def balanced(count: int, asked: Callable[[int], Criterion]) -> Node[int]:
    """A tree of so many questions, as a heap: below ``i`` stand ``2i`` and ``2i + 1``."""
    made: list[Node[int]] = [Leaf(index % 97) for index in range(2 * count + 2)]
    for index in range(count, 0, -1):
        made[index] = Question("?", asked(index), yes=made[2 * index], no=made[2 * index + 1])
    return made[1]


class TestWidth:
    """A balanced tree of 20,000 questions works; more than two million nodes are an error."""

    def test_twenty_thousand_questions(self) -> None:
        vocabulary = declare(
            **{
                f"f{level}": YesNo("?")
                if level % 2
                else Number("?", low=0, high=40_000, usual=1, whole=True)
                for level in range(15)
            }
        )
        findings = vocabulary.findings()

        def asked(index: int) -> Criterion:
            finding = findings[index.bit_length() - 1]
            if isinstance(finding, Quantity):
                return finding.below(index)
            assert isinstance(finding, Sign)
            return finding.present if index % 3 else finding.absent

        tree = Tree(balanced(20_000, asked))
        assert len(tree.questions) == 20_000
        chance = chances()
        for _ in range(20):
            complete = vocabulary(
                **{
                    finding.name: chance.randrange(40_000)
                    if isinstance(finding, Quantity)
                    else chance.random() < 0.5
                    for finding in findings
                }
            )
            assert differential(tree, complete) == (ending(tree.root, complete),)
        assert differential(tree, vocabulary()) == tree.outcomes

    def test_too_tangled_for_a_diagram(self) -> None:
        # Any finding anywhere: the diagram explodes, and says so instead of going on.
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(40)})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        chance = chances()
        root = balanced(10_000, lambda _: chance.choice(signs).present)
        diagram = DecisionDiagram(Tree(root).findings, limit=20_000)
        with pytest.raises(DiagramTooLargeError, match=r"40 findings .* 20,000 nodes") as raised:
            add_node(diagram, root)
        assert raised.value.nodes > 20_000

    def test_shared_branches_count_as_often_as_they_stand(self) -> None:
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(20)})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]

        def doubled(depth: int) -> Node[int]:
            node: Node[int] = Leaf(0)
            for index in range(depth):
                node = Question("?", signs[index % 20].present, yes=node, no=node)
            return node

        tree = Tree(doubled(19))
        assert len(tree.questions) == 19
        assert differential(tree, vocabulary()) == (0,)
        with pytest.raises(TreeError, match=r"unfolds to 2,097,151 nodes; at most 2,000,000"):
            Tree(doubled(20))
        with pytest.raises(TreeError, match="unfolds to"):
            Tree(doubled(200))
