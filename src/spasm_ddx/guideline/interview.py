"""The next question, and the interview: page after page of questions for a role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from spasm_ddx.errors import FindingError, GuidelineError, require, shown
from spasm_ddx.guideline.guideline import WITNESS, Guideline
from spasm_ddx.guideline.model import Screen
from spasm_ddx.reasoning.criteria import Interval, findings_in
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Quantity
from spasm_ddx.reasoning.findings import Findings, several_findings
from spasm_ddx.reasoning.positions import Cell, bounds, ends_of, interval_of, value_in
from spasm_ddx.reasoning.queries import relevant
from spasm_ddx.reasoning.tree import Question, places
from spasm_ddx.reasoning.wording import interval, listed, said

if TYPE_CHECKING:
    from spasm_ddx.guideline.assessment import Assessment

#: The reason for the last, optional page.
OPTIONAL = "it may explain the condition, and changes neither the condition nor the urgency"


@attrs.frozen
class Page:
    """What an interview asks at once.

    Attributes:
        asks: The question, in plain words.
        findings: The findings that it asks about.
        screen: The screen, if the page is one: tick, deny all, or don't know.
        why: The reason to ask, in words.
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
        why: The reason to ask, in words.
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
        """Each answer in words, with the assessment that would follow; equal results are merged."""
        return answers_to(self._assessment, self.finding)


