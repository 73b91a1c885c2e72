"""A tree as Markdown: its questions, and a decision table in which each row is a path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from spasm_ddx.views.cards import QuestionCard
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Row, Sheet

#: The most questions that each get a column of their own in the table of paths.
MOST_COLUMNS: Final = 12
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&$#@])")
_WORDS: Final = {True: "yes", False: "no", None: "\N{EN DASH}"}


def to_markdown(sheet: Sheet) -> str:
    """A sheet as two Markdown tables: the questions, and every path with its outcome."""
    blocks = [f"# {escaped(sheet.title)}", *map(escaped, sheet.about)]
    if sheet.questions():
        blocks += ["## Questions", _questions(sheet.questions())]
    blocks += ["## Paths", _paths(sheet.rows(), len(sheet.questions()))]
    if sheet.known:
        known = "\n".join(f"- {escaped(finding)}" for finding in sheet.known)
        blocks += ["## Known of this person", known]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """A text escaped for Markdown, on one line of a table."""
    lines = [_SPECIAL.sub(r"\\\1", " ".join(line.split())) for line in text.splitlines()]
    # Nothing that merely looks like a link or an emoji may become one.
    return re.sub(r"(?<=\w):(?=\S)|:(?=\w)|(?<=www)\.", r"\\\g<0>", "<br>".join(lines))


def _questions(cards: Sequence[QuestionCard]) -> str:
    return _table(
        ("", [f"{number}" for number in range(1, len(cards) + 1)]),
        ("Question", [_weighted(card.title, card.standing) for card in cards]),
        ("Criterion", [_criterion(card) for card in cards]),
        ("Claims", [escaped(" ".join(card.claims)) for card in cards]),
        *_filled(("This person", [escaped(card.person) for card in cards])),
    )


def _criterion(card: QuestionCard) -> str:
    lines = (
        "&emsp;" * (part.depth - 1)
        + (f"**{escaped(part.marked)}**" if part.decides else escaped(part.marked))
        for part in card.parts
    )
    return "<br>".join(lines)


def _paths(rows: Sequence[Row], questions: int) -> str:
    if questions > MOST_COLUMNS:
        answers = [("Answers", [row.listed for row in rows])]
    else:
        given = [dict(row.answers) for row in rows]
        answers = [
            (f"{number}", [_WORDS[row.get(number)] for row in given])
            for number in range(1, questions + 1)
        ]
    return _table(
        *answers,
        ("Outcome", [_weighted(row.end.card.title, row.end.standing) for row in rows]),
        *_filled(
            ("Urgency", [escaped(row.end.card.marked()) for row in rows]),
            ("What to do", ["<br>".join(map(escaped, row.end.card.advice)) for row in rows]),
            ("This person", [escaped(row.end.person) for row in rows]),
        ),
    )


def _weighted(title: str, standing: Standing | None) -> str:
    """A title in bold, or struck through if it is ruled out."""
    shown = escaped(title)
    if standing is None or not shown.strip():
        return shown
    return f"~~{shown}~~" if standing is Standing.RULED_OUT else f"**{shown}**"


# ---------------------------------------------------------------------------- tables

#: The name of a column, and its cells.
_Column: TypeAlias = tuple[str, Sequence[str]]


def _filled(*columns: _Column) -> list[_Column]:
    """The columns that hold a text in at least one row."""
    return [column for column in columns if any(column[1])]


def _table(*columns: _Column) -> str:
    names = [name for name, _ in columns]
    rows = zip(*(cells for _, cells in columns), strict=True)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
