"""A question and a leaf as pictures show them, with how each stands for one person."""

from __future__ import annotations

from typing import Final

import attrs

from spasm_ddx.views import style
from spasm_ddx.views.cards import Card
from spasm_ddx.views.path import Standing
from spasm_ddx.views.style import PART_MARKS, STANDING_MARKS, STANDING_ROLES, Look

#: How a leaf stands for one person, in words.
LEAF_STATUS: Final = {
    Standing.PASSED: "reached",
    Standing.UNDECIDED: "still possible",
    Standing.RULED_OUT: "ruled out",
}


@attrs.frozen
class Part:
    """A line of a criterion.

    Attributes:
        depth: How far it is indented.
        text: What it says.
        mark: Before its text: whether it holds in the person; nothing before a heading.
        decides: Whether it settled the question for the person, or keeps it open.
    """

    depth: int
    text: str
    mark: str = ""
    decides: bool = False

    @property
    def unknown(self) -> bool:
        """Whether it is not known in the person."""
        return self.mark == PART_MARKS[None]

    @property
    def marked(self) -> str:
        """Its text after its mark."""
        return f"{self.mark} {self.text}".strip()


@attrs.frozen
class QuestionCard:
    """A question as a picture shows it.

    Attributes:
        id: Its place: the answers that lead there.
        title: The question.
        parts: Its criterion, line by line.
        claims: The claims it rests on.
        standing: How it stands for the person, or None without one.
        answer: The answer that is settled, or None.
        because: The findings that settled it, in words; may be empty.
        hidden: What the part of the tree below holds, if another page shows it.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    claims: tuple[str, ...]
    standing: Standing | None = None
    answer: bool | None = None
    because: str = ""
    hidden: str = ""

    @property
    def card(self) -> Card:
        """What stands for it at the end of a path, where another page shows what is below."""
        return Card(f"{self.title} ({self.hidden})")

    @property
    def look(self) -> Look:
        """Its colours, on a light page."""
        settled = self.standing is Standing.UNDECIDED and self.answer is not None
        if self.standing is None or settled:
            return style.LIGHT.question
        return style.looks(style.LIGHT)[STANDING_ROLES[self.standing]]

    @property
    def status(self) -> str:
        """How it stands in words, with the answer if it is settled; empty without a person."""
        if self.answer is None:
            return "" if self.standing is None else self.standing.value
        word = "yes" if self.answer else "no"
        undecided = self.standing is Standing.UNDECIDED
        return f"If it comes to this, {word}" if undecided else word.capitalize()

    @property
    def standing_words(self) -> str:
        """How it stands and why, in one line; empty without a person."""
        return f"{self.status}: {self.because}" if self.because else self.status

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.standing_words)


@attrs.frozen
class LeafCard:
    """A leaf as a picture shows it.

    Attributes:
        id: Its place: the answers that lead there.
        card: What its outcome says.
        standing: How it stands for the person, or None without one.
    """

    id: str
    card: Card
    standing: Standing | None = None

    @property
    def look(self) -> Look:
        """Its colours, on a light page."""
        return (
            style.LIGHT.faded
            if self.standing is Standing.RULED_OUT
            else style.look_of(self.card.grade)
        )

    @property
    def status(self) -> str:
        """How it stands in words; empty without a person."""
        return "" if self.standing is None else LEAF_STATUS[self.standing]

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.status)


def _marked(standing: Standing | None, words: str) -> str:
    return "" if standing is None else f"{STANDING_MARKS[standing]} {words}"
