"""An assessment in plain words, for a person to read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import attrs

from spasm_ddx.muscle_spasm.assessment import Assessment, Features, Step, UrgencyRange, open_among
from spasm_ddx.muscle_spasm.conditions import CODES_NOTE, Condition, Urgency
from spasm_ddx.muscle_spasm.sources import VARIANCE
from spasm_ddx.muscle_spasm.tree import CONTENT_VERSION, MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import Finding, findings_in
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, places
from spasm_ddx.views.cards import Card
from spasm_ddx.views.wording import said

WIDTH = 88

DISCLAIMER = (
    "Not a medical device and not medical advice. It computes what follows from one "
    "encyclopaedia page and the findings given, and nothing else."
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
        _causes(assessment),
        _advice(assessment),
        _variance(assessment),
        textwrap.wrap(f"{DISCLAIMER} Content {CONTENT_VERSION}.", WIDTH),
    )
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section)))


@attrs.frozen
class _Raised:
    """A condition whose own urgency is lower than what an alert raises it to."""

    condition: Condition
    urgency: Urgency

    def card(self) -> Card:
        """What a picture shows of it: the urgency that counts."""
        own = self.condition.card()
        return attrs.evolve(
            own,
            grade=int(self.urgency),
            strip=f"{_named(self.urgency)}, raised by an alert",
            lines=(f"{self.urgency.words.capitalize()}.", *own.lines[1:]),
        )


def drawn_tree(assessment: Assessment) -> Tree[Condition | _Raised]:
    """The tree as a picture of one person shows it, with what alerts raise.

    A leaf tells the urgency of its condition alone; where an alert raises that of a
    condition still possible, the leaf would reassure wrongly.
    """

    def shown(node: Node[Condition]) -> Node[Condition | _Raised]:
        if isinstance(node, Question):
            return Question(
                node.asks,
                node.criterion,
                yes=shown(node.yes),
                no=shown(node.no),
                claims=node.claims,
            )
        condition, least = node.outcome, assessment.urgency.at_least
        if condition in assessment.differential and condition.urgency < least:
            return Leaf(_Raised(condition, least))
        return node

    return Tree(shown(MUSCLE_SPASM.root), name=MUSCLE_SPASM.name, version=MUSCLE_SPASM.version)


def remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must stand beside a picture of the path: a leaf tells its own urgency alone."""
    raised = "; ".join(alert.name for alert in assessment.alerts.raised)
    lines = [f"Urgency with every alert: {urgency_words(assessment.urgency)}."]
    return (*lines, f"Alerts: {raised}.") if raised else tuple(lines)


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
        if finding in findings_in(alert.criterion) and alert.at_least > assessment.urgency.at_least
    ]
    if may:
        return f'{red}it bears on the alert "{may[0]}"'
    return f"{red}it bears on how urgent this is"


# ---------------------------------------------------------------------------- sections


def _possible(assessment: Assessment) -> Iterator[str]:
    diagnosis = assessment.diagnosis
    if diagnosis is not None:
        yield from _wrapped(
            f"{diagnosis.name}: the only condition of the source that is still possible."
        )
    else:
        yield f"Still possible: {len(assessment.differential)} conditions"
        supported = [f.condition for f in assessment.features if f.supported]
        others = [f.condition for f in assessment.features if not f.supported]
        yield from _group("Supported by what is known", supported)
        yield from _group("Not ruled out: not yet asked about", others)
    yield from _wrapped(f"Urgency: {urgency_words(assessment.urgency)}.")
    if diagnosis is not None and diagnosis.codes:
        codes = ", ".join(map(str, diagnosis.codes))
        yield from _wrapped(f"Codes ({CODES_NOTE}): {codes}.")


def _group(title: str, conditions: Sequence[Condition]) -> Iterator[str]:
    if conditions:
        yield f"  {title}:"
    for condition in conditions:
        yield f"    {condition.name} ({_named(condition.urgency)})"


def _alerts(assessment: Assessment) -> Iterator[str]:
    if assessment.alerts.raised:
        yield "Alerts:"
    for alert in assessment.alerts.raised:
        codes = f" Codes ({CODES_NOTE}): {', '.join(map(str, alert.codes))}." if alert.codes else ""
        yield from _item(
            f"{alert.name}: at least {_named(alert.at_least)} {_cites(alert.claims)}.{codes}"
        )
    if assessment.alerts.possible:
        possible = "; ".join(alert.name for alert in assessment.alerts.possible)
        yield from _wrapped(f"Alerts not ruled out: {possible}.")


def _next(assessment: Assessment) -> Iterator[str]:
    finding, screen = assessment.next_question, assessment.next_screen
    if finding is None:
        yield "Nothing more to ask: neither the condition nor the urgency can change."
        return
    yield from _wrapped(f"Ask next: {finding.asks} ({finding.name})")
    yield from _wrapped(f"Why: {why(assessment, finding)}.", "  ")
    if finding.help:
        yield from _wrapped(finding.help, "  ")
    if screen is not None:
        findings = open_among(screen.findings, assessment.presentation)
        yield from _wrapped(f"One screen asks it together with others: {screen.asks}", "  ")
        for other in findings:
            yield from _item(f"{other.asks} ({other.name})", "    ")


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
        yield from _told("against", features, "speaks_against")
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


def _advice(assessment: Assessment) -> Iterator[str]:
    yield "What to do:"
    if assessment.urgency.at_least == assessment.urgency.at_most:
        yield from _item(f"{assessment.urgency.at_least.words.capitalize()}.")
    else:
        low, high = assessment.urgency.at_least.words, assessment.urgency.at_most.words
        yield from _item(
            f'It is not settled: what is still open decides between "{low}" and "{high}". '
            f"Where that cannot be answered, a doctor has to decide."
        )
    for piece in assessment.advice:
        yield from _item(f"{piece.text} {_cites(piece.claims)}")


def _variance(assessment: Assessment) -> Iterator[str]:
    cited = {claim for step in assessment.steps for claim in step.claims}
    cited.update(claim for alert in assessment.alerts.raised for claim in alert.claims)
    cited.update(claim for piece in assessment.advice for claim in piece.claims)
    notes = [
        note for note in VARIANCE.values() if note.id in cited or not cited.isdisjoint(note.on)
    ]
    if notes:
        yield "Where today's references differ from the source, or add to it:"
    for note in notes:
        yield from _item(f"{note.id} on {', '.join(note.on)}: {note}")


# ----------------------------------------------------------------------------- helpers


def _named(urgency: Urgency) -> str:
    return urgency.key.replace("_", "-").upper()


def _cites(claims: Iterable[str]) -> str:
    return f"[{' '.join(claims)}]"


def _item(text: str, indent: str = "  ", bullet: str = "- ") -> list[str]:
    first = indent + bullet
    after = " " * (len(first) if bullet else len(first) + 3)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=after)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
