"""What a leaf shows: its outcome as a card with a strip, a title and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import attrs

from spasm_ddx.guideline.assessment import Assessment, Features
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.guideline.model import Condition, Outcome, UrgencyScale
from spasm_ddx.guideline.report import graded, urgency_words
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.views.style import ASCII_MARKS, MARKS


def _grade(_: object, __: object, value: int | None) -> None:
    if value is not None and value not in range(len(MARKS)):
        msg = f"the grade of a card is None or 0 to {len(MARKS) - 1}, not {value!r}"
        raise ValueError(msg)


@attrs.frozen
class Card:
    """What a picture shows of an outcome.

    Attributes:
        title: Its name.
        grade: How soon somebody must act: 0 plain, 1 low, 2 urgent, 3 emergency, or
            None where outcomes have no urgency.
        strip: The grade in a word, such as ``"EMERGENCY"``.
        lines: What to do, the most important first.
        claims: The claims of the source that it rests on.
    """

    title: str
    grade: int | None = attrs.field(default=None, validator=_grade)
    strip: str = ""
    lines: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    claims: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    def marked(self, *, unicode: bool = True) -> str:
        """The strip after the mark of its grade, which differs without colour too."""
        if self.grade is None:
            return self.strip
        mark = (MARKS if unicode else ASCII_MARKS)[self.grade]
        return f"{mark} {self.strip}".strip()

    @property
    def square(self) -> bool:
        """Whether its corners are square, as those of urgent cards are; else rounded."""
        return self.grade is not None and self.grade > 1

    @property
    def double(self) -> bool:
        """Whether its border is double, as that of an emergency is."""
        return self.grade == len(MARKS) - 1

    @property
    def in_short(self) -> tuple[str, ...]:
        """What a drawing shows of that: one line, and the claims."""
        return (*self.lines[:1], *cited(self.claims))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, and the claims that it rests on."""
        return (*self.lines, *cited(self.claims))


def cited(claims: Sequence[str]) -> list[str]:
    """Claims as a card cites them, in one line; no line without claims."""
    return [f"[{' '.join(claims)}]"] if claims else []


@runtime_checkable
class HasCard(Protocol):
    """An outcome that says itself what its card shows."""

    def card(self) -> Card:
        """Its card."""
        ...


def grade_of(urgency: UrgencyScale) -> int:
    """The grade of an urgency on a card: its place on its scale, from 0 to 3."""
    scale = list(type(urgency))
    top = len(MARKS) - 1
    return top if len(scale) == 1 else round(top * scale.index(urgency) / (len(scale) - 1))


def card_of(outcome: object) -> Card:
    """The card of an outcome: its own if it offers one, or else its text as the title.

    That of a condition has its urgency; what to do is the guideline's to say.
    """
    if isinstance(outcome, Outcome):
        return card_of(outcome.outcome)
    if isinstance(outcome, Condition):
        urgency = outcome.urgency
        words = (f"{urgency.words.capitalize()}.",) if urgency.words else ()
        return Card(outcome.name, grade=grade_of(urgency), strip=urgency.title, lines=words)
    if isinstance(outcome, HasCard) and not isinstance(outcome, type):
        return outcome.card()
    return Card(str(outcome))


# ------------------------------------------------------------- the cards of a guideline


def cards_of(
    shown: GuidelineOrTree, findings: Findings | None = None
) -> tuple[Callable[[Any], Card], tuple[str, ...]]:
    """The card of each outcome as a picture shows it, and what must be read beside it.

    A leaf of a tree shows the urgency of its condition alone. A guideline adds the advice that
    belongs to the condition; for one person it shows what alerts raise, and their advice alone.

    Raises:
        FindingError: The findings are of another vocabulary.
    """
    if isinstance(shown, Tree):
        return card_of, ()
    guideline = as_guideline(shown)
    beside = guideline.notices.beside
    if not guideline.graded:
        return card_of, (beside,)
    cards = {one: _card(guideline, one) for one in guideline.conditions}
    if findings is None:
        return cards.__getitem__, (beside,)
    assessment = guideline.assess(findings)
    features = {one.condition: one for one in assessment.features}
    cards = {one: _card_in_person(assessment, one, cards[one], features.get(one)) for one in cards}
    return cards.__getitem__, (*_remarks(assessment), beside)


def _card(guideline: Guideline, condition: Condition) -> Card:
    """The card of a condition, with the advice for whoever has it."""
    card, advice = card_of(condition), guideline.advice_for(condition)
    claims = dict.fromkeys(claim for piece in advice for claim in piece.claims)
    lines = (*card.lines, *(piece.text for piece in advice))
    return attrs.evolve(card, lines=lines, claims=map(guideline.sources.as_cited, claims))


def _card_in_person(
    assessment: Assessment, condition: Condition, card: Card, features: Features | None
) -> Card:
    """The card of a condition, without what does not hold for this person."""
    if features is None:
        return attrs.evolve(card_of(condition), lines=())
    urgency = features.urgency
    words = urgency.at_least.words.capitalize()
    soon = f"{words}, or sooner." if urgency.at_least < urgency.at_most else f"{words}."
    advice = [piece.text for piece in assessment.advice if assessment.diagnosis is not None]
    return attrs.evolve(
        card,
        grade=grade_of(urgency.at_least),
        strip=graded(features),
        lines=(soon, *advice),
        claims=card.claims if advice else (),
    )


def _remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must stand beside a picture of the path: a leaf shows its own urgency alone."""
    raised = "; ".join(alert.name for alert in assessment.alerts.raised)
    urgency = f"Urgency with every alert: {urgency_words(assessment.urgency)}."
    return (urgency, f"Alerts: {raised}.") if raised else (urgency,)
