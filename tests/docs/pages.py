"""Another author's docs, built, and a built page as a tree of elements."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import attrs

_VOID: Final = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@attrs.define
class Element:
    """An element: its tag, its attributes, and its content."""

    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = attrs.field(factory=list["Element | str"])

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for part in self.parts:
            yield from [part] if isinstance(part, str) else part._words()  # noqa: SLF001 - its own

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements in it of this tag, with these words among each attribute."""
        return [
            part
            for part in self._elements()
            if tag in {"", part.tag}
            and all(
                value in part.attributes.get(name.strip("_"), "").split()
                for name, value in attributes.items()
            )
        ]

    def _elements(self) -> Iterator[Element]:
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part._elements()  # noqa: SLF001 - its own


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while any(element.tag == tag for element in self.open[1:]):
            if self.open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def page(path: Path) -> Element:
    """The page in a file."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.open[0]


def build(
    folder: Path, files: Mapping[str, str], builder: str = "html", *, guideline: str = ""
) -> str:
    """Build docs strictly in this process, and return Sphinx's warnings.

    Args:
        folder: Where they are: the pages in ``source``, what is built in a folder of its own.
        files: What is new or changed among the pages, and among the modules that they name;
            ``conf.py`` too, where it is given.
        builder: What they are built as.
        guideline: What a directive is about that names nothing.
    """
    from sphinx.cmd.build import build_main  # noqa: PLC0415 - behind the extra docs

    source, path = folder / "source", [*sys.path]
    source.mkdir(exist_ok=True)
    if files:
        conf = f"ddx_guideline = {guideline!r}\nhtml_theme = 'basic'\n"
        files = {"conf.py": f"extensions = ['myst_parser', 'spasm_ddx.sphinxext']\n{conf}", **files}
    for name, text in files.items():
        file = source / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(source))
    try:
        with redirect_stderr(io.StringIO()) as told:
            options = ["-q", "-n", "-W", "-b", builder, "-d", str(folder / "read")]
            done = build_main([*options, str(source), str(folder / builder)])
    finally:
        sys.path[:] = path
    assert (done != 0) is bool(told.getvalue())
    return told.getvalue()
