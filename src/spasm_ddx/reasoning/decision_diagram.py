"""The reduced, ordered decision diagram: the one structure behind every exact answer.

A node asks one finding and has a child for each distinct answer; on every path a
finding is asked at most once, and no two nodes are alike. So taking every branch
of an unknown finding reaches exactly what some completion reaches.

Every answer has a position on a line: False and True are 0 and 1, a member of a
category is its index, a number is itself. A node is a step function over that
line: ``cuts`` are the positions where the child changes, so that the child of a
position is ``children[bisect_right(cuts, position)]``. An end of an interval is
the first position beyond it; between two such cuts there is always a number that
a vocabulary accepts, which keeps the diagram free of answers nobody can give.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, cast

from spasm_ddx.errors import DiagramTooLargeError
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Not,
    Quantity,
    Within,
    findings_in,
)
from spasm_ddx.reasoning.findings import Findings

#: How many nodes a diagram may have, unless the caller says otherwise.
LIMIT: Final = 1_000_000


def outcome_key(outcome: Hashable) -> Hashable:
    """What tells outcomes apart: True and 1 are two, although Python has them equal.

    So are ``(True,)`` and ``(1,)``; for what else holds values, its own equality decides.
    """
    kind = type(outcome)
    if isinstance(outcome, tuple):
        return kind, tuple(map(outcome_key, cast("tuple[Hashable, ...]", outcome)))
    if isinstance(outcome, frozenset):
        return kind, frozenset(map(outcome_key, cast("frozenset[Hashable]", outcome)))
    return kind, outcome


class _Impossible:
    """The end of a path that no accepted set of findings takes."""


_IMPOSSIBLE: Final = _Impossible()


class DecisionDiagram:
    """A store of nodes over one order of findings, shared by any number of roots.

    Nodes are whole numbers, children made before their parents. Ends (outcomes)
    are nodes too, at the level below the last finding.

    Attributes:
        order: The findings, in the order in which every path asks them.
        levels: For each node, the index in ``order`` of what it asks.
        cuts: For each node, the positions where its child changes.
        children: For each node, its children, one more than ``cuts``.
        supports: For each node, the set of levels it depends on, as a bit mask.
    """

    __slots__ = (
        "_chosen",
        "_end",
        "_ends",
        "_level_of",
        "_limit",
        "_outcomes",
        "_readers",
        "_unique",
        "children",
        "cuts",
        "levels",
        "no",
        "order",
        "supports",
        "yes",
    )

    def __init__(self, order: Iterable[Finding], *, limit: int = LIMIT) -> None:
        """Start an empty diagram over these findings.

        Args:
            order: The findings; signs that a quantity shows are added behind it.
            limit: How many nodes it may have.
        """
        full: dict[Finding, None] = {}
        for finding in order:
            full.setdefault(finding)
            if isinstance(finding, Quantity) and finding.shows:
                full.setdefault(finding.shows[0])
        self.order: tuple[Finding, ...] = tuple(full)
        self._limit = limit
        self._level_of = {finding: level for level, finding in enumerate(self.order)}
        self._readers = [
            (finding.name, {member: index for index, member in enumerate(finding.members)})
            if isinstance(finding, Category)
            else (finding.name, None)
            for finding in self.order
        ]
        self._end = len(self.order)
        self.levels: list[int] = []
        self.cuts: list[tuple[float, ...]] = []
        self.children: list[tuple[int, ...]] = []
        self.supports: list[int] = []
        self._unique: dict[tuple[Any, ...], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self._ends: dict[Hashable, int] = {}
        self._outcomes: dict[int, Hashable] = {}
        self.no = self.end(False)  # noqa: FBT003 - the outcome itself
        self.yes = self.end(True)  # noqa: FBT003 - the outcome itself

    def __len__(self) -> int:
        return len(self.levels)

    # ----------------------------------------------------------------- building

    def end(self, outcome: Hashable) -> int:
        """The node that is this outcome."""
        key = outcome_key(outcome)
        node = self._ends.get(key)
        if node is None:
            node = self._ends[key] = self._append(self._end, (), ())
            self._outcomes[node] = outcome
        return node

    def node(self, level: int, cuts: Sequence[float], children: Sequence[int]) -> int:
        """The reduced node that asks ``order[level]``; a child if it does not matter."""
        kept_cuts: list[float] = []
        kept = [children[0]]
        for cut, child in zip(cuts, children[1:], strict=True):
            if child != kept[-1]:
                kept_cuts.append(cut)
                kept.append(child)
        if not kept_cuts:
            return kept[0]
        key = (level, tuple(kept_cuts), tuple(kept))
        node = self._unique.get(key)
        if node is None:
            node = self._unique[key] = self._append(*key)
        return node

    def _append(self, level: int, cuts: tuple[float, ...], children: tuple[int, ...]) -> int:
        support = 0
        if children:
            support = 1 << level
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
        """The node that ends in ``yes`` where the criterion holds, and else in ``no``."""
        match criterion:
            case Is(finding=finding, values=values):
                members = finding.members if isinstance(finding, Category) else (False, True)
                held = [member in values for member in members]
                return self._steps(finding, range(1, len(held)), held)
            case Within(quantity=quantity, interval=interval):
                first, beyond = bounds(quantity, interval)
                cuts = [cut for cut in (first, beyond) if quantity.low < cut <= quantity.high]
                held = [first <= quantity.low < beyond, *(cut == first for cut in cuts)]
                return self._steps(quantity, cuts, held)
            case Not(of=of):
                return self.choose(self.criterion(of), self.no, self.yes)
            case AtLeast(k=k, of=parts):
                return self._count(k, parts)

    def _steps(self, finding: Finding, cuts: Sequence[float], held: Sequence[bool]) -> int:
        ends = [self.yes if here else self.no for here in held]
        return self.node(self._level_of[finding], cuts, ends)

    def _count(self, k: int, of: tuple[Criterion, ...]) -> int:
        # enough[j]: whether at least j of the criteria read so far hold; read from
        # the last one, so that each new question stands above those already there.
        enough = [self.yes] + [self.no] * k
        for read, part in enumerate(reversed(of), start=1):
            node = self.criterion(part)
            fewest = max(1, k - (len(of) - read))
            for j in range(k, fewest - 1, -1):
                enough[j] = self.choose(node, enough[j - 1], enough[j])
        return enough[k]

    def choose(self, condition: int, yes: int, no: int) -> int:
        """The node that is ``yes`` where ``condition`` ends in yes, and else ``no``."""
        chosen = self._chosen
        waiting = [(condition, yes, no)]
        while waiting:
            key = waiting[-1]
            if key in chosen:
                waiting.pop()
                continue
            short = self._plainly(*key)
            if short is None:
                level, cuts, parts = self.split(key)
                missing = [part for part in parts if part not in chosen]
                if missing:
                    waiting.extend(missing)
                    continue
                short = self.node(level, cuts, [chosen[part] for part in parts])
            chosen[key] = short
            waiting.pop()
        result = chosen[condition, yes, no]
        self._check_size(len(chosen) // 8)
        if len(chosen) > self._limit:
            chosen.clear()
        return result

    def _plainly(self, condition: int, yes: int, no: int) -> int | None:
        """What ``choose`` gives where no finding need be looked at, or None."""
        if condition == self.yes or yes == no:
            return yes
        if condition == self.no:
            return no
        if yes == self.yes and no == self.no:
            return condition
        return None

    def split(
        self, nodes: tuple[int, int, int]
    ) -> tuple[int, Sequence[float], list[tuple[int, int, int]]]:
        """The first finding that any of three nodes asks, its cuts, and the three in each cell."""
        level = min(self.levels[node] for node in nodes)
        asking = [node for node in nodes if self.levels[node] == level]
        cuts: Sequence[float] = self.cuts[asking[0]]
        if any(self.cuts[node] != cuts for node in asking[1:]):
            cuts = sorted({cut for node in asking for cut in self.cuts[node]})
        columns = [
            self._spread(node, cuts) if self.levels[node] == level else [node] * (len(cuts) + 1)
            for node in nodes
        ]
        return level, cuts, list(zip(*columns, strict=True))

    def _spread(self, node: int, cuts: Sequence[float]) -> Sequence[int]:
        """The children of a node over cuts that include its own."""
        own, children = self.cuts[node], self.children[node]
        if len(own) == len(cuts):
            return children
        spread: list[int] = []
        start = 0
        for cut, child in zip(own, children, strict=False):
            stop = bisect_left(cuts, cut, start)
            spread.extend([child] * (stop + 1 - len(spread)))
            start = stop
        spread.extend([children[-1]] * (len(cuts) + 1 - len(spread)))
        return spread

    def possible(self, root: int, *, asked: Iterable[Finding] = ()) -> int:
        """The root without the paths that construction refuses.

        Where the root asks a quantity that shows a sign, a high quantity with the
        sign absent is no completion; such paths end in nothing.

        Args:
            root: The node.
            asked: Findings that count as asked by the root beside those it asks.
        """
        also = set(asked)
        for level, finding in enumerate(self.order):
            if finding not in also and not (self.supports[root] >> level & 1):
                continue
            if isinstance(finding, Quantity) and finding.shows:
                sign, threshold = finding.shows
                contradiction = self.choose(
                    self.criterion(finding.at_least(threshold)),
                    self.criterion(sign.absent),
                    self.no,
                )
                root = self.choose(contradiction, self.end(_IMPOSSIBLE), root)
        return root

    def accepted(self, asked: Iterable[Finding]) -> int:
        """The node that ends in ``yes`` for whom construction accepts, by these findings."""
        return self.where(self.possible(self.yes, asked=asked), True)  # noqa: FBT003 - the outcome

    # ------------------------------------------------------------------ walking

    def positions(self, findings: Findings) -> list[float | None]:
        """For each level, the position of the known value, or None while it is unknown."""
        at: list[float | None] = []
        for name, index in self._readers:
            value = getattr(findings, name)
            at.append(value if index is None or value is None else index[value])
        return at

    def reachable(self, root: int, at: Sequence[float | None]) -> list[int]:
        """The ends that completions of the known positions reach, in no order."""
        levels, cuts, children, end = self.levels, self.cuts, self.children, self._end
        seen = {root}
        waiting = [root]
        ends: list[int] = []
        while waiting:
            node = waiting.pop()
            level = levels[node]
            if level == end:
                ends.append(node)
                continue
            position = at[level]
            if position is None:
                for child in children[node]:
                    if child not in seen:
                        seen.add(child)
                        waiting.append(child)
            else:
                child = children[node][bisect_right(cuts[node], position)]
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return ends if self.impossible is None else [n for n in ends if n != self.impossible]

    def outcome(self, end: int) -> Any:  # noqa: ANN401 - an outcome of any kind
        """The outcome that this end is."""
        return self._outcomes[end]

    def outcomes(self, root: int, at: Sequence[float | None]) -> list[Any]:
        """The outcomes that completions of the known positions reach, in no order."""
        return [self._outcomes[node] for node in self.reachable(root, at)]

    def restricted(
        self, root: int, at: Sequence[float | None], into: DecisionDiagram | None = None
    ) -> int:
        """The reduced node that is left of ``root`` once these positions are known.

        Args:
            root: The node.
            at: The positions, None where unknown.
            into: The diagram, of the same order, that receives the nodes; this one
                unless given.
        """
        target = into or self
        levels, cuts, children, end = self.levels, self.cuts, self.children, self._end
        known = sum(1 << level for level, position in enumerate(at) if position is not None)
        left: dict[int, int] = {}
        waiting = [root]
        while waiting:
            node = waiting[-1]
            level = levels[node]
            if node in left:
                waiting.pop()
            elif level == end:
                left[node] = target.end(self._outcomes[node])
            elif target is self and not self.supports[node] & known:
                left[node] = node
            elif (position := at[level]) is not None:
                child = children[node][bisect_right(cuts[node], position)]
                if child in left:
                    left[node] = left[child]
                else:
                    waiting.append(child)
            else:
                missing = [child for child in children[node] if child not in left]
                if missing:
                    waiting.extend(missing)
                else:
                    parts = [left[child] for child in children[node]]
                    left[node] = target.node(level, cuts[node], parts)
        return left[root]

    def replaced(self, root: int, ends: Mapping[int, int]) -> int:
        """The root with some ends replaced by other nodes that ask nothing."""
        made: dict[int, int] = {}
        waiting = [root]
        while waiting:
            node = waiting[-1]
            if node in made:
                waiting.pop()
            elif not self.children[node]:
                made[node] = ends.get(node, node)
            elif missing := [child for child in self.children[node] if child not in made]:
                waiting.extend(missing)
            else:
                parts = [made[child] for child in self.children[node]]
                made[node] = self.node(self.levels[node], self.cuts[node], parts)
        return made[root]

    def where(self, root: int, outcome: Hashable) -> int:
        """The node that ends in ``yes`` exactly where ``root`` ends in this outcome."""
        wanted = self.end(outcome)
        ends = [node for node in self.nodes_below(root) if not self.children[node]]
        return self.replaced(root, {n: self.yes if n == wanted else self.no for n in ends})

    def any_of(self, *nodes: int) -> int:
        """The node that ends in ``yes`` where one or more of these do."""
        either = self.no
        for node in reversed(nodes):
            either = self.choose(node, self.yes, either)
        return either

    @property
    def impossible(self) -> int | None:
        """The end that no accepted findings reach, or None where every end can be reached."""
        return self._ends.get(outcome_key(_IMPOSSIBLE))

    def deciding(self, root: int) -> int:
        """The levels on which the end depends, for some accepted findings, as a bit mask.

        Without the levels that only tell what construction refuses.
        """
        support = self.supports[root]
        if self.impossible is None:
            return support
        return sum(
            1 << level
            for level in range(len(self.order))
            if support >> level & 1 and self._decides(root, level)
        )

    def _decides(self, root: int, level: int) -> bool:
        """Whether two accepted people who differ in this finding alone end differently."""
        at: list[float | None] = [None] * len(self.order)
        left: list[int] = []
        for answer in self.answers(root, level):
            at[level] = answer
            left.append(self.restricted(root, at))
        return any(self._differ(one, other) for one, other in combinations(set(left), 2))

    def _differ(self, one: int, other: int) -> bool:
        """Whether some findings reach different ends, both possible, from these two nodes."""
        seen = {(one, other)}
        waiting = [(one, other)]
        while waiting:
            pair = waiting.pop()
            if not self.children[pair[0]] and not self.children[pair[1]]:
                if self.impossible not in pair and pair[0] != pair[1]:
                    return True
                continue
            _, _, parts = self.split((pair[0], pair[1], pair[1]))
            for first, second, _ in parts:
                if (first, second) not in seen:
                    seen.add((first, second))
                    waiting.append((first, second))
        return False

    def all_of(self, *nodes: int) -> int:
        """The node that ends in ``yes`` where each of these does."""
        both = self.yes
        for node in reversed(nodes):
            both = self.choose(node, both, self.no)
        return both

    def nodes_below(self, root: int) -> list[int]:
        """Every node on some path from ``root``, itself included, in no order."""
        seen = {root}
        waiting = [root]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return list(seen)

    def answers(self, root: int, level: int) -> list[float]:
        """One position for each answer to a finding that the nodes below tell apart."""
        cuts: set[float] = set()
        for node in self.nodes_below(root):
            if self.levels[node] == level:
                cuts.update(self.cuts[node])
        finding = self.order[level]
        return [finding.low if isinstance(finding, Quantity) else 0, *sorted(cuts)]


def bounds(quantity: Quantity, interval: Interval) -> tuple[float, float]:
    """The first position inside an interval and the first one beyond it."""
    first = quantity.low if interval.low is None else interval.low
    beyond = math.inf if interval.high is None else interval.high
    if quantity.whole:
        inside_from = math.floor(first) + 1 if interval.low_open else math.ceil(first)
        first = quantity.low if interval.low is None else inside_from
        if interval.high is not None:
            beyond = math.ceil(beyond) if interval.high_open else math.floor(beyond) + 1
        return first, beyond
    if interval.low_open and interval.low is not None:
        first = math.nextafter(first, math.inf)
    if interval.high is not None and not interval.high_open:
        beyond = math.nextafter(beyond, math.inf)
    return first, beyond


def constant(criterion: Criterion) -> bool | None:
    """True or False for a criterion that always or never holds, None for every other.

    Raises:
        DiagramTooLargeError: The criterion is too tangled to tell.
    """
    order = findings_in(criterion)
    diagram = DecisionDiagram(order)
    root = diagram.criterion(criterion)
    return {diagram.yes: True, diagram.no: False}.get(root)
