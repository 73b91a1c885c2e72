"""A tree as text for a terminal, of any width, with lines of Unicode or of ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from spasm_ddx.views.cards import LeafCard, Part, QuestionCard, cited
from spasm_ddx.views.path import Standing, child_ids
from spasm_ddx.views.sheet import Sheet
from spasm_ddx.views.style import BULLET, PART_LEGEND, STANDING_MARKS
from spasm_ddx.views.text_width import columns, wrap

_CONTROLS: Final = re.compile("[\x7f-\x9f]")
_DOT: Final = " \N{MIDDLE DOT} "
#: ASCII replacements for letters beyond ASCII.
_PLAIN: Final = str.maketrans(
    {
        "\N{DEGREE SIGN}": "",
        "\N{BULLET}": "*",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MIDDLE DOT}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{LEFTWARDS ARROW}": "<-",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{NO-BREAK SPACE}": " ",
    }
)
#: The lines between nodes: down, down with a branch, the last branch; then across: without a
#: person, on the person's path, and undecided.
_DRAWN: Final = tuple("\u2502\u251c\u2514\u2500\u2550\u254c")
_IN_ASCII: Final = tuple("||`-=.")


def to_text(sheet: Sheet, *, width: int = 80, unicode: bool = True) -> str:
    r"""A sheet as lines of text, yes above no.

    A branch whose indentation leaves no room for its text goes on below, at a number.

    Args:
        sheet: The sheet to show.
        width: The most columns of a line; below 40 a line may be longer.
        unicode: Whether to use letters beyond ASCII; if not, those in the tree become
            ASCII letters or escapes such as ``\u4f60``.
    """
    return "".join(f"{line}\n" for line in _Writer(sheet, width, unicode=unicode).lines())


@attrs.frozen
class _Writer:
    sheet: Sheet
    width: int
    unicode: bool = attrs.field(kw_only=True)

    def lines(self) -> Iterator[str]:
        about = [self.sheet.title, *self.sheet.about, *([_LEGEND] if self.sheet.path else [])]
        for text in about:
            yield from self.wrapped("", text)
        cards = {card.id: card for card in self.sheet.cards}
        begins = [self.sheet.root]
        for number, begin in enumerate(begins):  # grows while it is read
            yield ""
            if number:
                yield f"({number})"
            yield from self.branch(begin, cards, begins)
        if self.sheet.known:
            yield ""
            yield from self.wrapped("", self.sheet.known_words)

    def branch(
        self, begin: str, cards: Mapping[str, QuestionCard | LeafCard], begins: list[str]
    ) -> Iterator[str]:
        """The lines of a node and of the nodes below; a branch without room joins ``begins``."""
        down, _, last, *_ = self.drawn
        waiting = [(begin, "", "")]
        while waiting:
            place, first, rest = waiting.pop()
            if first:
                yield f"{first[: len(rest) - 3]}{down}"
            card = cards[place]
            if isinstance(card, LeafCard):
                yield from self.card(self.leaf(card), first, rest)
            elif card.hidden:
                yield from self.card(_question(card), first, rest)
            else:
                yield from self.card(_question(card), first, rest, f"{down}  ")
                if len(rest) > self.width // 2 and place != begin:
                    begins.append(place)
                    yield f"{rest}{last} goes on at ({len(begins) - 1})"
                else:
                    waiting += self.branches(place, rest)

    def branches(self, place: str, rest: str) -> Iterator[tuple[str, str, str]]:
        """The children of a question, no before yes: the id, and the beginnings of the lines."""
        down, more, last, plain, passed, undecided = self.drawn
        across = {None: plain, Standing.PASSED: passed, Standing.UNDECIDED: undecided}
        across[Standing.RULED_OUT] = plain
        yes, no = child_ids(place)
        for child, answer, corner, side in ((no, "no", last, " "), (yes, "yes", more, down)):
            standing = self.sheet.path.towards(child) if self.sheet.path else None
            line = across[standing] * 2
            yield child, f"{rest}{corner}{line} {answer}: ", f"{rest}{side}  "

    @property
    def drawn(self) -> tuple[str, ...]:
        return _DRAWN if self.unicode else _IN_ASCII

    def leaf(self, card: LeafCard) -> list[tuple[int, str]]:
        if card.folded:
            return [(0, card.fold)]
        shown = card.card
        words = _DOT.join(filter(None, (shown.marked(unicode=self.unicode), card.person)))
        title = " ".join([shown.title, *cited(shown.claims)])
        lines = [(1, f"{BULLET} {text}") for text in shown.lines]
        return [*([(0, words)] if words else []), (0, title), *lines]

    def card(
        self, texts: list[tuple[int, str]], first: str, rest: str, below: str = ""
    ) -> Iterator[str]:
        """The lines of one card: the first beside its answer, the others below it."""
        for number, (depth, text) in enumerate(texts):
            start = rest + below + "  " * depth
            yield from self.wrapped(start if number else first, text, after=f"{start}  ")

    def wrapped(self, start: str, text: str, after: str = "") -> Iterator[str]:
        """A text as lines; the first begins with ``start``, the others with ``after``."""
        shown = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
        if not self.unicode:
            shown = shown.translate(_PLAIN).encode("ascii", "backslashreplace").decode()
        room = max(self.width - max(len(start), len(after)), 1)
        for number, line in enumerate(wrap(shown, room, columns)):
            yield f"{after if number else start}{line}".rstrip()


def _question(card: QuestionCard) -> list[tuple[int, str]]:
    title = (0, " ".join([card.title, *cited(card.claims)]))
    if card.hidden:
        return [title, (0, card.hidden)]
    person = [(0, card.person)] if card.standing else []
    return [title, *((part.depth, _part(part)) for part in card.parts), *person]


def _part(part: Part) -> str:
    open_ = part.decides and part.unknown
    return f"{part.marked} \N{LEFTWARDS ARROW} decides" if open_ else part.marked


_LEGEND: Final = "; ".join(
    [
        *(f"{mark} {standing.value}" for standing, mark in STANDING_MARKS.items()),
        *PART_LEGEND,
    ]
)
