"""Cells that are not accepted: which rows have one, and what is said of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.reasoning.criteria import Category, Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.expressions import any_holds
from spasm_ddx.tables.opened import Opened, free_name, values_of

#: What becomes of a row with a value that is not accepted.
Errors: TypeAlias = Literal["fail", "null"]


@attrs.frozen
class Cell:
    """A cell that is not accepted: its row from 0 or None, its column, value and reason."""

    row: int | None
    column: str
    value: str
    reason: str


def bad_rows(opened: Opened) -> list[Any]:
    """Expressions that hold in the rows to refuse, and are never null."""
    found: list[Any] = []
    for finding in opened.findings.values():
        column, known = opened.column(finding), ~opened.unknown(finding)
        if isinstance(finding, Category):
            found.append(_wrong_label(opened, finding, column) & known)
        if isinstance(finding, Quantity):
            bad = (column < finding.low) | (column > finding.high)
            if finding.whole:
                bad = bad | opened.broken(column)
            found.append(bad & known)
            if finding.shows and opened.has(finding.shows[0]):
                sign, threshold = finding.shows
                denied = ~opened.column(sign) & ~opened.unknown(sign)
                found.append(denied & (column >= threshold) & known)
    return found


def _wrong_label(opened: Opened, finding: Category[Any], column: Any) -> Any:  # noqa: ANN401 - an expression of either library
    return column.is_null() if opened.native else ~opened.among(finding, values_of(finding))


def refuse(opened: Opened) -> None:
    """Raise for the first row that is refused, if there is one."""
    bad = bad_rows(opened)
    if not bad:
        return
    (answer,) = opened.rows(opened.frame.select(any_holds(bad).any().alias("refused")))
    if not answer["refused"]:
        return
    cell = refused_cells(opened, most=1)[0]
    where = "a row of the table"
    if cell.row is not None:
        where = f"row {cell.row} of the table (rows count from 0)"
    msg = f"{where}: {cell.reason}"
    raise InputError(msg)


def refused_cells(opened: Opened, *, most: int | None = None) -> list[Cell]:
    """The refused cells of the first rows that have one; all rows unless told how many."""
    bad = bad_rows(opened)
    if not bad:
        return []
    frame, index = opened.frame, free_name(opened.schema)
    if opened.ordered:
        frame = frame.with_row_index(index)
    kept = [index] if opened.ordered else []
    rows = frame.filter(any_holds(bad)).select(*kept, *opened.findings)
    found: list[Cell] = []
    for row in opened.rows(rows if most is None else rows.head(most)):
        position = row.pop(index) + opened.start if opened.ordered else None
        plain = row
        if not opened.native:  # NumPy's and pandas' scalars are no numbers of Python
            plain = {name: opened.spell.to_py_scalar(held) for name, held in row.items()}
        found += [attrs.evolve(cell, row=position) for cell in _explained(plain, opened.vocabulary)]
    return found


def _explained(row: Mapping[str, Any], vocabulary: type[Findings]) -> Iterator[Cell]:
    """The refused cells of one row, by the vocabulary's own checks and in its words."""
    values: dict[str, Any] = {}
    for name, held in row.items():
        value = float(held) if isinstance(held, Decimal) else held
        if value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        try:
            vocabulary.from_dict({name: value})
        except FindingError as error:
            yield Cell(None, name, _text(held), str(error))
        else:
            values[name] = value
    for finding in vocabulary.findings():
        if isinstance(finding, Quantity) and finding.shows:
            sign = finding.shows[0].name
            both = {name: values.get(name) for name in (sign, finding.name)}
            try:
                vocabulary.from_dict(both)
            except FindingError as error:
                yield Cell(None, sign, _text(both[sign]), str(error))


def _text(value: object) -> str:
    """A refused value as a report shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
