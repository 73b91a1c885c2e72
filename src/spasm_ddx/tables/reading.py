"""Parquet and CSV files of people, opened for streaming by Polars."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, assert_never

import attrs

from spasm_ddx.errors import InputError, SpasmDdxError, shown
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.columns import findings_among
from spasm_ddx.tables.csv_rows import Rows, read_header, read_rows
from spasm_ddx.tables.input_table import Expr, free_name, needed

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
