"""An assessment in plain words, for a person to read."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterable, Iterator, Sequence

import attrs

from spasm_ddx.muscle_spasm.alerts import ALERTS
from spasm_ddx.muscle_spasm.assessment import (
    Assessment,
    Features,
    Step,
    UrgencyRange,
    alert_may_turn_on,
    answers_to,
    open_among,
)
from spasm_ddx.muscle_spasm.conditions import CODES_NOTE, Condition, Urgency
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.muscle_spasm.sources import CLAIMS, VARIANCE, Variance, as_cited
from spasm_ddx.muscle_spasm.tree import CONTENT_VERSION, MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import Finding, findings_in
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, places
from spasm_ddx.reasoning.wording import listed, lowered, said
from spasm_ddx.views.cards import Card

WIDTH = 88

DISCLAIMER = (
    "Not a medical device and not medical advice. It computes what follows from one "
    "encyclopaedia page, later notes on it, urgencies of our own, and the findings given."
)

#: What stands before the first question, for nobody is asked who is in need.
BEFORE = (
    "If somebody is convulsing, cannot be woken, may be poisoned, or is a child who just had a "
    "first convulsion: call an ambulance now, and leave the questions."
)
#: What stands above every question of an emergency.
CALL_NOW = "Call an ambulance now; the questions can wait."
#: Why it is asked first whether it is still going on, where that decides nothing.
FIRST_WHY = "it tells whether first aid is needed now"

NOTICE = (
    "Not medical advice; the source is older than today's references (sixteen notes; V13 and V16 "
    "are to be confirmed)."
)


def report(assessment: Assessment) -> str:
    """The whole assessment as plain text of at most 88 columns.

    What is still possible and how urgent come first; then what raised it, what to ask
    next, what would follow if the open red flags were denied, how it got there, what
    speaks for and against, and what to do.
    """
    sections = (
        _possible(assessment),
        _alerts(assessment),
        _next(assessment),
        _if_denied(assessment),
        _steps(assessment),
        _features(assessment),
        _alerts_possible(assessment),
        _causes(assessment),
        _advice(assessment),
        _sources(assessment),
        textwrap.wrap(f"{DISCLAIMER} Content {CONTENT_VERSION}.", WIDTH),
    )
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section)))


@attrs.frozen
class _Shown:
    """A condition as one person's picture shows it: with the urgency and advice that count."""

    condition: Condition
    urgency: UrgencyRange
    lines: tuple[str, ...]

    def card(self) -> Card:
        """The card of the condition, without what does not hold for this person."""
        own = self.condition.card()
        strip = _graded(self.condition, self.urgency)
        claims = own.claims if self.lines[1:] else ()
        grade = int(self.urgency.at_least)
        return attrs.evolve(own, grade=grade, strip=strip, lines=self.lines, claims=claims)


def drawn_tree(assessment: Assessment) -> Tree[Hashable]:
    """The tree as one person's picture shows it.

    A leaf tells the urgency and the advice of its condition alone. Here a leaf still
    possible tells what alerts raise, and only advice that the assessment gives.
    """
    urgencies = {features.condition: features.urgency for features in assessment.features}

    def shown(node: Node[Condition]) -> Node[Hashable]:
        if isinstance(node, Question):
            return Question(
                node.asks,
                node.criterion,
                yes=shown(node.yes),
                no=shown(node.no),
                claims=node.claims,
            )
        condition = node.outcome
        if condition not in assessment.differential:
            return Leaf(_Shown(condition, UrgencyRange(condition.urgency, condition.urgency), ()))
        urgency = urgencies[condition]
        words, more = urgency.at_least.words.capitalize(), urgency.at_least < urgency.at_most
        soon = f"{words}, or sooner." if more else f"{words}."
        advice = [piece.text for piece in assessment.advice if assessment.diagnosis is not None]
        return Leaf(_Shown(condition, urgency, (soon, *advice)))

    return Tree(shown(MUSCLE_SPASM.root), name=MUSCLE_SPASM.name, version=MUSCLE_SPASM.version)


def remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must stand beside a picture of the path: a leaf tells its own urgency alone."""
    raised = "; ".join(alert.name for alert in assessment.alerts.raised)
    urgency = f"Urgency with every alert: {urgency_words(assessment.urgency)}."
    return (urgency, f"Alerts: {raised}.", NOTICE) if raised else (urgency, NOTICE)


def how_soon(assessment: Assessment) -> str:
    """How soon to act: while that is open, as soon as the more urgent end of the range.

    A cramp for which no more than a doctor within days is open is not sent there for want of
    an answer; what would send it there is named.
    """
    urgency = assessment.urgency
    low, high = urgency.at_least.words.capitalize(), urgency.at_most.words.capitalize()
    if low == high:
        return f"{low}."
    if assessment.diagnosis is not None and urgency.at_most <= Urgency.PROMPT:
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


def urgency_words(urgency: UrgencyRange) -> str:
    """The range of the urgency in words."""
    low, high = urgency.at_least, urgency.at_most
    if low == high:
        return f"{_named(low)}: {low.words}"
    return f"at least {_named(low)} ({low.words}), at most {_named(high)} ({high.words})"


def names(conditions: Iterable[Condition]) -> str:
    """The names of conditions as a list in a line."""
    return "; ".join(condition.name for condition in conditions)


def why(assessment: Assessment, finding: Finding) -> str:
    """Why a finding is asked: the question of the tree it decides, or the alert it can raise."""
    red = "a red flag; " if finding.red_flag else ""
    if assessment.diagnosis is None:
        left = residual(MUSCLE_SPASM, assessment.presentation)
        for _, question in places(left):
            if isinstance(question, Question) and finding in findings_in(question.criterion):
                return f'{red}it bears on "{question.asks}"'
    may = [
        alert.name
        for alert in assessment.alerts.possible
        if alert.at_least > assessment.urgency.at_least
        and alert_may_turn_on(alert, finding, assessment.presentation)
    ]
    if may:
        return f'{red}it bears on the alert "{may[0]}"'
    if finding == Presentation.ongoing:
        return FIRST_WHY
    return f"{red}it bears on how urgent this is"


def answers_in_words(assessment: Assessment, finding: Finding) -> list[str]:
    """What each answer to a finding would leave, a sentence for each."""
    return [
        f"If {answer}: {_left(assessment, after)}."
        for answer, after in answers_to(finding, assessment.presentation)
    ]


def _left(before: Assessment, after: Assessment) -> str:
    """What is left after an answer, beside what was possible before it."""
    low, high = _named(after.urgency.at_least), _named(after.urgency.at_most)
    urgency = low if low == high else f"{low} to {high}"
    if after.diagnosis is not None:
        return f"{after.diagnosis.name}; {urgency}"
    gone = [c.name for c in before.differential if c not in after.differential]
    if not gone:
        return f"all {len(after.differential)} stay possible; {urgency}"
    return f"{len(after.differential)} stay possible, without {listed(gone, 'and')}; {urgency}"


# ---------------------------------------------------------------------------- sections


def _possible(assessment: Assessment) -> Iterator[str]:
    diagnosis = assessment.diagnosis
    if diagnosis is not None:
        yield from _wrapped(
            f"{diagnosis.name}: the only condition of the source that is still possible."
        )
    else:
        yield f"Still possible: {len(assessment.differential)} conditions"
        supported = [features for features in assessment.features if features.supported]
        others = [features for features in assessment.features if not features.supported]
        yield from _group("Supported by what is known", supported)
        yield from _group("Not ruled out: not asked about, or not known", others)
    yield from _wrapped(f"Urgency: {urgency_words(assessment.urgency)}.")
    known = assessment.presentation.known
    if known:
        told = "; ".join(said(finding, value) for finding, value in known.items())
        yield from _wrapped(f"Known: {told}.")
    if diagnosis is not None and diagnosis.codes:
        codes = ", ".join(map(str, diagnosis.codes))
        yield from _wrapped(f"Codes ({CODES_NOTE}): {codes}.")


def _group(title: str, possible: Sequence[Features]) -> Iterator[str]:
    if possible:
        yield f"  {title}:"
    for features in possible:
        yield f"    {features.condition.name} ({_graded(features.condition, features.urgency)})"


def _graded(condition: Condition, urgency: UrgencyRange) -> str:
    """How urgent a condition is in this person, and whether that is its own or an alert's."""
    more = "" if urgency.at_least == urgency.at_most else " or more"
    alert = ", by an alert" if urgency.at_least > condition.urgency else ""
    return f"{_named(urgency.at_least)}{more}{alert}"


def _alerts(assessment: Assessment) -> Iterator[str]:
    if assessment.alerts.raised:
        yield "Alerts:"
    for alert in assessment.alerts.raised:
        codes = f" Codes ({CODES_NOTE}): {', '.join(map(str, alert.codes))}." if alert.codes else ""
        yield from _item(
            f"{alert.name}: at least {_named(alert.at_least)} {_cites(alert.claims)}.{codes}"
        )


def _alerts_possible(assessment: Assessment) -> Iterator[str]:
    if assessment.alerts.possible:
        possible = "; ".join(alert.name for alert in assessment.alerts.possible)
        yield from _wrapped(f"Alerts not ruled out: {possible}.")


