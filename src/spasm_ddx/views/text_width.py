"""The width of a text in a drawing, and where its lines break.

Pictures use these widths and not those of an installed font, so that the same tree gives
the same picture on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

# The advance widths of Helvetica from space to tilde, in thousandths of the size.
# Arial and Liberation Sans have the same.
_REGULAR: Final = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_BOLD: Final = (
    *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611),
    *(975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556),
    *(333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611),
    *(611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584),
)
# The letters beyond ASCII in the pictures themselves and in clinical English, with their
# widths.
_OTHERS: Final = {
    **dict.fromkeys("\u2192\u2014\u2026", 1000),  # an arrow, an em dash, an ellipsis
    **dict.fromkeys("\u25cf\u25cb", 604),  # circles
    **dict.fromkeys("\u00d7\u2212", 584),  # times and minus
    **dict.fromkeys("\u2265\u2264", 549),  # at least and at most
    **dict.fromkeys("\u00a0\u00b7", 278),  # a space that does not break, a middle dot
    "\u2022": 350,
    "\u25b2": 990,
    "\u00b0": 400,
    "\u2013": 556,
}
_WIDTHS: Final = tuple(
    {chr(32 + index): width for index, width in enumerate(widths)} | _OTHERS
    for widths in (_REGULAR, _BOLD)
)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in points; an upper estimate beyond the Latin script."""
    advances = (_known(letter, bold=bold) or 750 * _columns(letter) for letter in text)
    return sum(advances) * size / 1000


def exact(text: str) -> bool:
    """Whether the width of this text is exact, and not estimated."""
    return all(_known(letter, bold=False) is not None for letter in text)


def _known(letter: str, *, bold: bool) -> int | None:
    """The width of a letter, or of the letter below its accent, if it is in the table."""
    widths = _WIDTHS[bold]
    return widths.get(letter) or widths.get(unicodedata.normalize("NFD", letter)[0])


def columns(text: str) -> int:
    """The number of columns that a line takes in a terminal."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if letter < "\x7f":
        return 1
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def wrap(text: str, widest: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines of at most this width, at spaces where possible.

    Its own line breaks stay; other runs of white space count as one space.
    """
    lines: list[str] = []
    space = measure(" ")
    for paragraph in text.splitlines() or [""]:
        line, reached = "", 0.0
        words = paragraph.split()
        for piece in (piece for word in words for piece in _pieces(word, widest, measure)):
            long = measure(piece)
            if line and reached + space + long > widest:
                lines.append(line)
                line, reached = piece, long
            else:
                reached += space + long if line else long
                line = f"{line} {piece}" if line else piece
        lines.append(line)
    return lines


def _pieces(word: str, widest: float, measure: Callable[[str], float]) -> list[str]:
    """A word in pieces that fit on a line; an accent stays with its letter."""
    if measure(word) <= widest:
        return [word]
    pieces, reached = [""], 0.0
    for letter in word:
        long = measure(letter)
        if reached + long > widest and long and pieces[-1]:
            pieces.append("")
            reached = 0.0
        pieces[-1] += letter
        reached += long
    return pieces
