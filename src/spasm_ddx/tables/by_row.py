"""The walk down a large diagram for each row of a table in memory."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, assert_never

from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.tables.expressions import any_holds
from spasm_ddx.tables.opened import Opened, values_of
from spasm_ddx.tables.outputs import Label, Output, told_of
from spasm_ddx.tables.refusing import bad_rows

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

#: How many cells of a table are held as Python's own values at once.
_CELLS: Final = 1_000_000


def row_by_row(
    opened: Opened, diagram: DecisionDiagram, asked: Mapping[str, Output], *, nulls: bool
) -> pl.DataFrame:
    """The asked-for columns of rows that Polars reads, by one walk for each row.

    Of a large diagram a row meets few nodes; to walk it together takes time for each of them.
    """
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

    roots = dict.fromkeys(output.root for output in asked.values())
    bad = bad_rows(opened) if nulls else []
    refused = opened.frame.select(any_holds(bad)).to_series() if bad else None
    step = max(1, _CELLS // max(1, len(opened.findings)))
    answers: dict[str, list[Any]] = {name: [] for name in asked}
    for start in range(0, len(opened.frame), step):
        part = opened.frame[start : start + step]
        skip = refused[start : start + step] if refused is not None else [False] * len(part)
        for at, skipped in zip(_positions(opened, diagram, part), skip, strict=True):
            ends = {root: set(diagram.reachable(root, at)) for root in roots}
            for name, output in asked.items():
                answers[name].append(None if skipped else told_of(output, ends[output.root]))
    kinds = {
        name: pl.Enum(each.labels) if isinstance(each, Label) else pl.Boolean
        for name, each in asked.items()
    }
    return pl.DataFrame(answers, schema=kinds)


def _positions(
    opened: Opened, diagram: DecisionDiagram, rows: pl.DataFrame
) -> Iterator[Sequence[float | None]]:
    """The position of each finding of the diagram, of one row after the other."""
    columns = rows.select(**{f.name: opened.column(f) for f in opened.findings.values()})
    known = {
        name: _as_positions(finding, columns[name].to_list())
        for name, finding in opened.findings.items()
    }
    unknown: list[float | None] = [None] * len(rows)
    levels = {finding: known.get(finding.name, unknown) for finding in diagram.order}
    for finding in opened.findings.values():
        if isinstance(finding, Quantity) and finding.shows and finding.shows[0] in levels:
            sign, threshold = finding.shows
            levels[sign] = [
                1 if value is not None and value >= threshold else held
                for value, held in zip(known[finding.name], levels[sign], strict=True)
            ]
    return zip(*levels.values(), strict=True) if levels else iter([()] * len(rows))


def _as_positions(finding: Finding, values: Sequence[Any]) -> list[float | None]:
    """The position that each value of a column stands for, None while it is unknown."""
    match finding:
        case Quantity():
            return [v if isinstance(v, float) and not math.isnan(v) else None for v in values]
        case Category():
            index = {value: place for place, value in enumerate(values_of(finding))}
            return [index.get(value) for value in values]
        case Sign():
            return list(values)
    assert_never(finding)