def _next(assessment: Assessment) -> Iterator[str]:
    finding, screen = assessment.next_question, assessment.next_screen
    if finding is None:
        yield from _wrapped(
            "Nothing more to ask: no other answer about this attack would change the result. If "
            "the person gets worse, or another attack comes, it holds no longer."
        )
        return
    if assessment.urgency.at_least == Urgency.EMERGENCY:
        yield CALL_NOW
    yield from _wrapped(f"Ask next: {finding.asks} ({finding.name})")
    yield from _wrapped(f"Why: {why(assessment, finding)}.", "  ")
    if finding.help:
        yield from _wrapped(finding.help, "  ")
    for answer in answers_in_words(assessment, finding):
        yield from _item(answer)
    if screen is not None:
        findings = open_among(screen.findings, assessment.presentation)
        yield from _wrapped(f"One screen asks it together with others: {screen.asks}", "  ")
        for other in findings:
            hint = f" {other.help}" if other.help else ""
            yield from _item(f"{other.asks} ({other.name}){hint}", "    ")


def _if_denied(assessment: Assessment) -> Iterator[str]:
    denied = assessment.if_denied
    if denied is None:
        return
    flags = "; ".join(finding.label for finding in denied.findings)
    yield "If each of these red flags, not answered yet, were denied:"
    yield from _wrapped(f"{flags}.", "    ")
    yield from _wrapped(f"then: {names(denied.differential)}.", "  ")
    yield from _wrapped(f"Urgency then: {urgency_words(denied.urgency)}.", "  ")


def _steps(assessment: Assessment) -> Iterator[str]:
    if not assessment.steps:
        return
    yield "How it got there:"
    for number, step in enumerate(assessment.steps, start=1):
        yield from _item(f"{number}. {_step(assessment, step)}", bullet="")


def _step(assessment: Assessment, step: Step) -> str:
    answer = "Yes" if step.answer else "No"
    because = ", ".join(
        said(finding, assessment.presentation.value_of(finding)) for finding in step.because
    )
    return f"{step.question.asks} {answer}: {because} {_cites(step.claims)}"


def _features(assessment: Assessment) -> Iterator[str]:
    told = [features for features in assessment.features if features.condition.typical]
    if told:
        yield "Typical features:"
    for features in told:
        yield f"  {features.condition.name}"
        yield from _told("for", features, "speaks_for")
        yield from _told("against (absent)", features, "speaks_against")
        yield from _told("unknown", features, "unknown")


def _told(word: str, features: Features, which: str) -> Iterator[str]:
    found = getattr(features, which)
    if found:
        listed = "; ".join(f"{feature.text} {_cites(feature.claims)}" for feature in found)
        yield from _wrapped(f"{word}: {listed}", "    ")


def _causes(assessment: Assessment) -> Iterator[str]:
    if assessment.causes:
        yield "May have contributed, if it is a cramp:"
    for cause in assessment.causes:
        yield from _item(f"{cause.name} {_cites(cause.claims)}")
        for piece in cause.advice:
            if piece in assessment.advice:
                yield from _wrapped(f"{piece.text} {_cites(piece.claims)}", "    ")


def _advice(assessment: Assessment) -> Iterator[str]:
    yield "What to do:"
    yield from _item(how_soon(assessment))
    for piece in assessment.advice:
        yield from _item(f"{piece.text} {_cites(piece.claims)}")


def _sources(assessment: Assessment) -> Iterator[str]:
    """What the cited claims say, and where today's references differ from them."""
    cited = _cited(assessment)
    claims = [claim for claim in CLAIMS.values() if claim.id in cited]
    if claims:
        yield "What the source says, in other words:"
    for claim in claims:
        yield from _item(f"{claim.id}: {claim.says}")
    notes = [note for note in VARIANCE.values() if _concerns(note, assessment, cited)]
    if notes:
        yield "Where today's references differ from the source, or add to it:"
    for note in notes:
        yield from _item(f"{note.id} on {', '.join(note.on)}: {note} ({note.reference})")


def _cited(assessment: Assessment) -> set[str]:
    """Every claim and note that the report cites."""
    told = [
        *(step.claims for step in assessment.steps),
        *(alert.claims for alert in assessment.alerts.raised),
        *(piece.claims for piece in assessment.advice),
        *(cause.claims for cause in assessment.causes),
    ]
    for features in assessment.features:
        told += [each.claims for each in (*features.speaks_for, *features.speaks_against)]
    return {claim for claims in told for claim in claims}


def _concerns(note: Variance, assessment: Assessment, cited: set[str]) -> bool:
    """Whether a note is cited, or is about a cited claim and not about another alert."""
    if note.id in cited:
        return True
    driven = [alert for alert in ALERTS if note.id in alert.claims]
    still = {*assessment.alerts.raised, *assessment.alerts.possible}
    return not cited.isdisjoint(note.on) and (not driven or not still.isdisjoint(driven))


# ----------------------------------------------------------------------------- helpers


def _named(urgency: Urgency) -> str:
    return urgency.key.replace("_", "-").upper()


def _cites(claims: Iterable[str]) -> str:
    return f"[{' '.join(map(as_cited, claims))}]"


def _item(text: str, indent: str = "  ", bullet: str = "- ") -> list[str]:
    first = indent + bullet
    after = " " * (len(first) if bullet else len(first) + 3)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=after)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
