"""Whole files of people, Parquet or CSV, assessed a batch of rows at a time.

A file is read, assessed and written in batches, so that memory does not grow with its
size; rows keep their order. The result is written under another name beside the target,
which it replaces at the end: after a failure the old target is as it was.

A column that is named like a finding is that finding. In a CSV file text is read strictly:
a sign is true or false (or yes or no; in lower case, upper case or capitalised), a number
is a plain number in the finding's unit, a category is the value of a member. An empty cell
is unknown, never absent. A row with fewer or more cells than the header is refused, for
nobody can say which cell it lacks. A blank line in a table of several columns is no row.

A column that is almost named like a finding is refused, for it would be taken for nothing
in silence; ``keep`` says that it is meant. Other columns are carried along.
"""

from __future__ import annotations

import codecs
import csv
import re
import shlex
import shutil
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias, assert_never

import attrs

from spasm_ddx.errors import InputError, SpasmDdxError
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign, shown
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables import DEFAULT_COLUMNS, assess_table, assessment_columns, refusals
from spasm_ddx.tables.opened import needed

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

Errors: TypeAlias = Literal["fail", "null", "skip"]

#: How many rows are in memory at a time.
ROWS: Final = 65_536
#: How many refused cells a summary holds.
SHOWN: Final = 20
_ENDINGS: Final = (".parquet", ".csv")
_NEAR: Final = 0.8
_SHORTEST_BEGINNING: Final = 3
#: What separates cells in files that are called CSV all the same.
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: In a line without what stands in quotes: one that neither opens nor closes a whole cell.
_MISQUOTED: Final = re.compile(rb'[^,"]"|"[^,"\r\n]')
_WORDS: Final = {
    word: value
    for text, value in (("true", True), ("yes", True), ("false", False), ("no", False))
    for word in (text, text.upper(), text.capitalize())
}


@attrs.frozen
class Refusal:
    """One cell that is not accepted.

    Attributes:
        row: The row, counted from 1; in a CSV file neither the header nor a blank line is one.
        column: The column.
        value: What stands there, as text.
        reason: A sentence with what is accepted.
    """

    row: int
    column: str
    value: str
    reason: str


@attrs.frozen
class Summary:
    """What became of a file.

    Attributes:
        rows: How many rows were read.
        refused: How many of them were refused.
        cells: How many cells were refused.
        first: The first refused cells, at most ``SHOWN``.
        unknown: The findings that have no column: unknown for everybody.
        carried: The columns that are no findings, as far as they came out.
        silent: How many rows of a CSV file of several columns say nothing in those that are read.
        blank: How many blank lines a CSV file of several columns has; they are no rows.
        blank_lines: The first of them, at most ``SHOWN``, as the file's lines counted from 1.
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
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Assess every row of a file, exactly as ``assess`` does one person.

    Args:
        guideline: The guideline, or a plain tree.
        source: The file to read, which ends in .parquet or .csv.
        target: The file to write, likewise; one that is there is replaced at the end.
        columns: What comes out, in this order: columns of the file and those of
            ``assessment_columns(guideline)``; ``*`` alone is every column of the file, and in
            a longer name it stands for any text. Unless given, the columns of the file and
            the answers of ``assess_table``.
        errors: What becomes of a row with a cell that is not accepted: ``fail`` ends it all,
            ``null`` leaves the row's answers empty, ``skip`` leaves the row out.
        keep: Columns that are no findings, although they are almost named like one.
        report: A CSV file to write every refused cell to; with ``fail`` it makes the whole
            file be read.
        progress: Called with the number of rows just read, and now and then with 0, at last
            before the target is replaced; what it raises ends the run.

    Raises:
        InputError: A file cannot be read or written or is not what its ending says, a
            column cannot be, or a row is refused and ``errors`` is ``fail``. The message
            names the file, the row, the column, the value and what is accepted.
        MissingExtraError: polars is not installed.
    """
    guideline = as_guideline(guideline)
    opened = _open(source, guideline.vocabulary, keep)
    plan = _planned(guideline, opened, columns, typed=_ending(target) == ".parquet")
    written = _place(target, others=(source,))
    told = _place(report, others=(source, target)) if report is not None else None
    lines = opened.lines(progress)
    pl, silent = _polars(), 0
    nothing = pl.all_horizontal(pl.all().is_null()).sum()
    with _Output(target, written, plan.nobody) as output, _Report(report, told) as refused:
        for batch in opened.batches(plan.read, lines.blank):
            if opened.text and batch.width > 1:
                silent += int(batch.select(nothing).item())
            answers, cells = plan.assessed(batch, refused.rows, errors)
            refused.add(batch.height, cells)
            if errors != "fail" or not refused.cells:
                output.write(answers)
            elif report is None:
                break
            if progress is not None:
                progress(batch.height)
        else:
            if progress is not None:  # an interrupt may have ended what Polars reads
                progress(0)
            if opened.text and refused.rows != lines.rows:
                msg = f"{opened.name}: it changed while it was read; leave it alone meanwhile"
                raise InputError(msg)
        if errors == "fail" and refused.cells:
            refused.finish()
            raise InputError(_failure(opened.name, refused, report))
        output.joined()
        if progress is not None:
            progress(0)
        refused.finish()
        output.finish()
    return Summary(
        refused.rows,
        refused.refused,
        refused.cells,
        tuple(refused.first),
        tuple(f.name for f in guideline.vocabulary.findings() if f.name not in opened.findings),
        tuple(name for name in plan.out if name in opened.extra),
        silent,
        len(lines.blank),
        lines.first_blank,
    )


