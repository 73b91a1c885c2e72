"""The command ``batch``: whole files, with progress and a summary on standard error."""

from __future__ import annotations

import csv
import io
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

import click

from spasm_ddx.cli.guidelines import GUIDELINE, GuidelineCommand
from spasm_ddx.errors import InputError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.tables.files import Errors, Summary, assess_file
from spasm_ddx.tables.opened import needed

#: Signals that end a run, where the platform has them.
_ENDING: Final = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
#: What a shell adds to the number of the signal that ended a process.
_SIGNALLED: Final = 128
#: Of how many steps the bar is made.
_STEPS: Final = 1000


@click.command(name="batch", cls=GuidelineCommand)
@GUIDELINE
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--columns",
    multiple=True,
    metavar="NAME[,NAME...]",
    help="What comes out, in this order: columns of IN, diagnosis, urgency_at_least, "
    "urgency_at_most, possible_CONDITION, raised_ALERT, possible_ALERT. * stands for every "
    "column of IN, and within a name for any text. A name that holds a comma is put in double "
    "quotes, as in a CSV file. Can be repeated.  "
    "[default: *,diagnosis,urgency_at_least,urgency_at_most]",
)
@click.option(
    "--errors",
    type=click.Choice(["fail", "null", "skip"]),
    default="fail",
    show_default=True,
    help="What becomes of a row with a value that is not accepted: fail writes nothing at all, "
    "null leaves its answers empty, skip leaves the row out. Each such value is told.",
)
@click.option(
    "--report",
    metavar="FILE",
    help="Write every value that is not accepted to this CSV file: row, column, value, reason.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="COLUMN",
    help="This column is no finding, although it is almost named like one. Can be repeated.",
)
@click.pass_obj
def batch_command(
    guideline: Guideline,
    source: str,
    target: str,
    columns: tuple[str, ...],
    errors: Errors,
    report: str | None,
    keep: tuple[str, ...],
) -> None:  # the \b below keeps the lines of the examples apart
    """Assess every row of a table, of any size.

    IN and OUT end in .parquet or .csv. A column that is named like a finding (see assess
    --help) is that finding; one left out, or an empty cell, is unknown, never absent. In a
    CSV file a yes/no finding is true or false (or yes or no), and a number has no unit.

    A column that is almost named like a finding is refused, since it would be ignored in
    silence; --keep says that it is meant. Other columns come out as they are. OUT is
    replaced at the end, so that after a failure or Ctrl-C it is as it was.

    \b
    spasm-ddx batch people.parquet assessed.parquet
    spasm-ddx batch people.csv assessed.csv --columns 'id,diagnosis,possible_*'
    spasm-ddx batch people.csv assessed.csv --errors skip --report refused.csv
    """  # noqa: D301 - click wants the character itself
    chosen = [name for given in columns for name in _listed(given)] or None
    with _progress(source) as progress:
        summary = assess_file(
            guideline,
            source,
            target,
            columns=chosen,
            errors=errors,
            keep=keep,
            report=report,
            progress=progress,
        )
    _summarise(summary, source, report)


def _listed(names: str) -> list[str]:
    """Names with commas between; one that holds a comma is in quotes, as in a CSV file."""
    try:
        (listed,) = csv.reader([names], strict=True)
    except (csv.Error, ValueError):
        msg = f"option --columns: {names!r} is not accepted; give names with commas between, and "
        msg += "put one that holds a comma in double quotes"
        raise InputError(msg) from None
    return listed or [names]


@contextmanager
def _progress(source: str) -> Generator[Callable[[float], None]]:
    """What to call with the share that is done: it moves the bar, and ends a run on a signal.

    A signal is noted and raised between two steps, since a second one would cut short the
    removal of what is half written.
    """
    noted: list[int] = []
    before = {number: signal.getsignal(number) for number in _ENDING}
    needed("polars")  # which listens for interrupts too, until another handler takes its place
    for number, handler in before.items():
        ignored = handler is signal.SIG_IGN  # as whoever started it wants it
        signal.signal(number, signal.SIG_IGN if ignored else lambda got, _: noted.append(got))
    try:
        with click.progressbar(
            length=_STEPS, label=source, file=sys.stderr if sys.stderr.isatty() else io.StringIO()
        ) as bar:

            def progress(share: float) -> None:
                if noted:
                    sys.exit(_SIGNALLED + noted[0])
                bar.update(int(share * _STEPS) - bar.pos)

            yield progress
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _summarise(summary: Summary, source: str, report: str | None) -> None:
    """Say on standard error what became of a file."""
    for cell in summary.first:
        click.echo(f"{source}, row {cell.row}: {cell.reason}", err=True)
    more = summary.cells - len(summary.first)
    if more:
        where = f"see {report}" if report is not None else "--report FILE writes them all"
        click.echo(f"... and {_so_many(more, 'more values')}; {where}", err=True)
    click.echo(f"{_so_many(summary.rows, 'rows')} read, {summary.refused:,} refused", err=True)
    if summary.blank:
        lines = [*map(str, summary.blank_lines)]
        lines += ["..."] if summary.blank > len(lines) else []
        told = (
            f"{_so_many(summary.blank, 'blank lines')}, not read as rows: line {', '.join(lines)}"
        )
        click.echo(told, err=True)
    if summary.silent:
        told = f"{_so_many(summary.silent, 'rows')} without a value in the columns that are read"
        click.echo(told, err=True)
    if summary.unknown:
        named = ", ".join(summary.unknown)
        click.echo(f"no column, so unknown for everybody: {named}", err=True)
    if summary.carried:
        carried = [name if name.isprintable() else repr(name) for name in summary.carried]
        click.echo(f"no findings, carried along: {', '.join(carried)}", err=True)


def _so_many(number: int, things: str) -> str:
    """A number of things: "1 row", "2,000 rows"."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"
