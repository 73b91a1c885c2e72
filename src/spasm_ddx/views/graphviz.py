"""A tree as a drawing: DOT through the ``graphviz`` package, and SVG, PNG or PDF from it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, Literal, TypeAlias

from spasm_ddx.errors import TreeError
from spasm_ddx.errors import shown as quoted
from spasm_ddx.views import run_graphviz, style, svg
from spasm_ddx.views.cards import LeafCard, QuestionCard
from spasm_ddx.views.labels import Writer, header, known, leaf, question
from spasm_ddx.views.path import Path, Standing
from spasm_ddx.views.sheet import Sheet, refuse_unholdable
from spasm_ddx.views.style import LIGHT

Drawn: TypeAlias = Literal["svg", "png", "pdf"]

#: How many cards one drawing may hold: laying out more would take minutes.
MOST_CARDS: Final = 2_000


def can_render(sheet: Sheet) -> bool:
    """Whether Graphviz is installed and the sheet is small enough to draw."""
    return run_graphviz.can_draw() and len(sheet.condensed().cards) <= MOST_CARDS


def to_dot(sheet: Sheet, *, links: Mapping[str, str] | None = None) -> str:
    """The drawing of a sheet as DOT, the language of Graphviz.

    A leaf shows one line of what to do. For one person, the certain part of the path runs
    straight down, and each ruled-out part is one card that names its outcomes.

    Node ids are the answers that lead to a node (``root``, ``y``, ``yn``), so that a
    small change to the tree is a small change to the text.

    Args:
        sheet: The sheet to draw.
        links: For ids of nodes, where they lead: ``http``, ``https`` or ``#fragment``.

    Raises:
        TreeError: A link leads elsewhere.
    """
    return _source(sheet.condensed(), Writer(), _checked(links))


def render(
    sheet: Sheet,
    format: Drawn,  # noqa: A002 - what it is called everywhere
    *,
    links: Mapping[str, str] | None = None,
    prefix: str = "ddx",
    headed: bool = True,
) -> bytes:
    """The drawing of a sheet as SVG, PNG or PDF.

    The SVG is the same on every machine, whatever fonts are installed. PNG and PDF use the
    letters of an installed font.

    Args:
        sheet: The sheet to draw.
        format: ``"svg"``, ``"png"`` or ``"pdf"``.
        links: For ids of nodes, where they lead: ``http``, ``https`` or ``#fragment``.
        prefix: The prefix of every id in the SVG; give two drawings on one page two prefixes.
        headed: Whether to draw its title, remarks and legend above it.

    Raises:
        MissingExtraError: Graphviz is not installed, or no font is (for PNG and PDF).
        TreeError: A link leads elsewhere, or the sheet holds more than 2,000 cards.
        ValueError: The prefix cannot begin an id.
    """
    condensed = sheet.condensed()
    if len(condensed.cards) > MOST_CARDS:
        msg = (
            f"the drawing would hold {len(condensed.cards):,} cards; at most {MOST_CARDS:,} are "
            f"accepted: draw a part of it (root= is where it begins, depth= how far it goes, "
            f"path_only= leaves out what is ruled out)"
        )
        raise TreeError(msg)
    leads = _checked(links)
    writer = Writer(tokens=format == "svg")
    source = _source(condensed, writer, leads, headed=headed)
    if format == "svg":
        drawn = run_graphviz.draw(source, "svg")
        tooltips = {card.id: _tooltip(card) for card in condensed.cards}
        for _, answer, child, how in condensed.edges():
            tooltips[f"{child}-edge"] = _edge_tooltip(answer, how)
        return svg.finished(drawn, sheet, writer.lines, tooltips, leads, prefix)
    return run_graphviz.draw_letters(source, format, [line.text for line in writer.lines.values()])


def _checked(links: Mapping[str, str] | None) -> Mapping[str, str]:
    refuse_unholdable((links or {}).values(), "the links")
    for place, link in (links or {}).items():
        if not link.lower().startswith(("http://", "https://", "#")):
            msg = f"the link of {place!r} leads to {quoted(link)}; "
            msg += "accepted are http, https and #fragment"
            raise TreeError(msg)
    return links or {}


def _tooltip(card: QuestionCard | LeafCard) -> str:
    """The tooltip of a card: its text in short, its standing and the reason."""
    words = [card.title, card.standing_words] if isinstance(card, QuestionCard) else []
    if isinstance(card, LeafCard):
        words = [card.card.marked(), card.card.title, card.status]
    return "\n".join(filter(None, words))


def _source(sheet: Sheet, writer: Writer, links: Mapping[str, str], *, headed: bool = True) -> str:
    """The DOT, with tokens for the texts if the writer writes tokens."""
    graph = _package().Digraph("tree", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE)
    if headed:
        graph.attr(label=f"<{header(sheet, writer)}>")
    for card in sheet.cards:
        if isinstance(card, QuestionCard):
            label, kind = question(card, writer), "question"
        else:
            grade = card.card.grade
            label, kind = leaf(card, writer), "leaf" if grade is None else f"leaf grade-{grade}"
        attributes = {"id": card.id, "class": _classes(kind, card.standing)}
        if not writer.tokens:
            attributes["tooltip"] = _escaped(_tooltip(card)[:_LONGEST])
        if card.id in links:
            attributes["URL"] = "#" if writer.tokens else _escaped(links[card.id])
        graph.node(card.id, label=f"<{label}>", _attributes=attributes)
    for card, answer, child, standing in sheet.edges():
        word, port = ("yes", "y") if answer else ("no", "n")
        named = {"id": f"{child}-edge", "class": _classes(word, standing)}
        look = named | {"tooltip": _edge_tooltip(answer, standing)} | _EDGES[standing]
        down = standing is Standing.PASSED
        tail, head = (card.id, child) if down else (f"{card.id}:{port}:e", f"{child}:w")
        graph.edge(tail, head, _attributes=look)
    if sheet.path is not None:
        _add_way(graph, sheet, sheet.path, writer)
    return str(graph.source)


def _add_way(graph: Any, sheet: Sheet, path: Path, writer: Writer) -> None:  # noqa: ANN401 - no types
    """Put the certain part of the path in one column, with the known findings at its end."""
    way = [card for card in sheet.cards if card.id in path.certain]
    graph.node(_KNOWN, label=f"<{known(sheet, writer)}>", _attributes={"id": _KNOWN})
    column = [card.id for card in way]
    if way:
        beside = isinstance(way[-1], LeafCard)
        column += [] if beside else [_KNOWN]
        graph.edge(way[-1].id, _KNOWN, _attributes=_TO_KNOWN)
    with graph.subgraph(graph_attr={"rank": "same"}) as same:
        for place in column:
            same.node(place)


_GRAPH: Final = {
    "rankdir": "LR",
    "ordering": "out",
    "nodesep": "0.26",
    "ranksep": "0.5",
    "pad": "0.25",
    "bgcolor": LIGHT.page,
    "labelloc": "t",
    "labeljust": "l",
    "fontname": style.FONT,
    "tooltip": " ",
}
#: Graphviz reads no quoted text of 16,384 bytes or more, escapes included.
_LONGEST: Final = 2_000
_NODE: Final = {"shape": "plain", "fontname": style.FONT}
#: The id of the box of known findings; no node has this id.
_KNOWN: Final = "known"
_TO_KNOWN: Final = {"style": "dotted", "dir": "none", "color": LIGHT.passed.border}
_EDGE: Final = {"color": LIGHT.line, "penwidth": "1.4", "arrowsize": "0.75"}


#: Bold where the person went, dashed while undecided.
_EDGES: Final[dict[Standing | None, dict[str, str]]] = {
    None: {},
    Standing.PASSED: {"color": LIGHT.passed.border, "penwidth": "4"},
    Standing.UNDECIDED: {"color": LIGHT.unknown.border, "penwidth": "2.4", "style": "dashed"},
    Standing.RULED_OUT: {"color": LIGHT.faded.border, "penwidth": "1.1", "arrowsize": "0.6"},
}


def _edge_tooltip(answer: bool, standing: Standing | None) -> str:  # noqa: FBT001
    word = "yes" if answer else "no"
    return word if standing is None else f"{word}: {standing.value}"


def _classes(kind: str, standing: Standing | None) -> str:
    return kind if standing is None else f"{kind} {standing.value.replace(' ', '-')}"


def _escaped(text: str) -> Any:  # noqa: ANN401 - text of a kind that the package knows
    r"""A text escaped for an attribute of Graphviz: no tags, entities or ``\N``."""
    return _package().escape(text.replace("&", "&amp;"))


def _package() -> Any:  # noqa: ANN401 - published without types
    return import_module("graphviz")
