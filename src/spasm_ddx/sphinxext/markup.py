"""Pieces of reStructuredText: texts are escaped, links and styles are roles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from textwrap import indent
from typing import Any, Final

from spasm_ddx.guideline.model import UrgencyScale
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, findings_in
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.wording import outlined, said
from spasm_ddx.views.cards import Card, card_of, grade_of

#: Characters that can be markup inside a line. Quotation marks, dashes and full stops cannot;
#: escaping them would prevent typographic replacement.
_MARKUP: Final = re.compile(r"([^\w\s'\".-]|_)")


def plain(words: str) -> str:
    """A text on one line, escaped."""
    return r"\ " + _MARKUP.sub(r"\\\1", " ".join(words.splitlines()).strip())


def role(name: str, words: str, target: str = "") -> str:
    """A text in a role; empty for an empty text."""
    inside = f"{plain(words)} <{plain(target)}>" if target else plain(words)
    return rf"\ :{name}:`{inside}`\ " if words.strip() else ""


def strong(words: str) -> str:
    """A text in bold."""
    return role("strong", words)


def styled(words: str, classes: str) -> str:
    """A text with classes of the style sheet."""
    return role("ddx:styled", words, classes)


def strip(card: Card) -> str:
    """The grade of a card with its mark, like the strip in the drawing."""
    return styled(card.marked(), f"ddx-strip ddx-g{'x' if card.grade is None else card.grade}")


def urgency_strip(urgency: UrgencyScale) -> str:
    """An urgency as the strip on a card."""
    return strip(Card("", grade=grade_of(urgency), strip=urgency.title))


def values(known: Mapping[Finding, Any]) -> str:
    """Findings with their values, as a sentence."""
    return plain(f"{'; '.join(said(finding, value) for finding, value in known.items())}.")


def target(kind: str, owner: str, name: str) -> str:
    """The target of a link, as the domain reads it."""
    return f"{kind} {owner} {name}"


def link(kind: str, owner: str, name: str, words: str) -> str:
    """A link, or plain text where the docs do not show its target."""
    return role("ddx:shown", words, target(kind, owner, name))


def owner_of(finding: Finding) -> str:
    """The vocabulary of a finding, which owns the finding in every guideline."""
    return f"{finding.vocabulary.__module__}:{finding.vocabulary.__qualname__}"


def finding_link(finding: Finding, words: str = "") -> str:
    """A link to a finding."""
    return link("finding", owner_of(finding), finding.name, words or finding.label)


def outcome_name(outcome: object) -> str:
    """The name of an outcome as a target: its key, or else its title."""
    return str(getattr(outcome, "key", card_of(outcome).title))


def cited(claims: Iterable[str], owner: str) -> str:
    """Claims in brackets, each linked by its first word; empty without claims."""
    return role("ddx:cited", "; ".join(claims), owner)


def directive(name: str, argument: str, body: str, *options: str) -> str:
    """A docutils directive with its body."""
    head = "\n   ".join([f".. {name}:: {argument}", *options])
    return f"{head}\n\n{indent(body, '   ')}"


def classed(classes: str, text: str) -> str:
    """Blocks with classes of the style sheet."""
    return directive("rst-class", classes, text)


def bullets(items: Iterable[str]) -> str:
    """A list; an item has one block or more."""
    return "\n\n".join(f"* {indent(item, '  ').lstrip()}" for item in items)


def labelled(label: str, *words: str) -> str:
    """A paragraph that begins with a label in bold."""
    return classed("dd-label", " ".join([strong(label), *words]))


def listed(label: str, items: Iterable[str], *words: str) -> str:
    """A list below a label in bold; empty for an empty list."""
    lines = bullets(items)
    return f"{labelled(label, *words)}\n\n{lines}" if lines else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], classes: str = "") -> str:
    """A table with a header row, each cell of one block or more; empty without rows."""
    lines = [bullets(row) for row in [head, *rows]]
    options = (":header-rows: 1", f":class: dd-table {classes}")
    return directive("list-table", "", bullets(lines), *options) if len(lines) > 1 else ""


def named_in(criterion: Criterion) -> list[str]:
    """The names of the parts that the outline of a criterion spells out."""
    names = (_own_name(part) for _, _, part in outlined(criterion))
    return [name for name in names if name is not None]


def _own_name(part: Criterion) -> str | None:
    """The name of exactly this part; a score has one name for all its thresholds."""
    return part.name if isinstance(part, AtLeast) and part.weights is None else None


def outline(criterion: Criterion, owner: str, folded: Collection[str] = ()) -> str:
    """A criterion as nested lines, each finding in it a link.

    The owner spells out its named parts; a part whose name is ``folded`` is only a link.
    """
    lines: list[str] = []
    folded_at = None
    for depth, text, part in outlined(criterion):
        if folded_at is not None and depth > folded_at:
            continue
        inner = part.of if isinstance(part, Not) else part
        name = _own_name(inner)
        folded_at = depth if part is inner and name in folded else None
        if isinstance(inner, Is | Within):
            line = finding_link(findings_in(inner)[0], text)
        elif name is not None and (part is not inner or folded_at is not None):
            line = link("criterion", owner, name, text if folded_at is None else name)
        else:
            line = plain(text)
        lines.append(f"{'  ' * (depth - 1)}* {line}" if depth else line)
    return "\n\n".join(lines)


def criterion_box(
    criterion: Criterion, owner: str, folded: Collection[str] = (), *, wide: bool = False
) -> str:
    """The outline of a criterion in compact lines; in columns if there is room."""
    classes = "dd-criterion dd-people" if wide else "dd-criterion"
    return directive("container", classes, outline(criterion, owner, folded))
