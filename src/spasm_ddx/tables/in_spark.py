"""The walk from the terminals of a diagram up, in one projection of Spark.

Each row gets a number with a bit for each terminal. A node's number is the union of its
children's numbers where the row may go there: one expression, which repeats shared nodes.
Spark finds the repeated parts and computes them once. No part is behind a condition, since
Spark does not find repeated parts there. This takes a third to a sixth of the time of one
projection for each level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from importlib import import_module
from typing import Any, Final, assert_never

import attrs

from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity
from spasm_ddx.tables.expressions import may_answer
from spasm_ddx.tables.input_table import Expr, InputTable, Table
from spasm_ddx.tables.validation import refused_rows
from spasm_ddx.tables.walk import Label, Output, Reached, ways_of

#: The most terminals in a 64-bit number, without its sign and a bit that is never set.
_MOST_BITS: Final = 62
_NO_BIT: Final = 1 << _MOST_BITS
#: The most nodes in one expression of Spark; planning takes time for each.
_MOST_UNFOLDED: Final = 2_000


@attrs.frozen
class _Spark(InputTable):
    """A table of Spark with Spark's own columns: narwhals has no bitwise operations."""

    def column(self, finding: Finding) -> Expr:
        column = self.library.col(finding.name)
        return column.cast("double") if isinstance(finding, Quantity) else column

    def or_unknown(self, finding: Finding, known: Expr) -> Expr:
        if isinstance(finding, Quantity):
            known = known | self.library.isnan(self.column(finding))
        return self.library.coalesce(known, self.library.lit(True))  # noqa: FBT003 - the value

    def unknown(self, finding: Finding) -> Expr:
        missing = self.library.col(finding.name).isNull()
        if isinstance(finding, Quantity):
            missing = missing | self.library.isnan(self.column(finding))
        return missing

    def broken(self, column: Expr) -> Expr:
        return column > self.library.floor(column)

    def among(self, category: Category[Any], values: list[str]) -> Expr:
        return self.column(category).isin(values)


def one_projection_serves(
    table: InputTable, diagram: DecisionDiagram, asked: Mapping[str, Output]
) -> bool:
    """Whether this is a table of Spark, and its expressions are short enough to plan."""

    def unfolded(node: int, sizes: list[int]) -> int:
        """The number of nodes from here on; one counts once for each path to it."""
        return 1 + sum(dict(zip(diagram.children[node], sizes, strict=True)).values())

    return (
        not table.native
        and table.frame.implementation.is_pyspark()
        and len(_bits(diagram, asked)) <= _MOST_BITS
        and sum(diagram.fold(root, unfolded) for root in _roots(asked)) <= _MOST_UNFOLDED
    )


def in_one_projection(
    table: InputTable, diagram: DecisionDiagram, asked: Mapping[str, Output], *, nulls: bool
) -> Table:
    """The table with the requested columns; null in refused rows if ``nulls`` is set."""
    library: Any = import_module("pyspark.sql.functions")
    spark = _Spark(**{**attrs.asdict(table, recurse=False), "library": library})
    bits = _bits(diagram, asked)
    refused = refused_rows(spark) if nulls else None
    # A null makes the union null, and so every output that reads it.
    accepted = [] if refused is None else [library.when(~refused, _long(library, 0))]
    masks = {
        root: _union([_number(spark, diagram, root, bits), *accepted]) for root in _roots(asked)
    }
    made = {name: _output(library, each, masks[each.root], bits) for name, each in asked.items()}
    return table.frame.to_native().withColumns(made)


def _number(
    spark: InputTable, diagram: DecisionDiagram, root: int, bits: Mapping[tuple[int, int], int]
) -> Expr:
    library = spark.library

    def number(node: int, numbers: list[Expr]) -> Expr:
        number_of = dict(zip(diagram.children[node], numbers, strict=True))
        ways: list[Expr] = []
        for child, cells in ways_of(diagram, node).items():
            finding = diagram.order[diagram.levels[node]]
            test = may_answer(spark, finding, diagram.cuts[node], cells)
            go = _long(library, -1)
            if test is not None:
                go = library.when(test, go).otherwise(_long(library, 0))
            ways.append(go.bitwiseAND(number_of[child]))
        return _union(ways) if ways else _long(library, bits.get((root, node), 0))

    return diagram.fold(root, number)


def _output(
    library: Any,  # noqa: ANN401 - a module
    output: Output,
    mask: Expr,
    bits: Mapping[tuple[int, int], int],
) -> Expr:
    match output:
        case Reached(root=root, all_of=all_of, none_of=none_of):
            wanted = sum({bits.get((root, end), _NO_BIT) for end in all_of})
            looked_at = wanted + sum(bits.get((root, end), 0) for end in none_of)
            return mask.bitwiseAND(library.lit(looked_at)) == library.lit(wanted)
        case Label(root=root, ends=ends, alone=alone):
            found = {bits[root, end]: name for end, name in ends if (root, end) in bits}
            chosen = library
            for bit, name in found.items():
                looked_at = mask.bitwiseAND(library.lit(sum(found) if alone else bit))
                chosen = chosen.when(looked_at == library.lit(bit), library.lit(name))
            return chosen
    assert_never(output)


def _roots(asked: Mapping[str, Output]) -> list[int]:
    return list(dict.fromkeys(output.root for output in asked.values()))


def _bits(diagram: DecisionDiagram, asked: Mapping[str, Output]) -> dict[tuple[int, int], int]:
    """A bit for each terminal below each requested root."""
    ends = [
        (root, node)
        for root in _roots(asked)
        for node in sorted(diagram.nodes_below(root))
        if not diagram.children[node] and node != diagram.impossible
    ]
    return {end: 1 << place for place, end in enumerate(ends)}


def _long(library: Any, value: int) -> Expr:  # noqa: ANN401 - a module
    return library.lit(value).cast("long")


def _union(numbers: Iterable[Expr]) -> Expr:
    return reduce(lambda one, other: one.bitwiseOR(other), numbers)
