"""The fewest answers that make a node certain, and short criteria for a node.

A cube is a set of answers to different findings. ``fewest_answers`` finds a cube that makes a
yes-or-no node of a decision diagram certain; ``cover`` covers a node with few, wide cubes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Within
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity
from spasm_ddx.reasoning.positions import (
    Cell,
    ends_of,
    interval_of,
    is_usual,
    usual_position,
    value_in,
)

#: A node to make certain, and the node of possible people.
_Aim: TypeAlias = tuple[int, int]
#: The number of answers, and the number of unusual ones among them.
_Cost: TypeAlias = tuple[float, float]
#: A finding to answer or None for none, the answer, its cost, and the remaining aim.
_Way: TypeAlias = tuple[int | None, Cell, _Cost, _Aim]


def fewest_answers(
    diagram: DecisionDiagram, root: int, accepted: int | None = None
) -> dict[int, Cell] | None:
    """The fewest answers that make it certain that ``root`` is yes, or None if none do.

    The result has the suitable positions for each answered level. Among equally few answers it
    prefers denials and usual values, then earlier findings. ``accepted`` is yes for possible
    people: some of them must be left, and all of those must end in yes.
    """
    people = diagram.yes if accepted is None else accepted
    aim = (diagram.if_then_else(people, root, diagram.yes), people)
    best: dict[_Aim, tuple[_Cost, _Way | None]] = {}  # the cheapest way to each aim
    waiting = [aim]
    while waiting:
        this = waiting[-1]
        if this in best:
            waiting.pop()
        elif diagram.no in this:
            best[this] = (math.inf, math.inf), None
        elif this[0] == diagram.yes:
            best[this] = (0, 0), None
        else:
            ways = _ways(diagram, this)
            missing = [then for *_, then in ways if then not in best]
            waiting.extend(missing)
            if not missing:
                costs = [
                    (own[0] + best[then][0][0], own[1] + best[then][0][1])
                    for _, _, own, then in ways
                ]
                best[this] = min(costs), ways[costs.index(min(costs))]
    cost, way = best[aim]
    answers: dict[int, Cell] = {}
    while way is not None:
        level, cell, _, then = way
        if level is not None:
            answers[level] = cell
        way = best[then][1]
    return None if math.inf in cost else answers


def _ways(diagram: DecisionDiagram, aim: _Aim) -> list[_Way]:
    """Each answer to the first finding, the usual ones first, and no answer."""
    root, people = aim
    level, cuts, parts = diagram.split((root, people, people))
    finding = diagram.order[level]
    low, high = ends_of(finding)
    cells = pairwise((low, *cuts, high))
    answers: list[_Way] = [
        (level, cell, (1, not is_usual(finding, cell)), (node, left))
        for cell, (node, left, _) in zip(cells, parts, strict=True)
    ]
    answers.sort(key=lambda way: _distance(finding, way[1]))
    unasked = (
        diagram.all_of(*dict.fromkeys(node for node, _, _ in parts)),
        diagram.any_of(*dict.fromkeys(left for _, left, _ in parts)),
    )
    return [*answers, (None, (0, 0), (0, 0), unasked)]


def _distance(finding: Finding, cell: Cell) -> float:
    """The distance of these positions from the usual one; -1 if it is among them."""
    usual, (start, end) = usual_position(finding), cell
    return -1 if start <= usual < end else min(abs(start - usual), abs(end - usual))


def values_of(diagram: DecisionDiagram, answers: Mapping[int, Cell]) -> dict[str, Any]:
    """Answers of a diagram as values, by the names of findings."""
    return {
        diagram.order[level].name: value_in(diagram.order[level], cell)
        for level, cell in answers.items()
    }


def cover(diagram: DecisionDiagram, root: int) -> Criterion:
    """A criterion that holds exactly where ``root`` is yes, from few and wide cubes.

    The root must be neither never nor always yes, since no criterion is constant.
    """
    cubes: list[dict[int, int]] = []
    left = root
    while (answers := fewest_answers(diagram, left)) is not None:
        literals = {level: _literal(diagram, level, cell) for level, cell in answers.items()}
        cubes.append(_widened(diagram, root, literals))
        left = diagram.all_of(left, diagram.negated(diagram.all_of(*cubes[-1].values())))
    kept = _needed(diagram, root, cubes)
    # Factor out what all cubes have in common: (a and b) or (a and c) is a and (b or c).
    shared = {item for item in kept[0].items() if all(item in cube.items() for cube in kept)}
    rest = [_all(diagram, cube.items() - shared) for cube in kept if len(kept) > 1]
    parts = [_said(diagram, literal) for _, literal in sorted(shared)]
    return (
        _joined(len(parts) + 1, [*parts, AtLeast(1, rest)]) if rest else _joined(len(parts), parts)
    )


def common(diagram: DecisionDiagram, root: int) -> list[Criterion]:
    """The criteria that hold for all people of a yes of ``root``, one for each finding.

    A criterion has the values of a finding that occur among them, unless every value does.
    Together the criteria are necessary, but not always sufficient.
    """
    literals = [
        _literal_where(diagram, root, level, lambda left: left != diagram.no)
        for level in range(len(diagram.order))
        if diagram.supports[root] >> level & 1
    ]
    return [_said(diagram, literal) for literal in literals if literal != diagram.yes]


def _literal_where(
    diagram: DecisionDiagram, root: int, level: int, serves: Callable[[int], bool]
) -> int:
    """The node that is yes for those positions of a finding after which ``serves`` holds."""
    known: list[float | None] = [None] * len(diagram.order)
    starts, ends = diagram.answers(root, level), list[int]()
    for start in starts:
        known[level] = start
        ends.append(diagram.yes if serves(diagram.restricted(root, known)) else diagram.no)
    return diagram.node(level, starts[1:], ends)


def _literal(diagram: DecisionDiagram, level: int, cell: Cell) -> int:
    """The node that is yes for these positions of a finding."""
    low, high = ends_of(diagram.order[level])
    cuts = [end for end in cell if low < end < high]
    held = [cell[0] <= first < cell[1] for first in (low, *cuts)]
    return diagram.node(level, cuts, [diagram.yes if here else diagram.no for here in held])


def _widened(diagram: DecisionDiagram, root: int, cube: Mapping[int, int]) -> dict[int, int]:
    """The cube with each answer widened within the root, or dropped if possible."""
    wide = dict(cube)
    for level in sorted(cube, reverse=True):
        del wide[level]
        others = diagram.all_of(*(node for _, node in sorted(wide.items())))
        holds = diagram.if_then_else(others, root, diagram.yes)
        literal = _literal_where(diagram, holds, level, lambda left: left == diagram.yes)
        if literal != diagram.yes:
            wide[level] = literal
    return wide


def _needed(
    diagram: DecisionDiagram, root: int, cubes: list[dict[int, int]]
) -> list[dict[int, int]]:
    """The cubes without those that others cover."""
    kept = list(cubes)
    for cube in reversed(cubes):
        others = [other for other in kept if other is not cube]
        if diagram.any_of(*(diagram.all_of(*other.values()) for other in others)) == root:
            kept = others
    return kept


def _all(diagram: DecisionDiagram, cube: Iterable[tuple[int, int]]) -> Criterion:
    criteria = [_said(diagram, literal) for _, literal in sorted(cube)]
    return _joined(len(criteria), criteria)


def _joined(k: int, criteria: list[Criterion]) -> Criterion:
    """The criterion that ``k`` of these hold; a single criterion stays itself."""
    return criteria[0] if len(criteria) == 1 else AtLeast(k, tuple(criteria))


def _said(diagram: DecisionDiagram, literal: int) -> Criterion:
    finding = diagram.order[diagram.levels[literal]]
    chosen = [cell for cell, child in diagram.cells(literal) if child == diagram.yes]
    if isinstance(finding, Quantity):
        return _joined(1, [Within(finding, interval_of(finding, cell)) for cell in chosen])
    positions = [position for start, end in chosen for position in range(int(start), int(end))]
    return Is(finding, frozenset(value_in(finding, (one, one + 1)) for one in positions))
