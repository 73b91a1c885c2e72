"""A tree as one page of HTML that needs nothing else: questions, drawing, paths as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views import engine, style
from spasm_ddx.views.graphviz import MOST_CARDS, render
from spasm_ddx.views.markdown import asked, rows
from spasm_ddx.views.page.assets import script_hash
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import ROOT, Standing
from spasm_ddx.views.sheet import LeafCard, QuestionCard, Sheet, pages, said_place, sheet_of
from spasm_ddx.views.style import DARK, LIGHT, Palette
from spasm_ddx.views.tables import cited
from spasm_ddx.views.text import to_text


def to_html(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
    prefix: str = "ddx",
) -> str:
    """A tree as one page that stands alone: no network, light and dark.

    First a person walks the tree, one question at a time (see ``walker``). Below stands
    the drawing as an inline SVG, or the tree as text where there is nothing to draw
    with; then the questions, and every path with its outcome, as tables. All but the walk
    works without JavaScript, and a policy in the page allows that one script alone.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, whose path is shown, and with which the walk
            begins; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        root: The id of the node where it begins, such as ``"ynn"``.
        depth: How many questions a drawing shows on a path; what follows is drawn
            below it, and linked. All in one drawing unless given.
        prefix: What every id of the page begins with.

    Raises:
        TreeError: There is no such node, the tree unfolds to too many nodes, or a text
            holds what no form can.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    sheet = sheet_of(shown, findings, remarks=remarks, root=root)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        f"<title>{escape(sheet.title)}</title><style>{_CSS}</style></head><body><main>",
        f"<h1>{_text(sheet.title)}</h1>",
        walker(shown, findings=findings, prefix=prefix),
        "<h2>The whole tree</h2>",
        *(f"<p>{_text(text)}</p>" for text in sheet.about),
        *_drawings(shown, findings, remarks, root, depth, prefix),
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


# -------------------------------------------------------------------------- drawings


def _drawings(
    shown: GuidelineOrTree,
    findings: Findings | None,
    remarks: Sequence[str],
    root: str,
    depth: int | None,
    prefix: str,
) -> Iterator[str]:
    begins = [root] if depth is None else pages(shown, depth, root=root)
    links = {begin: f"#{prefix}-page-{begin}" for begin in begins if begin != root}
    for begin in begins:
        where = f"{prefix}-page-{begin}"
        if begin != root:
            yield f'<h2 id="{where}">After {escape(said_place(begin))}</h2>'
        yield figure(
            shown,
            findings,
            remarks=remarks,
            root=begin,
            depth=depth,
            links=links,
            prefix=f"{prefix}-{begin}",
        )


def figure(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
    links: dict[str, str] | None = None,
    prefix: str = "ddx",
) -> str:
    """The drawing as a piece of HTML that scrolls by itself; text where nothing can draw it."""
    sheet = sheet_of(shown, findings, remarks=remarks, root=root, depth=depth)
    if not engine.can_draw() or len(sheet.cards) > MOST_CARDS:
        text = to_text(shown, findings, remarks=remarks, width=100, root=root, depth=depth)
        return f"<pre>{escape(text)}</pre>"
    links = {place: link for place, link in (links or {}).items() if place != root}
    svg = render(
        shown,
        "svg",
        findings,
        remarks=remarks,
        root=root,
        depth=depth,
        links=links,
        prefix=prefix,
    ).decode()
    wide = float(svg.partition('viewBox="')[2].split()[2])
    # As wide as the page, but never so narrow that its letters are smaller than the text.
    smallest = f"min-width:{wide * 0.9:.0f}px;max-width:{wide * 1.6:.0f}px"
    return (
        f'<div class="ddx-scroll" role="region" aria-label="Drawing of the tree" tabindex="0" '
        f'style="overflow:auto"><div style="{smallest}">{svg}</div></div>'
    )


# ---------------------------------------------------------------------------- tables


def _tables(sheet: Sheet) -> Iterator[str]:
    questions = asked(sheet)
    if questions:
        yield "<h2>Questions</h2>"
        person = ["This person"] if sheet.path else []
        yield from _table(
            ["#", "Question", "Criterion", "Claims", *person],
            (
                (card.standing, [f"{number}", *_question(card), *_status(card)])
                for number, card in enumerate(questions, start=1)
            ),
        )
    yield "<h2>Paths</h2>"
    person = ["This person"] if sheet.path else []
    yield from _table(
        ["Answers", "Outcome", "What to do", *person],
        (
            (row.end.standing, [_answers(row.answers), *_end(row.end), *_status(row.end)])
            for row in rows(sheet)
        ),
    )


