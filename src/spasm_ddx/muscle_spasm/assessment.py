"""The assessment of one person: what is still possible, how urgent, and what to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import attrs

from spasm_ddx.errors import FindingError
from spasm_ddx.muscle_spasm.alerts import ALERTS, Alert
from spasm_ddx.muscle_spasm.causes import CAUSES, Cause
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    FEBRILE_CONVULSION,
    FIND_THE_CAUSE,
    FIRST_AID,
    FIRST_CONVULSION,
    ORTHOPAEDICS,
    SELF_CARE_FAILED,
    UNTIL_HELP_COMES,
    Advice,
    Condition,
    Feature,
    Urgency,
)
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.muscle_spasm.screens import RED_FLAGS, SCREENS, Screen
from spasm_ddx.muscle_spasm.tree import CONTENT_VERSION, CONVULSIVE, MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Quantity,
    findings_in,
)
from spasm_ddx.reasoning.cubes import Cell, ends_of, interval_of, value_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, bounds
from spasm_ddx.reasoning.evaluation import holds, settled_by
from spasm_ddx.reasoning.queries import most_useful, relevant
from spasm_ddx.reasoning.tree import Leaf, Node, Question, add_node
from spasm_ddx.reasoning.wording import interval, listed, said


@attrs.frozen
class UrgencyRange:
    """The lowest and the highest final urgency over all completions, exactly.

    Attributes:
        at_least: No completion is less urgent.
        at_most: No completion is more urgent.
    """

    at_least: Urgency
    at_most: Urgency


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

    question: Question[Condition] = attrs.field(repr=lambda question: repr(question.asks))
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
        presentation: The findings.
        differential: The conditions still possible, the most urgent first.
        urgency: The range of the final urgency.
        alerts: The alerts raised and possible.
        steps: The questions of the tree passed, up to the first of unknown truth.
    """

    presentation: Presentation
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
    def next_question(self) -> Finding | None:
        """What to ask next, or None exactly when the assessment is settled."""
        return next_finding(self)

    @property
    def next_screen(self) -> Screen | None:
        """The screen of the next question, while two or more of it are open."""
        return (
            None if self.next_question is None else screen_of(self.next_question, self.presentation)
        )

    @cached_property
    def if_denied(self) -> IfDenied | None:
        """What would follow if each open red flag were denied.

        None while any red flag is present, and when none is open.
        """
        presentation = self.presentation
        if any(flag.is_red(presentation.value_of(flag)) for flag in RED_FLAGS):
            return None
        findings = open_among(RED_FLAGS, presentation)
        if not findings:
            return None
        denied = assess(presentation.deny(*findings))
        return IfDenied(findings, denied.differential, denied.urgency)

    @cached_property
    def features(self) -> tuple[Features, ...]:
        """For each condition still possible, how its typical features stand."""
        return tuple(_features(condition, self.presentation) for condition in self.differential)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Contributing causes that are present, where a benign cramp is still possible."""
        if BENIGN_LOCAL_CRAMP not in self.differential:
            return ()
        return tuple(cause for cause in CAUSES if self.presentation.value_of(cause.finding))

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What to do, each piece once.

        The advice of the diagnosis. While there is none: first aid once there is a
        convulsive sign, the advice of a febrile convulsion once there is a fever, and to
        have the cause found. A child's first convulsion needs an ambulance whatever it is.
        How to look after a cramp is told for the diagnosis alone, and never beside what
        needs a doctor sooner.
        """
        diagnosis, convulsive = self.diagnosis, holds(CONVULSIVE, self.presentation)
        if diagnosis == BENIGN_LOCAL_CRAMP:
            return self._home_care
        pieces = [] if diagnosis is None else [*diagnosis.advice]
        if convulsive and FIRST_AID not in pieces and UNTIL_HELP_COMES not in pieces:
            pieces.insert(0, FIRST_AID)
        if convulsive:
            pieces.insert(0, FIRST_CONVULSION)
        if FEBRILE_CONVULSION in self.differential and self.presentation.fever:
            pieces = [*FEBRILE_CONVULSION.advice, *pieces]
        if self.urgency.at_least == Urgency.EMERGENCY:
            # Whether it is the first one must not look like a reason to wait.
            pieces = [
                UNTIL_HELP_COMES if piece == FIRST_AID else piece
                for piece in pieces
                if piece != FIRST_CONVULSION
            ]
        return tuple(dict.fromkeys([*pieces, FIND_THE_CAUSE]))

    @property
    def _home_care(self) -> tuple[Advice, ...]:
        """How to look after a benign cramp, as far as nothing needs a doctor sooner."""
        raised = {alert.key for alert in self.alerts.raised}
        if self.urgency.at_least >= Urgency.URGENT or "abnormal_eeg" in raised:
            return (FIND_THE_CAUSE,)
        if self.presentation.self_care_failed:
            pieces = [SELF_CARE_FAILED, ORTHOPAEDICS]
        else:
            by_cause = [piece for cause in self.causes for piece in cause.advice]
            pieces = [*by_cause, *BENIGN_LOCAL_CRAMP.advice]
        # A cramp that may be an infant's spasm is not sent to orthopaedics (S12).
        if any(alert.key == "infant_spasm" for alert in self.alerts.possible):
            pieces = [piece for piece in pieces if piece != ORTHOPAEDICS]
        return tuple(dict.fromkeys(pieces))

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON values, conditions, alerts and urgencies by key."""
        question, screen, denied = self.next_question, self.next_screen, self.if_denied
        return {
            "content_version": CONTENT_VERSION,
            "diagnosis": self.diagnosis and self.diagnosis.key,
            "differential": [condition.key for condition in self.differential],
            "urgency": _range_to_dict(self.urgency),
            "alerts": {
                "raised": [alert.key for alert in self.alerts.raised],
                "possible": [alert.key for alert in self.alerts.possible],
            },
            "next_question": None
            if question is None
            else {"name": question.name, "asks": question.asks},
            "next_screen": screen
            and {
                "name": screen.key,
                "asks": screen.asks,
                "findings": [
                    finding.name for finding in open_among(screen.findings, self.presentation)
                ],
            },
            "if_denied": denied
            and {
                "findings": [finding.name for finding in denied.findings],
                "differential": [condition.key for condition in denied.differential],
                "urgency": _range_to_dict(denied.urgency),
            },
            "steps": [self._step_to_dict(step) for step in self.steps],
            "features": [_features_to_dict(features) for features in self.features],
            "causes": [
                {"cause": cause.name, "claims": list(cause.claims)} for cause in self.causes
            ],
            "advice": [{"text": piece.text, "claims": list(piece.claims)} for piece in self.advice],
        }

    def _step_to_dict(self, step: Step) -> dict[str, Any]:
        value_of = self.presentation.value_of
        return {
            "question": step.question.asks,
            "answer": step.answer,
            "because": {
                finding.name: finding.to_json(value_of(finding)) for finding in step.because
            },
            "claims": list(step.claims),
        }

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows; the views are loaded only there."""
        from spasm_ddx.muscle_spasm.report import drawn_tree, remarks  # noqa: PLC0415
        from spasm_ddx.views.notebook import mimebundle  # noqa: PLC0415

        return mimebundle(
            drawn_tree(self),
            self.presentation,
            words=str(self),
            remarks=remarks(self),
            include=include,
            exclude=exclude,
        )

    def __repr__(self) -> str:
        possible = ", ".join(condition.key for condition in self.differential)
        low, high = self.urgency.at_least.key, self.urgency.at_most.key
        return f"<Assessment: {possible}; urgency {low} to {high}>"

    def __str__(self) -> str:
        # Words are made when they are asked for: assessing a table needs none.
        from spasm_ddx.muscle_spasm.report import report  # noqa: PLC0415

        return report(self)


