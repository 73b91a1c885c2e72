"""How wide the terminal is, and texts that fit it without a broken word, help included."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import Final, TextIO

import click

from spasm_ddx.guideline.report import WIDTH, filled

_LEAST: Final = 40
_MOST: Final = 100
#: Stands for "-" while a line is filled, which would else be parted behind it.
_HYPHEN: Final = "\N{NON-BREAKING HYPHEN}"


def columns(stream: TextIO | None = None) -> int:
    """How wide a text may be: 80 for a file or a pipe; else the terminal, from 40 to 100.

    Args:
        stream: Where it is written; standard output unless given.
    """
    if not (stream or sys.stdout).isatty():
        return WIDTH
    return min(max(shutil.get_terminal_size().columns, _LEAST), _MOST)


def tell(text: str, *, bold: bool = False) -> None:
    """Write a text in lines that fit."""
    click.secho("\n".join(filled(text, columns())), bold=bold)


def tell_error(line: str) -> None:
    """Write a line to standard error: in lines that fit a terminal, else as one line."""
    fits = filled(line, columns(sys.stderr)) if sys.stderr.isatty() else [line]
    click.echo("\n".join(fits), err=True)


class _Formatter(click.HelpFormatter):
    """Help whose lines end at spaces alone, so that "--none-of" stays whole."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _held(args), prefix)

    def write_text(self, text: str) -> None:
        super().write_text(_held(text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        narrow = min(col_max, self.width // 3)
        super().write_dl([(term, _held(text)) for term, text in rows], narrow, col_spacing)

    def getvalue(self) -> str:
        return super().getvalue().replace(_HYPHEN, "-")


def _held(text: str) -> str:
    return text.replace("-", _HYPHEN)


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return _Formatter(width=columns())


class Command(click.Command):
    """A command whose help fits the terminal."""

    context_class: type[click.Context] = _Context


class Group(click.Group):
    """A group of commands whose help fits the terminal."""

    context_class: type[click.Context] = _Context
