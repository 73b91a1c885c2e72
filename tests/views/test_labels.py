"""Every format shows labels unchanged, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from itertools import count, cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx.errors import SpasmDdxError, TreeError
from spasm_ddx.reasoning.criteria import any_of
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.views import run_graphviz
from spasm_ddx.views.cards import QuestionCard
from spasm_ddx.views.formats import FORMATS, Format, render_as
from spasm_ddx.views.jupyter import mimebundle
from spasm_ddx.views.page.bundle import script
from spasm_ddx.views.page.walker import inlined
from spasm_ddx.views.sheet import sheet_of
from tests.reasoning.strategies import LAW, Ankle
from tests.views.strategies import (
    HOSTILE,
    Labelled,
    Page,
    bare,
    drawn_as,
    holdable,
    hostile_trees,
    labelled,
    markdown_tables,
    mermaid_nodes,
    parsed,
    svg_texts,
)

UNHOLDABLE = [chr(code) for code in range(0x10000) if not holdable(chr(code))]
FEW = settings(LAW, max_examples=25)


def assert_holds(
    found: dict[str, str],
    case: Labelled,
    prefix: str = "",
    shown: dict[str, tuple[str, ...]] | None = None,
) -> None:
    """Each node is there, with each of its labels."""
    shown = case.shown if shown is None else shown
    assert {place for place in found if not place.endswith("-edge")} == {
        f"{prefix}{place}" for place in shown
    }
    for place, texts in shown.items():
        for text in texts:
            assert bare(text) in found[f"{prefix}{place}"], (place, text)


def in_drawing(case: Labelled) -> dict[str, tuple[str, ...]]:
    """The content of a drawing for a person: one card for each ruled-out part."""
    cards = sheet_of(case.tree, case.person).condensed().cards
    hidden = {card.id for card in cards if isinstance(card, QuestionCard) and card.hidden}
    return {
        card.id: case.shown[card.id][:1] if card.id in hidden else case.shown[card.id]
        for card in cards
    }


def assert_svg(svg: str, case: Labelled, *, known: bool) -> None:
    assert_holds(svg_texts(svg), case, "p-", in_drawing(case) if known else None)
    root = parsed(svg)
    title = root.find("{*}title")
    assert title is not None
    assert bare(case.tree.name) in bare(title.text or "") or not bare(case.tree.name)
    assert {element.tag.split("}")[1] for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "text", "path", "polygon", "polyline"),
    }


def assert_dot(source: str, case: Labelled, *, known: bool) -> None:
    pygraphviz: Any = import_module("pygraphviz")  # published without types
    graph = pygraphviz.AGraph(string=source)
    found: dict[str, str] = {}
    for node in graph.nodes():
        label: str = node.attr["label"]
        label = label[label.index("<TABLE") : label.rindex("</TABLE>") + len("</TABLE>")]
        table = parsed(label.replace("\\\\", "\\"))
        found[str(node)] = bare("".join(table.itertext()))
    shown = in_drawing(case) if known else case.shown
    if known:
        words = found.pop("known")
        assert all(bare(text) in words for text in sheet_of(case.tree, case.person).known)
    assert_holds(found, case, shown=shown)
    assert len(graph.edges()) == len(shown) - (not known)  # one leads to what is known


def assert_markdown(source: str, case: Labelled) -> None:
    questions, paths = markdown_tables(source)
    asked = [place for place in sorted_places(case) if is_question(place, case)]
    ends = [place for place in sorted_places(case) if not is_question(place, case)]
    rows = zip([*asked, *ends], [*questions[1:], *paths[1:]], strict=True)
    assert_holds({place: bare("".join(row)) for place, row in rows}, case)


def assert_html(source: str, case: Labelled) -> None:
    page = Page(source)
    for texts in case.shown.values():
        for text in texts:
            assert bare(text) in page.text
    assert not page.links
    assert not page.tags & {"img", "iframe", "a", "link", "object"}
    data, code = page.scripts  # the walker's, and no other
    assert code == script()
    assert not set("<>&") & set(data)
    carried = json.loads(data)
    assert carried["key"] == "ddx"
    asked = {node["asks"] for node in carried["tree"] if "asks" in node}
    assert asked == {question.asks for question in case.tree.questions}
    assert inlined(carried) == data


class TestHostileLabels:
    """In every format the drawing parses and holds each label of each node."""

    @FEW
    @given(case=hostile_trees(), known=st.booleans(), width=st.integers(40, 120))
    def test_all_forms(self, case: Labelled, width: int, *, known: bool) -> None:
        """One law for all, since to make the tree and to draw it takes most of the time."""
        person = case.person if known else None
        for unicode in (True, False):
            text = drawn_as(case.tree, "text", person, width=width, unicode=unicode)
            assert unicode or text.isascii()
            if text.isascii():
                assert max(map(len, text.splitlines())) <= width
        assert_holds(mermaid_nodes(drawn_as(case.tree, "mermaid", person)), case)
        assert_markdown(drawn_as(case.tree, "markdown", person), case)
        # Last what Graphviz draws: to shrink what fails takes as long as to draw it often.
        dot = drawn_as(case.tree, "dot", person)
        assert_dot(dot, case, known=known)
        assert_html(drawn_as(case.tree, "html", person), case)
        assert_svg(drawn_as(case.tree, "svg", person, prefix="p"), case, known=known)
        found = svg_texts(run_graphviz.draw(dot, "svg").decode())
        drawn = {place: text for place, text in found.items() if place in case.shown}
        assert_holds(drawn, case, shown=in_drawing(case) if known else None)

    def test_each_alone(self) -> None:
        labels = cycle(HOSTILE)
        case = labelled(lambda: next(labels), "q" * 15)
        texts = [text for of_node in case.shown.values() for text in of_node]
        assert {*HOSTILE} <= {*texts}
        assert_holds(svg_texts(drawn_as(case.tree, "svg", prefix="p")), case, "p-")
        assert_holds(mermaid_nodes(drawn_as(case.tree, "mermaid")), case)
        page = Page(drawn_as(case.tree, "html")).text
        assert all(bare(text) in page for text in texts)

    @pytest.mark.parametrize("text", ["x" * 2_000, "word " * 400, "\u4f60" * 2_000, "<&\\" * 667])
    def test_two_thousand_characters_in_every_label(self, text: str) -> None:
        numbers = count()
        case = labelled(lambda: f"{next(numbers)}{text}", "ql")
        assert_holds(svg_texts(drawn_as(case.tree, "svg", prefix="p")), case, "p-")
        drawn = svg_texts(run_graphviz.draw(drawn_as(case.tree, "dot"), "svg").decode())
        assert_holds({place: drawn[place] for place in case.shown}, case)
        assert_holds(mermaid_nodes(drawn_as(case.tree, "mermaid")), case)
        page = Page(drawn_as(case.tree, "html")).text
        assert all(bare(text) in page for texts in case.shown.values() for text in texts)


def sorted_places(case: Labelled) -> list[str]:
    """The ids in the order of the tree: a node, then yes, then no."""
    return sorted(case.shown, key=lambda place: place.replace("root", "").replace("n", "z"))


def is_question(place: str, case: Labelled) -> bool:
    return f"{place.replace('root', '')}y" in case.shown


class TestRefused:
    """A text that XML cannot hold raises an error with its place."""

    @FEW
    @given(st.sampled_from(UNHOLDABLE), st.sampled_from(FORMATS))
    def test_in_a_question(self, letter: str, form: Format) -> None:
        asked = Question(f"Is{letter}it?", Ankle.fever.present, yes=Leaf("a"), no=Leaf("b"))
        root = Question("Well?", Ankle.swelling.present, yes=Leaf("c"), no=asked)
        with pytest.raises(TreeError, match=f"after no.*U\\+{ord(letter):04X}"):
            render_as(Tree(root), form)

    @pytest.mark.parametrize("letter", ["\0", "\ud800", "\x1b", "\ufffe"])
    @pytest.mark.parametrize("form", FORMATS)
    def test_anywhere(self, letter: str, form: Format) -> None:
        for tree in broken(f"x{letter}"):
            with pytest.raises(TreeError, match=r"U\+"):
                render_as(tree, form)
            with pytest.raises(TreeError, match=r"U\+"):
                mimebundle(tree)

    def test_in_a_criterion_alone(self) -> None:
        with pytest.raises(TreeError, match=r"criterion.*U\+0000"):
            mimebundle(any_of(Ankle.fever.present, name="\0"))

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "data:text/html,x", "//x", "x.html", ""]
    )
    def test_links_elsewhere(self, link: str) -> None:
        with pytest.raises(TreeError, match="http, https"):
            drawn_as(Tree(Leaf("a")), "dot", links={"root": link})

    @pytest.mark.parametrize("prefix", ["", "1", "a b", 'a"', "a<"])
    def test_prefixes_that_are_no_id(self, prefix: str) -> None:
        with pytest.raises(ValueError, match="prefix"):
            drawn_as(Tree(Leaf("a")), "svg", prefix=prefix)

    def test_a_lost_text_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = run_graphviz.draw("digraph {}", "svg")

        def draw(*_: object) -> bytes:
            return drawn

        monkeypatch.setattr(run_graphviz, "draw", draw)
        with pytest.raises(SpasmDdxError, match="lost a text"):
            drawn_as(Tree(Leaf("a")), "svg")


def broken(text: str) -> Iterator[Tree[object]]:
    """Trees with one bad text each, in every place where a text can be."""
    yield Tree(Leaf("a"), name=text)
    yield Tree(Leaf("a"), version=text)
    yield Tree(Leaf(text))
    fever, swelling = Ankle.fever.present, Ankle.swelling.present
    named = any_of(fever, swelling, name=text)
    yield Tree(Question("?", named, yes=Leaf(1), no=Leaf(2)))
    yield Tree(Question("?", fever, yes=Leaf(1), no=Leaf(2), claims=(text,)))
