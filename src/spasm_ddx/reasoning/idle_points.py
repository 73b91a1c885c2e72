"""Which parts of a score change nobody's answer, at all of its thresholds together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

import attrs

from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Sign
from spasm_ddx.reasoning.tree import Node, Question, Tree, add_node, folded, places
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.wording import sentence

#: From a part of a criterion to the criterion with that part.
_Whole: TypeAlias = Callable[[Criterion], Criterion]


@attrs.frozen
class IdlePart:
    """A part or a threshold of a score that changes nobody's answer.

    Attributes:
        place: The answers that lead to the first question with that score.
        what: What is wrong, in words.
        part: The part.
        threshold: The end of its interval that changes nothing, or None where it is the part.
    """

    place: str
    what: str
    part: Criterion
    threshold: float | None = None


def idle_points(tree: Tree[Any]) -> Iterator[IdlePart]:
    """Each part of a score, and each threshold in it, that changes nobody's answer."""
    # Stands in for a part that is read one way or the other, whoever the person is.
    read = Sign(name="read", vocabulary=tree.vocabulary or Findings, asks="", label="")
    diagram = DecisionDiagram((read, *tree.findings))
    people = diagram.accepted(tree.findings)
    rest = [None] * (len(diagram.order) - 1)

    def ends(score: AtLeast, changed: Criterion) -> int:
        def asked(question: Question[Any], yes: Node[Any], no: Node[Any]) -> Node[Any]:
            criterion = _replaced(question.criterion, score, changed)
            return attrs.evolve(question, criterion=criterion, yes=yes, no=no)

        root = folded(tree.root, lambda leaf: leaf, asked)
        return diagram.if_then_else(people, add_node(diagram, root), diagram.end(None))

    for place, score in _scores(tree):
        whole, name = ends(score, score), score.name or "the score"
        for part, with_part in _parts(score):
            either_way = ends(score, with_part(read.present))
            # What always counts among those asked is a part of the score all the same.
            ways = (0,) if any(part is one for one in score.of) else (0, 1)
            if whole in {diagram.restricted(either_way, [way, *rest]) for way in ways}:
                what = f'in {name} "{sentence(part)}" changes nobody\'s answer'
                yield IdlePart(place, what, part)
            elif isinstance(part, Within):
                for end, wider in without_an_end(part):
                    if ends(score, with_part(wider)) == whole:
                        on = f"{plain(end)} on {part.quantity.name}"
                        what = f"in {name} the threshold {on} changes nothing"
                        yield IdlePart(place, what, part, end)


def without_an_end(criterion: Within) -> Iterator[tuple[float, Within]]:
    """The criterion without one of its thresholds, for each of them."""
    quantity, interval = criterion.quantity, criterion.interval
    if interval.low is not None:
        yield interval.low, Within(quantity, attrs.evolve(interval, low=None, low_open=False))
    if interval.high is not None:
        yield interval.high, Within(quantity, attrs.evolve(interval, high=None, high_open=False))


def _is_same(one: AtLeast, other: AtLeast) -> bool:
    """Whether two criteria are thresholds of one score."""
    return (one.of, one.weights, one.name) == (other.of, other.weights, other.name)


def _scores(tree: Tree[Any]) -> Iterator[tuple[str, AtLeast]]:
    """Each score of a tree, at one of its thresholds, with the first place where it stands."""
    met: list[AtLeast] = []
    for place, node in places(tree.root):
        waiting: list[Criterion] = [node.criterion] if isinstance(node, Question) else []
        while waiting:
            match waiting.pop():
                case Not(of=of):
                    waiting.append(of)
                case AtLeast(weights=None, of=parts):
                    waiting.extend(reversed(parts))
                case AtLeast() as score if not any(_is_same(score, other) for other in met):
                    met.append(score)
                    yield place, score
                case _:
                    pass


def _parts(
    criterion: Criterion, whole: _Whole = lambda part: part
) -> Iterator[tuple[Criterion, _Whole]]:
    """Each part within a criterion, and how the criterion is with another in its stead."""
    below: list[tuple[Criterion, _Whole]] = []
    match criterion:
        case Not(of=of):
            below = [(of, Not)]
        case AtLeast(of=parts):
            below = [(part, partial(_with_part, criterion, i)) for i, part in enumerate(parts)]
        case Is() | Within():
            pass
    for part, around in below:
        with_part = partial(_composed, around, whole)
        yield part, with_part
        yield from _parts(part, with_part)


def _with_part(criterion: AtLeast, index: int, part: Criterion) -> Criterion:
    return attrs.evolve(criterion, of=(*criterion.of[:index], part, *criterion.of[index + 1 :]))


def _composed(first: _Whole, then: _Whole, part: Criterion) -> Criterion:
    return then(first(part))


def _replaced(criterion: Criterion, score: AtLeast, changed: Criterion) -> Criterion:
    """The criterion with the parts of the score changed, at each of its thresholds."""
    match criterion:
        case AtLeast() if isinstance(changed, AtLeast) and _is_same(criterion, score):
            return attrs.evolve(criterion, of=changed.of)
        case AtLeast(of=parts):
            return attrs.evolve(criterion, of=[_replaced(part, score, changed) for part in parts])
        case Not(of=of):
            return Not(_replaced(of, score, changed))
        case Is() | Within():
            return criterion
