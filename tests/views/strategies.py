"""Trees with hostile labels, and how to read labels back from each format.

Written apart from the code that it tests: what a form holds is read with parsers of
XML, HTML and DOT, or with a few lines here that know the rules of the form.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator
from enum import Enum
from html.parser import HTMLParser
from typing import Any, Final, cast
from xml.etree import ElementTree as ET

import attrs
from hypothesis import strategies as st

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.criteria import all_of, any_of
from spasm_ddx.reasoning.finding_kinds import Category, Number, OneOf, Quantity, Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.views.cards import Card
from spasm_ddx.views.formats import Format, render_as

SVG: Final = "{http://www.w3.org/2000/svg}"

#: What has been read as something else by some form, at some time.
HOSTILE: Final = (
    *("<", ">", "<b>", "</TABLE>", "<!--", "]]>", "<script>alert(1)</script>", "<svg onload=x>"),
    *("&", "&amp;", "&lt;", "&#60;", "&#92;N", "&nbsp", "#60;", "#quot;", "#"),
    *('"', "'", "`", "```", '"]', '"];', "\\", "\\\\", "\\N", "\\G", "\\l", "\\n", "\\"),
    *("|", "||", "\\|", "a:b", ":n", "root", "end", "{", "}", "[", "]", "%%", "%%{init: {}}%%"),
    *(
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        "  ",
        "\u2028",
        "\x85",
        "-->",
        "---",
        "==>",
        ";",
        "~~",
        "**",
        "_",
    ),
    *("http://x.example", "www.x.example", "![x](javascript:y)", "$x$", ":smile:", "@someone"),
    *("\u05d0\u05d1", "\u202e", "\u2066", "\u2069", "\u200b", "e\u0301", "\u0628\u0629"),
    *(
        "\U0001f9e0",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u4f60\u597d",
        "\u00df",
        "x" * 90,
    ),
)


def holdable(letter: str) -> bool:
    """Whether XML 1.0 can hold this character, by the text of its standard."""
    code = ord(letter)
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


letters = st.characters(codec="utf-8").filter(holdable)
labels = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(letters, max_size=8)), min_size=1, max_size=5
).map("".join)


class Place(Enum):
    HERE = "here"
    THERE = "there"


@attrs.frozen
class Outcome:
    """An outcome with a card of its own."""

    said: Card

    def card(self) -> Card:
        return self.said


@attrs.frozen(eq=False)
class Labelled:
    """A tree and a person, with the labels that each node must show."""

    tree: Tree[Any]
    person: Findings
    shown: dict[str, tuple[str, ...]]


def labelled(next_label: Callable[[], str], shape: str) -> Labelled:
    """A tree all of whose labels come from a source.

    Args:
        next_label: Gives a label each time it is called.
        shape: How the tree grows: for each node in turn, whether it is a question
            (``"q"``) or a leaf; all that is left are leaves.
    """
    vocabulary = _vocabulary(next_label)
    shown: dict[str, tuple[str, ...]] = {}
    kinds = iter(shape)

    def grow(place: str, deep: int) -> Node[Any]:
        kind = next(kinds, "leaf") if deep < 4 else "leaf"
        return ask(place, deep) if kind == "q" else end(place, kind)

    def ask(place: str, deep: int) -> Node[Any]:
        asks, name, *claims = (next_label() for _ in range(4))
        sign, where, many = _kinds(vocabulary)
        criterion = all_of(
            sign.present,
            any_of(where.among(Place.HERE), many.at_least(2), name=name),
        )
        start = "" if place == "root" else place
        yes, no = grow(f"{start}y", deep + 1), grow(f"{start}n", deep + 1)
        shown[place] = (asks, name, *claims, sign.label, where.label, where.words[Place.HERE])
        return Question(asks, criterion, yes=yes, no=no, claims=tuple(claims))

    def end(place: str, kind: str) -> Node[Any]:
        if kind == "s":
            text = next_label()
            shown[place] = (text,)
            return Leaf(text)
        texts = [next_label() for _ in range(4)]
        card = Card(texts[0], len(place) % 4, texts[1], (texts[2],), (texts[3],))
        shown[place] = tuple(texts)
        return Leaf(Outcome(card))

    root = grow("root", 0)
    tree = Tree(root, name=next_label())
    return Labelled(tree, cast("Any", vocabulary)(s=False), shown)


def _vocabulary(next_label: Callable[[], str]) -> type[Findings]:
    words = {Place.HERE: next_label(), Place.THERE: next_label()}
    declared = {
        "s": YesNo("?", label=next_label(), denied=next_label()),
        "c": OneOf("?", Place, label=next_label(), words=words),
        "q": Number("?", unit=next_label(), low=0, high=9, usual=1, label=next_label()),
    }
    return cast(
        "type[Findings]",
        types.new_class("Hostile", (Findings,), {}, lambda body: body.update(declared)),
    )


def _kinds(vocabulary: type[Findings]) -> tuple[Sign, Category[Place], Quantity]:
    sign, where, many = vocabulary.findings()
    assert isinstance(sign, Sign)
    assert isinstance(where, Category)
    assert isinstance(many, Quantity)
    return sign, where, many


@st.composite
def hostile_trees(draw: st.DrawFn) -> Labelled:
    """A random tree with random hostile labels."""
    shape = draw(st.text("qqsl", max_size=9).map(lambda rest: f"q{rest}"))
    return labelled(lambda: draw(labels), shape)


# ------------------------------------------------------------------- reading it back


def drawn_as(
    shown: GuidelineOrTree,
    form: Format,
    findings: Findings | None = None,
    **options: Any,  # noqa: ANN401 - those of the form
) -> str:
    """A form that can be read as text."""
    drawn = render_as(shown, form, findings, **options)
    return drawn.decode() if isinstance(drawn, bytes) else drawn


def bare(text: str) -> str:
    """A text without its white space, since every format breaks lines differently."""
    return "".join(text.split())


def parsed(xml: str) -> ET.Element:
    """The root of a piece of XML."""
    return ET.fromstring(xml)  # noqa: S314 - the library's own


def svg_texts(svg: str) -> dict[str, str]:
    """The text of each group of an SVG that has an id, without white space."""
    return {
        group.attrib["id"]: bare("".join("".join(text.itertext()) for text in _texts(group)))
        for group in parsed(svg).iter(f"{SVG}g")
        if "id" in group.attrib
    }


def _texts(group: ET.Element) -> Iterator[ET.Element]:
    return group.iter(f"{SVG}text")


def mermaid_nodes(source: str) -> dict[str, str]:
    """The label of each node of a flowchart; every line must be one that was meant."""
    node = re.compile(r'  ([a-z]+)(\[\["|\["|\(")(.*)("\]\]|"\]|"\)):::(\w+)')
    edge = re.compile(r"  [a-z]+ (-- (yes|no) -->|-\. (yes|no) \.->|== (yes|no) ==>) [a-z]+")
    other = re.compile(r"flowchart LR|  acc(Title|Descr): [^\n;<>{}\"]*|  classDef \w+ [\w#:,. -]+")
    found: dict[str, str] = {}
    for line in source.removesuffix("\n").split("\n"):
        match = node.fullmatch(line)
        if match is None:
            assert edge.fullmatch(line) or other.fullmatch(re.sub(r"#\d+;", "", line)), line
            continue
        inside = re.sub(r"</?b>|<br/>", " ", match[3])
        assert not re.search(r'[<>"`{}\[\]|\\&]', inside), line
        found[match[1]] = bare(re.sub(r"#(\d+);", lambda code: chr(int(code[1])), inside))
    return found


def markdown_tables(source: str) -> list[list[list[str]]]:
    """The tables of a page: for each, its rows of cells, unescaped, the head first."""
    tables: list[list[list[str]]] = []
    for block in source.split("\n\n"):
        if block.startswith("|"):
            rows = [_cells(line) for line in block.rstrip("\n").split("\n")]
            assert {len(row) for row in rows} == {len(rows[0])}, block
            assert set(rows.pop(1)) == {"---"}
            tables.append(rows)
    return tables


def _cells(line: str) -> list[str]:
    cells = re.findall(r"((?:\\.|[^\\|])*)\|", line)
    return [_unescaped(cell.strip(" ")) for cell in cells[1:]]


def _unescaped(cell: str) -> str:
    every = re.findall(r"\\[!-/:-@\[-`{-~]|<br>|&emsp;|\*\*|~~|.", cell, re.DOTALL)
    parts = [part for part in every if part not in {"**", "~~"}]
    assert not set(parts) & set("<>|`*_~&[]\\"), cell  # nothing that Markdown would read
    return "".join(
        " " if part in {"<br>", "&emsp;"} else part[-1] if part[0] == "\\" else part
        for part in parts
    )


class Page(HTMLParser):
    """The tags of a page, its scripts, and its text without white space, that of styles apart."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.scripts: list[str] = []
        self._said: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()

    @property
    def text(self) -> str:
        return bare("".join(self._said))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        if tag == "script":
            self.scripts.append("")
        for name, value in attrs:
            assert not name.startswith("on"), tag
            if name in {"href", "src", "xlink:href"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "script" in self._open[-1:]:
            self.scripts[-1] += data
        elif "style" not in self._open[-1:]:
            self._said.append(data)
