"""A self-contained SVG: Graphviz's drawing with texts, title, ids and colours put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

import attrs

from spasm_ddx.errors import SpasmDdxError
from spasm_ddx.reasoning.wording import capitalized, counted
from spasm_ddx.views import style
from spasm_ddx.views.cards import LEAF_STATUS, LeafCard
from spasm_ddx.views.labels import CELL, Line
from spasm_ddx.views.sheet import Sheet
from spasm_ddx.views.style import DARK, LIGHT, roles
from spasm_ddx.views.text_width import exact

_SVG: Final = "http://www.w3.org/2000/svg"
#: The distance from the middle of a line down to its baseline: half the height of a capital.
_RISE: Final = 0.36
_ROLE_OF: Final = {colour: role for role, colour in roles(LIGHT).items()}


def finished(
    drawn: bytes,
    sheet: Sheet,
    lines: Mapping[str, Line],
    tooltips: Mapping[str, str],
    links: Mapping[str, str],
    prefix: str,
) -> bytes:
    """Graphviz's drawing of tokens as an SVG with the line of each token in it.

    ``tooltips`` and ``links`` are those of cards and edges, by id; ``prefix`` begins every id.
    """
    check_prefix(prefix)
    bare = drawn.replace(f' xmlns="{_SVG}"'.encode(), b"")
    root = ET.fromstring(bare)  # noqa: S314 - from Graphviz, which saw no text of ours
    whole = Element("svg")
    picture = root[0]
    whole.attrib |= {
        "xmlns": _SVG,
        "viewBox": root.attrib["viewBox"],
        "preserveAspectRatio": "xMidYMin meet",
        "id": prefix,
        "role": "graphics-document document",
        "aria-labelledby": f"{prefix}-title {prefix}-desc",
        "font-family": style.FONT,
    }
    SubElement(whole, "title", id=f"{prefix}-title").text = sheet.title
    SubElement(whole, "desc", id=f"{prefix}-desc").text = described(sheet)
    dark = "".join(
        f"#{prefix} .f-{role}{{fill:{colour}}}#{prefix} .s-{role}{{stroke:{colour}}}"
        for role, colour in roles(DARK).items()
    )
    links_underlined = f"#{prefix} a text{{text-decoration:underline}}"
    css = f"{links_underlined}@media (prefers-color-scheme:dark){{{dark}}}"
    SubElement(whole, "style").text = css
    if missing := set(lines) - {text.text for text in picture.iter("text")}:
        msg = f"Graphviz lost a text of the drawing: {lines[min(missing)].text!r}"
        raise SpasmDdxError(msg)
    whole.append(_Copier(lines, tooltips, links, prefix).group(picture))
    ET.indent(whole, " ")
    text: str = ET.tostring(whole, encoding="unicode")
    return f"{text}\n".encode()


def check_prefix(prefix: str) -> None:
    """Raise an error for a prefix that cannot begin an id.

    Raises:
        ValueError: It is not a letter, then letters, digits, - and _.
    """
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", prefix):
        msg = f"a prefix is a letter, then letters, digits, - and _; not {prefix!r}"
        raise ValueError(msg)


def described(sheet: Sheet) -> str:
    """The picture in words, for a screen reader."""
    leaves = [card for card in sheet.cards if isinstance(card, LeafCard)]
    questions, outcomes = len(sheet.cards) - len(leaves), sum(not card.folded for card in leaves)
    said: set[str] = set()
    words = [
        f"A decision tree: {counted(questions, 'questions')}, {counted(outcomes, 'outcomes')}.",
        *sheet.about,
        *([sheet.known_words] if sheet.known else []),
    ]
    for standing, status in LEAF_STATUS.items():
        titles = dict.fromkeys(
            leaf.card.title
            for leaf in leaves
            if leaf.standing is standing and leaf.card.title not in said
        )
        said.update(titles)
        words += [f"{capitalized(status)}: {'; '.join(titles)}."] if titles else []
    return " ".join(words)


@attrs.frozen
class _Copier:
    """Copies Graphviz's drawing, with the texts in it and without what only Graphviz needs."""

    lines: Mapping[str, Line]
    tooltips: Mapping[str, str]
    links: Mapping[str, str]
    prefix: str

    def group(self, group: Element) -> Element:
        copy = Element("g", {"class": group.attrib["class"]})
        place = group.get("id", "")
        if place in self.tooltips:
            copy.set("id", f"{self.prefix}-{place}")
            SubElement(copy, "title").text = self.tooltips[place]
        if "transform" in group.attrib:
            copy.set("transform", group.attrib["transform"].partition("rotate(0) ")[2])
        into = SubElement(copy, "a", href=self.links[place]) if place in self.links else copy
        cell = (0.0, 0.0, 0.0)
        for part in _parts(group):
            if part.get("fill") == CELL:
                cell = _cell(part)
            elif part.tag == "text":
                into.append(_text(self.lines[part.text or ""], *cell))
            elif part.tag == "g":
                into.append(self.group(part))
            else:
                into.append(_shape(part))
        return copy


def _cell(box: Element) -> tuple[float, float, float]:
    """The left, upper and lower end of the cell that the next text stands in."""
    points = [point.split(",") for point in box.attrib["points"].split()]
    across, down = ([float(point[axis]) for point in points] for axis in (0, 1))
    return min(across), min(down), max(down)


def _parts(group: Element) -> Iterator[Element]:
    """The elements of a group, without the links that Graphviz wraps around a card."""
    for part in group:
        around = part if part.tag == "a" else part.find("a")
        if around is not None:
            yield from around
        elif part.tag != "title":
            yield part


def _text(line: Line, left: float, upper: float, lower: float) -> Element:
    """A line in its cell; where Graphviz puts a text depends on the fonts installed."""
    middle = (upper + line.above + lower) / 2
    copy = Element("text", x=_number(left + line.indent), y=_number(middle + _RISE * line.size))
    copy.set("font-size", f"{line.size:g}")
    if line.bold:
        copy.set("font-weight", "bold")
    if line.text and exact(line.text):
        # So the text fits its card even in a font that is wider than Helvetica.
        copy.set("textLength", _number(line.width))
        copy.set("lengthAdjust", "spacingAndGlyphs")
    _paint(copy, fill=line.ink)
    copy.text = line.text
    return copy


def _shape(part: Element) -> Element:
    copy = Element(part.tag, part.attrib)
    _paint(copy, fill=copy.attrib.pop("fill", "none"), stroke=copy.attrib.pop("stroke", "none"))
    return copy


def _paint(element: Element, *, fill: str, stroke: str = "none") -> None:
    """Set the light colours as attributes, and classes by which dark colours replace them."""
    classes: list[str] = []
    for kind, colour in (("fill", fill), ("stroke", stroke)):
        if colour not in {"none", "transparent"}:
            element.set(kind, colour)
            classes.append(f"{kind[0]}-{_ROLE_OF[colour]}")
        elif kind == "fill":
            element.set(kind, "none")
    element.set("class", " ".join(classes))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