def _table(
    head: Sequence[str], body: Iterable[tuple[Standing | None, Sequence[str]]]
) -> Iterator[str]:
    cells = "".join(f'<th scope="col">{name}</th>' for name in head)
    yield f'<div class="ddx-scroll" tabindex="0"><table><thead><tr>{cells}</tr></thead><tbody>'
    for standing, texts in body:
        kind = "" if standing is None else f' class="{standing.name.lower()}"'
        yield f"<tr{kind}>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
    yield "</tbody></table></div>"


def _question(card: QuestionCard) -> list[str]:
    lines = [
        f'<div style="margin-left:{part.depth}em">'
        f"{style.PART_MARKS[part.holds] if part.depth else ''} {_text(part.text)}</div>"
        for part in card.parts
    ]
    return [f"<b>{_text(card.title)}</b>", "".join(lines), _text(" ".join(card.claims))]


def _answers(answers: Iterable[tuple[int, bool]]) -> str:
    return ", ".join(f"{number} {'yes' if answer else 'no'}" for number, answer in answers)


def _end(end: QuestionCard | LeafCard) -> list[str]:
    if isinstance(end, QuestionCard):  # pragma: no cover - a page hides nothing
        return [_text(end.title), _text(end.hidden)]
    card = end.card
    grade = "x" if card.grade is None else str(card.grade)
    strip = f'<div class="strip g{grade}">{_text(card.marked())}</div>' if card.marked() else ""
    lines = [*card.lines, *([cited(card.claims)] if card.claims else [])]
    advice = "".join(f"<div>{_text(line)}</div>" for line in lines)
    return [f"{strip}<b>{_text(card.title)}</b>", advice]


def _status(card: QuestionCard | LeafCard) -> list[str]:
    if card.standing is None:
        return []
    words = card.standing_words if isinstance(card, QuestionCard) else card.status
    return [_text(f"{style.STANDING_MARKS[card.standing]} {words}")]


def _text(text: str) -> str:
    """A text that HTML shows as itself; what it holds cannot turn the words around it."""
    return f"<bdi>{'<br>'.join(map(escape, text.splitlines()))}</bdi>"


# ----------------------------------------------------------------------------- style


def _colours(palette: Palette) -> str:
    plain = {
        "page": palette.page,
        "ink": palette.ink,
        "quiet": palette.quiet,
        "hairline": palette.hairline,
        "faded": palette.faded.fill,
        "faded-ink": palette.faded.ink,
    }
    for name, look in zip("x0123", palette.grades, strict=True):
        plain |= {f"g{name}": look.strip, f"g{name}-ink": look.strip_ink}
    return "".join(f"--{name}:{colour};" for name, colour in plain.items())


_CSS: Final = (
    f":root{{color-scheme:light dark;{_colours(LIGHT)}}}"
    f"@media (prefers-color-scheme:dark){{:root{{{_colours(DARK)}}}}}"
    "body{margin:0;background:var(--page);color:var(--ink);"
    "font:16px/1.5 Helvetica,Arial,sans-serif}"
    "main{padding:clamp(.9rem,3vw,1.5rem);max-width:120rem;margin:auto}h1{margin-top:0}"
    ".ddx-scroll{overflow:auto;margin:1rem 0}.ddx-scroll:focus-visible{outline:3px solid var(--g1)}"
    "svg{display:block;width:100%;height:auto}"
    "table{border-collapse:collapse;font-size:.9rem;min-width:40rem}"
    "th,td{border:1px solid var(--hairline);padding:.45rem .7rem;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word;min-width:2.5rem;max-width:34rem}"
    "th{border-bottom-width:2px}"
    "tr.ruled_out{background:var(--faded);color:var(--faded-ink)}"
    "tr.passed{box-shadow:inset .3rem 0 0 var(--ink)}"
    "tr.undecided td:first-child{border-left:.3rem dashed var(--quiet)}"
    ".strip{display:table;font-weight:bold;font-size:.8rem;padding:.1rem .5rem;"
    "margin-bottom:.25rem}"
    + "".join(f".g{name}{{background:var(--g{name});color:var(--g{name}-ink)}}" for name in "x0123")
    + ".g0,.g1{border-radius:.5rem}.g3{outline:2px solid var(--g3);outline-offset:2px}"
    "tr.ruled_out .strip{background:none;color:inherit;outline:1px solid var(--hairline)}"
    "pre{overflow:auto}"
)
