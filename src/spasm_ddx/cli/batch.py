"""The command ``batch``: whole files, with progress and a summary on standard error."""

from __future__ import annotations

import csv
import io
import signal
import sys
from collections.abc import Iterator
from typing import Final

import click

from spasm_ddx.cli.guidelines import GUIDELINE, GuidelineCommand
from spasm_ddx.cli.terminal import tell_error
from spasm_ddx.errors import InputError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.tables.files import Errors, Summary, assess_file
from spasm_ddx.tables.input_table import needed

#: The most findings that a line names.
_MOST_NAMED: Final = 5


@click.command(name="batch", cls=GuidelineCommand)
@GUIDELINE
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--columns",
    multiple=True,
    metavar="NAME[,NAME...]",
    help="The columns of OUT, in this order: columns of IN, diagnosis, urgency_at_least, "
    "urgency_at_most, possible_CONDITION, raised_ALERT, possible_ALERT. * means every "
    "column of IN; within a name it matches any text. Put a name that holds a comma in double "
    "quotes, as in a CSV file. Can be repeated.  "
    "[default: *, diagnosis, urgency_at_least, urgency_at_most]",
)
@click.option(
    "--errors",
    type=click.Choice(["fail", "null", "skip"]),
    default="fail",
    show_default=True,
    help="What to do with a row that has an invalid value: fail writes no file at all, null leaves "
    "the row's answers empty, skip leaves the row out. batch reports each invalid value.",
)
@click.option(
    "--report",
    metavar="FILE",
    help="Write every invalid value to this CSV file: row, column, value, reason.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="COLUMN",
    help="This column is not a finding, although its name is almost a finding's. Can be repeated.",
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

    IN and OUT end in .parquet or .csv. A column with the name of a finding (see assess --help)
    holds that finding. An empty cell and a missing column are not known, which is never "no".
    In a CSV file a yes/no finding is true or false (or yes or no), and a number has no unit.

    A column whose name is almost a finding's is an error, since it may be a typing mistake;
    --keep says that it is not. Other columns pass through unchanged. batch replaces OUT at the
    end: after a failure or Ctrl-C, OUT is unchanged.

    \b
    spasm-ddx batch people.parquet assessed.parquet
    spasm-ddx batch people.csv out.csv --columns 'id,diagnosis,possible_*'
    spasm-ddx batch people.csv out.csv --errors skip --report refused.csv
    """  # noqa: D301 - click wants the character itself
    chosen = [name for given in columns for name in _listed(given)] or None
    before = signal.getsignal(signal.SIGINT)
    needed("polars")  # it handles Ctrl-C itself, even where the parent process ignores it
    signal.signal(signal.SIGINT, before)
    bar_file = sys.stderr if sys.stderr.isatty() else io.StringIO()
    with click.progressbar(length=1000, label="Assessing", width=0, file=bar_file) as bar:
        done = assess_file(
            guideline,
            source,
            target,
            columns=chosen,
            errors=errors,
            keep=keep,
            report=report,
            progress=lambda share: bar.update(int(share * 1000) - bar.pos),
        )
    for line in _summary(done, source, report):
        tell_error(line)


def _listed(names: str) -> list[str]:
    """A list of names with commas; a name that holds a comma is in quotes, as in a CSV file."""
    try:
        (listed,) = csv.reader([names], strict=True)
    except (csv.Error, ValueError):
        msg = f"option --columns: {names!r} is not a list of names; put commas between names, and "
        msg += "put one that holds a comma in double quotes"
        raise InputError(msg) from None
    return listed or [names]


def _summary(done: Summary, source: str, report: str | None) -> Iterator[str]:
    for cell in done.first:
        yield f"{source}, row {cell.row}: {cell.reason}"
    more = done.cells - len(done.first)
    if more:
        where = f"see {report}" if report is not None else "--report FILE writes them all"
        yield f"... and {_count(more, 'more value')}; {where}"
    yield f"{_count(done.rows, 'row')} read, {done.refused:,} refused"
    if done.blank:
        lines = [*map(str, done.blank_lines), *["..."] * (done.blank > len(done.blank_lines))]
        yield f"{_count(done.blank, 'blank line')}, not read as rows: line {', '.join(lines)}"
    if done.silent:
        yield f"{_count(done.silent, 'row')} without a value in any column"
    if done.unknown:
        verbs = "has no column and is" if len(done.unknown) == 1 else "have no column and are"
        names = f": {', '.join(done.unknown)}" if len(done.unknown) <= _MOST_NAMED else ""
        yield f"{_count(len(done.unknown), 'finding')} {verbs} unknown for every row{names}"
    if done.carried:
        carried = [name if name.isprintable() else repr(name) for name in done.carried]
        yield f"not findings, copied unchanged: {', '.join(carried)}"


def _count(number: int, thing: str) -> str:
    """A number of things: "1 row", "2,000 rows"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"
