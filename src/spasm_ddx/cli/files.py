"""What the commands read and write: people, and files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import click

from spasm_ddx.errors import InputError
from spasm_ddx.exchange.json import People, read_people
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views.formats import FORMATS, Format

F = TypeVar("F", bound=Findings)


def people_of(file: IO[bytes] | None, vocabulary: type[F]) -> People[F]:
    """The people of a file, each with the line; without a file, one of whom nothing is known."""
    if file is None:
        return People(many=False, people=iter([(0, vocabulary())]))
    return read_people(file, vocabulary, _name_of(file))


def one_person(file: IO[bytes] | None, vocabulary: type[F]) -> F:
    """The only person of a file."""
    people = people_of(file, vocabulary)
    if people.many:
        msg = f"{place_of(file, 2)}this is about one person; give one JSON object"
        raise InputError(msg, line=2)
    return next(people.people)[1]


def place_of(file: IO[bytes] | None, line: int) -> str:
    """What an error about a line of a file begins with; nothing without a file."""
    return "" if file is None else f"{_name_of(file)}, line {line}: "


def _name_of(file: IO[bytes]) -> str:
    return "standard input" if file is sys.stdin.buffer else file.name


def form_of(output: str) -> Format:
    """The form that the ending of a file's name asks for."""
    ending = Path(output).suffix.removeprefix(".").lower()
    form = {"mmd": "mermaid", "txt": "text", "md": "markdown", "htm": "html"}.get(ending, ending)
    if form not in FORMATS:
        endings = ".dot, .svg, .png, .pdf, .mmd, .txt, .md, .html"
        msg = f"{output}: the ending says no format; accepted are {endings}"
        raise InputError(msg)
    return form


def show(drawn: str | bytes) -> None:
    """Write what was drawn to standard output: text in UTF-8, unless a terminal wants other."""
    if not sys.stdout.isatty():
        content = drawn if isinstance(drawn, bytes) else drawn.encode()
        click.echo(content, nl=isinstance(drawn, str) and not drawn.endswith("\n"))
    elif isinstance(drawn, str):
        click.echo(drawn)
    else:
        msg = "a picture is not shown in a terminal; name a file with -o"
        raise InputError(msg)


def write_file(target: str, drawn: str | bytes, source: IO[bytes] | None = None) -> None:
    """Write what was drawn of a source to a file; for errors see ``replacing``."""
    sources = () if source is None or source is sys.stdin.buffer else (source.name,)
    with replacing(target, sources) as path:
        path.write_bytes(drawn if isinstance(drawn, bytes) else drawn.encode())


@contextmanager
def replacing(target: str, sources: Sequence[str] = ()) -> Generator[Path]:
    """Give the path of a new file, which takes the target's place once it is written.

    The new file stands beside the target and ends like it. After an error, Ctrl-C or SIGTERM
    the target is as it was, and nothing is left of the new file. A link is followed, the
    permissions stay, and a pipe or a device is written itself.

    Raises:
        InputError: The target is one of the sources, or cannot be written; the message names it.
    """
    try:
        path = Path(os.path.realpath(target))
        for source in sources:
            if path.exists() and path.samefile(source):
                msg = f"{target}: it would overwrite {source}; name another file"
                raise InputError(msg)
        if path.exists() and not path.is_file():
            yield path
            return
        if os.path.lexists(path):  # a loop of links and a protected file are refused
            path.open("ab").close()
        new = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
        with _ended_by_sigterm():
            try:
                yield new
                if path.exists():
                    shutil.copymode(path, new)
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{target}: cannot be written: {error.strerror or error}"
        raise InputError(msg) from None


@contextmanager
def _ended_by_sigterm() -> Generator[None]:
    """Within it SIGTERM ends the program as an exception, after what is half written is removed."""
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
