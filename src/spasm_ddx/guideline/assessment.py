"""The assessment of one person: what is still possible, how urgent, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

import attrs

from spasm_ddx.errors import UnknownFindingError
from spasm_ddx.guideline.advice import Advice
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.interview import Asking, Page, next_page
from spasm_ddx.guideline.model import (
    Alert,
    Cause,
    Condition,
    Feature,
    Screen,
    Ungraded,
    UrgencyScale,
)
from spasm_ddx.reasoning.criteria import Finding, shown
from spasm_ddx.reasoning.evaluation import holds, settled_by
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Question


@attrs.frozen
class UrgencyRange:
    """The lowest and the highest final urgency over all completions, exactly.

    Attributes:
        at_least: No completion is less urgent.
        at_most: No completion is more urgent.
    """

    at_least: UrgencyScale
    at_most: UrgencyScale

    def to_dict(self) -> dict[str, str]:
        """The range as JSON values."""
        return {"at_least": self.at_least.key, "at_most": self.at_most.key}


@attrs.frozen
class Alerts:
    """The alerts that hold, and those that may.

    Attributes:
        raised: Every completion raises them.
        possible: Some completion raises them, and some does not.
    """

    raised: tuple[Alert, ...]
    possible: tuple[Alert, ...]


@attrs.frozen
class Step:
    """A question of the tree that is answered.

    Attributes:
        question: The question.
        answer: Its truth.
        because: The findings that settled it.
    """

    question: Question[Any] = attrs.field(repr=lambda question: repr(question.asks))
    answer: bool
    because: tuple[Finding, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the question rests on."""
        return self.question.claims


@attrs.frozen
class Features:
    """How a condition that is still possible stands in this person.

    Attributes:
        condition: The condition.
        urgency: The range of the final urgency, exactly, should it be this condition.
        speaks_for: Typical features that are present.
        speaks_against: Typical features that are absent.
        unknown: Typical features that are not known.
        red_flags: Red flags that are present and lead towards the condition.
    """

    condition: Condition
    urgency: UrgencyRange
    speaks_for: tuple[Feature, ...]
    speaks_against: tuple[Feature, ...]
    unknown: tuple[Feature, ...]
    red_flags: tuple[Finding, ...]

    @property
    def supported(self) -> bool:
        """Whether anything known supports the condition."""
        return bool(self.speaks_for or self.red_flags)

    @property
    def graded(self) -> bool:
        """Whether the condition has an urgency."""
        return not isinstance(self.condition.urgency, Ungraded)

    @property
    def raised(self) -> bool:
        """Whether an alert raises the urgency above the condition's own."""
        return self.urgency.at_least > self.condition.urgency


@attrs.frozen
class IfDenied:
    """What would follow if each red flag that is still open were denied.

    It stands apart from the urgency range and never feeds it.

    Attributes:
        findings: The red flags still open.
        differential: What would still be possible.
        urgency: How urgent it would be.
    """

    findings: tuple[Finding, ...]
    differential: tuple[Condition, ...]
    urgency: UrgencyRange


