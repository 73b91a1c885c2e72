"""A tree as one self-contained page of HTML: questions, drawing, and paths as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Final, NoReturn

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.tree import said_place
from spasm_ddx.reasoning.wording import capitalized
from spasm_ddx.views import figure, graphviz, style
from spasm_ddx.views.cards import Card, LeafCard, Part, QuestionCard
from spasm_ddx.views.page.bundle import script_hash
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Sheet

#: The most cards in the tables of a page, and the most drawings: a page then has at most some
#: ten megabytes and takes at most some ten seconds.
MOST_CARDS: Final = 10_000
MOST_DRAWINGS: Final = 50


def to_html(sheet: Sheet, *, depth: int | None = None, prefix: str = "ddx") -> str:
    """A sheet as one self-contained page: no network, light and dark.

    First a person walks the tree, one question at a time (see ``walker``), beginning with
    the findings of the sheet. A sheet that shows only a path has no such walk. Below it stands
    the drawing as an inline SVG, or the tree as text without Graphviz; then tables of the
    questions and of every path with its outcome. Everything but the walk works without
    JavaScript, and the page's policy allows only that one script.

    Args:
        sheet: The sheet to show.
        depth: How many questions a drawing shows on a path; further drawings, linked from
            it, show the rest. Everything in one drawing unless given.
        prefix: The prefix of every id in the page.

    Raises:
        TreeError: The depth is less than 1, or the page would hold more than 10,000 cards, 50
            drawings or 2,000 cards in several drawings.
        ValueError: The prefix cannot begin an id.
    """
    if len(sheet.cards) > MOST_CARDS:
        _refuse(f"{len(sheet.cards):,} cards", f"{MOST_CARDS:,}")
    heading = "The whole tree" if sheet.path is None else "The path of this person"
    drawings = _drawings(sheet, depth, prefix)
    walk = "" if sheet.path_only else walker(sheet.shown, findings=sheet.findings, prefix=prefix)
    own = files("spasm_ddx.views").joinpath("html.css").read_text(encoding="utf-8")
    css = style.variables() + figure.stylesheet() + own
    body = [f"<h1>{text(sheet.title)}</h1>", walk, *_folded(heading, drawings)]
    return page(sheet.title, css, [*body, *_tables(sheet)], f"script-src '{script_hash()}'")


def _folded(heading: str, inside: Iterable[str]) -> Iterator[str]:
    """A part with its heading, which the walk folds away on a phone."""
    yield f'<details class="ddx-more" open><summary><h2>{heading}</h2></summary>'
    yield from inside
    yield "</details>"


def page(title: str, css: str, body: Iterable[str], policy: str = "", theme: str = "") -> str:
    """A self-contained page: its policy allows no request and no form to leave it.

    Args:
        title: Its title.
        css: Its style.
        body: Its content.
        policy: What its Content-Security-Policy allows besides styles.
        theme: Its only theme; the reader's unless given.
    """
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", *([policy] if policy else [])]
    rules += ["base-uri 'none'", "form-action 'none'"]
    fixed = f' data-theme="{theme}"' if theme else ""
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="en"{fixed}><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="color-scheme" content="{theme or "light dark"}">',
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">',
        f"<title>{escape(title)}</title><style>{css}</style></head><body><main>",
        *body,
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def text(words: str) -> str:
    """A text escaped for HTML, whose writing direction cannot affect the words around it."""
    return f"<bdi>{'<br>'.join(map(escape, words.splitlines()))}</bdi>"


# -------------------------------------------------------------------------- drawings


def _drawings(sheet: Sheet, depth: int | None, prefix: str) -> Iterator[str]:
    first, *others = [sheet] if depth is None else sheet.pages(depth)
    cards = sum(len(part.condensed().cards) for part in (first, *others))
    if len(others) >= MOST_DRAWINGS or (others and cards > graphviz.MOST_CARDS):
        held = f"{1 + len(others):,} drawings with {cards:,} cards"
        _refuse(held, f"{MOST_DRAWINGS} with {graphviz.MOST_CARDS:,}")
    links = {part.root: f"#{prefix}-page-{part.root}" for part in others}
    yield figure.figure(first, "Drawing of the tree", links=links, prefix=f"{prefix}-{first.root}")
    for part in others:
        heading = capitalized(said_place(part.root))
        yield f'<h2 id="{prefix}-page-{part.root}">{heading}</h2>'
        leads = {place: link for place, link in links.items() if place != part.root}
        yield figure.figure(
            part,
            f"Drawing of the part {heading.lower()}",
            links=leads,
            prefix=f"{prefix}-{part.root}",
        )


def _refuse(held: str, most: str) -> NoReturn:
    msg = (
        f"the page would hold {held}; at most {most} are accepted: show a part of it "
        f"(root= is where it begins, depth= how far a drawing goes, path_only= leaves out what is "
        f"ruled out)"
    )
    raise TreeError(msg)


# ---------------------------------------------------------------------------- tables


def _tables(sheet: Sheet) -> Iterator[str]:
    questions = sheet.questions()
    person = ["This person"] if sheet.path else []
    if questions:
        table = _table(
            "Questions",
            ["#", "Question", "Criterion", "Claims", *person],
            (
                [f"{number}", *_question(card), *_person(card)]
                for number, card in enumerate(questions, start=1)
            ),
            (card.standing for card in questions),
        )
        yield from _folded("Questions", table)
    rows = sheet.rows()
    table = _table(
        "Paths",
        ["Answers", "Outcome", "What to do", *person],
        ([row.listed, *_end(row.end.card), *_person(row.end)] for row in rows),
        (row.end.standing for row in rows),
    )
    yield from _folded("Paths", table)


def _table(
    name: str,
    head: Sequence[str],
    body: Iterable[Sequence[str]],
    standings: Iterable[Standing | None],
) -> Iterator[str]:
    """A table in a box that scrolls; each row has its standing as its class."""
    names = "".join(f'<th scope="col">{title}</th>' for title in head)
    yield '<div class="ddx-scroll" role="region" '
    yield f'aria-label="Table of {name.lower()}" tabindex="0">'
    yield f"<table><thead><tr>{names}</tr></thead><tbody>"
    for cells, standing in zip(body, standings, strict=True):
        kind = "" if standing is None else f' class="{standing.name.lower()}"'
        yield f"<tr{kind}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table></div>"


def _question(card: QuestionCard) -> list[str]:
    lines = (
        f'<div style="margin-left:{part.depth}em"{_deciding(part)}>{text(part.marked)}</div>'
        for part in card.parts
    )
    return [f"<b>{text(card.title)}</b>", "".join(lines), text(" ".join(card.claims))]


def _deciding(part: Part) -> str:
    """The class of a line that decides, with its own one while the line is not known."""
    return f' class="{"unknown" if part.unknown else "decides"}"' if part.decides else ""


def _end(card: Card) -> list[str]:
    grade = "x" if card.grade is None else str(card.grade)
    strip = (
        f'<div class="ddx-strip ddx-g{grade}">{text(card.marked())}</div>' if card.marked() else ""
    )
    advice = "".join(f"<div>{text(line)}</div>" for line in card.advice)
    return [f"{strip}<b>{text(card.title)}</b>", advice]


def _person(card: QuestionCard | LeafCard) -> list[str]:
    return [text(card.person)] if card.standing else []
