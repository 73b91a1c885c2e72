"""An assessment in plain words, for a person to read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from spasm_ddx.guideline.assessment import Assessment, Features, UrgencyRange
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.interview import answers_to
from spasm_ddx.guideline.model import CODES_NOTE, Code, Condition, UrgencyScale
from spasm_ddx.guideline.sources import Note
from spasm_ddx.reasoning.kinds import Finding
from spasm_ddx.reasoning.wording import listed, lowered, said

WIDTH = 88


def report(assessment: Assessment, *, ahead: bool = True) -> str:
    """The whole assessment as plain text of at most 88 columns.

    What is still possible and how urgent come first; then what raised it, what to ask
    next, what would follow if the open red flags were denied, how it got there, what
    speaks for and against, and what to do.

    Args:
        assessment: The assessment.
        ahead: Whether to say what each answer would lead to; a witness must not see it.
    """
    sections = (
        _possible(assessment),
        _titled("Alerts:", _alerts(assessment)),
        _next(assessment, ahead=ahead),
        _if_denied(assessment) if ahead else (),
        _titled("How it got there:", _steps(assessment)),
        _titled("Typical features:", _features(assessment)),
        _alerts_possible(assessment),
        _causes(assessment),
        _titled("What to do:", _advice(assessment)),
        _sources(assessment),
        _purpose(assessment),
    )
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section)))


def how_soon(assessment: Assessment) -> str:
    """How soon to act: while that is open, as soon as the more urgent end of the range.

    Where the condition is settled and even the most urgent end can wait, nobody is sent there
    for want of an answer; what would send them there is named.
    """
    urgency = assessment.urgency
    low, high = urgency.at_least.words.capitalize(), urgency.at_most.words.capitalize()
    if low == high:
        return f"{low}."
    if assessment.diagnosis is not None and can_wait(assessment.guideline, urgency.at_most):
        could = "; ".join(
            lowered(alert.name)
            for alert in assessment.alerts.possible
            if alert.at_least > urgency.at_least
        )
        return f"{low}. {high} where one of these, not known yet, is so: {could}."
    return (
        f"It is not settled. It may be as urgent as this: {high.lower()}. It may be no more than: "
        f"{low.lower()}. Until the open answers are known, act on the first."
    )


def can_wait(guideline: Guideline, urgency: UrgencyScale) -> bool:
    """Whether an urgency stands two levels or more below the highest."""
    return guideline.scale.index(urgency) < len(guideline.scale) - 2


def urgency_words(urgency: UrgencyRange) -> str:
    """The range of the urgency in words."""
    low, high = urgency.at_least, urgency.at_most
    if low == high:
        return f"{low.title}: {low.words}"
    return f"at least {low.title} ({low.words}), at most {high.title} ({high.words})"


def graded(features: Features) -> str:
    """How urgent a condition is in this person, and whether that is its own or an alert's."""
    urgency = features.urgency
    more = "" if urgency.at_least == urgency.at_most else " or more"
    alert = ", by an alert" if features.raised else ""
    return f"{urgency.at_least.title}{more}{alert}"


def names(conditions: Iterable[Condition]) -> str:
    """The names of conditions as a list in a line."""
    return "; ".join(condition.name for condition in conditions)


def answers_in_words(assessment: Assessment, finding: Finding) -> list[str]:
    """What each answer to a finding would leave, a sentence for each."""
    return [
        f"If {answer}: {_left(assessment, after)}."
        for answer, after in answers_to(assessment, finding)
    ]


def _left(before: Assessment, after: Assessment) -> str:
    """What is left after an answer, beside what was possible before it."""
    urgency = f"; {urgency_range(after.urgency)}" if after.guideline.graded else ""
    if after.diagnosis is not None:
        return f"{after.diagnosis.name}{urgency}"
    gone = [c.name for c in before.differential if c not in after.differential]
    if not gone:
        return f"all {len(after.differential)} stay possible{urgency}"
    return f"{len(after.differential)} stay possible, without {listed(gone, 'and')}{urgency}"


