"""One person's assessment as one page to print or take along, in plain HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from typing import Final

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.report import (
    about,
    few,
    how_soon,
    labels,
    steps_in_words,
    unknown_in_order,
    urgency_range,
    with_urgency,
)
from spasm_ddx.reasoning.wording import capitalized, said
from spasm_ddx.views.cards import grade_of
from spasm_ddx.views.html import page, text
from spasm_ddx.views.style import MARKS, variables

_REASONS: Final = 3
#: How many findings that are not known the page names; it counts the others.
_UNKNOWN: Final = 24


def to_handout(assessment: Assessment) -> str:
    """An assessment as one page: how urgent, what to do, three reasons, and what was not known.

    Below them it has the answered questions in words, and the notices. It prints on one sheet
    of A4 and loads nothing from the network.
    """
    guideline = assessment.guideline
    css = variables() + files("spasm_ddx.views").joinpath("handout.css").read_text(encoding="utf-8")
    body = [
        f"<h1>{text(guideline.name)}</h1>",
        *_urgency(assessment),
        *_listed("What to do", (piece.text for piece in assessment.advice)),
        *_listed("Still possible", map(with_urgency, assessment.features)),
        *_listed("Why", reasons(assessment)[:_REASONS]),
        *_not_known(assessment),
        *_listed("How it got there", steps_in_words(assessment, cites=False), kind="ol"),
        f"<footer>{_paragraph(about(guideline))}{_paragraph(guideline.notices.beside)}</footer>",
    ]
    return page(guideline.name, css, body, theme="light")


def reasons(assessment: Assessment) -> list[str]:
    """The reasons for the result, the most important first: alerts, red flags, then features."""
    value_of = assessment.presentation.value_of
    alerts = sorted(assessment.alerts.raised, key=lambda alert: -alert.at_least)
    found = [f"{alert.name}: at least {alert.at_least.title}" for alert in alerts]
    for features in assessment.features:
        name = features.condition.name
        flags = [said(flag, value_of(flag)) for flag in features.red_flags]
        typical = [feature.text for feature in features.speaks_for if feature.text not in flags]
        found += [f"{flag}, a red flag" for flag in flags]
        found += [f"{text}, typical of: {name}" for text in typical]
    return list(dict.fromkeys(found))


def _urgency(assessment: Assessment) -> Iterator[str]:
    """How urgent it is, in the colour of the highest urgency still possible."""
    if assessment.guideline.graded:
        grade = grade_of(assessment.urgency.at_most)
        paint = f"var(--ddx-grade-{grade}-strip"
        style = f"background:{paint});color:{paint}-ink)"
        words = escape(urgency_range(assessment.urgency))
        yield f'<p class="strip" style="{style}">{MARKS[grade]} {words}</p>'
        yield f'<p class="soon">{text(capitalized(how_soon(assessment)))}</p>'


def _not_known(assessment: Assessment) -> Iterator[str]:
    unknown = labels(unknown_in_order(assessment))
    if unknown:
        yield f"<h2>Not known, and could change this</h2>{_paragraph(few(unknown, _UNKNOWN))}"
    else:
        yield _paragraph(assessment.guideline.notices.settled)


def _listed(title: str, texts: Iterable[str], kind: str = "ul") -> Iterator[str]:
    items = "".join(f"<li>{text(capitalized(words))}</li>" for words in texts)
    if items:
        yield f"<h2>{title}</h2><{kind}>{items}</{kind}>"


def _paragraph(words: str) -> str:
    return f"<p>{text(capitalized(words))}</p>" if words else ""
