"""The fewest answers that decide, and decisions in as few words as cover them.

A cube is a set of answers to different findings. Here a cube is found that makes a
yes-or-no node of a decision diagram certain, and a node is covered by few, wide cubes.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Quantity,
    Sign,
    Within,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram

#: From where on, and up to where, the positions of one answer reach.
Cell: TypeAlias = tuple[float, float]

_NEVER: Final = (math.inf, math.inf)
_DIGITS: Final = 324


#: A node to make certain, and who is accepted at all.
_Aim: TypeAlias = tuple[int, int]


class _Best(NamedTuple):
    """The cheapest way to make a node certain.

    Attributes:
        cost: How many answers it takes, then how many of them are not the usual ones.
        level: The finding to answer first, or None for none.
        cell: The answer.
        then: What is left to make certain.
    """

    cost: tuple[float, float]
    level: int | None = None
    cell: Cell = (0, 0)
    then: _Aim | None = None


def fewest_answers(
    diagram: DecisionDiagram, root: int, accepted: int | None = None
) -> dict[int, Cell] | None:
    """As few answers as make it certain that ``root`` ends in yes, or None if none do.

    Among equally few, denials and usual values are preferred, then earlier findings.

    Args:
        diagram: The diagram.
        root: The node to make certain.
        accepted: The node that ends in yes for whom construction accepts; everybody
            unless given. Some of them must be left, and only they need end in yes.

    Returns:
        For each level answered, the positions that serve.

    Raises:
        DiagramTooLargeError: The answers depend on each other in too many ways.
    """
    people = diagram.yes if accepted is None else accepted
    aim = (diagram.choose(people, root, diagram.yes), people)
    best: dict[_Aim, _Best] = {}
    waiting = [aim]
    while waiting:
        this = waiting[-1]
        if this in best:
            waiting.pop()
        elif diagram.no in this:
            best[this] = _Best(_NEVER)
        elif this[0] == diagram.yes:
            best[this] = _Best((0, 0))
        else:
            ways = _ways(diagram, this)
            missing = [then for _, _, then in ways if then not in best]
            if missing:
                waiting.extend(missing)
            else:
                best[this] = _cheapest(diagram, ways, best)
    if best[aim].cost == _NEVER:
        return None
    answers: dict[int, Cell] = {}
    step = best[aim]
    while step.then is not None:
        if step.level is not None:
            answers[step.level] = step.cell
        step = best[step.then]
    return answers


def _ways(diagram: DecisionDiagram, aim: _Aim) -> list[tuple[int | None, Cell, _Aim]]:
    """Each answer to the first finding, the usual ones first, and leaving it unknown."""
    level, cuts, parts = diagram.split((aim[0], aim[1], aim[1]))
    finding = diagram.order[level]
    low, high = ends_of(finding)
    nodes, lefts = [part[0] for part in parts], [part[1] for part in parts]
    unasked = diagram.all_of(*dict.fromkeys(nodes)), diagram.any_of(*dict.fromkeys(lefts))
    answers: list[tuple[int | None, Cell, _Aim]] = [
        (level, cell, (then[0], then[1]))
        for cell, then in zip(
            pairwise((low, *cuts, high)), zip(nodes, lefts, strict=True), strict=True
        )
    ]
    answers.sort(key=lambda way: _distance(finding, way[1]))
    return [*answers, (None, (0, 0), unasked)]


def _cheapest(
    diagram: DecisionDiagram,
    ways: list[tuple[int | None, Cell, _Aim]],
    best: Mapping[_Aim, _Best],
) -> _Best:
    found: _Best | None = None
    for level, cell, then in ways:
        answers, unusual = best[then].cost
        cost = (answers, unusual)
        if level is not None:
            cost = (answers + 1, unusual + (not is_usual(diagram.order[level], cell)))
        if found is None or cost < found.cost:
            found = _Best(cost, level, cell, then)
    assert found is not None  # noqa: S101 - leaving it unknown is always a way
    return found


def ends_of(finding: Finding) -> Cell:
    """The first position of a finding, and the first beyond its last."""
    match finding:
        case Sign():
            return 0, 2
        case Category(members=members):
            return 0, len(members)
        case Quantity(low=low, high=high, whole=whole):
            return low, math.floor(high) + 1 if whole else math.nextafter(high, math.inf)


def usual_position(finding: Finding) -> float:
    """The position of the answer that an ordinary person would give."""
    match finding:
        case Sign(normal=normal):
            return int(normal)
        case Category():
            return 0
        case Quantity(usual=usual):
            return usual


def _distance(finding: Finding, cell: Cell) -> tuple[bool, float]:
    """How far these positions are from the usual one, which is the nearest."""
    usual = usual_position(finding)
    away = not cell[0] <= usual < cell[1]
    return away, min(abs(cell[0] - usual), abs(cell[1] - usual)) if away else 0


def is_usual(finding: Finding, cell: Cell) -> bool:
    """Whether the usual value is among these positions; every member of a category is."""
    if isinstance(finding, Category):
        return True
    return cell[0] <= usual_position(finding) < cell[1]


def value_in(finding: Finding, cell: Cell) -> Any:  # noqa: ANN401 - a value of any kind of finding
    """The usual value if it is among these positions, else the nearest plain one that is."""
    usual = usual_position(finding)
    low, high = cell
    last = high - 1 if not isinstance(finding, Quantity) or finding.whole else _before(high)
    position = min(max(usual, low), last)
    match finding:
        case Sign():
            return bool(position)
        case Category(members=members):
            return members[int(position)]
        case Quantity():
            return usual if low <= usual < high else _plain_near(position, cell)


def values_of(diagram: DecisionDiagram, answers: Mapping[int, Cell]) -> dict[str, Any]:
    """Answers of a diagram as names of findings and values."""
    return {
        diagram.order[level].name: value_in(diagram.order[level], cell)
        for level, cell in answers.items()
    }


def _plain_near(position: float, cell: Cell) -> float:
    """This position, or one near it with fewer digits where it stands beside an open end."""
    low, high = cell
    beside = math.nextafter(position, -math.inf if position == low else math.inf)
    if len(repr(float(position))) <= len(repr(beside)):
        return int(position) if float(position).is_integer() else position
    for digits in range(_DIGITS):
        step = 10.0**-digits
        plain = round(beside + (step if position == low else -step), digits)
        if low <= plain < high:
            return plain if digits else int(plain)
    return position


def _before(position: float) -> float:
    return math.nextafter(position, -math.inf)


# ------------------------------------------------------------------------------- covers


def cover(diagram: DecisionDiagram, root: int) -> Criterion | None:
    """A criterion that holds exactly where ``root`` ends in yes: few and wide cubes.

    None where it never does, and where it always does: no criterion says either.
    """
    cubes: list[dict[int, int]] = []
    left = root
    while (answers := fewest_answers(diagram, left)) is not None:
        literals = {level: _literal(diagram, level, [cell]) for level, cell in answers.items()}
        cube = _widened(diagram, root, literals)
        cubes.append(cube)
        left = diagram.choose(diagram.all_of(*cube.values()), diagram.no, left)
    kept = _needed(diagram, root, cubes)
    if not kept or not all(kept):
        return None
    # What every cube has in common is said once: (a and b) or (a and c) is a and (b or c).
    common = [item for item in kept[0].items() if all(item in cube.items() for cube in kept)]
    rest = [_conjunction(diagram, dict(cube.items() - common)) for cube in kept if len(kept) > 1]
    parts = [_said(diagram, literal) for _, literal in sorted(common)]
    if rest:
        parts.append(AtLeast(1, tuple(rest)))
    return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))


def common(diagram: DecisionDiagram, root: int) -> list[Criterion]:
    """What everybody for whom ``root`` ends in yes has in common, a criterion a finding.

    The values of a finding that occur among them, where not every value does. Together they
    are necessary, and not always sufficient. Empty where every value of every finding occurs.
    """
    levels = diagram.levels
    free = (1 << levels[root]) - 1  # the findings that some path to yes does not ask
    occur: dict[int, list[Cell]] = {}
    for node in diagram.nodes_below(root):
        level = levels[node]
        if not diagram.children[node]:
            continue
        low, high = ends_of(diagram.order[level])
        cells = pairwise((low, *diagram.cuts[node], high))
        for cell, child in zip(cells, diagram.children[node], strict=True):
            if child != diagram.no:
                occur.setdefault(level, []).append(cell)
                free |= (1 << levels[child]) - (1 << (level + 1))
    literals = [
        _literal(diagram, level, occur[level]) for level in sorted(occur) if not free >> level & 1
    ]
    return [_said(diagram, literal) for literal in literals if literal != diagram.yes]


def _literal(diagram: DecisionDiagram, level: int, chosen: list[Cell]) -> int:
    """The node that ends in yes for these positions of one finding."""
    low, high = ends_of(diagram.order[level])
    cuts = sorted({end for cell in chosen for end in cell if low < end < high})
    starts = [low, *cuts]
    held = [any(cell[0] <= start < cell[1] for cell in chosen) for start in starts]
    return diagram.node(level, cuts, [diagram.yes if here else diagram.no for here in held])


def _widened(diagram: DecisionDiagram, root: int, cube: Mapping[int, int]) -> dict[int, int]:
    """The cube with each answer as wide as stays within the root, and dropped if it can be."""
    wide = dict(cube)
    for level in sorted(cube, reverse=True):
        others = diagram.all_of(*(node for other, node in sorted(wide.items()) if other != level))
        holds = diagram.choose(others, root, diagram.yes)
        starts = diagram.answers(holds, level)
        ends = [*starts[1:], ends_of(diagram.order[level])[1]]
        at: list[float | None] = [None] * len(diagram.order)
        chosen: list[Cell] = []
        for start, end in zip(starts, ends, strict=True):
            at[level] = start
            if diagram.restricted(holds, at) == diagram.yes:
                chosen.append((start, end))
        literal = _literal(diagram, level, chosen)
        if literal == diagram.yes:
            del wide[level]
        else:
            wide[level] = literal
    return wide


def _needed(
    diagram: DecisionDiagram, root: int, cubes: list[dict[int, int]]
) -> list[dict[int, int]]:
    """The cubes without those that the others cover."""
    kept = list(cubes)
    for cube in reversed(cubes):
        covered = diagram.no
        for other in kept:
            if other is not cube:
                covered = diagram.choose(diagram.all_of(*other.values()), diagram.yes, covered)
        if covered == root:
            kept = [other for other in kept if other is not cube]
    return kept


def _conjunction(diagram: DecisionDiagram, cube: Mapping[int, int]) -> Criterion:
    criteria = [_said(diagram, cube[level]) for level in sorted(cube)]
    return criteria[0] if len(criteria) == 1 else AtLeast(len(criteria), tuple(criteria))


def _said(diagram: DecisionDiagram, literal: int) -> Criterion:
    """The criterion on one finding that a literal stands for."""
    finding = diagram.order[diagram.levels[literal]]
    cuts, children = diagram.cuts[literal], diagram.children[literal]
    low, high = ends_of(finding)
    ends = (low, *cuts, high)
    if isinstance(finding, Quantity):
        parts = [
            Within(finding, interval_of(finding, (start, end)))
            for start, end, child in zip(ends, ends[1:], children, strict=False)
            if child == diagram.yes
        ]
        return parts[0] if len(parts) == 1 else AtLeast(1, tuple(parts))
    values: tuple[Any, ...] = finding.members if isinstance(finding, Category) else (False, True)
    held = [
        value
        for position, value in enumerate(values)
        if children[bisect_right(cuts, position)] == diagram.yes
    ]
    return Is(finding, frozenset(held))


def interval_of(quantity: Quantity, cell: Cell) -> Interval:
    """The interval of these positions, with ends as a person would write them."""
    low, high = ends_of(quantity)
    start: float | None = None if cell[0] <= low else cell[0]
    end: float | None = None if cell[1] >= high else cell[1]
    low_open = high_closed = False
    if quantity.whole:
        return Interval(start, None if end is None else end - 1)
    if start is not None and len(repr(_before(start))) < len(repr(start)):
        start, low_open = _before(start), True
    if end is not None and len(repr(_before(end))) < len(repr(end)):
        end, high_closed = _before(end), True
    return Interval(start, end, low_open=low_open, high_open=end is not None and not high_closed)