@attrs.frozen
class Interview:
    """One person's interview so far; an answer gives a new one, so an earlier one remains.

    Attributes:
        guideline: The guideline.
        presentation: The known findings.
        role: Who answers. What only another role can answer stays unknown.
        passed: Findings answered with "don't know".
    """

    guideline: Guideline
    presentation: Findings
    role: str = WITNESS
    passed: frozenset[Finding] = frozenset()

    def __attrs_post_init__(self) -> None:
        if self.role not in self.guideline.roles:
            accepted = ", ".join(self.guideline.roles)
            msg = f"{shown(self.role)} is not a role of this guideline; accepted are {accepted}"
            raise GuidelineError(msg)
        if type(self.presentation) is not self.guideline.vocabulary:
            wanted = self.guideline.vocabulary.__name__
            msg = f"the interview is about a {wanted}, not {shown(self.presentation)}"
            raise FindingError(msg)

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment of the findings so far."""
        return self.guideline.assess(self.presentation)

    @cached_property
    def page(self) -> Page | None:
        """The next page, or None if no answer of this role can change the result."""
        return next_page(self.assessment, self._may_ask)

    @cached_property
    def afterwards(self) -> Page | None:
        """One optional page at the end: what may explain the condition.

        Its answers change neither the condition nor the urgency. None while there is another
        page or several conditions are possible, and if no finding is left to offer.
        """
        diagnosis = self.assessment.diagnosis
        if self.page is not None or diagnosis is None:
            return None
        offered = dict(self.guideline.afterwards).get(diagnosis, ())
        unknown = (finding for finding in offered if self.presentation.value_of(finding) is None)
        findings = tuple(filter(self._may_ask, unknown))
        return Page("What may explain it", findings, None, OPTIONAL) if findings else None

    def _may_ask(self, finding: Finding) -> bool:
        return finding not in self.passed and self.can_answer(finding)

    def can_answer(self, finding: Finding) -> bool:
        """Whether the role can answer this finding."""
        return finding.answered_by in {ANYONE, self.role}

    @property
    def sees_ahead(self) -> bool:
        """Whether the role sees the result of each answer in advance.

        A frightened witness must not see which answer avoids the ambulance.
        """
        return self.role != WITNESS or not self.guideline.graded

    def answered(self, answers: Mapping[Finding, Any]) -> Interview:
        """The interview after these answers; None is "don't know".

        Raises:
            FindingError: An answer is invalid; this interview does not change.
        """
        require(answers, Mapping, "answered takes findings with answers", FindingError)
        several_findings(answers, "answered", self.guideline.vocabulary)
        known = {f.name: value for f, value in answers.items() if value is not None}
        passed = self.passed.union(f for f, value in answers.items() if value is None)
        return attrs.evolve(self, presentation=self.presentation.but(**known), passed=passed)

    def ticked(self, page: Page, ticked: Iterable[Finding]) -> Interview:
        """The interview after ticking some findings of a screen; the others stay unknown."""
        present: dict[Finding, Any] = {finding: not finding.denial for finding in ticked}
        return self.answered(present or dict.fromkeys(page.findings))

    def denied(self, page: Page) -> Interview:
        """The interview after denying every finding of a screen ("none of these")."""
        return attrs.evolve(self, presentation=self.presentation.deny(*page.findings))


# ------------------------------------------------------------------------- what to ask


def open_findings(guideline: Guideline, presentation: Findings) -> set[Finding]:
    """The unknown findings that can still change the differential or the urgency."""
    joint = guideline.joint
    known = joint.diagram.positions(presentation)
    return {finding for root in joint.roots for finding in relevant(joint.diagram, root, known)}


def next_page(assessment: Assessment, may_ask: Callable[[Finding], bool]) -> Page | None:
    """The first page, in the guideline's order, that can still change the result.

    It is a screen if two or more of its open findings are left; a single one is a question.
    None if no answer can change the result.
    """
    if assessment.settled:
        return None
    guideline = assessment.guideline
    open_ = set(filter(may_ask, open_findings(guideline, assessment.presentation)))
    for entry in guideline.order_of_asking if open_ else ():
        asked = entry.findings if isinstance(entry, Screen) else (entry,)
        found = [finding for finding in asked if finding in open_]
        if found:
            screen = entry if isinstance(entry, Screen) and len(found) > 1 else None
            asks = found[0].asks if screen is None else screen.asks
            return Page(asks, tuple(found), screen, why(assessment, found[0]))
    return None


def why(assessment: Assessment, finding: Finding) -> str:
    """The reason to ask an open finding: the question or the alert that it can settle."""
    flag = "a red flag; " if finding.red_flag else ""
    if assessment.diagnosis is None:
        left = residual(assessment.guideline.tree, assessment.presentation)
        for _, question in places(left):
            if isinstance(question, Question) and finding in findings_in(question.criterion):
                return f'{flag}it bears on "{question.asks}"'
    diagram, alerts = assessment.guideline.joint.diagram, assessment.guideline.joint.alerts
    known = diagram.positions(assessment.presentation)
    # Of two people who differ in this finding alone, an alert raises the urgency of one.
    name = next(
        alert.name
        for alert, root in alerts
        if alert.at_least > assessment.urgency.at_least
        and alert in assessment.alerts.possible
        and finding in relevant(diagram, root, known)
    )
    return f'{flag}how urgent this is depends on it ("{name}" or not)'


# ------------------------------------------------------------- what each answer would leave


def answers_to(assessment: Assessment, finding: Finding) -> tuple[tuple[str, Assessment], ...]:
    """Each answer to an unknown finding, with the assessment that would follow.

    Answers with the same differential and urgency are merged.
    """
    left: dict[Any, tuple[list[Cell], Assessment]] = {}
    for cell in cells(assessment.guideline, finding):
        changed = {finding.name: value_in(finding, cell)}
        try:
            answered = assessment.presentation.but(**changed)
        except FindingError:  # it would contradict the known sign that it shows
            continue
        after = assessment.guideline.assess(answered)
        alike, _ = left.setdefault((after.differential, after.urgency), ([], after))
        if alike and alike[-1][1] == cell[0] and isinstance(finding, Quantity):
            cell = (alike.pop()[0], cell[1])  # noqa: PLW2901 - merge with the range before
        alike.append(cell)
    return tuple(
        (listed([_answer(finding, cell) for cell in alike], "or"), after)
        for alike, after in left.values()
    )


def cells(guideline: Guideline, finding: Finding) -> list[Cell]:
    """The answers to a finding that the tree or an alert distinguishes, as positions."""
    low, high = ends_of(finding)
    if not isinstance(finding, Quantity):
        return list(pairwise(range(int(low), int(high) + 1)))
    starts = {low}
    if finding.shows is not None:  # a reading takes effect through the sign that it shows
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
