"""An assessment in full: the report, the steps, and the claims that support each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.interview import Interview
from spasm_ddx.guideline.model import CODES_NOTE, Code
from spasm_ddx.guideline.report import (
    WIDTH,
    about,
    answers_in_words,
    asking,
    brief,
    citing,
    in_a_line,
    items,
    laid_out,
    names,
    steps_in_words,
    titled,
    urgency_words,
)
from spasm_ddx.guideline.sources import Note
from spasm_ddx.reasoning.wording import said


def explanation(found: Assessment | Interview, *, width: int = WIDTH) -> str:
    """The whole assessment as plain text, with the claims that support each part.

    The report comes first. Then come the result of each answer to the next question, the result
    if every open red flag were denied, the known findings and the steps. The features for and
    against, the alerts, the causes, and the claims and notes come last.

    Args:
        found: The assessment, or an interview at its end; a witness does not see the results
            of answers.
        width: The most columns of a line; a longer word is not broken.
    """
    assessment = found.assessment if isinstance(found, Interview) else found
    ahead = not isinstance(found, Interview) or found.sees_ahead
    known = (said(finding, value) for finding, value in assessment.presentation.known.items())
    steps = enumerate(steps_in_words(assessment, cites=True), start=1)
    cited = _cited(assessment)
    sections = [
        *brief(assessment, whole=True),
        asking(found),
        *((_answers(assessment), _if_denied(assessment)) if ahead else ()),
        in_a_line("Known", "; ".join(known)),
        titled("How it got there:", (f"{number}. {step}" for number, step in steps)),
        titled("For and against:", _features(assessment)),
        titled("Alerts raised:", _alerts(assessment)),
        in_a_line("Alerts not ruled out", names(assessment.alerts.possible)),
        _causes(assessment),
        titled("What the source says, in other words:", _claims(assessment, cited)),
        titled("Where today's references differ from it, or add to it:", _notes(assessment, cited)),
        [about(assessment.guideline)],
    ]
    return laid_out(sections, width)


def _answers(assessment: Assessment) -> Iterator[str]:
    page = assessment.next_page
    if page is None:
        return
    finding = page.findings[0]
    which = "" if page.screen is None else f" {finding.asks} ({finding.name})"
    yield f"What each answer would lead to:{which}"
    yield from items(answers_in_words(assessment, finding))
    if page.screen is not None:
        yield "The whole screen:"
        for each in page.findings:
            yield f"- {each.asks} ({each.name}) {each.help}"


def _if_denied(assessment: Assessment) -> Iterator[str]:
    denied = assessment.if_denied
    if denied is None:
        return
    yield "If every one of these open red flags were denied:"
    yield f"  {'; '.join(finding.label for finding in denied.findings)}."
    yield f"Then: {names(denied.differential)}."
    if assessment.guideline.graded:
        yield f"Urgency then: {urgency_words(denied.urgency)}."


def _features(assessment: Assessment) -> Iterator[str]:
    for features in assessment.features:
        condition = features.condition
        if condition.features:
            yield f"- {condition.name}"
        for word, found in (
            ("for", features.speaks_for),
            ("against (absent)", features.speaks_against),
            ("unknown", features.unknown),
        ):
            if found:
                texts = (citing(assessment, feature.text, feature.claims) for feature in found)
                yield f"  {word}: {'; '.join(texts)}"
    diagnosis = assessment.diagnosis
    if diagnosis is not None and diagnosis.codes:
        yield f"  {_codes(diagnosis.codes)}"


def _codes(codes: Iterable[Code]) -> str:
    return f"Codes ({CODES_NOTE}): {', '.join(map(str, codes))}."


def _alerts(assessment: Assessment) -> Iterator[str]:
    for alert in assessment.alerts.raised:
        raises = f"{alert.name}: at least {alert.at_least.title}"
        codes = f" {_codes(alert.codes)}" if alert.codes else ""
        yield f"- {citing(assessment, raises, alert.claims)}.{codes}"


def _causes(assessment: Assessment) -> Iterator[str]:
    given = {piece.text for piece in assessment.advice}
    for condition in assessment.differential:
        causes = [cause for cause in condition.causes if cause in assessment.causes]
        if causes:
            yield f"{condition.causes_title}:"
        for cause in causes:
            yield f"- {citing(assessment, cause.name, cause.claims)}"
            for piece in cause.advice:
                if piece.text in given:
                    yield f"  {citing(assessment, piece.text, piece.claims)}"


def _claims(assessment: Assessment, cited: set[str]) -> Iterator[str]:
    claims = assessment.guideline.sources.claims
    return items(f"{claim.id}: {claim.says}" for claim in claims if claim.id in cited)


def _notes(assessment: Assessment, cited: set[str]) -> Iterator[str]:
    return items(
        f"{note.id} on {', '.join(note.on)}: {note} ({note.reference})"
        for note in assessment.guideline.sources.notes
        if _concerns(note, assessment, cited)
    )


def _cited(assessment: Assessment) -> set[str]:
    speaking = (
        feature
        for each in assessment.features
        for feature in (*each.speaks_for, *each.speaks_against)
    )
    parts: Iterable[Any] = chain(
        assessment.steps, assessment.alerts.raised, assessment.advice, assessment.causes, speaking
    )
    return {claim for part in parts for claim in part.claims}


def _concerns(note: Note, assessment: Assessment, cited: set[str]) -> bool:
    """Whether the text cites a note, or a claim of the note that is not about another alert."""
    if note.id in cited:
        return True
    driven = [alert for alert in assessment.guideline.alerts if note.id in alert.claims]
    still = {*assessment.alerts.raised, *assessment.alerts.possible}
    return not cited.isdisjoint(note.on) and (not driven or not still.isdisjoint(driven))