@attrs.frozen(repr=False)
class Assessment:
    """What follows exactly from one person's findings, and what is still open.

    Not a medical device and not medical advice.

    Attributes:
        guideline: The guideline.
        presentation: The findings.
        differential: The conditions still possible, the most urgent first.
        urgency: The range of the final urgency.
        alerts: The alerts raised and possible.
        steps: The questions of the tree passed, up to the first of unknown truth.
    """

    guideline: Guideline
    presentation: Findings
    differential: tuple[Condition, ...]
    urgency: UrgencyRange
    alerts: Alerts
    steps: tuple[Step, ...]

    @property
    def diagnosis(self) -> Condition | None:
        """The only condition still possible, or None while there are several."""
        return self.differential[0] if len(self.differential) == 1 else None

    @property
    def settled(self) -> bool:
        """Whether neither the differential nor the urgency can change any more."""
        return len(self.differential) == 1 and self.urgency.at_least == self.urgency.at_most

    @cached_property
    def next_page(self) -> Page | None:
        """What to ask next of somebody who can answer everything; None exactly when settled."""
        return next_page(self, lambda _: True)

    @cached_property
    def next_question(self) -> Asking | None:
        """The finding to ask next, and why; None exactly when the assessment is settled."""
        page = self.next_page
        return None if page is None else Asking(page.findings[0], page.why, self)

    @property
    def next_screen(self) -> Screen | None:
        """The screen that the next question stands in, while two or more of it are open."""
        return None if self.next_page is None else self.next_page.screen

    @cached_property
    def if_denied(self) -> IfDenied | None:
        """What would follow if each open red flag were denied.

        None while any red flag is present, and when none is open.
        """
        presentation, flags = self.presentation, self.guideline.red_flags
        values = {flag: presentation.value_of(flag) for flag in flags}
        if any(flag.is_red(value) for flag, value in values.items()):
            return None
        findings = tuple(flag for flag, value in values.items() if value is None)
        if not findings:
            return None
        denied = self.guideline.assess(presentation.deny(*findings))
        return IfDenied(findings, denied.differential, denied.urgency)

    @cached_property
    def features(self) -> tuple[Features, ...]:
        """For each condition still possible, how its typical features stand."""
        return tuple(_features(self, condition) for condition in self.differential)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Contributing causes that are present, of the conditions still possible."""
        return tuple(
            cause
            for condition in self.differential
            for cause in condition.causes
            if self.presentation.value_of(cause.finding)
        )

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What to do, in the guideline's order, each sentence once."""
        told = (piece for piece in self.guideline.advice if piece.is_told(self))
        found: dict[str, Advice] = {}
        for piece in told:
            found.setdefault(piece.text, piece)
        return tuple(found.values())

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON values, conditions, alerts and urgencies by key."""
        page, denied = self.next_page, self.if_denied
        graded = self.guideline.graded
        return {
            "guideline": self.guideline.key,
            "content_version": self.guideline.version,
            "diagnosis": None if self.diagnosis is None else self.diagnosis.key,
            "differential": [condition.key for condition in self.differential],
            "urgency": self.urgency.to_dict() if graded else None,
            "alerts": {
                "raised": [alert.key for alert in self.alerts.raised],
                "possible": [alert.key for alert in self.alerts.possible],
            },
            "next_question": None
            if page is None
            else {"name": page.findings[0].name, "asks": page.findings[0].asks, "why": page.why},
            "next_screen": None
            if page is None or page.screen is None
            else {
                "name": page.screen.key,
                "asks": page.screen.asks,
                "findings": [finding.name for finding in page.findings],
            },
            "if_denied": None
            if denied is None
            else {
                "findings": [finding.name for finding in denied.findings],
                "differential": [condition.key for condition in denied.differential],
                "urgency": denied.urgency.to_dict() if graded else None,
            },
            "steps": [self._step_to_dict(step) for step in self.steps],
            "features": [self._features_to_dict(features) for features in self.features],
            "causes": [
                {"cause": cause.name, "claims": list(cause.claims)} for cause in self.causes
            ],
            "advice": [{"text": piece.text, "claims": list(piece.claims)} for piece in self.advice],
        }

    def _step_to_dict(self, step: Step) -> dict[str, Any]:
        value_of = self.presentation.value_of
        because = {finding.name: finding.to_json(value_of(finding)) for finding in step.because}
        return {
            "question": step.question.asks,
            "answer": step.answer,
            "because": because,
            "claims": list(step.claims),
        }

    def _features_to_dict(self, features: Features) -> dict[str, Any]:
        def each(found: tuple[Feature, ...]) -> list[dict[str, Any]]:
            return [{"text": feature.text, "claims": list(feature.claims)} for feature in found]

        return {
            "condition": features.condition.key,
            "urgency": features.urgency.to_dict() if self.guideline.graded else None,
            "for": each(features.speaks_for),
            "against": each(features.speaks_against),
            "unknown": each(features.unknown),
        }

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows; the views are loaded only there."""
        from spasm_ddx.views.notebook import mimebundle  # noqa: PLC0415

        return mimebundle(
            self.guideline, self.presentation, words=str(self), include=include, exclude=exclude
        )

    def __repr__(self) -> str:
        possible = ", ".join(condition.key for condition in self.differential)
        if not self.guideline.graded:
            return f"<Assessment: {possible}>"
        low, high = self.urgency.at_least.key, self.urgency.at_most.key
        return f"<Assessment: {possible}; urgency {low} to {high}>"

    def __str__(self) -> str:
        # Words are made when they are asked for: assessing a table needs none.
        from spasm_ddx.guideline.report import report  # noqa: PLC0415

        return report(self)


def assess(guideline: Guideline, presentation: Findings) -> Assessment:
    """Assess one person by a guideline: exactly what follows, and what is open.

    Raises:
        FindingError: The findings are of another vocabulary.
    """
    if type(presentation) is not guideline.vocabulary:
        wanted = guideline.vocabulary.__name__
        msg = f"{guideline.name} assesses a {wanted}, not {shown(presentation)}"
        raise UnknownFindingError(msg)
    joint = guideline.joint
    diagram = joint.diagram
    at = diagram.positions(presentation)
    reached = diagram.reachable(joint.tree, at)
    raised: list[Alert] = []
    possible: list[Alert] = []
    for alert, root in joint.alerts:
        ends = diagram.reachable(root, at)
        if len(ends) > 1:
            possible.append(alert)
        elif ends[0] == diagram.yes:
            raised.append(alert)
    urgencies = diagram.outcomes(joint.urgency, at)
    return Assessment(
        guideline,
        presentation,
        tuple(condition for end, condition in joint.conditions if end in reached),
        UrgencyRange(min(urgencies), max(urgencies)),
        Alerts(tuple(raised), tuple(possible)),
        _steps(guideline, presentation),
    )


def _steps(guideline: Guideline, presentation: Findings) -> tuple[Step, ...]:
    steps: list[Step] = []
    node = guideline.tree.root
    while isinstance(node, Question):
        answer = holds(node.criterion, presentation)
        if answer is None:
            break
        steps.append(Step(node, answer, settled_by(node.criterion, presentation)))
        node = node.yes if answer else node.no
    return tuple(steps)


def _features(assessment: Assessment, condition: Condition) -> Features:
    presentation, joint = assessment.presentation, assessment.guideline.joint
    speaks_for: list[Feature] = []
    speaks_against: list[Feature] = []
    unknown: list[Feature] = []
    for feature in condition.features:
        truth = holds(feature.criterion, presentation)
        if truth is None:
            unknown.append(feature)
        elif truth:
            speaks_for.append(feature)
        elif holds(feature.against, presentation):
            speaks_against.append(feature)
    red = (flag for flag in joint.red_flags[condition] if flag.is_red(presentation.value_of(flag)))
    ends = joint.diagram.outcomes(
        joint.urgency_if[condition], joint.diagram.positions(presentation)
    )
    urgencies = [urgency for urgency in ends if urgency is not None]
    return Features(
        condition,
        UrgencyRange(min(urgencies), max(urgencies)),
        tuple(speaks_for),
        tuple(speaks_against),
        tuple(unknown),
        tuple(red),
    )
