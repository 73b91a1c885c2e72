"""The assessment of one person: the differential, the urgency, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs

from spasm_ddx.errors import UnknownFindingError, shown
from spasm_ddx.guideline.advice import Advice, each_text_once
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
from spasm_ddx.reasoning.evaluation import holds, settled_by
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.notebook import InNotebook
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

    def to_dict(self) -> dict[str, str] | None:
        """The range as JSON values; None where there is no urgency."""
        if isinstance(self.at_least, Ungraded):
            return None
        return {"at_least": self.at_least.key, "at_most": self.at_most.key}


@attrs.frozen
class Alerts:
    """The alerts that hold, and those that may hold.

    Attributes:
        raised: The alerts that every completion raises.
        possible: The alerts that some completions raise and others do not.
    """

    raised: tuple[Alert, ...]
    possible: tuple[Alert, ...]


@attrs.frozen
class Step:
    """An answered question of the tree.

    Attributes:
        question: The question.
        answer: The answer, yes or no.
        because: The findings that settled it.
    """

    question: Question[Any] = attrs.field(repr=lambda question: repr(question.asks))
    answer: bool
    because: tuple[Finding, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that support the question."""
        return self.question.claims


@attrs.frozen
class Features:
    """A condition that is still possible for this person, with its features.

    Attributes:
        condition: The condition.
        urgency: The exact range of the final urgency if it is this condition.
        speaks_for: Typical features that are present.
        speaks_against: Typical features that are absent.
        unknown: Typical features that are not known.
        red_flags: Present red flags that lead towards the condition.
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


@attrs.frozen
class IfDenied:
    """What would follow if every open red flag were denied.

    The urgency range of the assessment never depends on it.

    Attributes:
        findings: The open red flags.
        differential: The conditions that would still be possible.
        urgency: The range of the urgency.
    """

    findings: tuple[Finding, ...]
    differential: tuple[Condition, ...]
    urgency: UrgencyRange


@attrs.frozen(repr=False)
class Assessment(InNotebook):
    """What exactly follows from one person's findings, and what is still open.

    Not a medical device and not medical advice.

    Attributes:
        guideline: The guideline.
        presentation: The findings.
        differential: The conditions still possible, the most urgent first.
        urgency: The range of the final urgency.
        alerts: The raised and the possible alerts.
        steps: The answered questions of the tree, up to the first unknown one.
    """

    guideline: Guideline
    presentation: Findings
    differential: tuple[Condition, ...]
    urgency: UrgencyRange
    alerts: Alerts
    steps: tuple[Step, ...]

    @property
    def diagnosis(self) -> Condition | None:
        """The only condition still possible, or None if there are several."""
        return self.differential[0] if len(self.differential) == 1 else None

    @property
    def settled(self) -> bool:
        """Whether no answer can change the differential or the urgency."""
        return len(self.differential) == 1 and self.urgency.at_least == self.urgency.at_most

    @cached_property
    def next_page(self) -> Page | None:
        """The next page for a person who can answer everything; None exactly when settled."""
        return next_page(self, lambda _: True)

    @cached_property
    def next_question(self) -> Asking | None:
        """The next finding to ask, and why; None exactly when the assessment is settled."""
        page = self.next_page
        return None if page is None else Asking(page.findings[0], page.why, self)

    @property
    def next_screen(self) -> Screen | None:
        """The screen of the next question, if two or more of its findings are open."""
        return None if self.next_page is None else self.next_page.screen

    @cached_property
    def if_denied(self) -> IfDenied | None:
        """What would follow if every open red flag were denied.

        None if a red flag is present, or if none is open.
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
        """Each condition still possible, with its features."""
        return tuple(_features(self, condition) for condition in self.differential)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The present contributing causes of the conditions still possible."""
        return tuple(
            cause
            for condition in self.differential
            for cause in condition.causes
            if self.presentation.value_of(cause.finding)
        )

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What to do, in the guideline's order, each sentence once."""
        return each_text_once(piece for piece in self.guideline.advice if piece.applies_to(self))

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON values, conditions, alerts and urgencies by key."""
        page, screen, denied = self.next_page, self.next_screen, self.if_denied
        value_of = self.presentation.value_of
        return {
            "guideline": self.guideline.key,
            "content_version": self.guideline.version,
            "diagnosis": self.diagnosis and self.diagnosis.key,
            "differential": _keys(self.differential),
            "urgency": self.urgency.to_dict(),
            "alerts": {
                "raised": _keys(self.alerts.raised),
                "possible": _keys(self.alerts.possible),
            },
            "next_question": page
            and {"name": page.findings[0].name, "asks": page.findings[0].asks, "why": page.why},
            "next_screen": page
            and screen
            and {"name": screen.key, "asks": screen.asks, "findings": _names(page.findings)},
            "if_denied": denied
            and {
                "findings": _names(denied.findings),
                "differential": _keys(denied.differential),
                "urgency": denied.urgency.to_dict(),
            },
            "steps": [
                {
                    "question": step.question.asks,
                    "answer": step.answer,
                    "because": {f.name: f.to_json(value_of(f)) for f in step.because},
                    "claims": list(step.claims),
                }
                for step in self.steps
            ],
            "features": [
                {
                    "condition": features.condition.key,
                    "urgency": features.urgency.to_dict(),
                    "for": _texts(features.speaks_for),
                    "against": _texts(features.speaks_against),
                    "unknown": _texts(features.unknown),
                }
                for features in self.features
            ],
            "causes": [
                {"cause": cause.name, "claims": list(cause.claims)} for cause in self.causes
            ],
            "advice": _texts(self.advice),
        }

    def __repr__(self) -> str:
        possible = ", ".join(condition.key for condition in self.differential)
        if not self.guideline.graded:
            return f"<Assessment: {possible}>"
        low, high = self.urgency.at_least.key, self.urgency.at_most.key
        return f"<Assessment: {possible}; urgency {low} to {high}>"

    def __str__(self) -> str:
        # Loaded here, since assessing a table needs no report.
        from spasm_ddx.guideline.report import report  # noqa: PLC0415

        return report(self)

    def explain(self) -> str:
        """The assessment in full, in plain words.

        It has what ``print`` shows, then the steps, the features for and against, the alerts, and
        the claims and notes that support them.
        """
        from spasm_ddx.guideline.explanation import explanation  # noqa: PLC0415 - as for __str__

        return explanation(self)


def _keys(parts: Iterable[Condition] | Iterable[Alert]) -> list[str]:
    return [part.key for part in parts]


def _names(findings: Iterable[Finding]) -> list[str]:
    return [finding.name for finding in findings]


def _texts(parts: Iterable[Feature] | Iterable[Advice]) -> list[dict[str, Any]]:
    return [{"text": part.text, "claims": list(part.claims)} for part in parts]


def assess(guideline: Guideline, presentation: Findings) -> Assessment:
    """Assess one person by a guideline: what exactly follows, and what is still open.

    Raises:
        FindingError: The findings are of another vocabulary.
    """
    if type(presentation) is not guideline.vocabulary:
        wanted = guideline.vocabulary.__name__
        msg = f"{guideline.name} assesses a {wanted}, not {shown(presentation)}"
        raise UnknownFindingError(msg)
    joint, diagram = guideline.joint, guideline.joint.diagram
    known = diagram.positions(presentation)
    reached = diagram.reachable(joint.tree, known)
    raised: list[Alert] = []
    possible: list[Alert] = []
    for alert, root in joint.alerts:
        ends = diagram.reachable(root, known)
        if len(ends) > 1:
            possible.append(alert)
        elif ends[0] == diagram.yes:
            raised.append(alert)
    return Assessment(
        guideline,
        presentation,
        tuple(condition for end, condition in joint.conditions if end in reached),
        _range(diagram.outcomes(joint.urgency, known)),
        Alerts(tuple(raised), tuple(possible)),
        _steps(guideline, presentation),
    )


def _range(urgencies: Iterable[UrgencyScale | None]) -> UrgencyRange:
    found = [urgency for urgency in urgencies if urgency is not None]
    return UrgencyRange(min(found), max(found))


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
    truths = [(one, holds(one.criterion, presentation)) for one in condition.features]
    against = (f for f, truth in truths if truth is False and holds(f.against, presentation))
    red = (flag for flag in joint.red_flags[condition] if flag.is_red(presentation.value_of(flag)))
    positions = joint.diagram.positions(presentation)
    return Features(
        condition,
        _range(joint.diagram.outcomes(joint.urgency_if[condition], positions)),
        tuple(feature for feature, truth in truths if truth),
        tuple(against),
        tuple(feature for feature, truth in truths if truth is None),
        tuple(red),
    )
