"""What to ask next: the first in the guideline's order that can still change an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from spasm_ddx.errors import FindingError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Screen
from spasm_ddx.reasoning.criteria import Category, Finding, Interval, Quantity, findings_in
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import Cell, bounds, ends_of, interval_of, value_in
from spasm_ddx.reasoning.queries import relevant
from spasm_ddx.reasoning.tree import Question, places
from spasm_ddx.reasoning.wording import interval, listed, said

if TYPE_CHECKING:
    from spasm_ddx.guideline.assessment import Assessment


@attrs.frozen
class Page:
    """What is asked at one go.

    Attributes:
        asks: The question, in plain words.
        findings: The findings that it asks about.
        screen: The screen, if it is one: tick, deny all, or don't know.
        why: Why it is asked, in words.
    """

    asks: str
    findings: tuple[Finding, ...]
    screen: Screen | None
    why: str


@attrs.frozen
class Asking:
    """What to ask next, and why.

    Attributes:
        finding: The finding.
        why: Why it is asked, in words.
    """

    finding: Finding
    why: str
    _assessment: Assessment = attrs.field(repr=False)

    @property
    def name(self) -> str:
        """The name of the finding."""
        return self.finding.name

    @property
    def asks(self) -> str:
        """The question, in plain words."""
        return self.finding.asks

    @cached_property
    def answers(self) -> tuple[tuple[str, Assessment], ...]:
        """Each answer in words, with the assessment that would follow; alike ones as one."""
        return answers_to(self._assessment, self.finding)


def open_findings(guideline: Guideline, presentation: Findings) -> set[Finding]:
    """The unknown findings that can still change the differential or the urgency."""
    joint = guideline.joint
    at = joint.diagram.positions(presentation)
    return {finding for root in joint.roots for finding in relevant(joint.diagram, root, at)}


def next_page(assessment: Assessment, may_ask: Callable[[Finding], bool]) -> Page | None:
    """What to ask next, or None when no answer that may be asked for changes anything.

    A screen is asked while two or more of its findings may be asked; one alone is a question.
    """
    if assessment.settled:
        return None
    guideline = assessment.guideline
    open_ = {f for f in open_findings(guideline, assessment.presentation) if may_ask(f)}
    for entry in guideline.order_of_asking if open_ else ():
        screen = entry if isinstance(entry, Screen) else None
        asked = screen.findings if screen is not None else (entry,)
        found = [finding for finding in asked if finding in open_]
        if found:
            reason = why(assessment, found[0])
            if screen is not None and len(found) > 1:
                return Page(screen.asks, tuple(found), screen, reason)
            return Page(found[0].asks, (found[0],), None, reason)
    return None


def why(assessment: Assessment, finding: Finding) -> str:
    """Why a finding is asked: the question of the tree it decides, or the alert it can raise."""
    red = "a red flag; " if finding.red_flag else ""
    guideline = assessment.guideline
    if assessment.diagnosis is None:
        left = residual(guideline.tree, assessment.presentation)
        for _, question in places(left):
            if isinstance(question, Question) and finding in findings_in(question.criterion):
                return f'{red}it bears on "{question.asks}"'
    for alert in assessment.alerts.possible:
        if alert.at_least > assessment.urgency.at_least and _turns_on(assessment, alert, finding):
            return f'{red}it bears on the alert "{alert.name}"'
    return f"{red}it bears on how urgent this is"


def _turns_on(assessment: Assessment, alert: Alert, finding: Finding) -> bool:
    """Whether an answer to a finding can still decide whether an alert holds."""
    joint = assessment.guideline.joint
    at = joint.diagram.positions(assessment.presentation)
    return finding in relevant(joint.diagram, dict(joint.alerts)[alert], at)


# ------------------------------------------------------------- what each answer would leave


def answers_to(assessment: Assessment, finding: Finding) -> tuple[tuple[str, Assessment], ...]:
    """Each answer to an unknown finding, with the assessment that would follow.

    Answers that leave the same differential and urgency are one.
    """
    left: dict[Any, tuple[list[Cell], Assessment]] = {}
    for cell in cells(assessment.guideline, finding):
        changed = {finding.name: value_in(finding, cell)}
        try:
            answered = assessment.presentation.but(**changed)
        except FindingError:  # what it would show is known to be otherwise
            continue
        after = assessment.guideline.assess(answered)
        alike, _ = left.setdefault((after.differential, after.urgency), ([], after))
        if alike and alike[-1][1] == cell[0] and isinstance(finding, Quantity):
            cell = (alike.pop()[0], cell[1])  # noqa: PLW2901 - one range with the one before
        alike.append(cell)
    return tuple(
        (listed([_answer(finding, cell) for cell in alike], "or"), after)
        for alike, after in left.values()
    )


def cells(guideline: Guideline, finding: Finding) -> list[Cell]:
    """Each answer to a finding that the tree or an alert tells apart, as positions."""
    low, high = ends_of(finding)
    if not isinstance(finding, Quantity):
        return list(pairwise(range(int(low), int(high) + 1)))
    starts = {low}
    if finding.shows is not None:  # a reading acts by the sign that it shows
        starts.add(bounds(finding, Interval(low=finding.shows[1]))[0])
    joint = guideline.joint
    if finding in joint.diagram.order:
        level = joint.diagram.order.index(finding)
        starts.update(*(joint.diagram.answers(root, level) for root in joint.roots))
    return list(pairwise((*sorted(starts), high)))


def _answer(finding: Finding, cell: Cell) -> str:
    if isinstance(finding, Quantity):
        return interval(finding, interval_of(finding, cell))
    if isinstance(finding, Category):
        return str(finding.words[value_in(finding, cell)])
    return said(finding, value_in(finding, cell))
