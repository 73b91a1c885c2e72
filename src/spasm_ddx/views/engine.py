"""Graphviz itself: through ``pygraphviz`` (the extra ``render``) or a ``dot`` on the PATH."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unicodedata
import warnings
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final
from xml.etree import ElementTree as ET

from spasm_ddx.errors import MissingExtraError, SpasmDdxError
from spasm_ddx.views import style

# The library behind pygraphviz keeps state of its own: one drawing at a time.
_ONE_AT_A_TIME: Final = threading.Lock()
#: Dots per inch of a PNG, and what it may measure in dots: Cairo draws no side longer.
_DPI: Final = 144
_LONGEST: Final = 30_000
_LARGEST: Final = 80_000_000
_POINTS_PER_INCH: Final = 72


class MissingFontWarning(UserWarning):
    """No installed font has some letter of a picture, which shows a box instead."""


def can_draw() -> bool:
    """Whether there is something to draw with."""
    return bool(find_spec("pygraphviz") or shutil.which("dot"))


def draw(source: str, format: str) -> bytes:  # noqa: A002 - what it is called everywhere
    """What Graphviz makes of DOT.

    Args:
        source: The DOT.
        format: A format that Graphviz knows, such as ``"svg"``.

    Raises:
        MissingExtraError: There is neither pygraphviz nor a ``dot``.
        SpasmDdxError: Graphviz failed.
    """
    try:
        pygraphviz: Any = import_module("pygraphviz")  # behind the extra `render`, untyped
    except ImportError:
        return _by_program(source, format)
    with _ONE_AT_A_TIME, _without_font_noise():
        try:
            drawn: bytes = pygraphviz.AGraph(string=source).draw(format=format, prog="dot")
        except (ValueError, OSError) as error:
            msg = f"Graphviz could not draw this as {format}: {error}"
            raise SpasmDdxError(msg) from error
    return drawn


@contextmanager
def _without_font_noise() -> Generator[None]:
    """Hold back what the library of fonts says of its own configuration, and nothing else."""
    try:
        kept = os.dup(2)
    except OSError:  # no standard error to be noisy on
        yield
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            for line in said:
                if not line.startswith(b"Fontconfig "):
                    os.write(2, line)


def _by_program(source: str, format: str) -> bytes:  # noqa: A002 - as above
    program = shutil.which("dot")
    if program is None:
        msg = (
            "SVG, PNG and PDF need Graphviz: pip install 'spasm-ddx[render]' brings it, or "
            "install Graphviz itself so that its program `dot` is on the PATH; DOT, Mermaid, "
            "text, Markdown and HTML need neither"
        )
        raise MissingExtraError(msg)
    done = subprocess.run(  # noqa: S603 - the program found on the PATH, no shell
        [program, f"-T{format}"], input=source.encode(), capture_output=True, check=False
    )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip() or f"it exited with {done.returncode}"
        msg = f"{program} could not draw this as {format}: {why}"
        raise SpasmDdxError(msg)
    if format == "svg" and b"<svg" not in done.stdout:
        msg = f"{program} gave no SVG; is it the `dot` of Graphviz?"
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
    there = {
        _bare("".join(text.itertext())) for text in picture.iter("{http://www.w3.org/2000/svg}text")
    }
    for text in texts:
        if _bare(text) and _bare(text) not in there:
            msg = f"Graphviz lost a text of the drawing: {text!r}"
            raise SpasmDdxError(msg)
    if format == "png":
        sides = [float(side) for side in picture.attrib["viewBox"].split()[2:]]
        source = source.replace("{", f"{{\n\tdpi={_dots_per_inch(*sides):g}", 1)
    return draw(source, format)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _dots_per_inch(wide: float, high: float) -> float:
    """As fine as a PNG of this size, in points, can be."""
    by_side = _LONGEST / max(wide, high)
    by_area = math.sqrt(_LARGEST / (wide * high))
    return min(_DPI, math.floor(_POINTS_PER_INCH * min(by_side, by_area)))


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
    special = sorted({letter for text in texts for letter in text if _may_be_missing(letter)})
    widths = _widths(["i", "W", *_NO_LETTERS, *special])
    if widths["i"] == widths["W"] == widths[_NO_LETTERS[0]]:
        msg = (
            "no font is installed, and every letter of the picture would be a box: install one, "
            "such as the package fonts-liberation or fonts-dejavu-core, or draw an SVG, which "
            "needs none"
        )
        raise MissingExtraError(msg)
    boxes = [letter for letter in special if widths[letter] == widths[_box_of(letter)]]
    if boxes:
        some = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in boxes[:5])
        more = f" and {len(boxes) - 5} more" if len(boxes) > 5 else ""  # noqa: PLR2004 - as above
        msg = (
            f"no installed font has {some}{more}: the picture shows boxes instead; install a "
            f"font that has them, such as the package fonts-noto, or draw an SVG"
        )
        warnings.warn(msg, MissingFontWarning, stacklevel=4)


def _may_be_missing(letter: str) -> bool:
    return letter > "~" and unicodedata.category(letter)[0] not in "MZC"


def _box_of(letter: str) -> str:
    return _NO_LETTERS[letter > "\uffff"]


def _widths(letters: list[str]) -> dict[str, float]:
    """How wide each letter is drawn, ten in a row, in inches."""
    labels = "\n".join(
        f'n{number} [label="{letter * 10}"]' for number, letter in enumerate(letters)
    )
    probe = f'graph {{ node [shape=plain fontsize=97 fontname="{style.FONT}"]\n{labels} }}'
    nodes = [line.split() for line in draw(probe, "plain").decode().splitlines()]
    wide = {node[1]: float(node[4]) for node in nodes if node[0] == "node"}
    return {letter: wide[f"n{number}"] for number, letter in enumerate(letters)}
