"""Graphviz for the tests: one process for all drawings instead of one for each.

Nine tenths of a drawing's time is the start of its process. The library's own way is tested where
it matters: in `test_forms`, and by every command that a test runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

Draw: TypeAlias = Callable[[str, str], bytes]

#: As the library's own, for one DOT after the other: its size and format stand before it, and
#: the size of the drawing before that. What cannot be drawn ends it.
_CHILD = """
import sys
sys.path.append(sys.argv[1])
import pygraphviz
for line in sys.stdin.buffer:
    size, form = line.split()
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read(int(size)).decode())
    drawn = graph.draw(format=form.decode(), prog="dot")
    sys.stdout.buffer.write(b"%d\\n" % len(drawn) + drawn)
    sys.stdout.buffer.flush()
"""


class Drawer:
    """A process that draws one DOT after the other.

    Args:
        usual: The library's own way, for all that pygraphviz does not draw: then a ``dot`` on the
            PATH draws, or there is an error to tell.
    """

    def __init__(self, usual: Draw) -> None:
        self._usual = usual
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def draw(self, source: str, form: str) -> bytes:
        """The result of the library's own function, or its error."""
        package, drawn = find_spec("pygraphviz"), b""
        if package is not None and package.origin is not None:
            with self._lock:
                folder = str(Path(package.origin).parents[1])
                drawn = self._drawn(folder, source.encode(), form)
        return drawn or self._usual(source, form)

    def _drawn(self, folder: str, source: bytes, form: str) -> bytes:
        """The drawing, or nothing where the process could not draw it and ended."""
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-c", _CHILD, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(b"%d %s\n" % (len(source), form.encode()) + source)
        self._child.stdin.flush()
        size = self._child.stdout.readline()
        if not size:
            self.close()
            return b""
        return self._child.stdout.read(int(size))

    def close(self) -> None:
        """End the process; the next drawing starts another."""
        if self._child is not None:
            self._child.communicate()
            self._child = None