def urgency_range(urgency: UrgencyRange) -> str:
    """The range of the urgency by its names, as in "URGENT to EMERGENCY"."""
    low, high = urgency.at_least.title, urgency.at_most.title
    return low if low == high else f"{low} to {high}"


# ---------------------------------------------------------------------------- sections


def _possible(assessment: Assessment) -> Iterator[str]:
    diagnosis = assessment.diagnosis
    if diagnosis is not None:
        yield from _wrapped(f"{diagnosis.name}: the only condition that is still possible.")
    else:
        yield f"Still possible: {len(assessment.differential)} conditions"
        lines = [(each.supported, f"    {_with_urgency(each)}") for each in assessment.features]
        supported = (line for known, line in lines if known)
        yield from _titled("  Supported by what is known:", supported)
        others = (line for known, line in lines if not known)
        yield from _titled("  Not ruled out: not asked about, or not known:", others)
    if assessment.guideline.graded:
        yield from _wrapped(f"Urgency: {urgency_words(assessment.urgency)}.")
    known = [said(finding, value) for finding, value in assessment.presentation.known.items()]
    if known:
        yield from _wrapped(f"Known: {'; '.join(known)}.")
    if diagnosis is not None and diagnosis.codes:
        yield from _wrapped(_codes(diagnosis.codes))


def _with_urgency(features: Features) -> str:
    return features.condition.name + (f" ({graded(features)})" if features.graded else "")


def _codes(codes: Iterable[Code]) -> str:
    return f"Codes ({CODES_NOTE}): {', '.join(map(str, codes))}."


def _alerts(assessment: Assessment) -> Iterator[str]:
    for alert in assessment.alerts.raised:
        raises = f"{alert.name}: at least {alert.at_least.title}"
        codes = f" {_codes(alert.codes)}" if alert.codes else ""
        yield from _item(f"{_citing(assessment, raises, alert.claims)}.{codes}")


def _alerts_possible(assessment: Assessment) -> Iterator[str]:
    possible = [alert.name for alert in assessment.alerts.possible]
    if possible:
        yield from _wrapped(f"Alerts not ruled out: {'; '.join(possible)}.")


def _next(assessment: Assessment, *, ahead: bool) -> Iterator[str]:
    page, notices = assessment.next_page, assessment.guideline.notices
    if page is None:
        yield from _wrapped(notices.settled)
        return
    if assessment.urgency.at_least.calls_for_help and notices.call_now:
        yield notices.call_now
    finding = page.findings[0]
    yield from _wrapped(f"Ask next: {finding.asks} ({finding.name})")
    yield from _wrapped(f"Why: {page.why}.", "  ")
    yield from _wrapped(finding.help, "  ")
    yield from _items(answers_in_words(assessment, finding) if ahead else ())
    if page.screen is not None:
        yield from _wrapped(f"One screen asks it together with others: {page.asks}", "  ")
        for other in page.findings:
            yield from _item(f"{other.asks} ({other.name}) {other.help}", "    ")


def _if_denied(assessment: Assessment) -> Iterator[str]:
    denied = assessment.if_denied
    if denied is None:
        return
    flags = "; ".join(finding.label for finding in denied.findings)
    yield "If each of these red flags, not answered yet, were denied:"
    yield from _wrapped(f"{flags}.", "    ")
    yield from _wrapped(f"then: {names(denied.differential)}.", "  ")
    if assessment.guideline.graded:
        yield from _wrapped(f"Urgency then: {urgency_words(denied.urgency)}.", "  ")


def _steps(assessment: Assessment) -> Iterator[str]:
    value_of = assessment.presentation.value_of
    for number, step in enumerate(assessment.steps, start=1):
        because = ", ".join(said(finding, value_of(finding)) for finding in step.because)
        answer = f"{step.question.asks} {'Yes' if step.answer else 'No'}: {because}"
        text = f"{number}. {_citing(assessment, answer, step.claims)}"
        yield from _wrapped(text, "  ", "     ")


