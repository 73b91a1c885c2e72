"""An assessment in plain words, short enough for a person in a hurry."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spasm_ddx.guideline.assessment import Assessment, Features, UrgencyRange
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.interview import Interview, answers_to, open_findings
from spasm_ddx.guideline.model import Alert, Condition, Ungraded, UrgencyScale
from spasm_ddx.reasoning.finding_kinds import ANYONE, Finding
from spasm_ddx.reasoning.wording import capitalized, listed, lowered, said

#: The default width of a text, in columns.
WIDTH: Final = 80
#: The most findings that a sentence names; it counts the others.
_NAMED: Final = 5
#: The mark of a list item, which indents its later lines: "- ", "1. " or "1  ".
_MARK: Final = re.compile(r" *(?:- |\d+\.? +)?")
#: A label at the beginning of a text, as in "Alerts: ...".
_LABEL: Final = re.compile(r" *[A-Za-z][^:.]{,40}: ")


def report(found: Assessment | Interview, *, width: int = WIDTH) -> str:
    """What a person in a hurry needs, as plain text.

    The urgency and what to do come first; then what is still possible, and the next question
    with its reason. ``explanation`` has everything else.

    Args:
        found: The assessment, or an interview at its end, which names the unanswered findings
            and does not ask them again.
        width: The most columns of a line; a longer word is not broken.
    """
    assessment = found.assessment if isinstance(found, Interview) else found
    more = "Reasons, claims and notes: explain(), or --explain."
    sections = [
        *brief(assessment),
        asking(found),
        [f"{about(assessment.guideline)} {more}"],
    ]
    return laid_out(sections, width)


def how_soon(assessment: Assessment) -> str:
    """How soon to act: while the urgency is open, as for the highest urgency possible.

    If the condition is settled and even the highest urgency can wait, the text gives the lowest
    one and names the alerts that could raise it.
    """
    low, high = assessment.urgency.at_least, assessment.urgency.at_most
    if low == high:
        return f"{_sentence(low)}."
    if assessment.diagnosis is not None and can_wait(assessment.guideline, high):
        raising = [alert for alert in assessment.alerts.possible if alert.at_least > low]
        could = "; ".join(lowered(alert.name) for alert in raising)
        unless = "if this is so, which is not known yet"
        return f"{_sentence(low)}. {_sentence(high)} {unless}: {could}."
    emergency = "act as for an emergency: " if high.calls_for_help else ""
    return f"Not settled yet. Until it is, {emergency}{_words(high)}."


def _words(urgency: UrgencyScale) -> str:
    return urgency.words or f"act as for {urgency.title}"


def _sentence(urgency: UrgencyScale) -> str:
    return capitalized(_words(urgency))


def can_wait(guideline: Guideline, urgency: UrgencyScale) -> bool:
    """Whether an urgency is two or more levels below the highest."""
    return guideline.scale.index(urgency) < len(guideline.scale) - 2


def urgency_words(urgency: UrgencyRange) -> str:
    """The range of the urgency in words."""
    low, high = urgency.at_least, urgency.at_most
    if low == high:
        return f"{low.title}: {low.words}"
    return f"at least {low.title} ({low.words}), at most {high.title} ({high.words})"


def urgency_range(urgency: UrgencyRange) -> str:
    """The range of the urgency by its names, as in "URGENT to EMERGENCY"."""
    low, high = urgency.at_least.title, urgency.at_most.title
    return low if low == high else f"{low} to {high}"


def graded(features: Features) -> str:
    """The urgency of a condition for this person, and whether an alert raises it."""
    urgency = features.urgency
    more = "" if urgency.at_least == urgency.at_most else " or more"
    alert = ", by an alert" if urgency.at_least > features.condition.urgency else ""
    return f"{urgency.at_least.title}{more}{alert}"


def names(parts: Iterable[Condition | Alert]) -> str:
    """The names of conditions or alerts in one line."""
    return "; ".join(part.name for part in parts)


def answers_in_words(assessment: Assessment, finding: Finding) -> list[str]:
    """What each answer to a finding would leave possible, in a sentence each."""
    each = answers_to(assessment, finding)
    return [
        f"{f'If {answer}' if len(each) > 1 else 'Whatever the answer'}: {_left(assessment, after)}."
        for answer, after in each
    ]


def _left(before: Assessment, after: Assessment) -> str:
    """What an answer would leave possible, compared with before."""
    urgency = f"; {urgency_range(after.urgency)}" if after.guideline.graded else ""
    if after.diagnosis is not None:
        return f"{after.diagnosis.name}{urgency}"
    gone = [c.name for c in before.differential if c not in after.differential]
    if not gone:
        return f"all {len(after.differential)} stay possible{urgency}"
    return f"{len(after.differential)} stay possible, without {listed(gone, 'and')}{urgency}"


# ---------------------------------------------------------------------------- sections


def brief(assessment: Assessment, *, whole: bool = False) -> list[Iterable[str]]:
    """The urgency, what to do, the raised alerts, and what is still possible.

    Args:
        assessment: The assessment.
        whole: Whether to write the beginning of the explanation: with the urgency in words
            and the claims of advice, without alerts, which come later there.
    """
    advice = [
        citing(assessment, piece.text, piece.claims if whole else ()) for piece in assessment.advice
    ]
    first: list[str] = []
    if assessment.guideline.graded:
        words = urgency_words if whole else urgency_range
        first = [f"Urgency: {words(assessment.urgency)}"]
        advice.insert(0, how_soon(assessment))
    raised = sorted(assessment.alerts.raised, key=lambda alert: -alert.at_least)
    return [
        [*first, *titled("What to do:", items(advice))],
        [] if whole else in_a_line("Alerts", names(raised)),
        _possible(assessment),
    ]


def _possible(assessment: Assessment) -> Iterator[str]:
    if assessment.diagnosis is not None:
        yield f"{assessment.diagnosis.name}: the only condition that is still possible."
        return
    lines = [(each.supported, with_urgency(each)) for each in assessment.features]
    head = f"Still possible: {len(assessment.differential)} conditions. "
    for supported, title in (
        (True, "Supported by what is known:"),
        (False, "Not ruled out: not asked about, or not known:"),
    ):
        group = titled(f"{head}{title}", items(line for known, line in lines if known is supported))
        yield from group
        head = "" if group else head


def with_urgency(features: Features) -> str:
    """A condition with its urgency for this person."""
    name, urgency = features.condition.name, features.condition.urgency
    return name if isinstance(urgency, Ungraded) else f"{name} ({graded(features)})"


def asking(found: Assessment | Interview) -> Iterator[str]:
    """The next question with its reason, an interview's open findings, or that it is settled."""
    assessment = found.assessment if isinstance(found, Interview) else found
    page, notices = assessment.next_page, assessment.guideline.notices
    if page is None:
        yield notices.settled
    elif isinstance(found, Interview):
        yield left_open(found)
    else:
        if assessment.urgency.at_least.calls_for_help and notices.call_now:
            yield notices.call_now
        name = page.findings[0].name if page.screen is None else page.screen.key
        yield f"Ask next: {page.asks} ({name})"
        if page.screen is None:
            yield f"  {page.findings[0].help}"
        else:
            yield from (f"  - {finding.asks}" for finding in page.findings)
        yield f"  Why: {page.why}."


