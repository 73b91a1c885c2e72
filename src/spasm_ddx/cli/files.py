"""What the commands read and write: people, text and pictures."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, TypeAlias

import click

from spasm_ddx.errors import InputError
from spasm_ddx.exchange.json import read_people
from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views.formats import FORMATS
from spasm_ddx.views.formats import Format as Form

Format: TypeAlias = Literal["text", "json"]


@contextmanager
def opened(file: str) -> Generator[tuple[IO[bytes], str]]:
    """The bytes of a file or of standard input, with what errors call it."""
    if file == "-":
        if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - closed by the shell
            msg = "standard input is closed; name a FILE"
            raise InputError(msg)
        yield sys.stdin.buffer, "standard input"
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below; here only opening is guarded
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        msg = f"{file}: cannot be read: {reason}; give a file of one JSON object or JSON Lines"
        raise InputError(msg) from None
    with stream:
        yield stream, file


def one_person(file: str, vocabulary: type[Findings]) -> Findings:
    """The only person of a file."""
    with opened(file) as (stream, source):
        people = read_people(stream, vocabulary, source)
        if people.many:
            msg = f"{source}, line 2: this is about one person; give one JSON object"
            raise InputError(msg, line=2)
        return next(people.people)[1]


def form_of(output: str) -> Form:
    """The form that the ending of a file's name asks for."""
    ending = Path(output).suffix.removeprefix(".").lower()
    form = {"mmd": "mermaid", "txt": "text", "md": "markdown", "htm": "html"}.get(ending, ending)
    if form not in FORMATS:
        endings = ".dot, .svg, .png, .pdf, .mmd, .txt, .md, .html"
        msg = f"{output}: the ending says no format; accepted are {endings}"
        raise InputError(msg)
    return form


def deliver(drawn: str | bytes, output: str | None) -> None:
    """Write what was drawn to a file, or to the terminal if it is text."""
    content = drawn if isinstance(drawn, bytes) else drawn.encode()
    if output is not None:
        Path(output).write_bytes(content)
    elif isinstance(drawn, str) and sys.stdout.isatty():
        click.echo(drawn)
    elif isinstance(drawn, str):  # a file: UTF-8, whatever the terminal is set to
        sys.stdout.flush()
        sys.stdout.buffer.write(content + b"\n" * (not drawn.endswith("\n")))
    elif sys.stdout.isatty():
        msg = "a picture is not shown in a terminal; name a file with -o"
        raise InputError(msg)
    else:
        sys.stdout.buffer.write(content)


def check_apart(output: str, source: str | None) -> None:
    """Refuse to draw into the file of the person, by whatever name."""
    if source is None or not (Path(output).exists() and Path(source).exists()):
        return
    if Path(output).samefile(source):
        msg = f"{output}: the picture would overwrite the person; name another file"
        raise InputError(msg)


def write(assessment: Assessment, output: Format, *, many: bool = False) -> None:
    """Write an assessment to standard output."""
    match output:
        case "text":
            click.echo(f"{assessment}\n" if many else str(assessment))
        case "json":
            values = assessment.to_dict()
            indent = None if many else 2
            click.echo(json.dumps(values, ensure_ascii=False, indent=indent))
