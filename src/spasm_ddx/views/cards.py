"""Cards: what a picture shows of an outcome, a question and a leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import attrs

from spasm_ddx.guideline.assessment import Assessment, Features
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.guideline.model import Condition, Outcome, UrgencyScale
from spasm_ddx.guideline.report import graded, names, urgency_words
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.wording import capitalized
from spasm_ddx.views import style
from spasm_ddx.views.path import Standing
from spasm_ddx.views.style import (
    ASCII_MARKS,
    MARKS,
    PART_MARKS,
    STANDING_MARKS,
    STANDING_ROLES,
    Look,
)

#: The status of a leaf for one person, in words.
LEAF_STATUS: Final = {
    Standing.PASSED: "reached",
    Standing.UNDECIDED: "still possible",
    Standing.RULED_OUT: "ruled out",
}


def _grade(_: object, __: object, value: int | None) -> None:
    if value is not None and value not in range(len(MARKS)):
        msg = f"the grade of a card is None or 0 to {len(MARKS) - 1}, not {value!r}"
        raise ValueError(msg)


@attrs.frozen
class Card:
    """What a picture shows of an outcome.

    Attributes:
        title: Its name.
        grade: How urgent it is: 0 plain, 1 low, 2 urgent, 3 emergency, or None where
            outcomes have no urgency.
        strip: The grade in a word, such as ``"EMERGENCY"``.
        lines: What to do, the most important first.
        claims: The claims of the source that support it.
    """

    title: str
    grade: int | None = attrs.field(default=None, validator=_grade)
    strip: str = ""
    lines: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    claims: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    def marked(self, *, unicode: bool = True) -> str:
        """The strip after the mark of its grade, which shows the grade without colour too."""
        if self.grade is None:
            return self.strip
        mark = (MARKS if unicode else ASCII_MARKS)[self.grade]
        return f"{mark} {self.strip}".strip()

    @property
    def square(self) -> bool:
        """Whether its corners are square, as on urgent cards, and not rounded."""
        return self.grade is not None and self.grade > 1

    @property
    def double(self) -> bool:
        """Whether its border is double, as on an emergency's card."""
        return self.grade == len(MARKS) - 1

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, and the claims that support it."""
        return (*self.lines, *cited(self.claims))


def cited(claims: Sequence[str]) -> list[str]:
    """The claims on one line, as a card cites them; no line without claims."""
    return [f"[{' '.join(claims)}]"] if claims else []


def grade_of(urgency: UrgencyScale) -> int:
    """The grade of an urgency on a card: its place on its scale, from 0 to 3."""
    scale = list(type(urgency))
    top = len(MARKS) - 1
    return top if len(scale) == 1 else round(top * scale.index(urgency) / (len(scale) - 1))


def card_of(outcome: object) -> Card:
    """The card of an outcome: what its method ``card()`` returns, or else its text as the title.

    The card of a condition shows its urgency; only a guideline adds what to do.
    """
    if isinstance(outcome, Outcome):
        return card_of(outcome.outcome)
    if isinstance(outcome, Condition):
        urgency = outcome.urgency
        words = (f"{capitalized(urgency.words)}.",) if urgency.words else ()
        return Card(outcome.name, grade=grade_of(urgency), strip=urgency.title, lines=words)
    own = None if isinstance(outcome, type) else getattr(outcome, "card", None)
    return cast("Card", own()) if callable(own) else Card(str(outcome))


# ------------------------------------------------------------- the cards of a guideline


def cards_of(
    shown: GuidelineOrTree, findings: Findings | None = None
) -> tuple[Callable[[Any], Card], tuple[str, ...]]:
    """The card of each outcome, and the remarks that must stand beside the picture.

    A leaf of a tree shows only the urgency of its condition. A guideline adds the condition's
    advice. For one person, a card shows the urgency that alerts raise and the person's advice.

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
    # A leaf shows only the urgency of its own condition.
    remarks = [f"Urgency with every alert: {urgency_words(assessment.urgency)}."]
    if assessment.alerts.raised:
        remarks.append(f"Alerts: {names(assessment.alerts.raised)}.")
    return cards.__getitem__, (*remarks, beside)


