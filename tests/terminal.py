"""A real terminal for the command line: types answers, reads what is shown."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence

COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def converse(arguments: Sequence[str], answers: Sequence[str]) -> tuple[int, str, list[str]]:
    """Run ``spasm-ddx`` in a terminal and type one answer at each prompt.

    Returns:
        The exit code, all that was shown, and what was shown before each answer.
    """
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "spasm_ddx", *arguments],
        stdin=inner,
        stdout=inner,
        stderr=inner,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "100"},
    )
    os.close(inner)
    waiting = list(answers)
    shown, asked = "", list[str]()
    unread = ""
    while True:
        try:
            piece = os.read(outer, 65536).decode(errors="replace")
        except OSError:  # Linux says so when the other end has closed
            piece = ""
        if not piece:
            break
        plain = COLOURS.sub("", piece).replace("\r\n", "\n")
        shown += plain
        unread += plain
        if unread.endswith("> ") and waiting:
            asked.append(unread)
            unread = ""
            os.write(outer, (waiting.pop(0) + "\n").encode())
        elif unread.endswith("> "):
            process.terminate()
    os.close(outer)
    return process.wait(timeout=30), shown, asked
