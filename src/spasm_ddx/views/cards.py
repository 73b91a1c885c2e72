"""What a leaf shows: its outcome as a card with a strip, a title and what to do."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import attrs

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


def card_of(outcome: object) -> Card:
    """The card of an outcome: its own if it offers one, or else its text as the title."""
    if isinstance(outcome, HasCard) and not isinstance(outcome, type):
        return outcome.card()
    return Card(str(outcome))
