"""What the commands read and write: people, and complete files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeVar

import click

from spasm_ddx.errors import InputError
from spasm_ddx.exchange.json import read_people
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.writing import replacement, writing
from spasm_ddx.views.formats import FORMATS, Format

F = TypeVar("F", bound=Findings)


def people_of(file: IO[bytes] | None, vocabulary: type[F]) -> tuple[bool, Iterator[tuple[int, F]]]:
    """Whether a file has several people, and the line and findings of each.

    Without a file it is one person without findings.
    """
    if file is None:
        return False, iter([(0, vocabulary())])
    return read_people(file, vocabulary, _name_of(file))


def one_person(file: IO[bytes] | None, vocabulary: type[F]) -> F:
    """The only person of a file."""
    many, people = people_of(file, vocabulary)
    if many:
        msg = f"{place_of(file, 2)}a second person; this command takes one, as one JSON object"
        raise InputError(msg, line=2)
    return next(people)[1]


def place_of(file: IO[bytes] | None, line: int) -> str:
    """The beginning of an error about a line of a file; empty without a file."""
    return "" if file is None else f"{_name_of(file)}, line {line}: "


def _name_of(file: IO[bytes]) -> str:
    return "standard input" if file is sys.stdin.buffer else file.name


def form_of(output: str) -> Format:
    """The format of a file, by the ending of its name."""
    ending = Path(output).suffix.removeprefix(".").lower()
    form = {"mmd": "mermaid", "txt": "text", "md": "markdown", "htm": "html"}.get(ending, ending)
    if form not in FORMATS:
        endings = ".svg, .png, .pdf, .dot, .mmd, .txt, .md or .html"
        msg = f"{output}: unknown file type {Path(output).suffix!r}; use {endings}"
        raise InputError(msg)
    return form


def check_outputs(diagram: str | None, handout: str | None) -> None:
    """Refuse names of the wrong kind, and one file for both, before anything is read or written."""
    if handout is not None and Path(handout).suffix.lower() not in {".html", ".htm"}:
        msg = f"{handout}: a handout is a page of HTML; name a file that ends in .html"
        raise InputError(msg)
    if diagram is not None:
        form_of(diagram)
        if handout is not None and os.path.realpath(diagram) == os.path.realpath(handout):
            msg = f"--diagram and --handout would both write {handout}; name two files"
            raise InputError(msg)


def show(drawn: str | bytes) -> None:
    """Write a drawing to standard output: text in UTF-8, or in the encoding of a terminal."""
    # The output of a notebook takes text alone, as a terminal does.
    text_alone = sys.stdout.isatty() or not hasattr(sys.stdout, "buffer")
    if isinstance(drawn, str):
        click.echo(drawn if text_alone else drawn.encode(), nl=not drawn.endswith("\n"))
    elif text_alone:
        msg = "a terminal cannot show a picture; name a file with -o"
        raise InputError(msg)
    else:
        click.echo(drawn, nl=False)


def write_file(target: str, drawn: str | bytes, source: IO[bytes] | None = None) -> None:
    """Write a drawing of a source to a file atomically, or straight to a pipe."""
    content = drawn if isinstance(drawn, bytes) else drawn.encode()
    others = () if source is None or source is sys.stdin.buffer else (source.name,)
    with writing(target):
        path = Path(target)
        if path.is_fifo() or path.is_char_device():
            path.write_bytes(content)
            return
        with replacement(target, *others) as whole:
            whole.write_bytes(content)
