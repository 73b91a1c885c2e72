"""Scores: criteria with points, and thresholds on the total as criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import Any

import attrs

from spasm_ddx.errors import CriterionError, shown
from spasm_ddx.reasoning.criteria import (
    AnyCriterion,
    AtLeast,
    Criterion,
    Not,
    all_of,
    findings_in,
    whole_or_half,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings, require_about, require_findings
from spasm_ddx.reasoning.units import plain, tidy


@attrs.frozen
class Points:
    """A score, made by ``points``: its thresholds are criteria.

    Attributes:
        of: The criteria that give points.
        weights: The points of each if it holds: whole or half, positive or negative.
        name: The clinical name of the score, or None.
    """

    of: tuple[Criterion, ...]
    weights: tuple[float, ...]
    name: str | None = None

    def at_least(self, n: float) -> Criterion:
        """The criterion that the total is ``n`` or more.

        Raises:
            CriterionError: ``n`` is neither a whole nor a half number, or the criterion would
                be constant; the other thresholds raise it too.
        """
        return self._within(whole_or_half(n), None, f"{n} points or more")

    def above(self, n: float) -> Criterion:
        """The criterion that the total is more than ``n``."""
        return self._within(whole_or_half(n) + 0.5, None, f"more than {n} points")

    def at_most(self, n: float) -> Criterion:
        """The criterion that the total is ``n`` or less."""
        return self._within(None, whole_or_half(n), f"{n} points or less")

    def below(self, n: float) -> Criterion:
        """The criterion that the total is less than ``n``."""
        return self._within(None, whole_or_half(n) - 0.5, f"less than {n} points")

    def between(self, low: float, high: float) -> Criterion:
        """The criterion that the total is from ``low`` to ``high``, both ends inside."""
        return self._within(whole_or_half(low), whole_or_half(high), f"{low} to {high} points")

    def range(self, findings: Findings) -> tuple[float, float]:
        """The lowest and the highest total possible for the person, exactly.

        Each is the total of some completion.

        Raises:
            FindingError: These are not one person's findings.
            UnknownFindingError: The score is about another vocabulary.
        """
        diagram, root = self._totals
        vocabulary = diagram.order[0].vocabulary
        require_findings(findings, "range", vocabulary)
        require_about(f"the score {self.name!r}", vocabulary, findings)
        totals = diagram.outcomes(diagram.possible(root), diagram.positions(findings))
        return tidy(min(totals)), tidy(max(totals))

    @cached_property
    def _totals(self) -> tuple[DecisionDiagram, int]:
        """The decision diagram of the total, and the root in it."""
        findings = (finding for part in self.of for finding in findings_in(part))
        diagram = DecisionDiagram(findings)
        root = diagram.end(0.0)
        for part, weight in zip(reversed(self.of), reversed(self.weights), strict=True):
            more = diagram.with_ends(root, partial(_added, diagram, weight))
            root = diagram.if_then_else(diagram.criterion(part), more, root)
        return diagram, root

    def _within(self, low: float | None, high: float | None, said: str) -> Criterion:
        """The criterion that the total is in this range; an error if it is constant."""
        diagram, root = self._totals
        totals = sorted(diagram.outcomes(root, [None] * len(diagram.order)))
        first = totals[0] if low is None else low
        last = totals[-1] if high is None else high
        inside = [first <= total <= last for total in totals]
        if len(set(inside)) == 1:
            ever = "always" if inside[0] else "never"
            run = f"its totals run from {plain(totals[0])} to {plain(totals[-1])}"
            msg = f"{self.name or 'the score'}: {said} is {ever} so; {run}"
            raise CriterionError(msg)
        ends: list[Criterion] = []
        if first > totals[0]:
            ends.append(self._reaching(first))
        if last < totals[-1]:
            ends.append(Not(self._reaching(last + 0.5)))
        return ends[0] if len(ends) == 1 else all_of(*ends)

    def _reaching(self, k: float) -> AtLeast:
        return AtLeast(k, self.of, name=self.name, weights=self.weights)


def _added(diagram: DecisionDiagram, weight: float, end: int) -> int:
    """The terminal of a total with these points added."""
    return diagram.end(diagram.outcome(end) + weight)


def points(
    of: Mapping[AnyCriterion, float] | Iterable[tuple[AnyCriterion, float]],
    name: str | None = None,
) -> Points:
    """A score: each criterion gives its points if it holds.

    Args:
        of: The points of each criterion, whole or half, positive or negative, never 0; a
            mapping or pairs.
        name: The clinical name of the score, for every view and error.

    Raises:
        CriterionError: A part is not a criterion, or its points are invalid.
        DiagramTooLargeError: The score has too many totals.

    Example:
        >>> from spasm_ddx import Presentation, points
        >>> score = points({Presentation.fever.present: 2, Presentation.jerking.absent: -1.5})
        >>> score.range(Presentation(fever=True))
        (0.5, 2)
        >>> score.above(1).k
        1.5
    """
    given: Any = of
    try:
        pairs: list[Any] = list(given.items() if isinstance(of, Mapping) else given)
        parts, weights = zip(*pairs, strict=True)
    except (TypeError, ValueError):
        msg = f"points takes criteria with their points, such as {{...: 2}}, not {shown(given)}"
        raise CriterionError(msg) from None
    highest = sum(max(0, whole_or_half(weight)) for weight in weights)
    lowest = sum(min(0, weight) for weight in weights)
    checked = AtLeast(highest or lowest + 0.5, parts, name=name, weights=weights)
    return Points(checked.of, checked.weights or (), name)
