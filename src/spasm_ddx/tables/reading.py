"""Parquet and CSV files of people, opened to be read as a stream by Polars."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, assert_never

import attrs

from spasm_ddx.errors import InputError, shown
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Category, Finding, Quantity, Sign
from spasm_ddx.tables.csv_text import Rows, read_header, read_rows
from spasm_ddx.tables.opened import Expr, free_name, needed

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

_ENDINGS: Final = (".parquet", ".csv")
_NEAR: Final = 0.8
_SHORTEST_BEGINNING: Final = 3
#: The words for a sign: those for present before those for absent.
_WORDS: Final = [
    word
    for text in ("true", "yes", "false", "no")
    for word in (text, text.upper(), text.capitalize())
]


@attrs.frozen
class Source:
    """A file to read.

    Attributes:
        name: What errors call it.
        stream: The open file.
        frame: Its rows, not yet read; in a CSV file all text.
        columns: Its columns, in order.
        text: Whether it is a CSV file.
        findings: The findings that it has a column for.
        extra: The other columns.
        free: A beginning that no name of a column has.
    """

    name: str
    stream: BinaryIO
    frame: pl.LazyFrame
    columns: Sequence[str]
    text: bool
    findings: Mapping[str, Finding]
    extra: tuple[str, ...]
    free: str

    @property
    def state(self) -> tuple[int, int]:
        """What differs once the file has changed."""
        now = os.fstat(self.stream.fileno())
        return now.st_size, now.st_mtime_ns

    def rows(self, going_on: Callable[[], object]) -> Rows:
        """How many rows it has; a CSV file whose rows cannot be told apart is refused."""
        if self.text:
            return read_rows(self.name, self.stream, going_on)
        return Rows(int(self.frame.select(needed("polars").len()).collect().item()))

    def people(self, frame: pl.LazyFrame, blank: Sequence[int]) -> pl.LazyFrame:
        """Its rows without blank lines, which Polars counts, and findings in their types.

        What stands in a CSV file for a finding is in the column ``_original(name)``.
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
        """Of the people, those with text that is no truth value or no number."""
        pl = needed("polars")
        return [
            (pl.col(name).is_null() & (pl.col(self._original(name)) != "")).fill_null(value=False)
            for name in (self.findings if self.text else ())
        ]

    def read(self, row: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - of any type
        """What a row of people holds for a finding, or else the text that cannot be read."""
        if row[name] is not None or not self.text:
            return row[name]
        return row[self._original(name)] or None

    def as_found(self, name: str) -> Expr:
        """A column of people as the file holds it."""
        found = self._original(name) if self.text and name in self.findings else name
        return needed("polars").col(found).alias(name)

    def _original(self, name: str) -> str:
        return f"{self.free}{name}"


def ending_of(file: str) -> str:
    """The ending of a file's name, which says what it holds."""
    ending = Path(file).suffix.lower()
    if ending not in _ENDINGS:
        msg = f"{file}: unknown file type {ending!r}; use {' or '.join(_ENDINGS)}"
        raise InputError(msg)
    return ending


@contextmanager
def open_source(source: str, vocabulary: type[Findings], keep: Sequence[str]) -> Generator[Source]:
    """Open a file, and refuse what is none of people.

    Raises:
        InputError: It cannot be read or is not what its ending says, or one of its columns
            is almost named like a finding and not among those to keep.
    """
    text = ending_of(source) == ".csv"
    pl = needed("polars")
    with _open(source) as stream:
        with cannot_be_read(source):
            if text:  # Polars would leave quotes in a name written twice
                header = read_header(source, stream, vocabulary)
                stream.seek(0)
                frame = pl.scan_csv(stream, infer_schema=False, new_columns=header)
            else:
                frame = pl.scan_parquet(stream)
            names = frame.collect_schema().names()
        known = {finding.name: finding for finding in vocabulary.findings()}
        findings = {name: known[name] for name in names if name in known}
        extra = tuple(name for name in names if name not in known)
        _check_names(source, vocabulary, findings, extra, keep)
        yield Source(source, stream, frame, names, text, findings, extra, free_name(names))


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
    """Within it, what Polars raises becomes an error that begins with these words."""
    faults = needed("polars").exceptions
    try:
        yield
    except (OSError, faults.PolarsError, faults.PanicException) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        msg = f"{what}: {reason}"
        raise InputError(msg) from None


def cannot_be_read(source: str) -> AbstractContextManager[None]:
    """Within it, what Polars raises is a fault of this file."""
    kind = "CSV" if ending_of(source) == ".csv" else "Parquet"
    return polars_errors(f"{source}: cannot be read as {kind}")


def _check_names(
    source: str,
    vocabulary: type[Findings],
    findings: Mapping[str, Finding],
    extra: Sequence[str],
    keep: Sequence[str],
) -> None:
    """Refuse columns that look like findings and are none, and names that Polars misreads."""
    for name in keep:
        if name not in extra:
            what = "a finding already" if name in findings else "no column of the file"
            msg = f"{source}: {shown(name)} cannot be kept: it is {what}"
            raise InputError(msg)
    for name in extra:
        if name == "*" or re.fullmatch(r"\^.*\$", name, re.DOTALL):
            msg = f"{source}: the column {shown(name)} is named like a pattern; rename it"
            raise InputError(msg)
        if "\r" in name or "\n" in name:
            msg = f"{source}: the column {shown(name)} has a line break in its name; end each "
            msg += "line with \\n or \\r\\n"
            raise InputError(msg)
        near = None if name in (*keep, *vocabulary.retired) else _near(name, vocabulary)
        if near is not None:
            typed = shlex.quote(name) if name.isprintable() else "COLUMN"
            msg = f"{source}: the column {shown(name)} is not a finding; did you mean {near}? "
            msg += f"Rename it, or keep it as it is with --keep {typed}"
            raise InputError(msg)
    if not findings:
        first = ", ".join(finding.name for finding in vocabulary.findings()[:3])
        msg = f"{source}: no column is named like a finding, but {', '.join(map(shown, extra))}; "
        msg += f"name them {first} and so on, and separate those of a CSV file by commas"
        raise InputError(msg)


def _near(name: str, vocabulary: type[Findings]) -> str | None:
    """The finding that a column may have been meant for."""
    import difflib  # noqa: PLC0415 - costs every import, and only other columns need it

    plain = {re.sub(r"[^a-z0-9]", "", f.name): f.name for f in vocabulary.findings()}
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(bare) >= _SHORTEST_BEGINNING:
        for found, finding in plain.items():
            if found.startswith(bare) or bare.startswith(found):
                return finding
    close = difflib.get_close_matches(bare, plain, n=1, cutoff=_NEAR)
    return plain[close[0]] if close else None


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
