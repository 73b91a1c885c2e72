"""Every walk over a tree: from the root down by places, and from the leaves up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given

from spasm_ddx.reasoning.tree import Leaf, Node, Question, folded, places, post_order
from tests.reasoning.strategies import LAW, Ankle, Situation, situations

SWOLLEN = Ankle.swelling.present


def unfolded(node: Node[Any], place: str = "") -> Iterator[tuple[str, Node[Any]]]:
    """Each node of a tree at each of its places, by recursion."""
    yield place, node
    if isinstance(node, Question):
        yield from unfolded(node.yes, place + "y")
        yield from unfolded(node.no, place + "n")


class TestWalks:
    """Every walk of the library: from the root down by places, from the leaves up."""

    @LAW
    @given(situations())
    def test_places(self, case: Situation) -> None:
        root = case.tree.root
        root = Question("?", SWOLLEN, yes=root, no=root)  # what two branches share
        everywhere = list(unfolded(root))
        assert list(places(root, unfolded=True)) == everywhere
        first: dict[int, tuple[str, Node[Any]]] = {}
        for place, node in everywhere:
            first.setdefault(id(node), (place, node))
        assert list(places(root)) == list(first.values())

    @LAW
    @given(situations())
    def test_post_order(self, case: Situation) -> None:
        root = Question("?", SWOLLEN, yes=case.tree.root, no=case.tree.root)
        walked = list(post_order(root))
        assert {id(node) for node in walked} == {id(node) for _, node in places(root)}
        assert len({id(node) for node in walked}) == len(walked)
        index = {id(node): position for position, node in enumerate(walked)}
        for node in walked:
            if isinstance(node, Question):
                assert max(index[id(node.yes)], index[id(node.no)]) < index[id(node)]

    @LAW
    @given(situations())
    def test_folded(self, case: Situation) -> None:
        leaves = folded(case.tree.root, lambda _: 1, lambda _, yes, no: yes + no)
        assert leaves == sum(isinstance(node, Leaf) for _, node in unfolded(case.tree.root))