def _features(assessment: Assessment) -> Iterator[str]:
    for features in assessment.features:
        if features.condition.features:
            yield f"  {features.condition.name}"
        for word, found in (
            ("for", features.speaks_for),
            ("against (absent)", features.speaks_against),
            ("unknown", features.unknown),
        ):
            if found:
                texts = (_citing(assessment, feature.text, feature.claims) for feature in found)
                yield from _wrapped(f"{word}: {'; '.join(texts)}", "    ")


def _causes(assessment: Assessment) -> Iterator[str]:
    given = {piece.text for piece in assessment.advice}
    for condition in assessment.differential:
        causes = [cause for cause in condition.causes if cause in assessment.causes]
        if causes:
            yield f"{condition.causes_title}:"
        for cause in causes:
            yield from _item(_citing(assessment, cause.name, cause.claims))
            for piece in cause.advice:
                if piece.text in given:
                    yield from _wrapped(_citing(assessment, piece.text, piece.claims), "    ")


def _advice(assessment: Assessment) -> Iterator[str]:
    if assessment.guideline.graded:
        yield from _item(how_soon(assessment))
    yield from _items(_citing(assessment, each.text, each.claims) for each in assessment.advice)


def _sources(assessment: Assessment) -> list[str]:
    """What the cited claims say, and where later references differ from them."""
    cited, sources = _cited(assessment), assessment.guideline.sources
    claims = (f"{claim.id}: {claim.says}" for claim in sources.claims if claim.id in cited)
    notes = (
        f"{note.id} on {', '.join(note.on)}: {note} ({note.reference})"
        for note in sources.notes
        if _concerns(note, assessment, cited)
    )
    differs = "Where today's references differ from the source, or add to it:"
    return [
        *_titled("What the source says, in other words:", _items(claims)),
        *_titled(differs, _items(notes)),
    ]


def _cited(assessment: Assessment) -> set[str]:
    """Every claim and note that the report cites."""
    features = assessment.features
    citing = (
        *(step.claims for step in assessment.steps),
        *(alert.claims for alert in assessment.alerts.raised),
        *(piece.claims for piece in assessment.advice),
        *(cause.claims for cause in assessment.causes),
        *(feature.claims for each in features for feature in each.speaks_for),
        *(feature.claims for each in features for feature in each.speaks_against),
    )
    return set(chain.from_iterable(citing))


def _concerns(note: Note, assessment: Assessment, cited: set[str]) -> bool:
    """Whether a note is cited, or is about a cited claim and not about another alert."""
    if note.id in cited:
        return True
    driven = [alert for alert in assessment.guideline.alerts if note.id in alert.claims]
    still = {*assessment.alerts.raised, *assessment.alerts.possible}
    return not cited.isdisjoint(note.on) and (not driven or not still.isdisjoint(driven))


def _purpose(assessment: Assessment) -> list[str]:
    version = assessment.guideline.version
    content = f" Content {version}." if version else ""
    return _wrapped(f"{assessment.guideline.notices.purpose}{content}", after="")


# ----------------------------------------------------------------------------- helpers


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    """The lines under a title; nothing at all where there are none."""
    found = list(lines)
    return [title, *found] if found else []


def _citing(assessment: Assessment, text: str, claims: Sequence[str]) -> str:
    """A text with the claims it rests on, if it names any."""
    return f"{text} {assessment.guideline.sources.cited(claims)}" if claims else text


def _items(texts: Iterable[str]) -> Iterator[str]:
    return (line for text in texts for line in _item(text))


def _item(text: str, indent: str = "  ") -> list[str]:
    return _wrapped(f"- {text}", indent)


def _wrapped(text: str, indent: str = "", after: str | None = None) -> list[str]:
    later = indent + "  " if after is None else after
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=later)
