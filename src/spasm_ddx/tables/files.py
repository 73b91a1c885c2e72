"""Whole files of people, Parquet or CSV, assessed by streaming.

Memory does not grow with the size of a file, and rows keep their order. The library reads a
file twice: first for invalid values, then for the answers. It replaces the target at the end:
after a failure the old target is unchanged.

A column with the name of a finding holds that finding. Reading a CSV file is strict: a sign
is true or false (or yes or no; in lower case, upper case or capitalised), a number is a plain
number in the finding's unit, a category is the value of a member. An empty cell is unknown,
never absent. A row with fewer or more cells than the header is an error, since its missing
cell is ambiguous. In a file of several columns a blank line is not a row.

A column whose name is almost a finding's is an error, unless ``keep`` names it. Other columns
pass through unchanged.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar

import attrs

from spasm_ddx.errors import InputError, did_you_mean, shown
from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.tables.input_table import Expr, InputTable, free_name, open_table
from spasm_ddx.tables.reading import (
    Source,
    ending_of,
    naming,
    open_source,
    polars_errors,
)
from spasm_ddx.tables.validation import Refusal, explained, refused_rows
from spasm_ddx.tables.walk import Walk, outputs_of, usual_of
from spasm_ddx.tables.writing import replacement, writing

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

T = TypeVar("T")
Errors: TypeAlias = Literal["fail", "null", "skip"]

#: The most refused cells in a summary.
SHOWN: Final = 20
#: The rows in each row group of a written Parquet file.
_GROUP: Final = 65_536
#: Seconds between two reports of a query's progress.
_PAUSE: Final = 0.1


@attrs.frozen
class Summary:
    """The summary of a run over a file.

    Attributes:
        rows: The number of rows.
        refused: The number of refused rows.
        cells: The number of refused cells.
        first: The first refused cells, at most ``SHOWN``; rows count from 1, without header
            and blank lines.
        unknown: The findings without a column, which are unknown for every row.
        carried: The columns of the result that are not findings and pass through.
        silent: The number of rows of a CSV file of several columns that are empty.
        blank: The number of blank lines in a CSV file of several columns.
        blank_lines: The first blank lines, counted in the file from 1.
    """

    rows: int
    refused: int
    cells: int
    first: tuple[Refusal, ...]
    unknown: tuple[str, ...]
    carried: tuple[str, ...]
    silent: int = 0
    blank: int = 0
    blank_lines: tuple[int, ...] = ()


def assess_file(
    guideline: GuidelineOrTree,
    source: str,
    target: str,
    *,
    columns: Sequence[str] | None = None,
    errors: Errors = "fail",
    keep: Sequence[str] = (),
    report: str | None = None,
    progress: Callable[[float], object] | None = None,
) -> Summary:
    """Assess every row of a file, exactly as ``assess`` assesses one person.

    Args:
        guideline: The guideline, or a plain tree.
        source: The file to read, .parquet or .csv.
        target: The file to write, .parquet or .csv; an existing one is replaced at the end.
        columns: The columns of the result, in this order, from those of the file and of
            ``assessment_columns(guideline)``. ``*`` alone means every column of the file;
            within a name it matches any text. Unless given, every column of the file and
            the default answers of ``assess_table``.
        errors: What to do with an invalid row: ``fail`` stops, ``null`` leaves the row's
            answers empty, ``skip`` leaves the row out.
        keep: Columns that are not findings, although their names are almost a finding's.
        report: A CSV file for every refused cell; with ``fail`` the run then reads the whole
            file before it stops.
        progress: A function to call with the finished share, from 0 to 1, a few times a
            second and before the target is replaced; an exception from it ends the run.

    Raises:
        InputError: A file cannot be read or written or is not of its type, a requested
            column does not exist, or a row is invalid and ``errors`` is ``fail``. The
            message names the file, the row, the column, the value and what is accepted.
        MissingExtraError: polars is not installed.
    """
    guideline = as_guideline(guideline)
    made, text = outputs_of(guideline), ending_of(target) == ".csv"
    watch = _Watch(progress or (lambda _: None))
    with (
        open_source(source, guideline.vocabulary, made, keep) as file,
        replacement(target, source) as whole,
    ):
        state = file.state
        out = _chosen(file, made, columns)
        rows = file.rows(lambda: watch.progress(0))
        watch.total = 2 * (rows.count + len(rows.blank))
        read = [name for name in file.columns if name in {*out, *file.findings}]
        people = file.people(watch.over(file.frame.select(read)), rows.blank)
        with naming(source):
            opened = open_table(people, guideline.vocabulary, others=people.collect_schema())
        bad = refused_rows(opened, *file.unreadable())
        with _report(report, source, target) as tell:
            most = 1 if errors == "fail" and report is None else None
            found = () if bad is None else _refused_rows(file, opened, bad, most)
            refused, cells, first = watch.wait_for(lambda: _counted(found, tell))
        if errors == "fail" and first:
            where = "" if report is None else f"; {cells} refused in {refused} rows, see {report}"
            msg = f"{source}, row {first[0].row}: {first[0].reason}{where}"
            raise InputError(msg)
        if bad is not None and cells and errors == "skip":
            people, bad = people.filter(~bad), None
        asked = {name: made[name] for name in out if name in made}
        if asked:
            to_null = bad if cells else None
            people = Walk(opened, guideline.joint.diagram, asked, to_null).over(people)
        answers = people.select(map(file.as_found, out) if text else out)
        with polars_errors(f"{target}: cannot be written from {source}"):
            watch.wait_for(lambda: _sink(answers, whole, text=text))
        watch.progress(1)
        if file.state != state:
            msg = f"{source}: it changed while it was read; run again when it no longer changes"
            raise InputError(msg)
    return Summary(
        rows.count,
        refused,
        cells,
        tuple(first),
        tuple(f.name for f in guideline.vocabulary.findings() if f.name not in file.findings),
        tuple(name for name in out if name in file.columns and name not in file.findings),
        rows.silent,
        len(rows.blank),
        rows.blank_lines,
    )


class _Watch:
    """Runs queries in another thread, so that the main thread can handle signals."""

    def __init__(self, progress: Callable[[float], object]) -> None:
        self.progress, self.total = progress, 0
        self._ended = False
        self._read: list[int] = []

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The same rows, counted as they are read."""
        return frame.map_batches(self._count, projection_pushdown=True, streamable=True)

    def _count(self, batch: pl.DataFrame) -> pl.DataFrame:  # in any thread
        if self._ended:
            raise InterruptedError
        self._read.append(batch.height)
        return batch

    def wait_for(self, query: Callable[[], T]) -> T:
        """Run a query and report its progress."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(query)
            try:
                while True:
                    self.progress(min(1, sum(self._read) / (self.total or 1)))
                    if wait([running], _PAUSE).done:
                        return running.result()
            except BaseException:
                self._ended = True
                raise


def _counted(
    rows: Iterable[list[Refusal]], tell: Callable[[Iterable[Refusal]], object]
) -> tuple[int, int, list[Refusal]]:
    """The numbers of refused rows and of their cells, and the first cells, all reported."""
    refused, cells, first = 0, 0, list[Refusal]()
    for row in rows:
        refused += 1
        cells += len(row)
        first += row[: SHOWN - len(first)]
        tell(row)
    return refused, cells, first


def _refused_rows(
    file: Source, opened: InputTable, bad: Expr, most: int | None
) -> Iterator[list[Refusal]]:
    number = f"{free_name(opened.schema)}row"
    rows = opened.frame.with_row_index(number, offset=1).filter(bad)
    rows = rows if most is None else rows.head(most)
    with polars_errors(f"{file.name}: cannot be read"):
        for batch in rows.collect_batches(maintain_order=True):
            for row in batch.rows(named=True):
                person = {name: file.read(row, name) for name in opened.findings}
                yield list(explained(person, row[number], opened.vocabulary))


def _chosen(file: Source, made: Iterable[str], columns: Sequence[str] | None) -> list[str]:
    there = (*file.columns, *made)
    if columns is None:
        columns = ("*", *usual_of(made))
    out: dict[str, None] = {}
    for name in columns:
        among = file.columns if name == "*" else there
        chosen = [name] if name in there else [each for each in among if fnmatchcase(each, name)]
        if not chosen:
            usual = ("a column of the file", *usual_of(made), "possible_*")
            hint = did_you_mean(name, there, usual=usual, most=3)
            msg = f"{file.name}: there is no column {shown(name)}; {hint}"
            raise InputError(msg)
        out |= dict.fromkeys(chosen)
    for name in out:
        if name in made and name in file.columns:
            msg = f"{file.name}: it has a column {name} already; rename it"
            raise InputError(msg)
    return list(out)


def _sink(table: pl.LazyFrame, whole: Path, *, text: bool) -> None:
    with whole.open("wb") as stream:  # Polars accepts only names in UTF-8
        if text:
            table.sink_csv(stream)
        else:
            table.sink_parquet(stream, row_group_size=_GROUP)


@contextmanager
def _report(report: str | None, *others: str) -> Generator[Callable[[Iterable[Refusal]], object]]:
    """A function that writes refused cells to the report, if there is one."""
    new = nullcontext(Path(os.devnull)) if report is None else replacement(report, *others)
    with (
        new as whole,
        writing(report or os.devnull),
        whole.open("w", encoding="utf-8", newline="") as stream,
    ):
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(attrs.fields_dict(Refusal))
        yield lambda cells: lines.writerows(map(attrs.astuple, cells))
