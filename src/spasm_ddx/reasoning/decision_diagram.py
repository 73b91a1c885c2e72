"""The reduced, ordered decision diagram, from which every exact answer comes.

A node tests one finding and has a child for each distinct answer. A path tests a finding at
most once, and no two nodes are equal. So following every branch of an unknown finding reaches
exactly the terminals that some completion reaches.

A node is a step function over the positions of an answer (see ``positions``): ``cuts`` are
those where the child changes. The child of a position is
``children[bisect_right(cuts, position)]``. Between two cuts there is always a valid answer, so
every path is possible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias, TypeVar, cast

from spasm_ddx.errors import DiagramTooLargeError
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, findings_in
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import Cell, bounds, ends_of, position_of

#: The default limit on the nodes of a diagram.
LIMIT: Final = 1_000_000
#: The limit on the triples of one if-then-else, as a multiple of the limit on nodes.
_TRIPLES_A_NODE: Final = 8

#: For each level, the position of the known answer, or None if it is unknown.
Known: TypeAlias = Sequence[float | None]

#: The condition, the yes and the no of an if-then-else.
_Triple: TypeAlias = tuple[int, int, int]
#: The first level that a triple tests, the cuts there, and its triple in each cell.
_Parts: TypeAlias = tuple[int, Sequence[float], list[_Triple]]

T = TypeVar("T")


def outcome_key(outcome: Hashable) -> Hashable:
    """The identity of an outcome: True and 1 differ, although they are equal in Python.

    So do ``(True,)`` and ``(1,)``; other containers keep their own equality.
    """
    kind = type(outcome)
    if isinstance(outcome, tuple):
        return kind, tuple(map(outcome_key, cast("tuple[Hashable, ...]", outcome)))
    if isinstance(outcome, frozenset):
        return kind, frozenset(map(outcome_key, cast("frozenset[Hashable]", outcome)))
    return kind, outcome


#: The outcome of paths that no possible person takes.
_IMPOSSIBLE: Final = object()


class DecisionDiagram:
    """A store of nodes over one order of findings, shared by any number of roots.

    Nodes are whole numbers; a parent has a higher number than its children. Terminals (outcomes)
    are nodes too, at the level below the last finding.

    Attributes:
        order: The findings, in the order of the tests on every path.
        levels: For each node, the index in ``order`` of its finding.
        cuts: For each node, the positions where its child changes.
        children: For each node, its children, one more than ``cuts``.
        supports: For each node, its support: the levels it depends on, as a bit mask.
        impossible: The terminal of paths that no possible person takes.
    """

    def __init__(self, order: Iterable[Finding], *, limit: int = LIMIT) -> None:
        """Start an empty diagram over these findings; a sign follows the quantity that shows it."""
        full: dict[Finding, None] = {}
        for finding in order:
            full.setdefault(finding)
            if isinstance(finding, Quantity) and finding.shows:
                full.setdefault(finding.shows[0])
        self.order: tuple[Finding, ...] = tuple(full)
        self._limit = limit
        self._level_of = {finding: level for level, finding in enumerate(self.order)}
        self.levels: list[int] = []
        self.cuts: list[tuple[float, ...]] = []
        self.children: list[tuple[int, ...]] = []
        self.supports: list[int] = []
        self._unique: dict[tuple[Any, ...], int] = {}
        self._made: dict[tuple[int, int, int], int] = {}
        self._ends: dict[Hashable, int] = {}
        self._outcomes: dict[int, Hashable] = {}
        self.no: int = self.end(False)  # noqa: FBT003 - the outcome itself
        self.yes: int = self.end(True)  # noqa: FBT003 - the outcome itself
        self.impossible: int = self.end(_IMPOSSIBLE)

    def end(self, outcome: Hashable) -> int:
        """The terminal of this outcome."""
        key = outcome_key(outcome)
        if key not in self._ends:
            node = self._ends[key] = self._append(len(self.order), (), ())
            self._outcomes[node] = outcome
        return self._ends[key]

    def node(self, level: int, cuts: Sequence[float], children: Sequence[int]) -> int:
        """The reduced node that tests ``order[level]``, or its child if all are the same."""
        if len(set(children)) < len(children):
            kept = [0, *(i for i in range(1, len(children)) if children[i] != children[i - 1])]
            cuts, children = [cuts[i - 1] for i in kept[1:]], [children[i] for i in kept]
        if not cuts:
            return children[0]
        key = (level, tuple(cuts), tuple(children))
        node = self._unique.get(key)
        if node is None:
            node = self._unique[key] = self._append(*key)
        return node

    def _append(self, level: int, cuts: tuple[float, ...], children: tuple[int, ...]) -> int:
        support = 1 << level if children else 0
        for child in children:
            support |= self.supports[child]
        self.levels.append(level)
        self.cuts.append(cuts)
        self.children.append(children)
        self.supports.append(support)
        self._check_size(len(self.levels))
        return len(self.levels) - 1

    def _check_size(self, size: int) -> None:
        if size > self._limit:
            msg = (
                f"the decision diagram over {len(self.order)} findings outgrew its limit of "
                f"{self._limit:,} nodes; ask fewer findings in one tree, or findings that "
                f"belong together closer to each other"
            )
            raise DiagramTooLargeError(msg, nodes=size)

    def criterion(self, criterion: Criterion) -> int:
        """The node of a criterion: ``yes`` where it holds, else ``no``."""
        match criterion:
            case Is(finding=finding, values=values):
                held = [member in values for member in finding.members]
                return self._steps(finding, range(1, len(held)), held)
            case Within(quantity=quantity, interval=interval):
                first, beyond = bounds(quantity, interval)
                cuts = [cut for cut in (first, beyond) if quantity.low < cut <= quantity.high]
                held = [first <= start < beyond for start in (quantity.low, *cuts)]
                return self._steps(quantity, cuts, held)
            case Not(of=of):
                return self.negated(self.criterion(of))
            case AtLeast(k=k, of=parts, weights=weights):
                return self.at_least(k, parts, weights)

    def _steps(self, finding: Finding, cuts: Sequence[float], held: Sequence[bool]) -> int:
        ends = [self.yes if here else self.no for here in held]
        return self.node(self._level_of[finding], cuts, ends)

    def at_least(
        self, k: float, of: Sequence[Criterion], weights: Sequence[float] | None = None
    ) -> int:
        """The node that is ``yes`` where these criteria give at least so many points."""
        weights = weights or (1,) * len(of)
        lowest, highest = (sum(limit(0, weight) for weight in weights) for limit in (min, max))
        # For each criterion, by the points still needed: the points needed from later ones if it
        # fails and if it holds. All certain totals are one case, and so are all unreachable ones.
        needed, steps = {k}, list[dict[float, tuple[float, float]]]()
        for weight in weights:
            lowest, highest = lowest - min(0, weight), highest - max(0, weight)
            ends = lowest, highest + 1
            steps.append({n: (_within(n, *ends), _within(n - weight, *ends)) for n in needed})
            needed = {left for both in steps[-1].values() for left in both}
        made = {n: self.yes if n <= 0 else self.no for n in needed}
        # Backwards, so that each new node is above the existing ones.
        for part, step in zip(reversed(of), reversed(steps), strict=True):
            node = self.criterion(part)
            made = {
                n: self.if_then_else(node, made[counted], made[without])
                for n, (without, counted) in step.items()
            }
        return made[k]

    def negated(self, root: int) -> int:
        """The negation of a node."""
        return self.if_then_else(root, self.no, self.yes)

    def all_of(self, *nodes: int) -> int:
        """The conjunction of these nodes."""
        both = self.yes
        for node in reversed(nodes):
            both = self.if_then_else(node, both, self.no)
        return both

    def any_of(self, *nodes: int) -> int:
        """The disjunction of these nodes."""
        either = self.no
        for node in reversed(nodes):
            either = self.if_then_else(node, self.yes, either)
        return either

    def if_then_else(self, condition: int, yes: int, no: int) -> int:
        """The if-then-else of three nodes: ``yes`` where ``condition`` is yes, else ``no``."""
        made = self._made
        # Each triple waits twice: to be split, and with its parts, to be joined above them.
        waiting: list[tuple[_Triple, _Parts | None]] = [((condition, yes, no), None)]
        while waiting:
            triple, parts = waiting.pop()
            if triple in made:
                continue
            if parts is None:
                node = self._terminal_case(*triple)
                if node is None:
                    parts = self.split(triple)
                    waiting.append((triple, parts))
                    waiting.extend((part, None) for part in parts[2])
                    continue
            else:
                level, cuts, below = parts
                node = self.node(level, cuts, [made[part] for part in below])
            made[triple] = node
        result = made[condition, yes, no]
        self._check_size(len(made) // _TRIPLES_A_NODE)
        if len(made) > self._limit:
            made.clear()
        return result

    def _terminal_case(self, condition: int, yes: int, no: int) -> int | None:
        """The result of a trivial ``if_then_else``, or None."""
        if condition == self.yes or yes == no:
            return yes
        if condition == self.no:
            return no
        if yes == self.yes and no == self.no:
            return condition
        return None

    def split(self, nodes: _Triple) -> _Parts:
        """The first finding that any of three nodes tests, its cuts, and the three in each cell."""
        level = min(map(self.levels.__getitem__, nodes))
        own = {self.cuts[node] for node in nodes if self.levels[node] == level}
        cuts = own.pop() if len(own) == 1 else tuple(sorted({cut for each in own for cut in each}))
        one, two, three = [
            self._spread(node, cuts) if self.levels[node] == level else (node,) * (len(cuts) + 1)
            for node in nodes
        ]
        return level, cuts, list(zip(one, two, three, strict=True))

    def _spread(self, node: int, cuts: Sequence[float]) -> Sequence[int]:
        """The child of a node in each cell between these cuts, which include its own."""
        own, children = self.cuts[node], self.children[node]
        if len(own) == len(cuts):
            return children
        return [children[0], *(children[bisect_right(own, cut)] for cut in cuts)]

    def possible(self, root: int, *, asked: Iterable[Finding] = ()) -> int:
        """The root restricted to possible people.

        If the root or ``asked`` contains a quantity that shows a sign, then a high value with the
        sign absent is impossible; such paths end in ``impossible``.
        """
        asks = {one for level, one in enumerate(self.order) if self.supports[root] >> level & 1}
        for finding in self.order:
            if finding in asks.union(asked) and isinstance(finding, Quantity) and finding.shows:
                sign, threshold = finding.shows
                high = self.criterion(finding.at_least(threshold))
                contradiction = self.all_of(high, self.criterion(sign.absent))
                root = self.if_then_else(contradiction, self.impossible, root)
        return root

    def accepted(self, asked: Iterable[Finding]) -> int:
        """The node that is ``yes`` for possible people, by these findings."""
        return self.where(self.possible(self.yes, asked=asked), True)  # noqa: FBT003 - the outcome

    def positions(self, findings: Findings) -> list[float | None]:
        """For each level, the position of the known value, or None if it is unknown."""
        values = ((finding, getattr(findings, finding.name)) for finding in self.order)
        return [None if value is None else position_of(one, value) for one, value in values]

    def nodes_below(self, root: int, known_positions: Known | None = None) -> set[int]:
        """Every node on a path from ``root``, itself included, that agrees with what is known."""
        levels, cuts, children = self.levels, self.cuts, self.children
        known: Known = known_positions or [None] * len(self.order)
        seen = {root}
        waiting = [root]
        while waiting:
            node = waiting.pop()
            below = children[node]
            if below and (position := known[levels[node]]) is not None:
                below = (below[bisect_right(cuts[node], position)],)
            for child in below:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return seen

    def reachable(self, root: int, known_positions: Known) -> list[int]:
        """The terminals that completions of the known positions reach, in no order."""
        below = self.nodes_below(root, known_positions)
        return [node for node in below if not self.children[node] and node != self.impossible]

    def outcome(self, end: int) -> Any:  # noqa: ANN401 - an outcome of any kind
        """The outcome of a terminal."""
        return self._outcomes[end]

    def outcomes(self, root: int, known_positions: Known) -> list[Any]:
        """The outcomes that completions of the known positions reach, in no order."""
        return [self._outcomes[node] for node in self.reachable(root, known_positions)]

    def fold(self, root: int, made: Callable[[int, list[T]], T]) -> T:
        """The result of ``made`` for the root, from each node and its children's results."""
        found: dict[int, T] = {}
        for node in sorted(self.nodes_below(root)):
            found[node] = made(node, [found[child] for child in self.children[node]])
        return found[root]

    def where(self, root: int, outcome: Hashable) -> int:
        """The node that is ``yes`` exactly where ``root`` ends in this outcome."""
        wanted = self.end(outcome)
        return self.with_ends(root, lambda end: self.yes if end == wanted else self.no)

    def with_ends(self, root: int, changed: Callable[[int], int]) -> int:
        """The node with each terminal replaced by the result of ``changed``."""

        def made(node: int, children: list[int]) -> int:
            if children:
                return self.node(self.levels[node], self.cuts[node], children)
            return changed(node)

        return self.fold(root, made)

    def restricted(
        self, root: int, known_positions: Known, into: DecisionDiagram | None = None
    ) -> int:
        """The restriction of ``root`` to the known positions.

        Its nodes are in ``into``, a diagram of the same order, or in this one.
        """
        target = into or self
        left: dict[int, int] = {}
        for node in sorted(self.nodes_below(root, known_positions)):
            level, cuts, children = self.levels[node], self.cuts[node], self.children[node]
            if not children:
                left[node] = target.end(self._outcomes[node])
            elif (position := known_positions[level]) is not None:
                left[node] = left[children[bisect_right(cuts, position)]]
            else:
                left[node] = target.node(level, cuts, [left[child] for child in children])
        return left[root]

    def cells(self, node: int) -> list[tuple[Cell, int]]:
        """Each answer to the finding of a node, as positions, with its child."""
        low, high = ends_of(self.order[self.levels[node]])
        cells = pairwise((low, *self.cuts[node], high))
        return list(zip(cells, self.children[node], strict=True))

    def answers(self, root: int, level: int) -> list[float]:
        """One position for each answer to a finding that the nodes below distinguish."""
        cuts: set[float] = set()
        for node in self.nodes_below(root):
            if self.levels[node] == level:
                cuts.update(self.cuts[node])
        return [ends_of(self.order[level])[0], *sorted(cuts)]


def _within(number: float, low: float, high: float) -> float:
    return max(low, min(number, high))


def constant(criterion: Criterion) -> bool | None:
    """True or False for a criterion that always or never holds, None for any other.

    Raises:
        DiagramTooLargeError: The criterion's decision diagram outgrew its limit.
    """
    diagram = DecisionDiagram(findings_in(criterion))
    root = diagram.criterion(criterion)
    return {diagram.yes: True, diagram.no: False}.get(root)
