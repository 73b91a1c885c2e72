"""A guideline as a picture shows it: leaves with advice, or with what holds for one person."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import attrs

from spasm_ddx.guideline.assessment import Assessment, Features
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.guideline.model import Condition
from spasm_ddx.guideline.report import graded, urgency_words
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree, with_outcomes
from spasm_ddx.views.cards import Card, card_of, grade_of


@attrs.frozen
class Pictured:
    """A condition as a picture shows it.

    Attributes:
        condition: The condition.
    """

    condition: Condition
    _card: Card

    def card(self) -> Card:
        """Its card."""
        return self._card


def pictured(
    shown: GuidelineOrTree, findings: Findings | None = None
) -> tuple[Tree[Any], tuple[str, ...]]:
    """The tree that a picture shows, and what must be read beside it.

    A leaf of a tree tells the urgency of its condition alone. A guideline adds the advice that
    belongs to the condition; and for one person what alerts raise, and no advice but theirs.

    Raises:
        FindingError: The findings are of another vocabulary.
    """
    if isinstance(shown, Tree):
        return shown, ()
    guideline = as_guideline(shown)
    if not guideline.graded:
        return guideline.tree, (guideline.notices.beside,)
    if findings is None:
        root = with_outcomes(guideline.tree.root, lambda one: Pictured(one, _card(guideline, one)))
        return _named_like(guideline, root), (guideline.notices.beside,)
    assessment = guideline.assess(findings)
    known = {features.condition: features for features in assessment.features}

    def change(one: Condition) -> Pictured:
        return Pictured(one, _card_in_person(assessment, one, known.get(one)))

    root = with_outcomes(guideline.tree.root, change)
    return _named_like(guideline, root), _remarks(assessment)


def _named_like(guideline: Guideline, root: Any) -> Tree[Hashable]:  # noqa: ANN401 - a node of a tree
    return Tree(root, name=guideline.name, version=guideline.version)


def _card(guideline: Guideline, condition: Condition) -> Card:
    """The card of a condition, with the advice for whoever has it."""
    card, advice = card_of(condition), guideline.advice_for(condition)
    claims = dict.fromkeys(claim for piece in advice for claim in piece.claims)
    lines = (*card.lines, *(piece.text for piece in advice))
    cited = tuple(map(guideline.sources.as_cited, claims))
    return attrs.evolve(card, lines=lines, claims=cited)


def _card_in_person(
    assessment: Assessment, condition: Condition, features: Features | None
) -> Card:
    """The card of a condition, without what does not hold for this person."""
    card = card_of(condition)
    if features is None:
        return attrs.evolve(card, lines=())
    urgency = features.urgency
    words = urgency.at_least.words.capitalize()
    soon = f"{words}, or sooner." if urgency.at_least < urgency.at_most else f"{words}."
    advice = [piece.text for piece in assessment.advice if assessment.diagnosis is not None]
    claims = _card(assessment.guideline, condition).claims if advice else ()
    return attrs.evolve(
        card,
        grade=grade_of(urgency.at_least),
        strip=graded(features),
        lines=(soon, *advice),
        claims=claims,
    )


def _remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must stand beside a picture of the path: a leaf tells its own urgency alone."""
    raised = "; ".join(alert.name for alert in assessment.alerts.raised)
    urgency = f"Urgency with every alert: {urgency_words(assessment.urgency)}."
    beside = assessment.guideline.notices.beside
    return (urgency, f"Alerts: {raised}.", beside) if raised else (urgency, beside)