def assess(presentation: Presentation) -> Assessment:
    """Assess one person: exactly what follows from the findings, and what is open.

    Args:
        presentation: The findings; an unknown one is never taken as absent.

    Raises:
        FindingError: The findings are not a ``Presentation``.

    Example:
        >>> from spasm_ddx import Presentation, assess
        >>> assess(Presentation(age_months=18, temperature_c=39.5, jerking=True)).alerts.raised
        (<Alert feverish_spasm>, <Alert infant_spasm>)
    """
    if not isinstance(presentation, Presentation):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"assess takes a Presentation, not {type(presentation).__name__}"
        raise FindingError(msg)
    reasoning = joint_reasoning()
    diagram = reasoning.diagram
    at = diagram.positions(presentation)
    reached = diagram.reachable(reasoning.tree, at)
    raised: list[Alert] = []
    possible: list[Alert] = []
    for alert, root in reasoning.alerts:
        ends = diagram.reachable(root, at)
        if len(ends) > 1:
            possible.append(alert)
        elif ends[0] == diagram.yes:
            raised.append(alert)
    urgencies = diagram.outcomes(reasoning.urgency, at)
    return Assessment(
        presentation,
        tuple(condition for node, condition in reasoning.conditions if node in reached),
        UrgencyRange(min(urgencies), max(urgencies)),
        Alerts(tuple(raised), tuple(possible)),
        _steps(presentation),
    )


# ---------------------------------------------------------------- the joint diagram


