"""The text of a CSV file: read in one way only, or refused with its line.

Polars would take a short row for one with empty cells, a blank line for a row, and mend
some quotes in silence.
"""

from __future__ import annotations

import codecs
import csv
import re
from array import array
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import attrs

from spasm_ddx.errors import InputError, decoded, shown
from spasm_ddx.reasoning.findings import Findings

#: How many blank lines are named.
_NAMED: Final = 20
#: After so many rows the caller hears that the count goes on.
_ROWS: Final = 65_536
#: What separates cells in files that are called CSV all the same.
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: What a row is made of that has nothing in any cell.
_NOTHING: Final = b',"\r\n'
#: In a line without what stands in quotes: one that neither opens nor closes a whole cell.
_MISQUOTED: Final = re.compile(rb'[^,"]"|"[^,"\r\n]')


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
    """The names in the first line that is not blank.

    Raises:
        InputError: It is no header of a CSV file.
    """
    begin = stream.read(4)
    stream.seek(0)
    if begin[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        msg = f"{source}: it is UTF-16; save it as UTF-8"
        raise InputError(msg)
    if begin == b"PAR1":
        msg = f"{source}: it is a Parquet file; end its name in .parquet"
        raise InputError(msg)
    number, first = next(
        ((number, line) for number, line in enumerate(stream, 1) if line.strip()), (0, b"")
    )
    if not first:
        msg = f"{source}: every line is blank; give a header with the names of findings"
        raise InputError(msg)
    names = decoded(first, source, number).removeprefix("\ufeff").rstrip("\r\n")
    _check_separator(source, names, vocabulary)
    if "\r" in names or names.count('"') % 2:
        msg = (
            f'{source}, line {number}: a name has a line break in it, or a quote (") stands alone; '
        )
        msg += "keep each name on one line, and end each line with \\n or \\r\\n"
        raise InputError(msg, line=number)
    try:
        header = next(csv.reader([names]))
    except csv.Error as error:
        msg = f"{source}: cannot be read as CSV: {error}"
        raise InputError(msg) from None
    for name in header:
        if header.count(name) > 1:
            msg = f"{source}: the column {shown(name)} stands twice; give it once"
            raise InputError(msg)
    return header


def _check_separator(source: str, header: str, vocabulary: type[Findings]) -> None:
    """Refuse cells that are separated by something else than commas."""
    names = {finding.name for finding in vocabulary.findings()}
    if not names.isdisjoint(cell.strip('" \r\n') for cell in header.split(",")):
        return
    for separator, called in _SEPARATORS.items():
        cells = [cell.strip('" \r\n') for cell in header.split(separator)]
        if not names.isdisjoint(cells) or (len(cells) > 1 and "," not in header):
            msg = f"{source}: {called} seem to separate its cells; separate them by commas, "
            msg += "and put a cell that holds a comma in quotes"
            raise InputError(msg)


def read_rows(source: str, stream: BinaryIO, going_on: Callable[[], object]) -> Rows:
    """Where the rows stand.

    Args:
        source: What errors call the file.
        stream: The file.
        going_on: Called now and then; what it raises ends the reading.

    Raises:
        InputError: A row has more or fewer cells than the header, a quote stands alone, or
            a byte is not UTF-8.
    """
    stream.seek(0)
    records = _records(source, stream)
    width = next(cells for _, cells, _ in records if cells)
    blank, blank_lines, count, silent = array("Q"), list[int](), 0, 0
    for place, (line, cells, says) in enumerate(records):
        if place % _ROWS == 0:
            going_on()
        if cells == width or (width == 1 and not cells):
            count += 1
            silent += width > 1 and not says
        elif not cells:
            blank.append(place)
            blank_lines += [line] if len(blank) <= _NAMED else []
        else:
            hint = "put a cell that holds a comma in quotes"
            if cells < width:
                hint = "an unknown cell is empty, but its comma stands"
            msg = f"{source}, line {line}: {cells} cells, but the header has {width}; {hint}"
            raise InputError(msg, line=line)
    return Rows(count, blank, tuple(blank_lines), silent)


def _records(source: str, stream: BinaryIO) -> Iterator[tuple[int, int, bool]]:
    """Of each record, the header too: its first line, its cells, and whether any says a thing.

    A blank line has no cells.
    """
    quoted = says = False  # whether a cell in quotes goes on in the next line
    begin = commas = 0
    for number, line in enumerate(stream, start=1):
        if not line.isascii():
            decoded(line, source, number)
        if not quoted:
            begin, commas, says = number, 0, False
        plain = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        says = says or bool(plain.strip(_NOTHING))
        if quoted or b'"' in plain:
            parts = plain.split(b'"')
            after = quoted ^ (len(parts) % 2 == 0)
            plain = b'"' * quoted + b'"'.join(parts[quoted::2]) + b'"' * after
            # Where nothing is left but commas, which is quick to tell, no quote is wrong.
            if plain.strip(_NOTHING) and _MISQUOTED.search(plain):
                raise _stray_quote(source, begin)
            quoted = after
        commas += plain.count(b",")
        if not quoted:
            yield begin, commas + 1 if commas or plain.strip() else 0, says
    if quoted:
        raise _stray_quote(source, begin)


def _stray_quote(source: str, line: int) -> InputError:
    msg = f'{source}, line {line}: a quote (") stands alone; put the whole cell in quotes, and '
    return InputError(f"{msg}write each quote in it twice", line=line)
