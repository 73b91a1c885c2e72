"""Runs the command line as a user would, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(
    *arguments: str, stdin: bytes | str = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What ``spasm-ddx`` with these arguments exits with and prints."""
    return subprocess.run(
        [sys.executable, "-m", "spasm_ddx", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=cwd,
    )


def refused(*arguments: str, stdin: bytes | str = b"", cwd: Path | None = None) -> str:
    """The one line that bad input gets."""
    done = run(*arguments, stdin=stdin, cwd=cwd)
    error = done.stderr.decode()
    assert done.returncode == 2, error
    assert error.count("\n") == 1, error
    assert "Traceback" not in error
    return error