@attrs.frozen
class JointReasoning:
    """One decision diagram that holds the tree, each alert and the final urgency.

    Attributes:
        diagram: The diagram.
        tree: The root that ends in the condition.
        conditions: Each end of the tree with its condition, the most urgent first.
        alerts: Each alert with the root that says whether it holds.
        urgency: The root that ends in the final urgency.
    """

    diagram: DecisionDiagram
    tree: int
    conditions: tuple[tuple[int, Condition], ...]
    alerts: tuple[tuple[Alert, int], ...]
    urgency: int

    @property
    def roots(self) -> tuple[int, int]:
        """The roots that settle an assessment: the condition's and the urgency's."""
        return self.tree, self.urgency


@cache
def joint_reasoning() -> JointReasoning:
    """The joint decision diagram, built when first asked for and kept."""
    order = [*MUSCLE_SPASM.findings]
    for alert in ALERTS:
        order += findings_in(alert.criterion)
    diagram = DecisionDiagram(order)
    tree = diagram.possible(add_node(diagram, MUSCLE_SPASM.root))
    alerts = tuple(
        (alert, diagram.possible(diagram.criterion(alert.criterion))) for alert in ALERTS
    )
    # The final urgency is the highest of the condition's own and of every alert that
    # holds, so it is built from the highest level down: who reaches it in any way?
    urgency = diagram.end(Urgency.SELF_CARE)
    for level in (Urgency.PROMPT, Urgency.URGENT, Urgency.EMERGENCY):
        reaches = add_node(diagram, _at_least(level, MUSCLE_SPASM.root))
        for alert, root in alerts:
            if alert.at_least >= level:
                reaches = diagram.choose(root, diagram.yes, reaches)
        urgency = diagram.choose(reaches, diagram.end(level), urgency)
    return JointReasoning(
        diagram,
        tree,
        tuple((diagram.end(condition), condition) for condition in MUSCLE_SPASM.outcomes),
        alerts,
        urgency,
    )


@cache
def urgency_if() -> Mapping[Condition, int]:
    """For each condition a root of the joint diagram: the final urgency of those who have it.

    It ends in None for everybody else.
    """
    reasoning = joint_reasoning()
    diagram = reasoning.diagram
    return {
        condition: diagram.choose(
            diagram.where(reasoning.tree, condition), reasoning.urgency, diagram.end(None)
        )
        for _, condition in reasoning.conditions
    }


def _at_least(level: Urgency, node: Node[Condition]) -> Node[bool]:
    """The tree that says whether the condition alone is as urgent as this."""
    if isinstance(node, Leaf):
        return Leaf(node.outcome.urgency >= level)
    return Question(
        node.asks, node.criterion, yes=_at_least(level, node.yes), no=_at_least(level, node.no)
    )


# ------------------------------------------------------------------ what to ask next


def next_finding(assessment: Assessment, *, skip: Collection[Finding] = ()) -> Finding | None:
    """What to ask next: whether it is ongoing, then what decides, then how urgent.

    Args:
        assessment: What is known so far.
        skip: Findings that cannot be answered.
    """
    if assessment.settled:
        return None
    ongoing = Presentation.ongoing
    if assessment.presentation.ongoing is None and ongoing not in skip:
        return ongoing
    reasoning = joint_reasoning()
    at = reasoning.diagram.positions(assessment.presentation)
    for root in reasoning.roots:
        finding = most_useful(reasoning.diagram, root, at, skip=skip)
        if finding is not None:
            return finding
    return None


def answers_to(finding: Finding, presentation: Presentation) -> tuple[tuple[str, Assessment], ...]:
    """What each answer to an unknown finding would leave, alike answers told as one.

    Returns:
        The answers in words, each with the assessment that would follow.
    """
    left: dict[Any, tuple[list[Cell], Assessment]] = {}
    for cell in _cells(finding):
        after = assess(presentation.but(**{finding.name: value_in(finding, cell)}))
        cells, _ = left.setdefault((after.differential, after.urgency), ([], after))
        if cells and cells[-1][1] == cell[0] and isinstance(finding, Quantity):
            cell = (cells.pop()[0], cell[1])  # noqa: PLW2901 - one range with the one before
        cells.append(cell)
    return tuple(
        (listed([_answer(finding, cell) for cell in cells], "or"), after)
        for cells, after in left.values()
    )


def _cells(finding: Finding) -> list[Cell]:
    """Each answer to a finding that the tree or an alert tells apart, as positions."""
    reasoning = joint_reasoning()
    low, high = ends_of(finding)
    if not isinstance(finding, Quantity):
        return list(pairwise(range(int(low), int(high) + 1)))
    starts = {low}
    if finding.shows is not None:  # a reading acts by the sign that it shows
        starts.add(bounds(finding, Interval(low=finding.shows[1]))[0])
    if finding in reasoning.diagram.order:
        level = reasoning.diagram.order.index(finding)
        starts.update(*(reasoning.diagram.answers(r, level) for r in reasoning.roots))
    return list(pairwise((*sorted(starts), high)))


