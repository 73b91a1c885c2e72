"""Runs the command line as a user would: in this process, or in one of its own."""

from __future__ import annotations

import io
import resource
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from spasm_ddx.cli import main
from tests.terminal import COLOURS


class _Terminal(io.TextIOWrapper):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def run(
    *arguments: str, stdin: bytes | str = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The exit code and output of ``spasm-ddx`` with these arguments."""
    given = io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with _as_a_process(cwd) as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(given))
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = _exit_code(arguments)
    return subprocess.CompletedProcess(arguments, code, _written(out), _written(err))


def run_apart(
    *arguments: str,
    stdin: bytes | str = b"",
    env: dict[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    """The same in another process, for its streams, signals and exit code."""
    return subprocess.run(
        [sys.executable, "-m", "spasm_ddx", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
        env=env,
    )


def signalled(
    script: str, number: int, cwd: Path, *, ignored: bool
) -> subprocess.CompletedProcess[bytes]:
    """A process of a script that sends itself a signal, which its parent may have it ignore."""
    return subprocess.run(
        [sys.executable, "-c", script, str(int(number))],
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL),
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=60,
    )


def refused(*arguments: str, stdin: bytes | str = b"", cwd: Path | None = None) -> str:
    """The one line that bad input gets."""
    done = run(*arguments, stdin=stdin, cwd=cwd)
    error = done.stderr.decode()
    assert done.returncode == 2, error
    assert error.count("\n") == 1, error
    return error


def converse(
    arguments: Sequence[str],
    answers: Sequence[str],
    *,
    columns: int = 100,
    end: type[BaseException] = EOFError,
) -> tuple[int, str, list[str]]:
    """Type one answer at each prompt, as at a terminal of so many columns, and then Ctrl-D.

    ``end`` is what Python makes of it; ``KeyboardInterrupt`` is Ctrl-C.

    Returns:
        The exit code, all that was shown, and what was shown before each answer.
    """
    out = _Terminal(io.BytesIO(), "utf-8")
    waiting, asked = list(answers), list[str]()
    read = 0

    def typed(prompt: str) -> str:
        nonlocal read
        out.write(prompt)
        shown = _written(out).decode()
        if not waiting:
            raise end
        asked.append(COLOURS.sub("", shown[read:]))
        read = len(shown)
        out.write(f"{waiting[0]}\n")
        return waiting.pop(0)

    with _as_a_process(None) as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setattr("sys.stdin", _Terminal(io.BytesIO()))
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", out)
        patch.setattr("click.termui.visible_prompt_func", typed)
        code = _exit_code(arguments)
    return code, COLOURS.sub("", _written(out).decode()), asked


def _exit_code(arguments: Sequence[str]) -> int:
    try:
        main(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 1
    return 0


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue()


@contextmanager
def _as_a_process(folder: Path | None) -> Generator[pytest.MonkeyPatch]:
    """Let a command import from its folder, and forget these modules afterwards."""
    modules, path = {*sys.modules}, [*sys.path]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*path])
        if folder is not None:
            patch.chdir(folder)
        yield patch
        places = {*sys.path} - {*path}
        for name in {*sys.modules} - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and str(Path(file).parent) in places:
                del sys.modules[name]


@contextmanager
def files_of_at_most(size: int) -> Generator[None]:
    """Limit every file to this size, as on a full disk.

    What Python compiles meanwhile would be cut off as well, and be read for ever after.
    """
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    wrote = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))
        sys.dont_write_bytecode = wrote
