"""A tree as Markdown: its questions, and a decision table in which each row is a path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views import style
from spasm_ddx.views.path import ROOT, Standing
from spasm_ddx.views.sheet import LeafCard, QuestionCard, Sheet, sheet_of

#: Up to how many questions each has a column of its own in the table of paths.
MOST_COLUMNS: Final = 12
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&$#@])")


@attrs.frozen
class Row:
    """A path through a tree.

    Attributes:
        answers: The number of each question on it, with its answer.
        end: The leaf it ends in, or a question that another page shows.
    """

    answers: tuple[tuple[int, bool], ...]
    end: QuestionCard | LeafCard


def to_markdown(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
) -> str:
    """A tree as two Markdown tables: the questions, and every path with its outcome.

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
    questions = asked(sheet)
    blocks = [f"# {escaped(sheet.title)}", *map(escaped, sheet.about)]
    if questions:
        blocks += ["## Questions", _questions(questions)]
    blocks += ["## Paths", _paths(sheet, len(questions))]
    return "\n\n".join(blocks) + "\n"


def asked(sheet: Sheet) -> list[QuestionCard]:
    """The questions of a sheet whose branches it shows; their numbers count from 1."""
    return [card for card in sheet.cards if isinstance(card, QuestionCard) and not card.hidden]


def rows(sheet: Sheet) -> list[Row]:
    """Every path of a sheet, in the order of the tree."""
    numbers = {card.id: number for number, card in enumerate(asked(sheet), start=1)}
    towards = {child: (numbers[card.id], answer) for card, answer, child, _ in sheet.edges()}
    answers: dict[str, tuple[tuple[int, bool], ...]] = {sheet.cards[0].id: ()}
    for card, _, child, _ in sheet.edges():
        answers[child] = (*answers[card.id], towards[child])
    return [
        Row(answers[card.id], card)
        for card in sheet.cards
        if isinstance(card, LeafCard) or card.hidden
    ]


def escaped(text: str) -> str:
    """A text that Markdown shows as itself, on one line of a table."""
    lines = [_SPECIAL.sub(r"\\\1", " ".join(line.split())) for line in text.splitlines()]
    # Neither a link nor an emoji is made of what only looks like one.
    return re.sub(r"(?<=\w):(?=\S)|:(?=\w)|(?<=www)\.", r"\\\g<0>", "<br>".join(lines))


def _questions(questions: Sequence[QuestionCard]) -> str:
    person = any(card.standing for card in questions)
    head = ["", "Question", "Criterion", "Claims", *(["This person"] if person else [])]
    body = [
        [
            str(number),
            _weighted(card.title, card.standing),
            "<br>".join(map(_part, _part_lines(card))),
            escaped(" ".join(card.claims)),
            *([_status(card)] if person else []),
        ]
        for number, card in enumerate(questions, start=1)
    ]
    return _table(head, body)


def _part_lines(card: QuestionCard) -> list[tuple[int, str]]:
    return [
        (part.depth, f"{style.PART_MARKS[part.holds]} {part.text}" if part.depth else part.text)
        for part in card.parts
    ]


def _part(line: tuple[int, str]) -> str:
    depth, text = line
    return "&emsp;" * max(0, depth - 1) + escaped(text)


def _paths(sheet: Sheet, questions: int) -> str:
    found = rows(sheet)
    graded = any(isinstance(row.end, LeafCard) and row.end.card.marked() for row in found)
    advised = any(isinstance(row.end, LeafCard) and row.end.card.lines for row in found)
    many = questions > MOST_COLUMNS
    columns = ["Answers"] if many else [str(number + 1) for number in range(questions)]
    head = [
        *columns,
        "Outcome",
        *(["Urgency"] if graded else []),
        *(["What to do"] if advised else []),
        *(["This person"] if sheet.path else []),
    ]
    body = [
        [
            *([_listed(row)] if many else _cells(row, questions)),
            _weighted(_title(row.end), row.end.standing),
            *([_urgency(row.end)] if graded else []),
            *([_advice(row.end)] if advised else []),
            *([_status(row.end)] if sheet.path else []),
        ]
        for row in found
    ]
    return _table(head, body)


def _cells(row: Row, questions: int) -> list[str]:
    answers = dict(row.answers)
    words = {True: "yes", False: "no", None: "\N{EN DASH}"}
    return [words[answers.get(number)] for number in range(1, questions + 1)]


def _listed(row: Row) -> str:
    return ", ".join(f"{number} {'yes' if answer else 'no'}" for number, answer in row.answers)


def _title(end: QuestionCard | LeafCard) -> str:
    return end.card.title if isinstance(end, LeafCard) else f"{end.title} ({end.hidden})"


def _urgency(end: QuestionCard | LeafCard) -> str:
    return escaped(end.card.marked()) if isinstance(end, LeafCard) else ""


def _advice(end: QuestionCard | LeafCard) -> str:
    if isinstance(end, QuestionCard):
        return ""
    cited = [f"[{' '.join(end.card.claims)}]"] if end.card.claims else []
    return "<br>".join(map(escaped, [*end.card.lines, *cited]))


def _status(card: QuestionCard | LeafCard) -> str:
    if card.standing is None:
        return ""
    words = card.standing_words if isinstance(card, QuestionCard) else card.status
    return escaped(f"{style.STANDING_MARKS[card.standing]} {words}")


def _weighted(title: str, standing: Standing | None) -> str:
    """A title in bold while it is not ruled out, struck through when it is."""
    shown = escaped(title)
    if standing is None or not shown.strip():
        return shown
    return f"~~{shown}~~" if standing is Standing.RULED_OUT else f"**{shown}**"


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *body])
