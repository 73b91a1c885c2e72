"""A tree as a Mermaid flowchart, which GitHub and many editors draw."""

from __future__ import annotations

import re
from typing import Final

from spasm_ddx.views.cards import LeafCard, Part, QuestionCard, cited
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Sheet

#: All but letters, digits and the punctuation of plain sentences; written as numbers.
_NUMBERED: Final = re.compile(r"[^\w ,.()/?-]|_")
#: Edges: bold where the person went, dashed while undecided.
_ARROWS: Final = {
    None: "-- {} -->",
    Standing.PASSED: "== {} ==>",
    Standing.UNDECIDED: "-. {} .->",
    Standing.RULED_OUT: "-- {} -->",
}
#: How wide the border of a card is.
_BORDERS: Final = {None: 1, Standing.PASSED: 3, Standing.UNDECIDED: 2, Standing.RULED_OUT: 1}


def to_mermaid(sheet: Sheet) -> str:
    """A sheet as a Mermaid flowchart."""
    lines = ["flowchart LR", f"  accTitle: {_text(sheet.title)}"]
    if words := " ".join([*sheet.about, sheet.known_words]).strip():
        lines.append(f"  accDescr: {_text(words)}")
    # Mermaid breaks the line at a backslash before an n, even if both are written as numbers.
    lines += [
        f"  {card.id}{_label(card).replace('#92;n', '#92;<b></b>n')}:::{_kind(card)}"
        for card in sheet.cards
    ]
    lines += [
        f"  {card.id} {_ARROWS[standing].format('yes' if answer else 'no')} {child}"
        for card, answer, child, standing in sheet.edges()
    ]
    kinds = {_kind(card): _look(card) for card in sheet.cards}
    lines += [f"  classDef {kind} {look}" for kind, look in sorted(kinds.items())]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A text escaped for Mermaid: each special character as its number."""
    return _NUMBERED.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def _label(card: QuestionCard | LeafCard) -> str:
    """The shape of a card and its lines, the title in bold."""
    if isinstance(card, QuestionCard):
        texts = [f"<b>{_text(card.title)}</b>", *_question_lines(card)]
        return f'["{"<br/>".join(texts)}"]'
    if card.folded:
        return f'("{_text(card.fold)}")'
    shown = card.card
    strip = " \N{MIDDLE DOT} ".join(filter(None, (shown.marked(), card.status)))
    texts = [*filter(None, [_text(strip)]), f"<b>{_text(shown.title)}</b>"]
    texts += map(_text, (*shown.lines[:1], *cited(shown.claims)))
    shape = '[["{}"]]' if shown.double else '["{}"]' if shown.square else '("{}")'
    return shape.format("<br/>".join(texts))


def _question_lines(card: QuestionCard) -> list[str]:
    if card.hidden:
        return [_text(card.hidden)]
    return [
        *("#160;" * 3 * (part.depth - 1) + _part(part) for part in card.parts),
        *map(_text, cited(card.claims)),
        *map(_text, filter(None, [card.person])),
    ]


def _part(part: Part) -> str:
    return f"<b>{_text(part.marked)}</b>" if part.decides else _text(part.marked)


def _kind(card: QuestionCard | LeafCard) -> str:
    """The class that gives a card its look."""
    if card.standing is Standing.RULED_OUT:
        return "ruledOut"
    standing = "" if card.standing is None else card.standing.name.capitalize()
    if isinstance(card, QuestionCard):
        return f"question{standing}"
    return f"leaf{'' if card.card.grade is None else card.card.grade}{standing}"


def _look(card: QuestionCard | LeafCard) -> str:
    look = card.look
    style = f"fill:{look.fill},stroke:{look.border},color:{look.ink},text-align:left"
    style += f",stroke-width:{_BORDERS[card.standing]}px"
    if isinstance(card, QuestionCard) and card.standing is Standing.UNDECIDED:
        style += ",stroke-dasharray:5 4"
    return style
