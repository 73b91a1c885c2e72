"""What a leaf shows: its outcome as a card with a strip, a title and what to do."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import attrs

from spasm_ddx.guideline.model import Condition, Outcome, UrgencyScale
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
        """The strip with the mark of its grade, which tells it without colour."""
        if self.grade is None:
            return self.strip
        mark = (MARKS if unicode else ASCII_MARKS)[self.grade]
        return f"{mark} {self.strip}".strip()


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
