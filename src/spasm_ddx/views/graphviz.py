"""A tree as a drawing: DOT through the ``graphviz`` package, and SVG, PNG or PDF from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, Literal, TypeAlias, assert_never

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.criteria import shown
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views import engine, style, svg
from spasm_ddx.views.path import ROOT, Standing
from spasm_ddx.views.sheet import LeafCard, QuestionCard, Sheet, refuse_unholdable, sheet_of
from spasm_ddx.views.style import LIGHT
from spasm_ddx.views.tables import Writer, header, leaf, question

Drawn: TypeAlias = Literal["svg", "png", "pdf"]

#: How many cards one drawing may hold: laying out more would take minutes.
MOST_CARDS: Final = 2_000


def to_dot(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """The drawing of a tree as DOT, the language of Graphviz.

    Node ids are the answers that lead to a node (``root``, ``y``, ``yn``), so that a
    small change to the tree is a small change to the text.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, whose path is shown; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        root: The id of the node where the drawing begins.
        depth: How many questions it shows on a path; all unless given.
        links: For ids of nodes, where they lead: ``http``, ``https`` or ``#fragment``.

    Raises:
        TreeError: There is no such node, the tree unfolds to too many nodes, a text
            holds what no drawing can, or a link leads elsewhere.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    sheet = sheet_of(shown, findings, remarks=remarks, root=root, depth=depth)
    return _source(sheet, Writer(), _checked(links))


def render(
    shown: GuidelineOrTree,
    format: Drawn,  # noqa: A002 - what it is called everywhere
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
    links: Mapping[str, str] | None = None,
    prefix: str = "ddx",
) -> bytes:
    """The drawing of a tree as SVG, PNG or PDF.

    The SVG is the same on every machine, whatever fonts are installed. PNG and PDF
    hold the letters of an installed font.

    Args:
        shown: A guideline or a tree.
        format: ``"svg"``, ``"png"`` or ``"pdf"``.
        findings: One person's findings, whose path is shown; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        root: The id of the node where the drawing begins.
        depth: How many questions it shows on a path; all unless given.
        links: For ids of nodes, where they lead: ``http``, ``https`` or ``#fragment``.
        prefix: What every id of the SVG begins with; give two that share a page two.

    Raises:
        MissingExtraError: Graphviz is not installed, or no font is (for PNG and PDF).
        TreeError: As ``to_dot``; or the drawing would hold more than 2,000 cards.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.

    Warns:
        MissingFontWarning: No installed font has some letter of a PNG or PDF.
    """
    sheet = sheet_of(shown, findings, remarks=remarks, root=root, depth=depth)
    if len(sheet.cards) > MOST_CARDS:
        msg = (
            f"the drawing would hold {len(sheet.cards):,} cards; at most {MOST_CARDS:,} are "
            f"accepted: draw a part of it (root= is where it begins, depth= how far it goes)"
        )
        raise TreeError(msg)
    leads = _checked(links)
    match format:
        case "svg":
            writer = Writer(tokens=True)
            drawn = engine.draw(_source(sheet, writer, leads), "svg")
            return svg.finished(drawn, sheet, writer.lines, _tooltips(sheet), leads, prefix)
        case "png" | "pdf":
            writer = Writer()
            source = _source(sheet, writer, leads)
            texts = [line.text for line in writer.lines.values()]
            return engine.draw_letters(source, format, texts)
        case _:
            assert_never(format)


def _checked(links: Mapping[str, str] | None) -> Mapping[str, str]:
    refuse_unholdable((links or {}).values(), "the links")
    for place, link in (links or {}).items():
        if not link.lower().startswith(("http://", "https://", "#")) or len(link) > _LONGEST:
            msg = (
                f"the link of {place!r} leads to {shown(link)}; accepted are http, https and "
                f"#fragment, of at most {_LONGEST:,} letters"
            )
            raise TreeError(msg)
    return links or {}


