"""A tree as one page of HTML that needs nothing else: questions, drawing, paths as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from spasm_ddx.reasoning.tree import said_place
from spasm_ddx.views.cards import Card
from spasm_ddx.views.figure import figure
from spasm_ddx.views.figure import stylesheet as of_figures
from spasm_ddx.views.node_cards import LeafCard, Part, QuestionCard
from spasm_ddx.views.page.assets import script_hash
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Sheet
from spasm_ddx.views.style import variables


def to_html(sheet: Sheet, *, depth: int | None = None, prefix: str = "ddx") -> str:
    """A sheet as one page that stands alone: no network, light and dark.

    First a person walks the tree, one question at a time (see ``walker``), beginning with
    the findings of the sheet. Below stands the drawing as an inline SVG, or the tree as
    text where there is nothing to draw with; then the questions, and every path with its
    outcome, as tables. All but the walk works without JavaScript, and a policy in the page
    allows that one script alone.

    Args:
        sheet: What is shown.
        depth: How many questions a drawing shows on a path; what follows is drawn
            below it, and linked. All in one drawing unless given.
        prefix: What every id of the page begins with.

    Raises:
        TreeError: The depth is less than 1.
        ValueError: The prefix is no id.
    """
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        f"<title>{escape(sheet.title)}</title><style>{_css()}</style></head><body><main>",
        f"<h1>{_text(sheet.title)}</h1>",
        walker(sheet.shown, findings=sheet.findings, prefix=prefix),
        f"<h2>{'The whole tree' if sheet.path is None else 'The path of this person'}</h2>",
        *_drawings(sheet, depth, prefix),
        *_tables(sheet),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _policy() -> str:
    """No network at all, no script but the walker's, no form that leads elsewhere."""
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{script_hash()}'; "
        f"base-uri 'none'; form-action 'none'"
    )


def _css() -> str:
    own = files("spasm_ddx.views").joinpath("html.css").read_text(encoding="utf-8")
    return variables() + of_figures() + own


# -------------------------------------------------------------------------- drawings


def _drawings(sheet: Sheet, depth: int | None, prefix: str) -> Iterator[str]:
    first, *others = [sheet] if depth is None else sheet.pages(depth)
    links = {page.root: f"#{prefix}-page-{page.root}" for page in others}
    yield figure(first, links=links, prefix=f"{prefix}-{first.root}")
    for page in others:
        heading = said_place(page.root).capitalize()
        yield f'<h2 id="{prefix}-page-{page.root}">{heading}</h2>'
        leads = {place: link for place, link in links.items() if place != page.root}
        yield figure(page, links=leads, prefix=f"{prefix}-{page.root}")


# ---------------------------------------------------------------------------- tables


def _tables(sheet: Sheet) -> Iterator[str]:
    questions = sheet.questions()
    person = ["This person"] if sheet.path else []
    if questions:
        yield "<h2>Questions</h2>"
        yield from _table(
            ["#", "Question", "Criterion", "Claims", *person],
            (
                [f"{number}", *_question(card), *_person(card)]
                for number, card in enumerate(questions, start=1)
            ),
            (card.standing for card in questions),
        )
    rows = sheet.rows()
    yield "<h2>Paths</h2>"
    yield from _table(
        ["Answers", "Outcome", "What to do", *person],
        ([row.listed, *_end(row.end.card), *_person(row.end)] for row in rows),
        (row.end.standing for row in rows),
    )


def _table(
    head: Sequence[str], body: Iterable[Sequence[str]], standings: Iterable[Standing | None]
) -> Iterator[str]:
    """A table in a box that scrolls, each row with its standing as its class."""
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    yield f'<div class="ddx-scroll" tabindex="0"><table><thead><tr>{names}</tr></thead><tbody>'
    for cells, standing in zip(body, standings, strict=True):
        kind = "" if standing is None else f' class="{standing.name.lower()}"'
        yield f"<tr{kind}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table></div>"


def _question(card: QuestionCard) -> list[str]:
    lines = (
        f'<div style="margin-left:{part.depth}em"{_deciding(part)}>{_text(part.marked)}</div>'
        for part in card.parts
    )
    return [f"<b>{_text(card.title)}</b>", "".join(lines), _text(" ".join(card.claims))]


def _deciding(part: Part) -> str:
    """The class of a line that decides; it stands out more while it is not known."""
    return f' class="{"unknown" if part.unknown else "decides"}"' if part.decides else ""


def _end(card: Card) -> list[str]:
    grade = "x" if card.grade is None else str(card.grade)
    strip = f'<div class="strip g{grade}">{_text(card.marked())}</div>' if card.marked() else ""
    advice = "".join(f"<div>{_text(line)}</div>" for line in card.advice)
    return [f"{strip}<b>{_text(card.title)}</b>", advice]


def _person(card: QuestionCard | LeafCard) -> list[str]:
    return [_text(card.person)] if card.standing else []


def _text(text: str) -> str:
    """A text that HTML shows as itself; what it holds cannot turn the words around it."""
    return f"<bdi>{'<br>'.join(map(escape, text.splitlines()))}</bdi>"
