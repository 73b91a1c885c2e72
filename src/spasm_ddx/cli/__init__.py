"""The command ``spasm-ddx``: its streams, errors and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, TextIO

import click

from spasm_ddx.cli.commands import cli
from spasm_ddx.cli.terminal import tell_error
from spasm_ddx.errors import SpasmDdxError

_BAD_INPUT: Final = 2
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit 0, or 2 with one clear line on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _make_ready()
    try:
        # Not cli.main(), whose exit code for a closed pipe is that of a found fault.
        with cli.make_context("spasm-ddx", words or ["--help"]) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _stop(error.format_message())
    except SpasmDdxError as error:
        _stop(str(error))
    except (click.Abort, KeyboardInterrupt):
        _tell_error("")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # the reader of the output has read enough
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        _stop(f"{error.filename or 'standard input or output'}: {error.strerror}")


def _make_ready() -> None:
    """Let signals end the process without half-written files, and make sure of streams."""
    for number in filter(None, (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))):
        if signal.getsignal(number) is signal.SIG_DFL:  # an ignored signal stays ignored
            with suppress(ValueError):  # in a thread, which gets no signals
                signal.signal(number, lambda got, _: sys.exit(128 + got))  # as a shell counts it
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: to write an answer there fails
            file = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            setattr(sys, name, os.fdopen(file, "r" if name == "stdin" else "w"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that cannot show a letter shows "?"
            stream.reconfigure(errors="replace")


def _stop(message: str) -> None:
    _tell_error(f"spasm-ddx: {' '.join(map(str.strip, message.splitlines()))}")
    sys.exit(_BAD_INPUT)


def _tell_error(line: str) -> None:
    try:
        tell_error(line)
    except OSError:  # standard error is closed
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Discard what a stream could not write: Python would try again at exit, with code 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