def told(card: QuestionCard | LeafCard) -> str:
    """What a tooltip says of a card: its text in short, and how it stands and why."""
    match card:
        case QuestionCard(title=title, standing_words=how):
            said = [title, how]
        case LeafCard(card=inner, status=status):
            said = [inner.marked(), inner.title, status]
        case _:  # pragma: no cover - the union is closed
            assert_never(card)
    return "\n".join(part for part in said if part)


def _tooltips(sheet: Sheet) -> dict[str, str]:
    cards = {card.id: told(card) for card in sheet.cards}
    edges = {f"{child}-edge": _said(answer, how) for _, answer, child, how in sheet.edges()}
    return cards | edges


def _source(sheet: Sheet, writer: Writer, links: Mapping[str, str]) -> str:
    """The DOT; with tokens for the texts where the writer writes tokens."""
    graph = _package().Digraph("tree", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE)
    graph.attr(label=f"<{header(sheet, writer)}>")
    for card in sheet.cards:
        label = question(card, writer) if isinstance(card, QuestionCard) else leaf(card, writer)
        attributes = {"id": card.id, "class": _class(card)}
        if not writer.tokens:
            attributes["tooltip"] = _escaped(told(card)[:_LONGEST])
        if card.id in links:
            attributes["URL"] = "#" if writer.tokens else _escaped(links[card.id])
        graph.node(card.id, label=f"<{label}>", _attributes=attributes)
    for card, answer, child, standing in sheet.edges():
        port = "y" if answer else "n"
        look = _edge(child, answer, standing)
        graph.edge(f"{card.id}:{port}:e", f"{child}:w", _attributes=look)
    return str(graph.source)


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
#: Graphviz reads no quoted text of 16,384 bytes, even if escapes are what makes it so long.
_LONGEST: Final = 2_000
_NODE: Final = {"shape": "plain", "fontname": style.FONT}
_EDGE: Final = {"color": LIGHT.line, "penwidth": "1.4", "arrowsize": "0.75"}


def _edge(child: str, answer: bool, standing: Standing | None) -> dict[str, str]:  # noqa: FBT001
    """The look of an edge: bold where the person went, dashed while undecided."""
    kind = f"{'yes' if answer else 'no'} {_words(standing)}".strip()
    named = {"id": f"{child}-edge", "class": kind, "tooltip": _said(answer, standing)}
    match standing:
        case None:
            return named
        case Standing.PASSED:
            look = {"color": LIGHT.ink, "penwidth": "3.2"}
        case Standing.UNDECIDED:
            look = {"color": LIGHT.line, "penwidth": "1.6", "style": "dashed"}
        case Standing.RULED_OUT:
            look = {"color": LIGHT.faded.border, "penwidth": "1.1", "arrowsize": "0.6"}
        case _:  # pragma: no cover - the union is closed
            assert_never(standing)
    return named | look


def _said(answer: bool, standing: Standing | None) -> str:  # noqa: FBT001
    word = "yes" if answer else "no"
    return word if standing is None else f"{word}: {standing.value}"


def _class(card: QuestionCard | LeafCard) -> str:
    match card:
        case QuestionCard():
            kind = "question"
        case LeafCard(card=inner):
            kind = "leaf" if inner.grade is None else f"leaf grade-{inner.grade}"
        case _:  # pragma: no cover - the union is closed
            assert_never(card)
    return f"{kind} {_words(card.standing)}".strip()


def _words(standing: Standing | None) -> str:
    return "" if standing is None else standing.value.replace(" ", "-")


def _escaped(text: str) -> Any:  # noqa: ANN401 - text of a kind that the package knows
    r"""A text that an attribute of Graphviz takes as itself: no tags, entities or ``\N``."""
    return _package().escape(text.replace("&", "&amp;"))


def _package() -> Any:  # noqa: ANN401 - published without types
    """The package ``graphviz``, imported only where something is drawn."""
    return import_module("graphviz")
