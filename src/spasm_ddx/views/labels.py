"""Cards as labels of Graphviz, which are tables: positions, sizes and colours.

Each line of text is a cell whose size ``text_width`` computes. A ``Writer`` writes the tables
in one of two ways. For DOT the tables hold the text, and Graphviz may widen a cell for it.
For SVG every size is fixed, and a short token replaces each text until ``svg`` inserts it. So
Graphviz never interprets a text, and the installed fonts change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final
from xml.sax.saxutils import escape

import attrs

from spasm_ddx.views import style
from spasm_ddx.views.cards import LeafCard, QuestionCard, cited
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Sample, Sheet
from spasm_ddx.views.style import LIGHT, PART_LEGEND, STANDING_MARKS, Look
from spasm_ddx.views.text_width import width, wrap

#: For SVG, the colour of a cell, by which ``svg`` finds it.
CELL: Final = "#010203"
_CHIP_WIDTH: Final = 34
_CHIP_HEIGHT: Final = 21


@attrs.frozen
class Line:
    """A line of text on a picture; lengths are in points."""

    text: str
    size: float
    ink: str
    bold: bool = False
    indent: float = 0  # from the left edge of its cell
    above: float = 0  # the space above it

    @property
    def width(self) -> float:
        """The width of its text, in points."""
        return width(self.text, self.size, bold=self.bold)


@attrs.define
class Writer:
    """Writes lines into cells, and keeps each under its token."""

    tokens: bool = False  # whether to write tokens instead of texts, in cells of a fixed size
    lines: dict[str, Line] = attrs.field(factory=dict[str, Line])

    def text(self, line: Line) -> str:
        """The content of the cell for this line."""
        token = f"{len(self.lines):x}"
        self.lines[token] = line
        shown = token
        if not self.tokens:
            spaces = round(line.indent / width(" ", line.size, bold=line.bold))
            # Graphviz drops a label with an empty element.
            shown = escaped("\N{NO-BREAK SPACE}" * spaces + (line.text or "\N{NO-BREAK SPACE}"))
        shown = f"<B>{shown}</B>" if line.bold else shown
        return f'<FONT POINT-SIZE="{line.size:g}" COLOR="{line.ink}">{shown}</FONT>'

    def cell(self, line: Line, wide: float, *, centred: bool = False, high: float = 0) -> str:
        """A cell of at least this width and height that holds one line."""
        wide = max(wide, _CHIP_WIDTH)  # room for any token
        if centred and self.tokens:
            line = attrs.evolve(line, indent=(wide - line.width) / 2)
        high = max(high, line.size * style.LEADING + line.above)
        size = f'WIDTH="{math.ceil(wide)}" HEIGHT="{round(high)}"'
        fixed = f' FIXEDSIZE="TRUE" BGCOLOR="{CELL}"' if self.tokens else ""
        align = "CENTER" if centred and not self.tokens else "LEFT"
        down = ' VALIGN="BOTTOM"' if line.above else ""
        return f'<TD ALIGN="{align}"{down} {size}{fixed}>{self.text(line)}</TD>'

    def block(self, lines: Sequence[Line], look: str = "", least: float = 0) -> str:
        """A table of lines, one below the other, as wide as the widest."""
        wide = max(least, _widest(lines)) + 2
        rows = "".join(f"<TR>{self.cell(line, wide)}</TR>" for line in lines)
        return table(rows, look)


def escaped(text: str) -> str:
    r"""A text escaped for a label of Graphviz: neither tags nor ``\\N`` in it."""
    return escape(text, {'"': "&quot;"}).replace("\\", "\\\\")


def table(rows: str, look: str = "") -> str:
    """A table without borders or space, unless the look says otherwise."""
    plain = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
    named = {part.split("=")[0] for part in look.split()}
    kept = " ".join(part for part in plain.split() if part.split("=")[0] not in named)
    return f"<TABLE {kept} {look}>{rows}</TABLE>".replace(" >", ">")


def _widest(lines: Sequence[Line]) -> float:
    return max(line.indent + line.width for line in lines)


def lines_of(
    text: str,
    widest: float,
    size: float,
    ink: str,
    *,
    bold: bool = False,
    bullet: str = "",
    indent: float = 0,
    above: float = 0,
) -> list[Line]:
    """A text in lines; those after the first align with the text, not with its bullet."""
    hang = width(f"{bullet} ", size, bold=bold) if bullet else 0
    broken = wrap(text, widest - indent - hang, partial(width, size=size, bold=bold))
    first = Line(f"{bullet} {broken[0]}".strip(), size, ink, bold, indent, above)
    return [first, *(Line(line, size, ink, bold, indent + hang) for line in broken[1:])]


# ------------------------------------------------------------------------- questions


def question(card: QuestionCard, writer: Writer) -> str:
    """The card of a question: its text at the left, yes and no at the right."""
    look = card.look
    text = writer.block(_question_lines(card, look))
    rows = 1 if card.hidden else 2
    left = f'<TD ROWSPAN="{rows}" CELLPADDING="{style.PADDING}">{text}</TD>'
    whole = f'{_border(look)} BGCOLOR="{look.fill}" {_corners(card.standing)}'
    if card.hidden:
        return table(f"<TR>{left}</TR>", whole)
    yes, no = (_answer(answer, card, look, writer) for answer in (True, False))
    return table(f"<TR>{left}{yes}</TR><TR>{no}</TR>", whole)


def _border(look: Look) -> str:
    wide = 3 if look in {LIGHT.passed, LIGHT.unknown} else 1
    return f'BORDER="{wide}" COLOR="{look.border}"'


def _corners(standing: Standing | None) -> str:
    return f'STYLE="ROUNDED{",DASHED" if standing is Standing.UNDECIDED else ""}"'


def _claims(claims: Sequence[str], wide: float, look: Look) -> list[Line]:
    ink = look.ink if look is LIGHT.faded else LIGHT.quiet
    return [
        line for one in cited(claims) for line in lines_of(one, wide, style.SMALL, ink, above=3)
    ]


def _question_lines(card: QuestionCard, look: Look) -> list[Line]:
    ink, wide = look.ink, style.QUESTION_WIDTH
    lines = lines_of(card.title, wide, style.TITLE, ink, bold=True)
    if not card.hidden:
        for number, part in enumerate(card.parts):
            bullet, above = part.mark, 0 if number else 4
            indent = (part.depth - 0.5) * style.INDENT if part.depth else 0
            lines += lines_of(
                part.text,
                wide,
                style.BODY,
                LIGHT.unknown.strip if part.decides and part.unknown else ink,
                bold=part.decides,
                bullet=bullet,
                indent=indent,
                above=above,
            )
        lines += _claims(card.claims, wide, look)
    shown = any(part.decides for part in card.parts)
    below = card.hidden or ("" if shown else card.because)
    if card.standing is not None:
        colon = ":" if below else ""
        status = f"{STANDING_MARKS[card.standing]} {card.status}{colon}"
        lines += lines_of(status, wide, style.BODY, ink, bold=True, above=6)
    if below:
        lines += lines_of(below, wide, style.BODY, ink, above=2)
    return lines


def _answer(answer: bool, card: QuestionCard, look: Look, writer: Writer) -> str:  # noqa: FBT001
    """A cell whose port an edge leaves from; the given answer stands out."""
    port, word = ("y", "yes") if answer else ("n", "no")
    faded = look is LIGHT.faded
    filled = faded or card.answer is answer
    back, ink = (look.strip, look.strip_ink) if filled else (LIGHT.chip, look.ink)
    line = Line(word, style.BODY + 1, ink, bold=True)
    chip = table(
        f"<TR>{writer.cell(line, _CHIP_WIDTH, centred=True, high=_CHIP_HEIGHT)}</TR>",
        f'STYLE="ROUNDED" BGCOLOR="{back}" FIXEDSIZE="TRUE" '
        f'WIDTH="{_CHIP_WIDTH}" HEIGHT="{_CHIP_HEIGHT}"',
    )
    side = f'BORDER="1" SIDES="L" COLOR="{LIGHT.faded.border if faded else LIGHT.hairline}"'
    return f'<TD PORT="{port}" {side} CELLPADDING="7">{chip}</TD>'


# ---------------------------------------------------------------------------- leaves


def leaf(card: LeafCard, writer: Writer) -> str:
    """The card of a leaf: its strip, name and what to do; one line for a folded branch."""
    shown, look = card.card, card.look
    if card.folded:
        lines = lines_of(card.fold, style.LEAF_WIDTH, style.SMALL, look.ink)
        rows = f'<TR><TD CELLPADDING="5">{writer.block(lines)}</TD></TR>'
        return table(rows, f'{_border(look)} BGCOLOR="{look.fill}" {_corners(None)}')
    corners = "" if shown.square else ' STYLE="ROUNDED"'
    text = _leaf_lines(card, look)
    strip = _strip_lines(card, look, text)
    wide = _widest([*text, *strip])
    rows = f'<TR><TD CELLPADDING="{style.LEAF_PADDING}">{writer.block(text, least=wide)}</TD></TR>'
    if strip:
        wide += 2 * (style.LEAF_PADDING - style.STRIP_INSET)
        block = writer.block(strip, f'BGCOLOR="{look.strip}"{corners}', least=wide)
        rows = f'<TR><TD CELLPADDING="{style.STRIP_INSET}">{block}</TD></TR>{rows}'
    border = 2 if shown.square and look is not LIGHT.faded else 1
    border += card.standing in {Standing.PASSED, Standing.UNDECIDED}
    frame, colour = f'BORDER="{border}"', f'COLOR="{look.border}"'
    inner = table(rows, f'{frame} {colour} BGCOLOR="{look.fill}"{corners}')
    if not shown.double:
        return inner
    double = f'{frame} CELLSPACING="2" {colour} BGCOLOR="{LIGHT.page}"'
    return table(f"<TR><TD>{inner}</TD></TR>", double)


def _strip_lines(card: LeafCard, look: Look, text: Sequence[Line]) -> list[Line]:
    """The lines of the strip: the grade, and the standing of the leaf."""
    words = [card.card.marked(), card.status]
    if card.standing is Standing.RULED_OUT:
        words = [card.person, card.card.marked()]
    said = " \N{MIDDLE DOT} ".join(filter(None, words))
    wide = max(style.STRIP_WIDTH, _widest(text))
    if not said:
        return []
    inset = style.LEAF_PADDING - style.STRIP_INSET
    return lines_of(said, wide, style.STRIP, look.strip_ink, bold=True, indent=inset)


def _leaf_lines(card: LeafCard, look: Look) -> list[Line]:
    shown, wide = card.card, style.LEAF_WIDTH
    lines = lines_of(shown.title, wide, style.TITLE, look.ink, bold=True)
    for text in shown.lines[:1]:
        lines += lines_of(text, wide, style.BODY, look.ink, bold=True, above=4)
    return lines + _claims(shown.claims, wide, look)


# ---------------------------------------------------------------------------- header


def header(sheet: Sheet, writer: Writer) -> str:
    """The header above the tree: its name, the remarks, and the legend."""
    lines = lines_of(sheet.title, style.HEADER_WIDTH, style.HEADING, LIGHT.ink, bold=True)
    for text in sheet.about:
        bold = text in sheet.remarks
        lines += lines_of(text, style.HEADER_WIDTH, style.BODY, LIGHT.ink, bold=bold, above=3)
    rows = f'<TR><TD ALIGN="LEFT">{writer.block(lines)}</TD></TR>'
    samples = [_sample(sample, writer) for sample in sheet.samples()]
    if sheet.path is not None:
        parts = "\N{NO-BREAK SPACE} \N{NO-BREAK SPACE}".join(PART_LEGEND)
        samples.append(writer.block([Line(parts, style.STRIP, LIGHT.ink, indent=6)]))
    if samples:
        cells = "".join(f"<TD>{sample}</TD>" for sample in samples)
        legend = table(f"<TR>{cells}</TR>", 'CELLSPACING="5"')
        rows += f'<TR><TD ALIGN="LEFT">{legend}</TD></TR>'
    return table(rows, 'CELLPADDING="3"')


def _sample(sample: Sample, writer: Writer) -> str:
    look = style.looks(LIGHT)[sample.role]
    back, ink, frame = look.fill, look.ink, f"{_border(look)} {_corners(sample.standing)}"
    if sample.standing is None:
        back, ink, frame = look.strip, look.strip_ink, 'BORDER="0"'
    (line, *_) = lines_of(sample.words, style.HEADER_WIDTH, style.STRIP, ink, bold=True)
    cell = writer.cell(line, line.width + 14, centred=True)
    return table(f"<TR>{cell}</TR>", f'BGCOLOR="{back}" {frame}')


def known(sheet: Sheet, writer: Writer) -> str:
    """The box of what is known of the person."""
    look, wide = LIGHT.passed, style.LEAF_WIDTH
    lines = lines_of("Known of this person", wide, style.BODY, look.ink, bold=True)
    lines += lines_of("; ".join(sheet.known), wide, style.BODY, look.ink, above=3)
    text = f'<TD CELLPADDING="{style.PADDING}">{writer.block(lines)}</TD>'
    return table(f"<TR>{text}</TR>", f'BORDER="1" COLOR="{look.border}" BGCOLOR="{LIGHT.page}"')