def rows_in(source: str) -> int:
    """How many rows a file has."""
    opened = _open(source, Findings, None)
    if opened.text:
        return opened.lines().rows
    with opened.reading():
        return int(opened.frame.select(_polars().len()).collect(engine="streaming").item())


def _failure(name: str, refused: _Report, report: str | None) -> str:
    first = refused.first[0]
    message = f"{name}, row {first.row}: {first.reason}"
    if report is not None:
        message += f"; {refused.cells} refused in {refused.refused} rows, see {report}"
    return message


def _polars() -> Any:  # noqa: ANN401 - a module
    return needed("polars")


# ---------------------------------------------------------------------------- reading


@attrs.frozen
class _Source:
    """A file to read.

    Attributes:
        name: What errors call it.
        path: Where it is.
        frame: Its rows, not yet read; in a CSV file all text.
        text: Whether it is a CSV file.
        vocabulary: The vocabulary of its findings.
        findings: The findings that it has a column for.
        extra: The other columns.
    """

    name: str
    path: Path
    frame: pl.LazyFrame
    text: bool
    vocabulary: type[Findings]
    findings: Mapping[str, Finding]
    extra: tuple[str, ...]

    def lines(self, progress: Callable[[int], None] | None = None) -> _Lines:
        """Where its rows stand, if it is a CSV file; one that is not whole is refused."""
        return _lines(self.name, self.path, progress) if self.text else _Lines()

    def batches(self, columns: Sequence[str], blank: Sequence[int]) -> Iterator[pl.DataFrame]:
        """Its rows in order, a batch at a time, without the blank lines, which Polars counts."""
        begin = 0
        with self.reading():
            for batch in self.frame.select(columns).collect_batches(
                chunk_size=ROWS, maintain_order=True
            ):
                end = begin + batch.height
                here = blank[bisect_left(blank, begin) : bisect_left(blank, end)]
                rows = _polars().Series(range(begin, end)).is_in(list(here)) if here else None
                yield batch if rows is None else batch.filter(~rows)
                begin = end

    def reading(self) -> AbstractContextManager[None]:
        """Within it, what goes wrong is said as a fault of this file."""
        return _reading(self.name, self.path, text=self.text)


def _open(source: str, vocabulary: type[Findings], keep: Sequence[str] | None) -> _Source:
    """Open a file; with ``keep`` None its columns are not looked at."""
    ending = _ending(source)
    path, text = _existing(source), ending == ".csv"
    pl = _polars()
    if text:
        header = _header(
            source, path, vocabulary
        )  # Polars would leave quotes in a name written twice
        frame = pl.scan_csv(path, infer_schema=False, glob=False, new_columns=header)
    else:
        frame = pl.scan_parquet(path, glob=False)
    with _reading(source, path, text=text):
        names = list(frame.collect_schema().names())
    known = {finding.name: finding for finding in vocabulary.findings()}
    findings = {name: known[name] for name in names if name in known}
    extra = tuple(name for name in names if name not in known)
    if keep is not None:
        _check_names(source, vocabulary, findings, extra, keep)
    return _Source(source, path, frame, text, vocabulary, findings, extra)


