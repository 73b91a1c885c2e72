"""Where the rows of a CSV file stand: told in one way only, or refused with the line.

Polars would take a short row for one with empty cells, a blank line for a row, and mend
some quotes in silence.
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

#: What a blank line may hold: the white space of bytes, of which text has more.
_BLANK: Final = " \t\n\r\v\f"
#: How many blank lines are named.
_NAMED: Final = 20
#: After so many rows the caller hears that the count goes on.
_ROWS: Final = 65_536
#: What separates cells in files that are called CSV all the same.
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: A record without doubled quotes, in which each other quote opens or closes a whole cell.
_QUOTED: Final = re.compile(r'(?:(?:"[^"]*"|[^",]*+),)*+(?:"[^"]*"|[^",]*+)')


@attrs.frozen
class Rows:
    """Where the rows of a CSV file stand.

    Attributes:
        count: How many there are.
        blank: The places of blank lines among the rows, counted from 0 with them.
        blank_lines: The first of those lines, counted from 1.
        silent: How many rows of several cells have nothing in any of them.
    """

    count: int
    blank: array[int] = attrs.field(factory=lambda: array("Q"))
    blank_lines: tuple[int, ...] = ()
    silent: int = 0


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
            msg = f"{source}: the column {shown(name)} stands twice; give it once"
            raise InputError(msg)
        if "\n" in name or "\r" in name:
            msg = f"{source}: the column {shown(name)} has a line break in its name; "
            msg += "keep each name on one line"
            raise InputError(msg)
    return header


def _check_separator(source: str, header: str, vocabulary: type[Findings]) -> None:
    """Refuse cells that are separated by something else than commas."""
    names = {finding.name for finding in vocabulary.findings()}
    for separator, called in _SEPARATORS.items():
        cells = [cell.strip('\ufeff" \r\n') for cell in header.split(separator)]
        if separator == "," and not names.isdisjoint(cells):
            return
        if not names.isdisjoint(cells) or (len(cells) > 1 and "," not in header):
            msg = f"{source}: {called} seem to separate its cells; separate them by commas, "
            msg += "and put a cell that holds a comma in quotes"
            raise InputError(msg)


def read_rows(source: str, stream: BinaryIO, going_on: Callable[[], object]) -> Rows:
    """Where the rows stand; refuse those of more or fewer cells than the header.

    ``going_on`` is called now and then; what it raises ends the reading.
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
                hint = "an unknown cell is empty, but its comma stands"
            found = counted(len(cells), "cells")
            msg = f"{source}, line {line}: {found}, but the header has {width}; {hint}"
            raise InputError(msg, line=line)
    return Rows(count, blank, tuple(blank_lines), silent)


def _records(source: str, stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each record, the header too: its first line and its cells, none of a blank line."""
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
        except csv.Error:  # a quote that is never closed, too, makes a cell of all that follows
            raise _unclear(source, begin, sum(map(len, held))) from None
        if cells is None:
            return
        text = "".join(held)
        # csv takes a quote within a cell as it stands, Polars for the beginning of another.
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
