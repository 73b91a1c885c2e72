"""Parquet and CSV files of people, opened for streaming by Polars."""

from __future__ import annotations

import csv
import os
import re
import shlex
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, assert_never

import attrs

from spasm_ddx.errors import InputError, SpasmDdxError, decoded, shown
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.wording import counted
from spasm_ddx.tables.input_table import Expr, findings_among, free_name, needed

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

_ENDINGS: Final = (".parquet", ".csv")
#: The words for a sign, those for present first.
_WORDS: Final = [
    word
    for text in ("true", "yes", "false", "no")
    for word in (text, text.upper(), text.capitalize())
]


@attrs.frozen
class Source:
    """A file to read."""

    name: str  # as errors call it
    stream: BinaryIO
    frame: pl.LazyFrame  # from a CSV file all text
    columns: Sequence[str]
    text: bool  # whether it is a CSV file
    findings: Mapping[str, Finding]  # those that have a column
    free: str  # a prefix that no name of a column has

    @property
    def state(self) -> tuple[int, int]:
        """A state that differs once the file has changed."""
        now = os.fstat(self.stream.fileno())
        return now.st_size, now.st_mtime_ns

    def rows(self, going_on: Callable[[], object]) -> Rows:
        """The number of its rows; a CSV file with ambiguous rows is an error."""
        if self.text:
            return read_rows(self.name, self.stream, going_on)
        return Rows(int(self.frame.select(needed("polars").len()).collect().item()))

    def people(self, frame: pl.LazyFrame, blank: Sequence[int]) -> pl.LazyFrame:
        """Its rows without the blank lines that Polars counts, and findings in their types.

        The column ``_original(name)`` holds the text of a finding in a CSV file.
        """
        if not self.text:
            return frame
        if blank:
            pl, place = needed("polars"), self._original("place")
            rows = frame.with_row_index(place).filter(~pl.col(place).is_in([*blank]))
            frame = rows.drop(place)
        typed = [_from_text(finding) for finding in self.findings.values()]
        return frame.with_columns(*typed, **{self._original(name): name for name in self.findings})

    def unreadable(self) -> list[Expr]:
        """Conditions of rows whose text is not a truth value or not a number."""
        pl = needed("polars")
        return [
            (pl.col(name).is_null() & (pl.col(self._original(name)) != "")).fill_null(value=False)
            for name in (self.findings if self.text else ())
        ]

    def read(self, row: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - of any type
        """A row's value of a finding, or its text if that cannot be read."""
        return (row.get(self._original(name)) or None) if row[name] is None else row[name]

    def as_found(self, name: str) -> Expr:
        """A column of people as it is in the file."""
        found = self._original(name) if self.text and name in self.findings else name
        return needed("polars").col(found).alias(name)

    def _original(self, name: str) -> str:
        return f"{self.free}{name}"


def ending_of(file: str) -> str:
    """The ending of a file's name, which determines its type."""
    ending = Path(file).suffix.lower()
    if ending not in _ENDINGS:
        msg = f"{file}: unknown file type {ending!r}; use {' or '.join(_ENDINGS)}"
        raise InputError(msg)
    return ending


@contextmanager
def open_source(
    source: str, vocabulary: type[Findings], others: Iterable[str], keep: Sequence[str]
) -> Generator[Source]:
    """Open a file; a wrong type or an ambiguous name of a column is an error.

    ``findings_among`` explains ``others`` and ``keep``.
    """
    text = ending_of(source) == ".csv"
    pl = needed("polars")
    with _open(source) as stream:
        with polars_errors(f"{source}: cannot be read as {'CSV' if text else 'Parquet'}"):
            if text:  # Polars would leave quotes in a name written twice
                header = read_header(source, stream, vocabulary)
                stream.seek(0)
                frame = pl.scan_csv(stream, infer_schema=False, new_columns=header)
            else:
                frame = pl.scan_parquet(stream)
            names = frame.collect_schema().names()
        with naming(source):
            _check_names(names)
            findings = findings_among(
                names, vocabulary, keep, others=others, what="file", kept_by=_as_option
            )
        yield Source(source, stream, frame, names, text, findings, free_name(names))


@contextmanager
def naming(source: str) -> Generator[None]:
    """Make errors within it begin with the name of this file."""
    try:
        yield
    except SpasmDdxError as error:
        msg = f"{source}: {error}"
        raise InputError(msg) from None


def _check_names(names: Iterable[str]) -> None:
    """Raise an error for names of columns that Polars would misread."""
    for name in names:
        if name == "*" or re.fullmatch(r"\^.*\$", name, re.DOTALL):
            msg = f"Polars would read the column name {shown(name)} as a pattern; rename it"
            raise InputError(msg)


def _as_option(name: str) -> str:
    return f"--keep {shlex.quote(name) if name.isprintable() else 'COLUMN'}"


def _open(source: str) -> BinaryIO:
    path = Path(source)
    if path.exists() and not path.is_file() and not path.is_dir():
        msg = f"{source}: it is a pipe or a device; save what it gives as a file first"
        raise InputError(msg)
    try:
        stream = path.open("rb")
    except OSError as error:
        msg = f"{source}: cannot be read: {error.strerror}; give a Parquet or CSV file"
        raise InputError(msg) from None
    if not os.fstat(stream.fileno()).st_size:
        stream.close()
        msg = f"{source}: it is empty; give a table with a column for each finding"
        raise InputError(msg)
    return stream


@contextmanager
def polars_errors(what: str) -> Generator[None]:
    """Turn what Polars raises within it into an error that begins with these words."""
    faults = needed("polars").exceptions
    try:
        yield
    except (OSError, faults.PolarsError, faults.PanicException) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        msg = f"{what}: {reason}"
        raise InputError(msg) from None


def _from_text(finding: Finding) -> Expr:
    pl = needed("polars")
    column = pl.col(finding.name)
    match finding:
        case Sign():
            word = column.cast(pl.Enum(_WORDS), strict=False)
            return word.to_physical() < len(_WORDS) // 2
        case Category():
            return pl.when(column != "").then(column)  # the labels are checked with the table
        case Quantity():
            number = column.cast(pl.Float64, strict=False)
            return pl.when(number.is_finite()).then(number)
    assert_never(finding)


# ------------------------------------------------------------ the rows of CSV
#
# Polars would read a short row as one with empty cells, a blank line as a row, and silently
# repair some quotes. Here an ambiguous row is an error that names its line.

#: The characters of a blank line: the white space of bytes, which is less than that of text.
_BLANK: Final = " \t\n\r\v\f"
#: The most blank lines that a summary names.
_NAMED: Final = 20
#: The rows between two calls of ``going_on``.
_ROWS: Final = 65_536
#: The separators of files that are called CSV.
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: A record without doubled quotes, in which every quote opens or closes a whole cell.
_QUOTED: Final = re.compile(r'(?:(?:"[^"]*"|[^",]*+),)*+(?:"[^"]*"|[^",]*+)')


@attrs.frozen
class Rows:
    """The rows of a CSV file."""

    count: int
    #: The positions of blank lines among rows and blank lines, counted from 0.
    blank: array[int] = attrs.field(factory=lambda: array("Q"))
    blank_lines: tuple[int, ...] = ()  # the first of those lines, counted from 1
    silent: int = 0  # the number of rows of several cells that are all empty


def read_header(source: str, stream: BinaryIO, vocabulary: type[Findings]) -> list[str]:
    """The names in the first line that is not blank."""
    number, first = next(
        ((at, line) for at, line in enumerate(stream, 1) if line.strip()), (0, b"")
    )
    _check_separator(source, decoded(first, source, number), vocabulary)
    stream.seek(0)
    header = next((cells for _, cells in _records(source, stream) if cells), None)
    if header is None:
        msg = f"{source}: every line is blank; give a header with the names of findings"
        raise InputError(msg)
    for name in header:
        if header.count(name) > 1:
            msg = f"{source}: the column {shown(name)} appears twice; give it once"
            raise InputError(msg)
        if "\n" in name or "\r" in name:
            msg = f"{source}: the column {shown(name)} has a line break in its name; "
            msg += "keep each name on one line"
            raise InputError(msg)
    return header


def _check_separator(source: str, header: str, vocabulary: type[Findings]) -> None:
    names = {finding.name for finding in vocabulary.findings()}
    for separator, called in _SEPARATORS.items():
        cells = [cell.strip('\ufeff" \r\n') for cell in header.split(separator)]
        if separator == "," and not names.isdisjoint(cells):
            return
        if not names.isdisjoint(cells) or (len(cells) > 1 and "," not in header):
            msg = f"{source}: its cells seem to be separated by {called}; use commas, "
            msg += "and put a cell that holds a comma in quotes"
            raise InputError(msg)


def read_rows(source: str, stream: BinaryIO, going_on: Callable[[], object]) -> Rows:
    """The rows; one with more or fewer cells than the header is an error.

    It calls ``going_on`` now and then; an exception from there ends the reading.
    """
    stream.seek(0)
    records = _records(source, stream)
    width = next(len(cells) for _, cells in records if cells)
    blank, blank_lines, count, silent = array("Q"), list[int](), 0, 0
    for place, (line, cells) in enumerate(records):
        if place % _ROWS == 0:
            going_on()
        if len(cells) == width or (width == 1 and not cells):
            count += 1
            silent += width > 1 and not any(cells)
        elif not cells:
            blank.append(place)
            blank_lines += [line] if len(blank) <= _NAMED else []
        else:
            hint = "put a cell that holds a comma in quotes"
            if len(cells) < width:
                hint = "leave an unknown cell empty, but keep its comma"
            found = counted(len(cells), "cells")
            msg = f"{source}, line {line}: {found}, but the header has {width}; {hint}"
            raise InputError(msg, line=line)
    return Rows(count, blank, tuple(blank_lines), silent)


def _records(source: str, stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each record, the header included: its first line and its cells; a blank line has none."""
    held: list[str] = []

    def lines() -> Iterator[str]:
        for number, line in enumerate(stream, start=1):
            text = decoded(line, source, number)
            held.append(text.removeprefix("\ufeff") if number == 1 else text)
            yield held[-1]

    begin, reader = 1, csv.reader(lines(), strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:  # an unclosed quote, too, turns all that follows into one cell
            raise _unclear(source, begin, sum(map(len, held))) from None
        if cells is None:
            return
        text = "".join(held)
        # csv reads a quote within a cell literally, Polars as the beginning of another cell.
        if '"' in text and not _QUOTED.fullmatch(text.rstrip("\r\n").replace('""', "")):
            raise _unclear(source, begin)
        yield begin, [] if not text.strip(_BLANK) else cells
        begin = reader.line_num + 1
        held.clear()


def _unclear(source: str, line: int, size: int = 0) -> InputError:
    longest = csv.field_size_limit()
    long = f", or a cell has more than {longest:,} characters" if size > longest else ""
    msg = f'{source}, line {line}: a quote (") or a line break stands alone{long}; put the whole '
    msg += "cell in quotes, write each quote in it twice, and end each line with \\n or \\r\\n"
    return InputError(msg, line=line)