def _card(guideline: Guideline, condition: Condition) -> Card:
    card, advice = card_of(condition), guideline.advice_for(condition)
    claims = dict.fromkeys(claim for piece in advice for claim in piece.claims)
    lines = (*card.lines, *(piece.text for piece in advice))
    return attrs.evolve(card, lines=lines, claims=map(guideline.sources.as_cited, claims))


def _card_in_person(
    assessment: Assessment, condition: Condition, card: Card, features: Features | None
) -> Card:
    """The card of a condition, with only what holds for this person."""
    if features is None:
        return attrs.evolve(card_of(condition), lines=())
    urgency = features.urgency
    words = capitalized(urgency.at_least.words)
    soon = f"{words}, or sooner." if urgency.at_least < urgency.at_most else f"{words}."
    advice = [piece.text for piece in assessment.advice if assessment.diagnosis is not None]
    return attrs.evolve(
        card,
        grade=grade_of(urgency.at_least),
        strip=graded(features),
        lines=(soon, *advice),
        claims=card.claims if advice else (),
    )


# ------------------------------------------------------------------ questions and leaves


@attrs.frozen
class Part:
    """A line of a criterion.

    Attributes:
        depth: The level of its indentation.
        text: Its text.
        mark: The mark before its text: whether it holds for the person; empty for a heading.
        decides: Whether it settles the question for the person, or keeps it open.
    """

    depth: int
    text: str
    mark: str = ""
    decides: bool = False

    @property
    def unknown(self) -> bool:
        """Whether it is not known for this person."""
        return self.mark == PART_MARKS[None]

    @property
    def marked(self) -> str:
        """Its text after its mark."""
        return f"{self.mark} {self.text}".strip()


@attrs.frozen
class QuestionCard:
    """What a picture shows of a question.

    Attributes:
        id: Its place: the answers that lead there.
        title: The question.
        parts: Its criterion, line by line.
        claims: The claims that support it.
        standing: Its standing for the person, or None without one.
        answer: The settled answer, or None.
        because: The findings that settled it, in words; may be empty.
        hidden: A summary of the part of the tree below, if another page shows it.
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
        """Its card as the end of a path, where another page shows the part below."""
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
        """Its standing in words, with the answer if it is settled; empty without a person."""
        if self.answer is None:
            return "" if self.standing is None else self.standing.value
        word = "yes" if self.answer else "no"
        undecided = self.standing is Standing.UNDECIDED
        return f"If this question is reached, {word}" if undecided else word.capitalize()

    @property
    def standing_words(self) -> str:
        """Its standing and the reason, in one line; empty without a person."""
        return f"{self.status}: {self.because}" if self.because else self.status

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.standing_words)


@attrs.frozen
class LeafCard:
    """What a picture shows of a leaf.

    Attributes:
        id: Its place: the answers that lead there.
        card: The card of its outcome.
        standing: Its standing for the person, or None without one.
        folded: Whether it replaces a whole ruled-out branch, whose outcomes the title counts.
    """

    id: str
    card: Card
    standing: Standing | None = None
    folded: bool = False

    @property
    def look(self) -> Look:
        """Its colours, on a light page."""
        if self.standing is Standing.RULED_OUT:
            return style.LIGHT.faded
        grade = self.card.grade
        return style.LIGHT.grades[0 if grade is None else grade + 1]

    @property
    def status(self) -> str:
        """Its standing in words; empty without a person."""
        return "" if self.standing is None else LEAF_STATUS[self.standing]

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.status)

    @property
    def fold(self) -> str:
        """The words that replace a folded branch."""
        return f"{self.person}: {self.card.title}"


def _marked(standing: Standing | None, words: str) -> str:
    return "" if standing is None else f"{STANDING_MARKS[standing]} {words}"
