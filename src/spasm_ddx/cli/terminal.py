"""Texts that fit the terminal without breaking a word, help included."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import Final, TextIO

import click

from spasm_ddx.guideline.report import WIDTH, filled

_LEAST: Final = 40
_MOST: Final = 100


def columns(stream: TextIO | None = None) -> int:
    """The columns of a line: 80 for a file or a pipe, else the terminal's, from 40 to 100."""
    if not (stream or sys.stdout).isatty():
        return WIDTH
    return min(max(shutil.get_terminal_size().columns, _LEAST), _MOST)


def tell(text: str, *, bold: bool = False) -> None:
    """Write a text in lines that fit."""
    click.secho("\n".join(filled(text, columns())), bold=bold)


def tell_error(line: str) -> None:
    """Write a message to standard error: in lines that fit a terminal, else as one line."""
    fits = filled(line, columns(sys.stderr)) if sys.stderr.isatty() else [line]
    click.echo("\n".join(fits), err=True)


class _Formatter(click.HelpFormatter):
    """Help whose lines fit the terminal and break only at spaces."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._write(f"{prefix or 'Usage: '}{prog} {args}", later=4)

    def write_heading(self, heading: str) -> None:
        self._write(f"{heading}:")

    def write_text(self, text: str) -> None:
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" * bool(number))
            if paragraph.startswith("\b\n"):  # lines of examples
                for line in paragraph.splitlines()[1:]:
                    self._write(line, later=4)
            else:
                self._write(paragraph)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 26, col_spacing: int = 2
    ) -> None:
        """Write each term with its text beside it, or below it if the term is long."""
        rows = list(rows)
        widest = min(col_max, self.width // 3)
        column = min(max(len(term) for term, _ in rows), widest) + col_spacing
        for term, text in rows:
            if len(term) + col_spacing <= column:
                self._write(f"{term:{column}}{text}", later=column)
            else:
                self._write(term, later=col_spacing)
                self._write(text, first=column, later=column)

    def _write(self, text: str, *, first: int = 0, later: int = 0) -> None:
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=" " * (self.current_indent + first),
            subsequent_indent=" " * (self.current_indent + later),
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.write("".join(f"{line}\n" for line in lines))


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return _Formatter(width=columns())


class Command(click.Command):
    """A command whose help fits the terminal."""

    context_class: type[click.Context] = _Context

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - never cut short
        """The whole first sentence of its help."""
        return super().get_short_help_str(1_000)


class Group(click.Group):
    """A group of commands whose help fits the terminal."""

    context_class: type[click.Context] = _Context