def _answer(finding: Finding, cell: Cell) -> str:
    if isinstance(finding, Quantity):
        return interval(finding, interval_of(finding, cell))
    if isinstance(finding, Category):
        return str(finding.words[value_in(finding, cell)])
    return said(finding, value_in(finding, cell))


def open_findings(presentation: Presentation) -> tuple[Finding, ...]:
    """The unknown findings that can still change the differential or the urgency."""
    reasoning = joint_reasoning()
    at = reasoning.diagram.positions(presentation)
    matter = {
        finding for root in reasoning.roots for finding in relevant(reasoning.diagram, root, at)
    }
    return tuple(finding for finding in Presentation.findings() if finding in matter)


def open_among(findings: Iterable[Finding], presentation: Presentation) -> tuple[Finding, ...]:
    """Those of the findings that are unknown."""
    return tuple(finding for finding in findings if presentation.value_of(finding) is None)


def alert_may_turn_on(alert: Alert, finding: Finding, presentation: Presentation) -> bool:
    """Whether the answer to a finding can still decide if an alert holds."""
    reasoning = joint_reasoning()
    root = dict(reasoning.alerts)[alert]
    at = reasoning.diagram.positions(presentation)
    return finding in relevant(reasoning.diagram, root, at)


def screen_of(finding: Finding, presentation: Presentation) -> Screen | None:
    """The screen that a finding stands in, while two or more of it are open."""
    for screen in SCREENS:
        if finding in screen.findings and len(open_among(screen.findings, presentation)) > 1:
            return screen
    return None


# ---------------------------------------------------------------------- explanations


def _steps(presentation: Presentation) -> tuple[Step, ...]:
    steps: list[Step] = []
    node = MUSCLE_SPASM.root
    while isinstance(node, Question):
        answer = holds(node.criterion, presentation)
        if answer is None:
            break
        steps.append(Step(node, answer, settled_by(node.criterion, presentation)))
        node = node.yes if answer else node.no
    return tuple(steps)


def _features(condition: Condition, presentation: Presentation) -> Features:
    speaks_for: list[Feature] = []
    speaks_against: list[Feature] = []
    unknown: list[Feature] = []
    for feature in condition.typical:
        truth = holds(feature.criterion, presentation)
        if truth is None:
            unknown.append(feature)
        elif truth:
            speaks_for.append(feature)
        elif holds(feature.against, presentation):
            speaks_against.append(feature)
    red = [
        finding
        for finding in red_flags_towards()[condition]
        if finding.is_red(presentation.value_of(finding))
    ]
    at = joint_reasoning().diagram.positions(presentation)
    ends = joint_reasoning().diagram.outcomes(urgency_if()[condition], at)
    urgencies = [urgency for urgency in ends if urgency is not None]
    return Features(
        condition,
        UrgencyRange(min(urgencies), max(urgencies)),
        tuple(speaks_for),
        tuple(speaks_against),
        tuple(unknown),
        tuple(red),
    )


@cache
def red_flags_towards() -> dict[Condition, tuple[Finding, ...]]:
    """For each condition, the red flags that some question on the way to it asks to be present."""
    towards: dict[Condition, dict[Finding, None]] = {}
    waiting: list[tuple[Node[Condition], tuple[Finding, ...]]] = [(MUSCLE_SPASM.root, ())]
    while waiting:
        node, flags = waiting.pop()
        if isinstance(node, Leaf):
            towards.setdefault(node.outcome, {}).update(dict.fromkeys(flags))
        else:
            waiting.append((node.no, flags))
            waiting.append((node.yes, (*flags, *_asked_present(node.criterion))))
    return {condition: tuple(flags) for condition, flags in towards.items()}


def _asked_present(criterion: Criterion) -> list[Finding]:
    match criterion:
        case Is(finding=finding, values=values) if any(map(finding.is_red, values)):
            return [finding]
        case AtLeast(of=parts):
            return [finding for part in parts for finding in _asked_present(part)]
        case _:
            return []


# ---------------------------------------------------------------------------- helpers


def _range_to_dict(urgency: UrgencyRange) -> dict[str, str]:
    return {"at_least": urgency.at_least.key, "at_most": urgency.at_most.key}


def _features_to_dict(features: Features) -> dict[str, Any]:
    def each(found: tuple[Feature, ...]) -> list[dict[str, Any]]:
        return [{"text": feature.text, "claims": list(feature.claims)} for feature in found]

    return {
        "condition": features.condition.key,
        "urgency": _range_to_dict(features.urgency),
        "for": each(features.speaks_for),
        "against": each(features.speaks_against),
        "unknown": each(features.unknown),
    }