def left_open(interview: Interview) -> str:
    """What is not known and keeps the result open; first what was answered "don't know"."""
    open_ = unknown_in_order(interview.assessment)
    open_.sort(key=lambda finding: finding not in interview.passed)
    several = "these are" if len(open_) > 1 else "this is"
    return f"Not settled, because {several} not known: {few(labels(open_))}."


def unknown_in_order(assessment: Assessment) -> list[Finding]:
    """The unknown findings that can still change the result, in the order of asking."""
    open_ = open_findings(assessment.guideline, assessment.presentation)
    return [finding for finding in assessment.guideline.findings_in_order if finding in open_]


def labels(findings: Iterable[Finding]) -> list[str]:
    """The labels of findings, each with the only role that can answer it."""
    return [
        finding.label
        + ("" if finding.answered_by == ANYONE else f" (only a {finding.answered_by} can tell)")
        for finding in findings
    ]


def few(texts: Sequence[str], most: int = _NAMED) -> str:
    """The first few texts in a line, with the number of the others."""
    more = len(texts) - most
    return "; ".join([*texts[:most], f"and {more} more"] if more > 0 else texts)


def steps_in_words(assessment: Assessment, *, cites: bool) -> Iterator[str]:
    """The answered questions, each with the findings that settled it and, on request, claims."""
    value_of = assessment.presentation.value_of
    for step in assessment.steps:
        because = ", ".join(said(finding, value_of(finding)) for finding in step.because)
        answer = f"{step.question.asks} {'Yes' if step.answer else 'No'}: {because}"
        yield citing(assessment, answer, step.claims if cites else ())


def about(guideline: Guideline) -> str:
    """The purpose of the guideline, and the version of its content."""
    content = f" Content {guideline.version}." if guideline.version else ""
    return f"{guideline.notices.purpose}{content}"


# ----------------------------------------------------------------------------- helpers


def titled(title: str, lines: Iterable[str]) -> list[str]:
    """The lines under a title; empty without lines."""
    found = list(lines)
    return [title, *found] if found else []


def in_a_line(title: str, text: str) -> list[str]:
    """The text after its title, as a sentence; empty without a text."""
    return [f"{title}: {text}."] if text else []


def items(texts: Iterable[str]) -> Iterator[str]:
    """Each text as an item of a list."""
    return (f"- {text}" for text in texts)


def citing(assessment: Assessment, text: str, claims: Sequence[str]) -> str:
    """A text with the claims that support it, if any."""
    return f"{text} {assessment.guideline.sources.cited(claims)}" if claims else text


def laid_out(sections: Iterable[Iterable[str]], width: int) -> str:
    """Sections as one text, separated by empty lines."""
    texts = (
        "\n".join(line for text in section for line in filled(text, width)) for section in sections
    )
    return "\n\n".join(text for text in texts if text)


def filled(text: str, width: int = WIDTH) -> list[str]:
    """A text in lines of at most this width without broken words, indented after a list mark."""
    first = _MARK.findall(text)[0]
    later = " " * (len(first) + 2 * bool(_LABEL.match(text)))
    return textwrap.wrap(
        text[len(first) :],
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
