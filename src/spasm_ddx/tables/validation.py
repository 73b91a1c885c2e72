"""Invalid values in a table: which rows have one, and an explanation of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.reasoning.finding_kinds import Category, Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.expressions import any_holds
from spasm_ddx.tables.input_table import Expr, InputTable, free_name, values_of

#: What to do with a row that has an invalid value.
Errors: TypeAlias = Literal["fail", "null"]


@attrs.frozen
class Refusal:
    """A cell with an invalid value.

    Attributes:
        row: The row, or None where rows have no order.
        column: The column.
        value: The value, as text.
        reason: A sentence with what is accepted.
    """

    row: int | None
    column: str
    value: str
    reason: str


def refused_rows(table: InputTable, *also: Expr) -> Expr | None:
    """Whether a row is refused, or one of these other conditions holds; None for no row."""
    found = list(also)
    for finding in table.findings.values():
        column, known = table.column(finding), ~table.unknown(finding)
        if isinstance(finding, Category):
            labels = values_of(finding)
            wrong = column.is_null() if table.native else ~table.among(finding, labels)
            found.append(wrong & known)
        if isinstance(finding, Quantity):
            bad = (column < finding.low) | (column > finding.high)
            if finding.whole:
                bad = bad | table.broken(column)
            found.append(bad & known)
            if finding.shows and table.has(finding.shows[0]):
                sign, threshold = finding.shows
                denied = ~table.column(sign) & ~table.unknown(sign)
                found.append(denied & (column >= threshold) & known)
    return any_holds(found) if found else None


def refuse(table: InputTable) -> None:
    """Raise an error for the first refused row, if there is one."""
    bad = refused_rows(table)
    if bad is None or not table.rows(table.frame.select(refused=bad.any()))[0]["refused"]:
        return
    cell = refused_cells(table, most=1)[0]
    where = "a row of the table"
    if cell.row is not None:
        where = f"row {cell.row} of the table (rows count from 0)"
    msg = f"{where}: {cell.reason}"
    raise InputError(msg)


def refused_cells(table: InputTable, *, most: int | None = None) -> list[Refusal]:
    """The refused cells of the first ``most`` rows that have one, or of all rows."""
    bad = refused_rows(table)
    if bad is None:
        return []
    frame, index = table.frame, free_name(table.schema)
    if table.ordered:
        frame = frame.with_row_index(index)
    names = [*[index] * table.ordered, *table.findings]
    rows = frame.filter(bad).select(*map(table.library.col, names))
    found: list[Refusal] = []
    for row in table.rows(rows if most is None else rows.head(most)):
        position = row.pop(index) + table.start if table.ordered else None
        found += explained(row, position, table.vocabulary)
    return found


def explained(
    row: Mapping[str, Any], position: int | None, vocabulary: type[Findings]
) -> Iterator[Refusal]:
    """The refused cells of one row, with the error messages of the vocabulary itself."""
    values: dict[str, Any] = {}
    for name, held in row.items():
        value = float(held) if isinstance(held, Decimal) else held
        if value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        try:
            vocabulary.from_dict({name: value})
        except FindingError as error:
            yield Refusal(position, name, _text(held), str(error))
        else:
            values[name] = value
    for finding in vocabulary.findings():
        if isinstance(finding, Quantity) and finding.shows:
            sign = finding.shows[0].name
            both = {name: values.get(name) for name in (sign, finding.name)}
            try:
                vocabulary.from_dict(both)
            except FindingError as error:
                yield Refusal(position, sign, _text(both[sign]), str(error))


def _text(value: object) -> str:
    """A refused value as a report shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