def _ending(file: str) -> str:
    ending = Path(file).suffix.lower()
    if ending not in _ENDINGS:
        msg = f"{file}: the ending says no format; accepted are {' and '.join(_ENDINGS)}"
        raise InputError(msg)
    return ending


def _existing(source: str) -> Path:
    """The whole path of a file that can be opened."""
    try:
        path = Path(source).resolve()
        if path.exists() and not path.is_file() and not path.is_dir():
            msg = f"{source}: it is a pipe or a device; save what it gives as a file first"
            raise InputError(msg)
        with path.open("rb") as stream:
            if not stream.read(1):
                msg = f"{source}: it is empty; give a table with a column for each finding"
                raise InputError(msg)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle
        if isinstance(error, InputError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        msg = f"{source}: cannot be read: {reason}; give a Parquet or CSV file"
        raise InputError(msg) from None
    return path


def _header(source: str, path: Path, vocabulary: type[Findings]) -> list[str]:
    """The first line, where it is a header; Polars would mend some others in silence."""
    with path.open("rb") as stream:
        begin = stream.read(4)
    if begin[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        msg = f"{source}: it is UTF-16; save it as UTF-8"
        raise InputError(msg)
    if begin == b"PAR1":
        msg = f"{source}: it is a Parquet file; end its name in .parquet"
        raise InputError(msg)
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            first = next((line for line in lines if line.strip("\r\n")), None)
            if first is None:
                msg = f"{source}: every line is blank; give a header with the names of findings"
                raise InputError(msg)
            if "\r" in first.rstrip("\r\n"):
                msg = f"{source}: the first line has a line break in it; end each line with \\n "
                msg += "or \\r\\n, and keep each name on one line"
                raise InputError(msg)
            _check_separator(source, first, vocabulary)
            next(_records(source, path))  # its quotes
            header = next(csv.reader(chain([first], lines)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _fault(source, path, error) from None
    for name in header:
        if header.count(name) > 1:
            msg = f"{source}: the column {shown(name)} stands twice; give it once"
            raise InputError(msg)
    return header


def _check_separator(source: str, header: str, vocabulary: type[Findings]) -> None:
    """Refuse a header whose cells are separated by something else than commas."""
    names = {finding.name for finding in vocabulary.findings()}
    if names.isdisjoint(cell.strip('" \r\n') for cell in header.split(",")):
        for separator, called in _SEPARATORS.items():
            cells = [cell.strip('" \r\n') for cell in header.split(separator)]
            if not names.isdisjoint(cells) or (len(cells) > 1 and "," not in header):
                msg = f"{source}: {called} seem to separate its cells; separate them by commas, "
                msg += "and put a cell that holds a comma in quotes"
                raise InputError(msg)


def _check_names(
    source: str,
    vocabulary: type[Findings],
    findings: Mapping[str, Finding],
    extra: Sequence[str],
    keep: Sequence[str],
) -> None:
    """Refuse columns that look like findings and are none."""
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
    for name in extra:
        if name in vocabulary.retired:
            now = " and ".join(vocabulary.retired[name])
            msg = f"{source}: the column {name} is no finding any more; it is now {now}: rename it"
            raise InputError(msg)
        near = None if name in keep else _near(name, vocabulary)
        if near is not None:
            msg = (
                f"{source}: the column {shown(name)} is not a finding; did you mean {near}? "
                f"Rename it, or keep it as it is with --keep {_typed(name)}"
            )
            raise InputError(msg)
    if not findings:
        raise InputError(_no_findings(source, vocabulary, extra))


def _typed(name: str) -> str:
    """A name as it is typed in a shell, if it can be."""
    return shlex.quote(name) if name.isprintable() else "COLUMN"


def _no_findings(source: str, vocabulary: type[Findings], extra: Sequence[str]) -> str:
    first = ", ".join(finding.name for finding in vocabulary.findings()[:3])
    return (
        f"{source}: no column is named like a finding, but {', '.join(map(shown, extra))}; "
        f"name them {first} and so on, and separate those of a CSV file by commas"
    )


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


@contextmanager
def _reading(source: str, path: Path, *, text: bool) -> Generator[None]:
    """Within it, what goes wrong is said as a fault of the file that is read."""
    faults = _polars().exceptions
    try:
        yield
    except (OSError, faults.PolarsError, faults.PanicException) as error:
        if text:
            raise _fault(source, path, error) from None
        msg = f"{source}: cannot be read as Parquet: {_first_line(error)}"
        raise InputError(msg) from None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _fault(source: str, path: Path, error: BaseException) -> InputError:
    """Why a CSV file cannot be read, with the first line that is at fault."""
    line = 0
    with path.open("rb") as stream:
        for line, raw in enumerate(stream, start=1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError as wrong:
                byte = f"byte {wrong.start + 1} is 0x{raw[wrong.start]:02x}"
                msg = f"{source}, line {line}: {byte}, which is not UTF-8; save it as UTF-8"
                return InputError(msg, line=line)
    return InputError(f"{source}: cannot be read as CSV: {_first_line(error)}")


@attrs.frozen
class _Lines:
    """Where the rows of a CSV file stand.

    Attributes:
        rows: How many there are.
        blank: The places of blank lines among the rows, counted from 0 with them.
        first_blank: The first of those lines, counted from 1.
    """

    rows: int = 0
    blank: Sequence[int] = ()
    first_blank: tuple[int, ...] = ()


def _lines(source: str, path: Path, progress: Callable[[int], None] | None) -> _Lines:
    """Count the rows of a CSV file, and refuse one that has not as many cells as the header.

    Polars would take a short row for one with empty cells, and a blank line for a row.
    """
    records = _records(source, path)
    width = next(cells for _, cells in records if cells)
    place, blank, first_blank = -1, array("Q"), list[int]()
    for place, (line, cells) in enumerate(records):
        if progress is not None and place % ROWS == 0:
            progress(0)
        if cells == width or (width == 1 and not cells):  # the only cell, and it is empty
            continue
        if cells:
            msg = f"{source}, line {line}: {cells} cells, but the header has {width}; "
            msg += (
                "an unknown cell is empty, but its comma stands"
                if cells < width
                else "put a cell that holds a comma in quotes"
            )
            raise InputError(msg, line=line)
        blank.append(place)
        first_blank += [line] if len(first_blank) < SHOWN else []
    return _Lines(place + 1 - len(blank), blank, tuple(first_blank))


def _records(source: str, path: Path) -> Iterator[tuple[int, int]]:
    """The line where each record of a CSV file begins, the header too, and its number of cells.

    A blank line has none. Quotes are minded, and text is not decoded.
    """
    quoted = False  # whether a cell in quotes goes on in the next line
    begin = commas = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not quoted:
                begin, commas = number, 0
            plain = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if quoted or b'"' in plain:
                parts = plain.split(b'"')
                after = quoted ^ (len(parts) % 2 == 0)
                plain = b'"' * quoted + b'"'.join(parts[quoted::2]) + b'"' * after
                # Where nothing is left but commas, which is quick to tell, no quote is wrong.
                if plain.strip(b',"\r\n') and _MISQUOTED.search(plain):
                    break
                quoted = after
            commas += plain.count(b",")
            if not quoted:
                yield begin, commas + 1 if plain.strip() else 0
        else:
            if not quoted:
                return
    msg = f'{source}, line {begin}: a quote (") stands alone; put the whole cell in quotes, and '
    msg += "write each quote in it twice"
    raise InputError(msg, line=begin)


# -------------------------------------------------------------------------- assessing


@attrs.frozen
class _Plan:
    """What is read and what comes out.

    Attributes:
        guideline: The guideline.
        source: The file.
        asked: The columns to work out.
        out: The columns that come out, in order.
        typed: Whether the findings of a CSV file come out as truth values and numbers.
    """

    guideline: Guideline
    source: _Source
    asked: tuple[str, ...]
    out: tuple[str, ...]
    typed: bool

    @property
    def read(self) -> list[str]:
        """The columns that are read."""
        wanted = {*self.out, *self.source.findings}
        return [name for name in self.source.frame.collect_schema().names() if name in wanted]

    @property
    def nobody(self) -> pl.DataFrame:
        """What comes out of no rows."""
        nobody = _polars().DataFrame(schema=self.source.frame.collect_schema())
        return self.assessed(nobody, 0, "fail")[0]

    def assessed(
        self, batch: pl.DataFrame, before: int, errors: Errors
    ) -> tuple[pl.DataFrame, list[Refusal]]:
        """What comes out of a batch, and its refused cells.

        Args:
            batch: The rows.
            before: How many rows were read before them.
            errors: What becomes of refused rows.
        """
        people, cells = self._people(batch)
        try:
            found = refusals(people, self.source.vocabulary)
            cells += [Refusal(**row) for row in found.iter_rows(named=True)]
            refused = sorted({cell.row for cell in cells})
            if refused and errors == "skip":
                rows = _polars().Series(range(batch.height)).is_in(refused).not_()
                batch, people = batch.filter(rows), people.filter(rows)
            answers = assess_table(self.guideline, people, self.asked, errors="null")
            answers = answers.select(self.asked)
        except SpasmDdxError as error:
            msg = f"{self.source.name}: {error}"
            raise InputError(msg) from None
        if refused and errors == "null":  # text that cannot be read is not unknown
            answers = _emptied(answers, refused)
        if self.typed and self.source.text:
            batch = batch.with_columns(people)
        table = batch.hstack(answers.get_columns()) if self.asked else batch
        places = {name: place for place, name in enumerate(self.source.findings)}
        cells.sort(key=lambda cell: (cell.row, places.get(cell.column, -1)))
        cells = [attrs.evolve(cell, row=before + cell.row + 1) for cell in cells]
        return table.select(self.out), cells

    def _people(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, list[Refusal]]:
        """The findings alone, and the cells of a CSV file that cannot be read as theirs."""
        findings = self.source.findings
        if not self.source.text:
            return batch.select(list(findings)), []
        people = batch.select(_from_text(finding) for finding in findings.values())
        cells: list[Refusal] = []
        for name, finding in findings.items():
            lost = people[name].is_null() & batch[name].is_not_null() & (batch[name] != "")
            for row in lost.arg_true():
                value = batch[name][row]
                cells.append(Refusal(row, name, value, _reason(finding, value)))
        return people, cells


def _from_text(finding: Finding) -> Any:  # noqa: ANN401 - a Polars expression
    """The values of a finding from the text of its column; null what cannot be read."""
    pl = _polars()
    column = pl.col(finding.name)
    match finding:
        case Sign():
            return column.replace_strict(_WORDS, default=None, return_dtype=pl.Boolean)
        case Category():
            return pl.when(column != "").then(column)  # the labels are checked with the table
        case Quantity():
            number = column.cast(pl.Float64, strict=False)
            return pl.when(number.is_finite()).then(number)
        case _:
            assert_never(finding)


def _reason(finding: Finding, value: str) -> str:
    also = " (or yes or no)" if isinstance(finding, Sign) else ""
    return (
        f"{finding.name}: {shown(value)} is not accepted; give {finding.accepted}{also}, "
        f"or leave it empty while unknown"
    )


def _emptied(answers: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    """The answers without those of some rows."""
    pl = _polars()
    known = pl.Series(range(answers.height)).is_in(rows).not_()
    return answers.select(pl.when(known).then(pl.col(name)).alias(name) for name in answers.columns)


def _planned(
    guideline: Guideline, source: _Source, columns: Sequence[str] | None, *, typed: bool
) -> _Plan:
    """Say what is read and what comes out."""
    here = source.frame.collect_schema().names()
    made = assessment_columns(guideline)
    if columns is None:
        columns = ("*", *(name for name in DEFAULT_COLUMNS if name in made))
    out: dict[str, None] = {}
    for name in columns:
        if name == "*":
            out |= dict.fromkeys(here)
            continue
        chosen = [each for each in (*here, *made) if each == name]
        chosen = chosen or [each for each in (*here, *made) if fnmatchcase(each, name)]
        if not chosen:
            raise InputError(_no_column(source.name, name, (*here, *made)))
        out |= dict.fromkeys(chosen)
    asked = tuple(name for name in out if name in made)
    for name in asked:
        if name in here:
            msg = f"{source.name}: it has a column {name} already; rename it"
            raise InputError(msg)
    return _Plan(guideline, source, asked, tuple(out), typed)


def _no_column(source: str, name: str, there: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415 - only errors need it

    near = difflib.get_close_matches(name, there, n=3)
    answers = [name for name in DEFAULT_COLUMNS if name in there]
    usual = ", ".join(("a column of the file", *answers, "possible_*"))
    hint = f"did you mean {' or '.join(near)}?" if near else f"accepted are {usual}"
    return f"{source}: no column {shown(name)} can come out; {hint}"


# ---------------------------------------------------------------------------- writing


def _place(file: str, others: Sequence[str]) -> Path:
    """The whole path of a file to write; none of the others, and nothing but a file."""
    with _writing(file):
        path = Path(file).resolve()
        for other in others:
            at = Path(other).resolve()
            if at == path or (path.exists() and at.exists() and at.samefile(path)):
                msg = f"{file}: it would overwrite {other}; name another file"
                raise InputError(msg)
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "a pipe or a device"
            msg = f"{file}: cannot be written: it is {what}; name a file"
            raise InputError(msg)
    return path


@contextmanager
def _removed_on_failure(folder: Path) -> Generator[None]:
    """Within it, what goes wrong leaves no folder behind."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _Output:
    """The table that is written, under another name until it is finished."""

    def __init__(self, name: str, target: Path, nobody: pl.DataFrame) -> None:
        self.name, self.target, self.nobody = name, target, nobody
        self.text = target.suffix.lower() == ".csv"
        self.parts: list[Path] = []

    def __enter__(self) -> Self:
        with _writing(self.name):
            self.folder = _folder_beside(self.target)
            self.whole = self.folder / self.target.name
            with _removed_on_failure(self.folder):
                self.nobody.write_csv(self.whole) if self.text else self.nobody.write_parquet(
                    self.whole
                )
        return self

    def write(self, table: pl.DataFrame) -> None:
        """Add rows: to the end of a CSV file, or as a part of their own."""
        if table.is_empty():
            return
        with _writing(self.name):
            if self.text:
                with self.whole.open("ab") as stream:
                    table.write_csv(stream, include_header=False)
                return
            self.parts.append(self.folder / f"{len(self.parts)}.part")
            table.write_parquet(self.parts[-1], compression="lz4")  # written once more

    def joined(self) -> None:
        """Make one Parquet file of the parts, in a stream."""
        if self.parts:
            with _writing(self.name):
                _polars().scan_parquet(self.parts, glob=False).sink_parquet(
                    self.whole, row_group_size=ROWS
                )

    def finish(self) -> None:
        """Replace the target."""
        with _writing(self.name):
            _replace(self.whole, self.target)

    def __exit__(self, *raised: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class _Report:
    """What was refused: counted, the first cells kept, all of them written if there is a file."""

    def __init__(self, name: str | None, target: Path | None) -> None:
        self.name, self.target = name or "", target
        self.rows = self.refused = self.cells = 0
        self.first: list[Refusal] = []

    def __enter__(self) -> Self:
        if self.target is not None:
            with _writing(self.name):
                self.folder = _folder_beside(self.target)
                self.whole = self.folder / self.target.name
                with _removed_on_failure(self.folder):
                    self._append([attrs.fields_dict(Refusal)])
        return self

    def add(self, rows: int, cells: Sequence[Refusal]) -> None:
        """Count the rows just read and their refused cells."""
        self.rows += rows
        self.refused += len({cell.row for cell in cells})
        self.cells += len(cells)
        self.first += cells[: SHOWN - len(self.first)]
        if self.target is not None and cells:
            with _writing(self.name):
                self._append([attrs.astuple(cell) for cell in cells])

    def _append(self, lines: Iterable[Iterable[object]]) -> None:
        with self.whole.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(lines)

    def finish(self) -> None:
        """Put the report in its place."""
        if self.target is not None:
            with _writing(self.name):
                _replace(self.whole, self.target)

    def __exit__(self, *raised: object) -> None:
        if self.target is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def _writing(name: str) -> Generator[None]:
    """Within it, what goes wrong is said as a fault of the file that is written."""
    faults = _polars().exceptions
    try:
        yield
    except (OSError, RuntimeError, faults.PolarsError, faults.PanicException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else None
        msg = f"{name}: cannot be written: {reason or _first_line(error)}"
        raise InputError(msg) from None


def _folder_beside(target: Path) -> Path:
    """A new hidden folder beside a file, on the same disk."""
    return Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))


def _replace(whole: Path, target: Path) -> None:
    """Put a file in the place of another, whose permissions stay."""
    if target.exists():
        shutil.copymode(target, whole)
    whole.replace(target)
