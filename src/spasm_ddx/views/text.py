"""A tree as text for a terminal, of any width, with lines of Unicode or of ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views import style
from spasm_ddx.views.lettering import wrap_columns
from spasm_ddx.views.path import ROOT, Standing, child_ids
from spasm_ddx.views.sheet import LeafCard, QuestionCard, Sheet, sheet_of

#: The narrowest text that can still be read.
NARROWEST: Final = 40
_CONTROLS: Final = re.compile("[\x7f-\x9f]")
_DOT: Final = " \N{MIDDLE DOT} "
#: What stands for letters beyond ASCII where only ASCII can be shown.
_PLAIN: Final = str.maketrans(
    {
        "\N{DEGREE SIGN}": "",
        "\N{BULLET}": "*",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MIDDLE DOT}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{NO-BREAK SPACE}": " ",
    }
)


@attrs.frozen
class _Lines:
    """The lines that join the nodes: drawn, or made of ASCII."""

    down: str
    more: str
    last: str
    across: dict[Standing | None, str]


_UNICODE: Final = _Lines(
    "\u2502",
    "\u251c",
    "\u2514",
    {
        None: "\u2500",
        Standing.PASSED: "\u2550",
        Standing.UNDECIDED: "\u254c",
        Standing.RULED_OUT: "\u2500",
    },
)
_ASCII: Final = _Lines(
    "|",
    "|",
    "`",
    {None: "-", Standing.PASSED: "=", Standing.UNDECIDED: ".", Standing.RULED_OUT: "-"},
)


def to_text(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    width: int = 80,
    unicode: bool = True,
    root: str = ROOT,
    depth: int | None = None,
) -> str:
    r"""A tree as lines of text, yes above no.

    Where a branch is indented so far that its text would have no room, it goes on
    below, at a number.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, whose path is shown; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        width: How many columns a line may take: 40 or more.
        unicode: Whether letters beyond ASCII may be used; if not, those in the tree
            come out as plain ones or as escapes such as ``\u4f60``.
        root: The id of the node where it begins, such as ``"ynn"``.
        depth: How many questions it shows on a path; all unless given.

    Raises:
        TreeError: The width is less than 40, there is no such node, the tree unfolds to
            too many nodes, or a text holds what no form can.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    if width < NARROWEST:
        msg = f"a text is {NARROWEST} columns wide or more, not {width}"
        raise TreeError(msg)
    sheet = sheet_of(shown, findings, remarks=remarks, root=root, depth=depth)
    return "".join(f"{line}\n" for line in _Writer(width, unicode=unicode).lines(sheet))


@attrs.frozen
class _Writer:
    width: int
    unicode: bool = attrs.field(kw_only=True)

    @property
    def drawn(self) -> _Lines:
        return _UNICODE if self.unicode else _ASCII

    def lines(self, sheet: Sheet) -> Iterator[str]:
        yield from self.wrapped("", sheet.title)
        for text in sheet.about:
            yield from self.wrapped("", text)
        if sheet.path is not None:
            yield from self.wrapped("", _LEGEND)
        cards = {card.id: card for card in sheet.cards}
        begins = [sheet.cards[0].id]
        for number, begin in enumerate(begins):  # grows while it is read
            yield ""
            if number:
                yield f"({number})"
            yield from self.branch(begin, cards, sheet, begins)

    def branch(
        self,
        begin: str,
        cards: dict[str, QuestionCard | LeafCard],
        sheet: Sheet,
        begins: list[str],
    ) -> Iterator[str]:
        """The lines of a node and of what follows it; what has no room joins ``begins``."""
        waiting = [(begin, "", "")]
        while waiting:
            place, first, rest = waiting.pop()
            if first:
                yield f"{first[: len(rest) - 3]}{self.drawn.down}"
            card = cards[place]
            if isinstance(card, LeafCard):
                yield from self.card(_leaf(card, unicode=self.unicode), first, rest)
                continue
            below = "" if card.hidden else f"{self.drawn.down}  "
            yield from self.card(_question(card), first, rest, below)
            if not card.hidden and len(rest) > self.width // 2 and place != begin:
                begins.append(place)
                yield f"{rest}{self.drawn.last} goes on at ({len(begins) - 1})"
            elif not card.hidden:
                waiting += self.branches(place, rest, sheet)

    def branches(self, place: str, rest: str, sheet: Sheet) -> list[tuple[str, str, str]]:
        """What follows a question, no before yes: its id, and how its lines begin."""
        drawn = self.drawn
        yes, no = child_ids(place)
        found: list[tuple[str, str, str]] = []
        for child, answer, corner, side in (
            (no, "no", drawn.last, " "),
            (yes, "yes", drawn.more, drawn.down),
        ):
            across = drawn.across[sheet.path.towards(child) if sheet.path else None] * 2
            found.append((child, f"{rest}{corner}{across} {answer}: ", f"{rest}{side}  "))
        return found

    def card(
        self, texts: list[tuple[int, str]], first: str, rest: str, below: str = ""
    ) -> Iterator[str]:
        """The lines of one card: the first beside its answer, the others below it."""
        for number, (depth, text) in enumerate(texts):
            start = rest + below + "  " * depth
            yield from self.wrapped(start if number else first, text, after=f"{start}  ")

    def wrapped(self, start: str, text: str, after: str | None = None) -> Iterator[str]:
        """A text as lines that begin so; ``after`` begins those after the first."""
        shown = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
        if not self.unicode:
            shown = shown.translate(_PLAIN).encode("ascii", "backslashreplace").decode()
        follow = start if after is None else after
        room = max(self.width - max(len(start), len(follow)), 1)
        for number, line in enumerate(wrap_columns(shown, room)):
            yield f"{follow if number else start}{line}".rstrip()


def _question(card: QuestionCard) -> list[tuple[int, str]]:
    cited = f" [{' '.join(card.claims)}]" if card.claims else ""
    lines = [(0, f"{card.title}{cited}")]
    if card.hidden:
        return [*lines, (0, card.hidden)]
    for part in card.parts:
        mark = f"{style.PART_MARKS[part.holds]} " if part.depth else ""
        lines.append((part.depth, f"{mark}{part.text}"))
    if card.standing is not None:
        lines.append((0, f"{style.STANDING_MARKS[card.standing]} {card.standing_words}"))
    return lines


def _leaf(card: LeafCard, *, unicode: bool) -> list[tuple[int, str]]:
    shown = card.card
    strip = shown.marked(unicode=unicode)
    mark = "" if card.standing is None else f"{style.STANDING_MARKS[card.standing]} {card.status}"
    words = [word for word in (strip, mark) if word]
    lines = [(0, _DOT.join(words))] if words else []
    cited = f" [{' '.join(shown.claims)}]" if shown.claims else ""
    lines.append((0, f"{shown.title}{cited}"))
    return [*lines, *((1, f"{style.PART_MARKS[None]} {text}") for text in shown.lines)]


_LEGEND: Final = "; ".join(
    [
        *(f"{mark} {standing.value}" for standing, mark in style.STANDING_MARKS.items()),
        f"{style.PART_MARKS[True]} holds",
        f"{style.PART_MARKS[False]} does not hold",
        f"{style.PART_MARKS[None]} not known",
    ]
)
