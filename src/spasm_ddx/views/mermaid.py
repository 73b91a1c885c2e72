"""A tree as a Mermaid flowchart, which GitHub and many editors draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, assert_never

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views import style
from spasm_ddx.views.path import ROOT, Standing
from spasm_ddx.views.sheet import LeafCard, QuestionCard, sheet_of
from spasm_ddx.views.style import LIGHT, Look
from spasm_ddx.views.tables import cited

#: All but letters, digits and what stands in plain sentences; Mermaid reads it as numbers.
_NUMBERED: Final = re.compile(r"[^\w ,.()/?-]|_")


def to_mermaid(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
) -> str:
    """A tree as a Mermaid flowchart.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, whose path is shown; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        root: The id of the node where it begins, such as ``"ynn"``.
        depth: How many questions it shows on a path; all unless given.

    Raises:
        TreeError: There is no such node, the tree unfolds to too many nodes, or a text
            holds what no form can.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    sheet = sheet_of(shown, findings, remarks=remarks, root=root, depth=depth)
    lines = ["flowchart LR", f"  accTitle: {_text(sheet.title)}"]
    if sheet.about:
        lines.append(f"  accDescr: {_text(' '.join(sheet.about))}")
    # Mermaid breaks the line at a backslash before an n, even if both came as numbers.
    lines += [
        f"  {card.id}{_label(card).replace('#92;n', '#92;<b></b>n')}:::{_kind(card)}"
        for card in sheet.cards
    ]
    lines += [
        f"  {card.id} {_arrow(answer, standing)} {child}"
        for card, answer, child, standing in sheet.edges()
    ]
    kinds = {_kind(card): _look(card) for card in sheet.cards}
    for kind, look in sorted(kinds.items()):
        lines.append(f"  classDef {kind} {look}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A text that Mermaid reads as itself: each special letter as its number."""
    return _NUMBERED.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def _label(card: QuestionCard | LeafCard) -> str:
    """The shape of a card and its lines, the title in bold."""
    match card:
        case QuestionCard():
            texts = [f"<b>{_text(card.title)}</b>", *_question_lines(card)]
            return f'["{"<br/>".join(texts)}"]'
        case LeafCard(card=shown):
            strip = " \N{MIDDLE DOT} ".join(part for part in (shown.marked(), card.status) if part)
            below = [*shown.lines, *([cited(shown.claims)] if shown.claims else [])]
            texts = [_text(strip)] if strip else []
            texts += [f"<b>{_text(shown.title)}</b>", *map(_text, below)]
            return _shape(shown.grade).format("<br/>".join(texts))
        case _:  # pragma: no cover - the union is closed
            assert_never(card)


def _question_lines(card: QuestionCard) -> list[str]:
    if card.hidden:
        return [_text(card.hidden)]
    lines = [
        "#160;" * 3 * max(0, part.depth - 1)
        + _text(f"{style.PART_MARKS[part.holds]} {part.text}" if part.depth else part.text)
        for part in card.parts
    ]
    if card.claims:
        lines.append(_text(cited(card.claims)))
    if card.standing is not None:
        lines.append(_text(f"{style.STANDING_MARKS[card.standing]} {card.standing_words}"))
    return lines


def _shape(grade: int | None) -> str:
    """Two bars at each side for an emergency, square for urgent, else rounded."""
    if grade == len(style.MARKS) - 1:
        return '[["{}"]]'
    return '["{}"]' if grade is not None and grade > 1 else '("{}")'


def _arrow(answer: bool, standing: Standing | None) -> str:  # noqa: FBT001
    """Bold where the person went, dashed while undecided."""
    word = "yes" if answer else "no"
    match standing:
        case Standing.PASSED:
            return f"== {word} ==>"
        case Standing.UNDECIDED:
            return f"-. {word} .->"
        case Standing.RULED_OUT | None:
            return f"-- {word} -->"
        case _:  # pragma: no cover - the union is closed
            assert_never(standing)


def _kind(card: QuestionCard | LeafCard) -> str:
    if card.standing is Standing.RULED_OUT:
        return "ruledOut"
    standing = "" if card.standing is None else card.standing.name.capitalize()
    if isinstance(card, QuestionCard):
        return f"question{standing}"
    return f"leaf{'' if card.card.grade is None else card.card.grade}{standing}"


def _look(card: QuestionCard | LeafCard) -> str:
    look: Look = LIGHT.question
    if isinstance(card, LeafCard):
        look = style.look_of(card.card.grade)
    if card.standing is Standing.RULED_OUT:
        look = LIGHT.faded
    wide = {None: 1, Standing.PASSED: 3, Standing.UNDECIDED: 2, Standing.RULED_OUT: 1}
    said = f"fill:{look.fill},stroke:{look.border},color:{look.ink},text-align:left"
    said += f",stroke-width:{wide[card.standing]}px"
    if isinstance(card, QuestionCard) and card.standing is Standing.UNDECIDED:
        said += ",stroke-dasharray:5 4"
    return said
