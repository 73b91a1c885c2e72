"""The lines of the rows in a CSV file; an ambiguous row is an error that names its line.

Polars would read a short row as one with empty cells, a blank line as a row, and silently
repair some quotes.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import attrs

from spasm_ddx.errors import InputError, decoded, shown
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.wording import counted

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
