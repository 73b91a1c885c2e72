"""Expressions over the columns of a table, for Polars and narwhals."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import reduce
from typing import Final

from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.tables.input_table import Expr, InputTable

#: The most labels that one expression chooses among: engines limit nesting.
_CHAIN: Final = 16


def may_answer(
    table: InputTable, finding: Finding, cuts: Sequence[float], cells: Sequence[int]
) -> Expr | None:
    """Whether a row's value is in one of these cells or unknown; None for every row."""
    known: Expr = None
    match finding:
        case Sign():
            present = bisect_right(cuts, 1) in cells
            if table.has(finding):
                known = table.column(finding) if present else ~table.column(finding)
            return _not_shown(table, finding, known, present=present)
        case Category(members=members):
            if table.has(finding):
                cell_of = {
                    member.value: bisect_right(cuts, at) for at, member in enumerate(members)
                }
                among = [value for value, cell in cell_of.items() if cell in cells]
                known = table.among(finding, among)
        case Quantity():
            if table.has(finding):
                column = table.column(finding)
                ends = (-math.inf, *cuts, math.inf)
                known = any_holds([_between(column, ends[cell], ends[cell + 1]) for cell in cells])
    return None if known is None else table.or_unknown(finding, known)


def _between(column: Expr, low: float, high: float) -> Expr:
    if low == -math.inf:
        return column < high
    return column >= low if high == math.inf else (column >= low) & (column < high)


def _not_shown(table: InputTable, sign: Sign, known: Expr | None, *, present: bool) -> Expr | None:
    """The test of a sign that a quantity shows: a large enough value rules out its absence."""
    parts = [] if known is None else [table.or_unknown(sign, known)]
    if not present:
        for finding in table.findings.values():
            if isinstance(finding, Quantity) and finding.shows and finding.shows[0] is sign:
                low = table.column(finding) < finding.shows[1]
                parts.append(table.or_unknown(finding, low))
    return all_hold(parts) if parts else None


def any_holds(terms: Sequence[Expr]) -> Expr:
    """Whether any of these holds, as a balanced expression."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return any_holds(terms[:half]) | any_holds(terms[half:])


def all_hold(terms: Sequence[Expr]) -> Expr:
    """Whether each of these few holds."""
    return reduce(lambda one, other: one & other, terms)


def any_and_at_least_two(terms: Sequence[Expr]) -> tuple[Expr, Expr]:
    """Whether any of these holds, and whether two or more do; the latter None for a single one."""
    if len(terms) == 1:
        return terms[0], None
    half = len(terms) // 2
    one, two = any_and_at_least_two(terms[:half])
    other, more = any_and_at_least_two(terms[half:])
    several = [one & other, *(part for part in (two, more) if part is not None)]
    return one | other, any_holds(several)


def labelled(table: InputTable, reached: Sequence[tuple[Expr, str]], labels: Sequence[str]) -> Expr:
    """The label of the first condition that holds, or null."""
    library = table.library
    enum = library.Enum(labels)
    chains: list[Expr] = []
    for start in range(0, len(reached), _CHAIN):
        chain = library
        for condition, label in reached[start : start + _CHAIN]:
            literal = library.lit(label, dtype=enum) if table.native else library.lit(label)
            chain = chain.when(condition).then(literal)
        chains.append(chain)
    chosen = chains[0] if len(chains) == 1 else library.coalesce(*chains)
    if table.native:
        return chosen
    # narwhals writes a DuckDB enum in Python's notation, which DuckDB reads for most labels only.
    plain = table.kind == "duckdb" and all(repr(label) == f"'{label}'" for label in labels)
    return chosen.cast(enum) if table.kind == "pandas" or plain else chosen
