"""One person's path through a tree: what is passed, undecided and ruled out, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, TypeAlias

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import Criterion, findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.evaluation import holds, open_part, settled_by
from spasm_ddx.reasoning.findings import Findings, require_about
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, add_node, places
from spasm_ddx.reasoning.wording import said

#: The id of the root; every other id is the answers that lead there, as in "yn".
ROOT: Final = "root"
#: The most nodes to show: a tree whose branches share parts can unfold to many more.
MOST: Final = 250_000

Place: TypeAlias = tuple[str, Node[Any]]


class Standing(Enum):
    """The standing of a node for one person."""

    PASSED = "passed"
    UNDECIDED = "undecided"
    RULED_OUT = "ruled out"


@attrs.frozen
class Path:
    """The standing of each node of a tree for one person.

    A completion gives each unknown finding a value. A leaf is ruled out when no
    completion reaches it, and passed when every one does. A question is ruled out when
    every leaf below it is, and passed when every completion reaches it and takes the
    same branch. Every other node is undecided.

    Attributes:
        standings: The standing of each node, by id, without the nodes below a folded one.
        certain: The ids of the nodes that every completion reaches.
        answers: The answer of each settled question that is not ruled out.
        because: For each of these, the findings that settled it, in words; none where
            the answer follows from earlier answers.
    """

    standings: dict[str, Standing]
    certain: set[str]
    answers: dict[str, bool]
    because: dict[str, tuple[str, ...]]

    def standing(self, node: str) -> Standing:
        """The standing of a node, which may be below a folded one."""
        return self.standings.get(node, Standing.RULED_OUT)

    def towards(self, node: str) -> Standing:
        """The standing of the edge to a node."""
        if self.standing(node) is Standing.RULED_OUT:
            return Standing.RULED_OUT
        return Standing.PASSED if node in self.certain else Standing.UNDECIDED

    def highest_ruled_out(self, node: str) -> str:
        """The id of the first ruled-out node on the path to this one, or its own."""
        before = (node[:length] for length in range(1, len(node)) if node != ROOT)
        return next((one for one in before if self.standing(one) is Standing.RULED_OUT), node)


def child_ids(node: str) -> tuple[str, str]:
    """The ids of the two children of a question: after yes, and after no."""
    start = "" if node == ROOT else node
    return f"{start}y", f"{start}n"


def answers_to(node: str) -> int:
    """The number of answers that lead to a node."""
    return 0 if node == ROOT else len(node)


def unfolded(
    root: Node[Any], start: str = ROOT, *, findings: Findings | None = None
) -> list[Place]:
    """Every node of the tree with its id in pre-order, yes before no.

    A shared node occurs once for each of its places.

    Args:
        root: The root of the tree, or of a part of it.
        start: Its id.
        findings: Those of a person, to stop at each branch that one answer rules out.

    Raises:
        TreeError: The tree unfolds to more nodes than a picture or a page can hold.
    """
    found: list[Place] = []
    waiting = [(start, root, True)]
    while waiting:
        place, node, goes_on = waiting.pop()
        found.append((place, node))
        if len(found) > MOST:
            msg = (
                f"the tree unfolds to more than {MOST:,} nodes, too many to show; show a part of "
                f"it: root= is where it begins, path_only= leaves out what is ruled out"
            )
            raise TreeError(msg)
        if goes_on and isinstance(node, Question):
            answer = None if findings is None else holds(node.criterion, findings)
            yes, no = child_ids(place)
            waiting += [(no, node.no, answer is not True), (yes, node.yes, answer is not False)]
    return found


def path_of(tree: Tree[Any], findings: Findings, *, folded: bool = False) -> Path:
    """The standing of each node of the tree for one person, exactly.

    Args:
        tree: The tree.
        findings: The person's findings.
        folded: Whether to stop at each branch that one answer rules out.

    Raises:
        TreeError: The tree unfolds to too many nodes.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of its paths outgrew its limit.
    """
    require_about(f"the tree {tree.name!r}", tree.vocabulary, findings)
    nodes = unfolded(tree.root, findings=findings if folded else None)
    reached = _reached(nodes, findings)
    below: dict[str, int] = {}  # how many reached leaves are below each node
    found = Path({}, set(), {}, {})
    for place, node in reversed(nodes):
        yes, no = (below.get(child, 0) for child in child_ids(place))
        here = below[place] = yes + no or int(place in reached)
        settled = not (yes and no)
        if not here:
            found.standings[place] = Standing.RULED_OUT
            continue
        passed = settled and here == len(reached)
        found.standings[place] = Standing.PASSED if passed else Standing.UNDECIDED
        if here == len(reached):
            found.certain.add(place)
        if isinstance(node, Question) and settled:
            found.answers[place] = bool(yes)
            found.because[place] = _because(node.criterion, findings)
    return found


def _reached(nodes: Sequence[Place], findings: Findings) -> set[str]:
    """The ids of the leaves that some completion reaches."""
    tree = ends_in_place(nodes, findings)
    asked = [node.criterion for _, node in places(tree) if isinstance(node, Question)]
    diagram = DecisionDiagram(finding for criterion in asked for finding in findings_in(criterion))
    root = diagram.possible(add_node(diagram, tree))
    return {end.id for end in diagram.outcomes(root, diagram.positions(findings))}


@attrs.frozen
class End:
    """The outcome of a leaf, identified only by its place."""

    id: str


def ends_in_place(nodes: Sequence[Place], findings: Findings | None = None) -> Node[End]:
    """The tree of these nodes, with each leaf's outcome replaced by its place.

    Args:
        nodes: All nodes, from ``unfolded``.
        findings: A person's findings, to leave out what is known and the branches it rules out.
    """
    left: dict[str, Node[End]] = {}
    for place, node in reversed(nodes):
        below = child_ids(place)
        if isinstance(node, Leaf) or below[0] not in left:
            left[place] = Leaf(End(place))
            continue
        yes, no = map(left.pop, below)
        criterion: Criterion | bool = node.criterion
        if findings is not None:
            criterion = open_part(node.criterion, findings)
        if isinstance(criterion, bool):
            left[place] = yes if criterion else no
        else:
            left[place] = Question(node.asks, criterion, yes=yes, no=no)
    return left[ROOT]


def _because(criterion: Criterion, findings: Findings) -> tuple[str, ...]:
    """The known findings that settle a criterion, in words."""
    settling = settled_by(criterion, findings)
    return tuple(dict.fromkeys(said(each, findings.value_of(each)) for each in settling))
