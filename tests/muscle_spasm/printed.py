"""The whole content as plain text: every word, number and id, for the approved file.

``python -m tests.muscle_spasm.printed`` writes the file anew; read the difference before you
commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spasm_ddx import MUSCLE_SPASM, Criterion, Finding, Guideline, Screen
from spasm_ddx.guideline.advice import Requirement, When
from spasm_ddx.reasoning.criteria import AtLeast, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import Category, Quantity, Sign
from spasm_ddx.reasoning.tree import Leaf, places

APPROVED = Path(__file__).with_name("approved.txt")


def printed(guideline: Guideline) -> str:
    """Everything that the guideline holds, a line or a few for each part."""
    sections = {
        "guideline": _notices(guideline),
        "findings": (line for f in guideline.vocabulary.findings() for line in _finding(f)),
        "tree": _tree(guideline),
        "conditions": _conditions(guideline),
        "alerts": _alerts(guideline),
        "order of asking": _order(guideline),
        "advice": _advice(guideline),
        "lowerings": (
            f"{one.flag.name}: {one.before.key} to {one.after.key}; {one.why} {one.only}".strip()
            for one in guideline.lowerings
        ),
        "sources": _sources(guideline),
    }
    return "".join(
        f"# {title}\n" + "".join(f"{line}\n" for line in lines) + "\n"
        for title, lines in sections.items()
    )


def _notices(guideline: Guideline) -> Iterator[str]:
    yield f"{guideline.key} {guideline.version}: {guideline.name}"
    notices = guideline.notices
    yield from (notices.purpose, notices.before, notices.call_now)
    yield from (notices.beside, notices.settled)
    yield "reassuring: " + ", ".join(one.key for one in guideline.reassuring)
    for old, new in guideline.vocabulary.retired.items():
        yield f"retired: {old}, now {', '.join(new)}"


def _finding(finding: Finding) -> Iterator[str]:
    flag = " (red flag)" if finding.red_flag else ""
    claims = f" [{' '.join(finding.claims)}]" if finding.claims else ""
    yield f"{finding.name}{flag}, by {finding.answered_by}{claims}: {finding.asks}"
    if finding.help:
        yield f"  help: {finding.help}"
    match finding:
        case Sign(label=label, denied=denied, normal=normal):
            yield f"  {label} / {denied}{' (normal: yes)' if normal else ''}"
        case Category(label=label, words=words):
            yield f"  {label}"
            for member, said in words.items():
                yield f"  {member.value}: {said}"
        case Quantity(label=label, low=low, high=high, usual=usual, unit=unit, whole=whole):
            kind = " whole" if whole else ""
            yield f"  {label}: {low} to {high} {unit or 'count'}{kind}, usually {usual}"
            if finding.shows is not None:
                yield f"  shows {finding.shows[0].name} from {finding.shows[1]} on"


def _tree(guideline: Guideline) -> Iterator[str]:
    yield f"{guideline.tree.name} {guideline.tree.version}"
    for place, node in places(guideline.tree.root):
        if isinstance(node, Leaf):
            yield f"{place or 'root'}: {node.outcome.key}"
            continue
        yield f"{place or 'root'}: {node.asks} [{' '.join(node.claims)}]"
        yield from _lines(node.criterion)


def _lines(criterion: Criterion, indent: str = "  ") -> Iterator[str]:
    """A criterion with every number and member as it is, not in words."""
    match criterion:
        case Is(finding=finding, values=values):
            members = finding.members if isinstance(finding, Category) else (False, True)
            held = [getattr(m, "value", str(m).lower()) for m in members if m in values]
            yield f"{indent}{finding.name} is {' or '.join(held)}"
        case Within(quantity=quantity, interval=interval):
            low = (
                ""
                if interval.low is None
                else f"{interval.low} {'<' if interval.low_open else '<='} "
            )
            high = (
                ""
                if interval.high is None
                else f" {'<' if interval.high_open else '<='} {interval.high}"
            )
            yield f"{indent}{low}{quantity.name}{high}"
        case Not(of=of):
            yield f"{indent}not"
            yield from _lines(of, indent + "  ")
        case AtLeast(k=k, of=parts, name=name):
            yield f"{indent}{k} of {len(parts)}{f': {name}' if name is not None else ''}"
            for part in parts:
                yield from _lines(part, indent + "  ")


def _conditions(guideline: Guideline) -> Iterator[str]:
    for one in guideline.conditions:
        yield f"{one.key}, {one.urgency.key}: {one.name}"
        for feature in one.features:
            yield f"  typical: {feature.text} [{' '.join(feature.claims)}]"
            yield from _lines(feature.criterion, "    ")
            yield "    against"
            yield from _lines(feature.against, "      ")
        if one.causes:
            yield f"  {one.causes_title}"
        for cause in one.causes:
            advice, claims = " / ".join(p.text for p in cause.advice), " ".join(cause.claims)
            yield f"  cause: {cause.name}, {cause.finding.name} [{claims}]: {advice}"
        yield f"  codes: {', '.join(map(str, one.codes))}"
        offered = dict(guideline.afterwards).get(one, ())
        yield f"  afterwards: {', '.join(finding.name for finding in offered)}"
        yield from (f"  card: {piece.text}" for piece in guideline.advice_for(one))


def _alerts(guideline: Guideline) -> Iterator[str]:
    for alert in guideline.alerts:
        yield f"{alert.key}, {alert.at_least.key} [{' '.join(alert.claims)}]: {alert.name}"
        yield from _lines(alert.criterion)
        if alert.codes:
            yield f"  codes: {', '.join(map(str, alert.codes))}"


def _order(guideline: Guideline) -> Iterator[str]:
    for entry in guideline.order_of_asking:
        if isinstance(entry, Screen):
            yield f"screen {entry.key}: {entry.asks} {', '.join(f.name for f in entry.findings)}"
        else:
            yield entry.name


def _advice(guideline: Guideline) -> Iterator[str]:
    for piece in guideline.advice:
        yield f"{piece.text} [{' '.join(piece.claims)}]"
        for requirement in piece.when:
            yield from _requirement(requirement, "  ")


def _requirement(requirement: Requirement, indent: str) -> Iterator[str]:
    kind = type(requirement).__name__
    match requirement:
        case (
            When.settled(of=part)
            | When.possible(of=part)
            | When.at_least(of=part)
            | When.at_most(of=part)
            | When.raised(of=part)
            | When.open(of=part)
        ):
            yield f"{indent}{kind} {part.key}"
        case When.holds(of=criterion):
            yield f"{indent}{kind}"
            yield from _lines(criterion, indent + "  ")
        case When.unless(of=of):
            yield f"{indent}{kind}"
            yield from _requirement(of, indent + "  ")


def _sources(guideline: Guideline) -> Iterator[str]:
    sources = guideline.sources
    yield sources.title
    for claim in sources.claims:
        about, item = " | ".join(claim.about), "" if claim.item is None else f", item {claim.item}"
        yield f"{claim.id} {claim.section}, {claim.role.value}, {about}{item}: {claim.says}"
        if claim.note:
            yield f"  {claim.note}"
    for note in sources.notes:
        yield f"{note.id} on {', '.join(note.on)}: {note} ({note.reference})"


if __name__ == "__main__":
    APPROVED.write_text(printed(MUSCLE_SPASM), encoding="utf-8")
