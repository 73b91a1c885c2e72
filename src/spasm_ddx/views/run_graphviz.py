"""Graphviz itself: through ``pygraphviz`` (the extra ``render``) or a ``dot`` on the PATH.

Either runs in a process of its own. So what the libraries of Graphviz write to standard
error, such as warnings about the configuration of fonts, stays apart from what any thread
of this process writes, and one drawing waits for no other.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from spasm_ddx.errors import MissingExtraError, SpasmDdxError
from spasm_ddx.views import style

#: Dots per inch of a PNG, and what it may measure in dots: Cairo draws no side longer.
_DPI: Final = 144
_LONGEST: Final = 30_000
_LARGEST: Final = 80_000_000
_POINTS_PER_INCH: Final = 72
#: Draws as ``dot`` does, by the pygraphviz in a folder; its last argument is the format.
_DOT: Final = """
import sys
sys.path.append(sys.argv[1])
import pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(graph.draw(format=sys.argv[2].removeprefix("-T"), prog="dot"))
"""


class MissingFontWarning(UserWarning):
    """No installed font has some letter of a picture, which shows a box instead."""


def can_draw() -> bool:
    """Whether there is something to draw with."""
    return bool(_program())


def _program() -> tuple[str, ...]:
    """What draws, as the words that start it; empty where there is nothing to draw with."""
    package = find_spec("pygraphviz")
    if package is not None and package.origin is not None and sys.executable:
        return (sys.executable, "-P", "-c", _DOT, str(Path(package.origin).parents[1]))
    program = shutil.which("dot")
    return (program,) if program else ()


def draw(source: str, format: str) -> bytes:  # noqa: A002 - what it is called everywhere
    """What Graphviz makes of DOT.

    Args:
        source: The DOT.
        format: A format that Graphviz knows, such as ``"svg"``.

    Raises:
        MissingExtraError: There is neither pygraphviz nor a ``dot``.
        SpasmDdxError: Graphviz failed.
    """
    program = _program()
    if not program:
        msg = (
            "SVG, PNG and PDF need Graphviz: pip install 'spasm-ddx[render]' brings it, or "
            "install Graphviz itself so that its program `dot` is on the PATH; DOT, Mermaid, "
            "text, Markdown and HTML need neither"
        )
        raise MissingExtraError(msg)
    done = subprocess.run(  # noqa: S603 - this interpreter, or the program found on the PATH
        [*program, f"-T{format}"], input=source.encode(), capture_output=True, check=False
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        msg = f"Graphviz could not draw this as {format}: {(lines or ['it failed'])[-1]}"
        raise SpasmDdxError(msg)
    return done.stdout


def draw_letters(source: str, format: str, texts: list[str]) -> bytes:  # noqa: A002 - as above
    """The same for PNG and PDF, where the letters are drawn: checks that they can be.

    Args:
        source: The DOT.
        format: ``"png"`` or ``"pdf"``.
        texts: Every line of text that the drawing must hold.

    Raises:
        MissingExtraError: There is nothing to draw with, or no font is installed.
        SpasmDdxError: Graphviz failed, or lost a text.
    """
    check_fonts(texts)
    picture = ET.fromstring(draw(source, "svg"))  # noqa: S314 - from Graphviz
    drawn = picture.iter("{http://www.w3.org/2000/svg}text")
    there = {"".join("".join(text.itertext()).split()) for text in drawn} | {""}
    for text in texts:
        if "".join(text.split()) not in there:
            msg = f"Graphviz lost a text of the drawing: {text!r}"
            raise SpasmDdxError(msg)
    if format == "png":
        wide, high = (float(side) for side in picture.attrib["viewBox"].split()[2:])
        most = min(_LONGEST / max(wide, high), math.sqrt(_LARGEST / (wide * high)))
        dpi = min(_DPI, math.floor(_POINTS_PER_INCH * most))
        source = source.replace("{", f"{{\n\tdpi={dpi}", 1)
    return draw(source, format)


# ----------------------------------------------------------------------------- fonts

# No font has these: where a letter is exactly as wide, a box is drawn instead of it.
_NO_LETTERS: Final = ("\u0378", "\U0003fff0")


def check_fonts(texts: Iterable[str]) -> None:
    """Say so where no font can show a text.

    Raises:
        MissingExtraError: No font is installed at all.

    Warns:
        MissingFontWarning: No installed font has some of the letters.
    """
    letters = {letter for text in texts for letter in text if letter > "~"}
    special = sorted(one for one in letters if unicodedata.category(one)[0] not in "MZC")
    widths = _widths(["i", "W", *_NO_LETTERS, *special])
    boxes = [widths[letter] for letter in _NO_LETTERS]
    if widths["i"] == widths["W"] == boxes[0]:
        msg = (
            "no font is installed, and every letter of the picture would be a box: install one, "
            "such as the package fonts-liberation or fonts-dejavu-core, or draw an SVG, which "
            "needs none"
        )
        raise MissingExtraError(msg)
    missing = [letter for letter in special if widths[letter] == boxes[letter > "\uffff"]]
    if missing:
        some = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:5])
        msg = (
            f"no installed font has some letters, such as {some}: the picture shows boxes instead; "
            f"install a font that has them, such as the package fonts-noto, or draw an SVG"
        )
        warnings.warn(msg, MissingFontWarning, stacklevel=4)


def _widths(letters: list[str]) -> dict[str, float]:
    """How wide each letter is drawn, ten in a row, in inches."""
    labels = "\n".join(
        f'n{number} [label="{letter * 10}"]' for number, letter in enumerate(letters)
    )
    probe = f'graph {{ node [shape=plain fontsize=97 fontname="{style.FONT}"]\n{labels} }}'
    nodes = [line.split() for line in draw(probe, "plain").decode().splitlines()]
    wide = {node[1]: float(node[4]) for node in nodes if node[0] == "node"}
    return {letter: wide[f"n{number}"] for number, letter in enumerate(letters)}
