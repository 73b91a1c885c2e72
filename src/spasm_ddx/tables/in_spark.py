"""The walk from the ends of a diagram up, in one projection of Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, assert_never

import attrs

from spasm_ddx.reasoning.criteria import Category, Finding, Quantity
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.tables.expressions import any_holds, may_answer
from spasm_ddx.tables.opened import Opened
from spasm_ddx.tables.outputs import Label, Output, Reached, ways_of
from spasm_ddx.tables.refusing import bad_rows

#: How many ends a number of 64 bits tells apart, beside its sign and a bit that is never set.
_MOST_BITS: Final = 62
_NO_BIT: Final = 1 << _MOST_BITS
#: How many nodes one expression of Spark may repeat; planning takes time for each.
_MOST_UNFOLDED: Final = 2_000


@attrs.frozen
class _Spark(Opened):
    """A table of Spark whose columns are Spark's own: narwhals has no words for bits."""

    def column(self, finding: Finding) -> Any:  # noqa: ANN401 - a column of Spark
        """As of any table, in the words of Spark."""
        column = self.spell.col(finding.name)
        return column.cast("double") if isinstance(finding, Quantity) else column

    def or_unknown(self, finding: Finding, known: Any) -> Any:  # noqa: ANN401 - a column of Spark
        """As of any table, in the words of Spark."""
        if isinstance(finding, Quantity):
            known = known | self.spell.isnan(self.column(finding))
        return self.spell.coalesce(known, self.spell.lit(True))  # noqa: FBT003 - the value itself

    def unknown(self, finding: Finding) -> Any:  # noqa: ANN401 - a column of Spark
        """As of any table, in the words of Spark."""
        missing = self.spell.col(finding.name).isNull()
        isnan = self.spell.isnan
        return missing | isnan(self.column(finding)) if isinstance(finding, Quantity) else missing

    def broken(self, column: Any) -> Any:  # noqa: ANN401 - a column of Spark
        """As of any table, in the words of Spark."""
        return column > self.spell.floor(column)

    def among(self, category: Category[Any], values: list[str]) -> Any:  # noqa: ANN401 - a column of Spark
        """As of any table, in the words of Spark."""
        return self.column(category).isin(values)


class Masks:
    """One walk from the ends of a diagram up: a number for each row, with a bit for each end.

    A node's number is the union, over its children, of the child's number where the row may
    go there: one expression, in which a shared node is repeated. Spark finds what is repeated
    and works it out once. Every part is worked out, none behind a condition: of what stands
    behind one, Spark would not find the repetitions. So one projection makes all outputs.
    """

    def __init__(
        self, opened: Opened, diagram: DecisionDiagram, asked: Mapping[str, Output]
    ) -> None:
        spell: Any = import_module("pyspark.sql.functions")

        self._opened = _Spark(**{**attrs.asdict(opened, recurse=False), "spell": spell})
        self._diagram = diagram
        self._asked = asked
        self._bits = _bits(diagram, asked)
        self._outputs: dict[str, Any] = {}
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], Any] = {}

    def plan(self, *, nulls: bool) -> Masks:
        """Make every output; where that is asked, null in the rows that are refused."""
        spell = self._opened.spell
        bad = bad_rows(self._opened) if nulls else []
        # Null in a union makes it null, and so every output that reads it.
        accepted = [spell.when(~any_holds(bad), spell.lit(0).cast("long"))] if bad else []
        roots = dict.fromkeys(output.root for output in self._asked.values())
        masks = {root: _union([self._number(root), *accepted]) for root in roots}
        self._outputs = {
            name: self._output(output, masks[output.root]) for name, output in self._asked.items()
        }
        return self

    def over(self, frame: Any) -> Any:  # noqa: ANN401 - the caller's table
        """The table with every output."""
        return frame.to_native().withColumns(self._outputs)

    def _number(self, root: int) -> Any:  # noqa: ANN401 - a column of Spark
        """The number of the root."""
        diagram, spell = self._diagram, self._opened.spell
        numbers: dict[int, Any] = {}
        for node in sorted(diagram.nodes_below(root)):  # children were made before their parents
            if diagram.children[node]:
                numbers[node] = _union(
                    [
                        self._may_go(node, cells).bitwiseAND(numbers[child])
                        for child, cells in ways_of(diagram, node).items()
                    ]
                )
            else:
                bit = self._bits.get((root, node))
                numbers[node] = spell.lit(0 if bit is None else bit).cast("long")
        return numbers[root]

    def _may_go(self, node: int, cells: tuple[int, ...]) -> Any:  # noqa: ANN401 - as above
        """Every bit where a row may answer in one of these cells, else none."""
        level, cuts, spell = (
            self._diagram.levels[node],
            self._diagram.cuts[node],
            self._opened.spell,
        )
        key = (level, cuts, cells)
        if key not in self._tests:
            test = may_answer(self._opened, self._diagram.order[level], cuts, cells)
            every = spell.lit(-1).cast("long")
            none = spell.lit(0).cast("long")
            self._tests[key] = every if test is None else spell.when(test, every).otherwise(none)
        return self._tests[key]

    def _output(self, output: Output, mask: Any) -> Any:  # noqa: ANN401 - as above
        spell, bits = self._opened.spell, self._bits
        match output:
            case Reached(root=root, all_of=all_of, none_of=none_of):
                wanted = sum({bits.get((root, end), _NO_BIT) for end in all_of})
                looked_at = wanted + sum(bits.get((root, end), 0) for end in none_of)
                return mask.bitwiseAND(spell.lit(looked_at)) == spell.lit(wanted)
            case Label(root=root, ends=ends, alone=alone):
                found = {bits[root, end]: name for end, name in ends if (root, end) in bits}
                chosen = spell
                for bit, name in found.items():
                    looked_at = mask.bitwiseAND(spell.lit(sum(found) if alone else bit))
                    chosen = chosen.when(looked_at == spell.lit(bit), spell.lit(name))
                return chosen
        assert_never(output)


def masks_serve(opened: Opened, diagram: DecisionDiagram, asked: Mapping[str, Output]) -> bool:
    """Whether this is a table of Spark, and its expressions stay short enough to be planned."""
    roots = {output.root for output in asked.values()}
    return (
        not opened.native
        and opened.frame.implementation.is_pyspark()
        and len(_bits(diagram, asked)) <= _MOST_BITS
        and sum(_unfolded(diagram, root) for root in roots) <= _MOST_UNFOLDED
    )


def _bits(diagram: DecisionDiagram, asked: Mapping[str, Output]) -> dict[tuple[int, int], int]:
    """A bit for each end below each root that is asked about."""
    ends = [
        (root, node)
        for root in dict.fromkeys(output.root for output in asked.values())
        for node in sorted(diagram.nodes_below(root))
        if not diagram.children[node] and node != diagram.impossible
    ]
    return {end: 1 << place for place, end in enumerate(ends)}


def _unfolded(diagram: DecisionDiagram, root: int) -> int:
    """How many nodes there are below a root, where a node counts once for each way to it."""
    sizes: dict[int, int] = {}
    for node in sorted(diagram.nodes_below(root)):  # children were made before their parents
        sizes[node] = 1 + sum(sizes[child] for child in {*diagram.children[node]})
    return sizes[root]


def _union(numbers: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
    """Every bit that any of these has."""
    whole = numbers[0]
    for number in numbers[1:]:
        whole = whole.bitwiseOR(number)
    return whole
