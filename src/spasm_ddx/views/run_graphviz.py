"""Graphviz itself: through ``pygraphviz`` (the extra ``render``) or a ``dot`` on the PATH.

Either runs in its own process. So the warnings that Graphviz writes to standard error, for
example about fonts, do not mix with this process's output, and drawings run in parallel.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from spasm_ddx.errors import MissingExtraError, SpasmDdxError
from spasm_ddx.views import style

#: Dots per inch of a PNG, and its largest size in dots: Cairo draws no longer side.
_DPI: Final = 144
_LONGEST: Final = 30_000
_LARGEST: Final = 80_000_000
_POINTS_PER_INCH: Final = 72
#: Draws as ``dot`` does, with the pygraphviz in a folder; the last argument is the format.
_DOT: Final = """
import sys
sys.path.append(sys.argv[1])
import pygraphviz, tempfile
try:
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
except OSError as error:  # it writes the string to a temporary file
    sys.exit(f"{tempfile.gettempdir()}: cannot be written: {error.strerror}")
sys.stdout.buffer.write(graph.draw(format=sys.argv[2].removeprefix("-T"), prog="dot"))
"""


def can_draw() -> bool:
    """Whether pygraphviz or ``dot`` is installed."""
    return bool(_program())


def _program() -> tuple[str, ...]:
    """The command that draws; empty without pygraphviz and ``dot``."""
    package = find_spec("pygraphviz")
    if package is not None and package.origin is not None and sys.executable:
        return (sys.executable, "-P", "-c", _DOT, str(Path(package.origin).parents[1]))
    program = shutil.which("dot")
    return (program,) if program else ()


def draw(source: str, format: str) -> bytes:  # noqa: A002 - what it is called everywhere
    """DOT drawn by Graphviz in a format that it knows, such as ``"svg"``."""
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
    """The same for PNG and PDF, after checking that a font can draw every one of its texts."""
    _check_fonts()
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


#: No font has this letter: where another is exactly as wide, the font draws a box for it.
_NO_LETTER: Final = "\u0378"


def _check_fonts() -> None:
    nodes = "".join(f'"{letter}" [label="{letter * 10}"] ' for letter in ("i", "W", _NO_LETTER))
    probe = f'graph {{ node [shape=plain fontsize=97 fontname="{style.FONT}"] {nodes} }}'
    lines = [line.split() for line in draw(probe, "plain").decode().splitlines()]
    if len({line[4] for line in lines if line[0] == "node"}) == 1:
        msg = (
            "no font is installed, and every letter of the picture would be a box: install one, "
            "such as the package fonts-liberation or fonts-dejavu-core, or draw an SVG, which "
            "needs none"
        )
        raise MissingExtraError(msg)
