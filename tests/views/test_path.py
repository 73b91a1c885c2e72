"""One person's path through a tree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from spasm_ddx.errors import TreeError, UnknownFindingError
from spasm_ddx.reasoning.criteria import Not, all_of, any_of
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.reasoning.wording import said
from spasm_ddx.views import path as path_module
from spasm_ddx.views.path import Standing, path_of, unfolded
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Knee,
    Situation,
    situations,
    surely_possibly,
    truth,
)

PASSED, UNDECIDED, RULED_OUT = Standing.PASSED, Standing.UNDECIDED, Standing.RULED_OUT


def walk(tree: Tree[Any], complete: Findings) -> list[str]:
    """The ids of the nodes that a completely known person passes."""
    ids, node = ["root"], tree.root
    while isinstance(node, Question):
        answer = "y" if truth(node.criterion, complete) else "n"
        ids.append(("" if ids[-1] == "root" else ids[-1]) + answer)
        node = node.yes if answer == "y" else node.no
    return ids


def every_id(node: Node[Any], place: str = "root") -> dict[str, Node[Any]]:
    found = {place: node}
    if isinstance(node, Question):
        start = "" if place == "root" else place
        found |= every_id(node.yes, f"{start}y") | every_id(node.no, f"{start}n")
    return found


class TestExactness:
    """Standings against trying every completion."""

    @LAW
    @given(situations())
    def test_standings(self, case: Situation) -> None:
        walks = [walk(case.tree, complete) for complete in case.completions]
        found = path_of(case.tree, case.person)
        nodes = every_id(case.tree.root)
        assert set(found.standings) == set(nodes)
        for place, node in nodes.items():
            through = [ids for ids in walks if place in ids]
            follow = {ids[ids.index(place) + 1] for ids in through if ids[-1] != place}
            settled = isinstance(node, Leaf) or len(follow) == 1
            if not through:
                expected = RULED_OUT
            elif len(through) == len(walks) and settled:
                expected = PASSED
            else:
                expected = UNDECIDED
            assert found.standings[place] is expected, place
            assert (place in found.certain) == (len(through) == len(walks)), place
            if isinstance(node, Question):
                answer = next(iter(follow)).endswith("y") if len(follow) == 1 else None
                assert found.answers.get(place) is answer, place

    @LAW
    @given(situations())
    def test_the_reason_settles_it(self, case: Situation) -> None:
        found = path_of(case.tree, case.person)
        nodes = every_id(case.tree.root)
        assert set(found.because) == set(found.answers)
        for place, words in found.because.items():
            node = nodes[place]
            assert isinstance(node, Question)
            reason = {
                finding.name: value
                for finding, value in case.person.known.items()
                if said(finding, value) in words
            }
            assert len(reason) == len(words)
            if words:
                alone = case.world.vocabulary(**reason)
                surely, possibly = surely_possibly(node.criterion, alone)
                assert surely is possibly is found.answers[place]


class TestCases:
    """What each standing means, one tree each."""

    tree: Tree[str] = Tree(
        Question(
            "Fever?",
            Ankle.fever.present,
            yes=Leaf("ill"),
            no=Question("Tender?", Ankle.bone_tender.present, yes=Leaf("x-ray"), no=Leaf("rest")),
        )
    )

    def test_nothing_known(self) -> None:
        assert set(path_of(self.tree, Ankle()).standings.values()) == {UNDECIDED}

    def test_settled(self) -> None:
        found = path_of(self.tree, Ankle(fever=False, bone_tender=True))
        assert found.standings == {
            "root": PASSED,
            "n": PASSED,
            "ny": PASSED,
            "y": RULED_OUT,
            "nn": RULED_OUT,
        }
        assert found.answers == {"root": False, "n": True}
        assert found.because == {"root": ("no fever",), "n": ("bone tender",)}

    def test_arrived_but_undecided(self) -> None:
        found = path_of(self.tree, Ankle(fever=False))
        assert found.standings["n"] is UNDECIDED
        assert found.towards("n") is PASSED
        assert found.towards("ny") is UNDECIDED
        assert found.towards("y") is RULED_OUT

    def test_known_below_an_open_question(self) -> None:
        found = path_of(self.tree, Ankle(bone_tender=False))
        assert found.standings["n"] is UNDECIDED
        assert found.answers == {"n": False}
        assert found.standings["ny"] is RULED_OUT

    def test_an_answer_that_follows_from_those_before(self) -> None:
        again = Question("Again?", Ankle.fever.present, yes=Leaf("a"), no=Leaf("b"))
        tree = Tree(Question("Fever?", Ankle.fever.present, yes=again, no=Leaf("c")))
        found = path_of(tree, Ankle())
        assert found.standings["yn"] is RULED_OUT
        assert found.answers == {"y": True}
        assert found.because == {"y": ()}

    def test_what_speaks_against_it_is_no_reason(self) -> None:
        both = all_of(Ankle.fever.present, Ankle.swelling.present, Ankle.age.above(60))
        tree = Tree(Question("?", both, yes=Leaf("a"), no=Leaf("b")))
        found = path_of(tree, Ankle(fever=True, swelling=False))
        assert found.because == {"root": ("no swelling",)}

    def test_a_criterion_that_is_left_without_a_choice(self) -> None:
        tender, fever = Ankle.bone_tender.present, Ankle.fever.present
        either = any_of(all_of(tender, fever), all_of(Not(tender), fever))
        tree = Tree(Question("?", either, yes=Leaf("a"), no=Leaf("b")))
        found = path_of(tree, Ankle(fever=True))
        assert found.standings == {"root": PASSED, "y": PASSED, "n": RULED_OUT}

    def test_a_temperature_that_shows_a_fever(self) -> None:
        hot = Question("Hot?", Ankle.temperature.at_least(38), yes=Leaf("a"), no=Leaf("b"))
        found = path_of(Tree(hot), Ankle(fever=False))
        assert found.standings == {"root": PASSED, "y": RULED_OUT, "n": PASSED}

    def test_a_tree_of_one_leaf(self) -> None:
        assert path_of(Tree(Leaf("a")), Ankle()).standings == {"root": PASSED}

    def test_another_vocabulary(self) -> None:
        with pytest.raises(UnknownFindingError, match="Knee"):
            path_of(self.tree, Knee())


class TestSize:
    """Deep and shared trees."""

    def test_two_hundred_deep(self) -> None:
        node: Node[str] = Leaf("end")
        for number in range(200):
            node = Question(f"{number}?", Ankle.age.above(number / 2), yes=node, no=Leaf("out"))
        found = path_of(Tree(node), Ankle(age=125))
        assert found.standings["y" * 200] is PASSED

    def test_more_than_can_be_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(path_module, "MOST", 11)
        node: Node[str] = Leaf("end")
        for number in range(5):  # one shared part each time: 63 nodes
            node = Question(f"{number}?", Ankle.age.above(number), yes=node, no=node)
        with pytest.raises(TreeError, match="more than 11 nodes"):
            unfolded(node)
        assert len(unfolded(node, findings=Ankle(age=0))) == 11
