"""One person's way through a tree: what is passed, undecided and ruled out, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, TypeAlias

import attrs

from spasm_ddx.errors import TreeError, UnknownFindingError
from spasm_ddx.reasoning.criteria import (
    Criterion,
    findings_in,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.evaluation import holds, open_part, settled_by
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.reasoning.wording import said

#: The id of the first node; every other id is the answers that lead there, as in "yn".
ROOT: Final = "root"
#: How many nodes a form may hold; a tree whose branches share parts unfolds to more.
MOST: Final = 250_000

Place: TypeAlias = tuple[str, Node[Any]]


class Standing(Enum):
    """How a node stands for one person."""

    PASSED = "passed"
    UNDECIDED = "undecided"
    RULED_OUT = "ruled out"


@attrs.frozen
class Path:
    """How each node of a tree stands for one person.

    A completion gives each unknown finding a value. A leaf is ruled out when no
    completion reaches it, and passed when every one does. A question is ruled out when
    every leaf below it is, and passed when every completion reaches it and takes the
    same branch. All else is undecided.

    Attributes:
        standings: The standing of each node, by id.
        certain: The ids of the nodes that every completion reaches.
        answers: The answer of each question, not ruled out, that is settled.
        because: For each of these, the findings that settled it, in words; none where
            the answer follows from those before it.
    """

    standings: Mapping[str, Standing]
    certain: frozenset[str]
    answers: Mapping[str, bool]
    because: Mapping[str, tuple[str, ...]]

    def towards(self, node: str) -> Standing:
        """How the edge that leads to a node stands."""
        if self.standings[node] is Standing.RULED_OUT:
            return Standing.RULED_OUT
        return Standing.PASSED if node in self.certain else Standing.UNDECIDED


def child_ids(node: str) -> tuple[str, str]:
    """The ids of the two nodes that follow a question: after yes, and after no."""
    start = "" if node == ROOT else node
    return f"{start}y", f"{start}n"


def answers_to(node: str) -> int:
    """How many answers lead to a node."""
    return 0 if node == ROOT else len(node)


def places(root: Node[Any], start: str = ROOT, *, deepest: int | None = None) -> list[Place]:
    """Every node with its id, each before those that follow it, yes before no.

    Args:
        root: The first node.
        start: Its id.
        deepest: After how many answers to stop; never unless given.

    Raises:
        TreeError: The tree unfolds to more nodes than a picture or a page can hold.
    """
    found: list[Place] = []
    waiting: list[Place] = [(start, root)]
    while waiting:
        place, node = waiting.pop()
        found.append((place, node))
        if isinstance(node, Question) and (deepest is None or answers_to(place) < deepest):
            yes, no = child_ids(place)
            waiting += [(no, node.no), (yes, node.yes)]
        if len(found) + len(waiting) > MOST:
            msg = (
                f"the tree unfolds to more than {MOST:,} nodes, too many to show; "
                f"show a part of it: root= is where it begins, depth= how far it goes"
            )
            raise TreeError(msg)
    return found


def path_of(tree: Tree[Any], findings: Findings) -> Path:
    """How each node of the tree stands for one person, exactly.

    Raises:
        TreeError: The tree unfolds to too many nodes.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of its paths outgrew its limit.
    """
    if tree.vocabulary not in {None, type(findings)}:
        msg = f"the tree {tree.name!r} is not about findings of {type(findings).__name__}"
        raise UnknownFindingError(msg)
    unfolded = places(tree.root)
    truths = {
        id(node): holds(node.criterion, findings)
        for _, node in unfolded
        if isinstance(node, Question)
    }
    reached = _reached(unfolded, truths, findings)
    below: dict[str, int] = {}
    answers: dict[str, bool] = {}
    because: dict[str, tuple[str, ...]] = {}
    standings: dict[str, Standing] = {}
    for place, node in reversed(unfolded):
        if isinstance(node, Leaf):
            below[place] = int(place in reached)
            settled = True
        else:
            yes, no = (below[child] for child in child_ids(place))
            below[place] = yes + no
            settled = not (yes and no)
            if settled and yes + no:
                answers[place] = bool(yes)
                because[place] = _because(node.criterion, findings)
        standings[place] = _standing(below[place], len(reached), settled=settled)
    certain = frozenset(place for place, count in below.items() if count == len(reached))
    return Path(standings, certain, answers, because)


def _standing(below: int, reached: int, *, settled: bool) -> Standing:
    if not below:
        return Standing.RULED_OUT
    return Standing.PASSED if below == reached and settled else Standing.UNDECIDED


def _reached(
    unfolded: Sequence[Place], truths: Mapping[int, bool | None], findings: Findings
) -> set[str]:
    """The ids of the leaves that some completion reaches.

    The decision diagram is that of the tree in which each leaf's outcome is its own
    id, without the branches that what is known already closes.
    """
    kept = _kept(unfolded, truths)
    parts = {
        id(node): part
        for _, node in kept
        if isinstance(node, Question)
        and not isinstance(part := open_part(node.criterion, findings), bool)
    }
    diagram = DecisionDiagram(
        dict.fromkeys(finding for part in parts.values() for finding in findings_in(part))
    )
    conditions = {key: diagram.criterion(part) for key, part in parts.items()}
    made: dict[str, int] = {}
    for place, node in reversed(kept):
        if isinstance(node, Leaf):
            made[place] = diagram.end(place)
            continue
        yes, no = child_ids(place)
        truth = truths[id(node)]
        if truth is None:
            made[place] = diagram.if_then_else(conditions[id(node)], made.pop(yes), made.pop(no))
        else:
            made[place] = made.pop(yes if truth else no)
    root = diagram.possible(made[kept[0][0]])
    return set(diagram.outcomes(root, diagram.positions(findings)))


def _kept(unfolded: Sequence[Place], truths: Mapping[int, bool | None]) -> list[Place]:
    """The nodes that what is known does not close, each before those that follow it."""
    closed: set[str] = set()
    kept: list[Place] = []
    for place, node in unfolded:
        if isinstance(node, Question):
            yes, no = child_ids(place)
            truth = truths[id(node)]
            if place in closed:
                closed.update((yes, no))
            elif truth is not None:
                closed.add(no if truth else yes)
        if place not in closed:
            kept.append((place, node))
    return kept


def _because(criterion: Criterion, findings: Findings) -> tuple[str, ...]:
    """The known findings that settle a criterion, in words."""
    settling = settled_by(criterion, findings)
    return tuple(dict.fromkeys(said(each, findings.value_of(each)) for each in settling))
