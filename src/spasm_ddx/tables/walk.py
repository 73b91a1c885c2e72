"""The columns that assessing adds, and the walk to them with all rows of a table together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, assert_never

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.tables.expressions import (
    all_hold,
    any_and_at_least_two,
    any_holds,
    labelled,
    may_answer,
)
from spasm_ddx.tables.input_table import Expr, InputTable, Table, free_name

#: The columns that ``assess_table`` adds by default.
DEFAULT_COLUMNS: Final = ("diagnosis", "urgency_at_least", "urgency_at_most")


@attrs.frozen
class Label:
    """The label of the first reached terminal, or of the only one."""

    root: int
    ends: tuple[tuple[int, str], ...]  # each terminal with its label, in the order of precedence
    labels: tuple[str, ...]  # in the order of the enum
    alone: bool = False  # whether a row has a label only if it reaches no other terminal


@attrs.frozen
class Reached:
    """Whether a row reaches all of some terminals, and none of others."""

    root: int
    all_of: tuple[int, ...]
    none_of: tuple[int, ...] = ()


Output: TypeAlias = Label | Reached


def outputs_of(guideline: Guideline) -> dict[str, Output]:
    """Each column that a guideline's joint decision diagram can give."""
    joint = guideline.joint
    diagram = joint.diagram
    conditions = tuple((end, condition.key) for end, condition in joint.conditions)
    keys = tuple(key for _, key in conditions)
    made: dict[str, Output] = {"diagnosis": Label(joint.tree, conditions, keys, alone=True)}
    if guideline.graded:
        urgencies = tuple((diagram.end(level), level.key) for level in guideline.scale)
        names = tuple(key for _, key in urgencies)
        made["urgency_at_least"] = Label(joint.urgency, urgencies, names)
        made["urgency_at_most"] = Label(joint.urgency, urgencies[::-1], names)
    for end, key in conditions:
        made[f"possible_{key}"] = Reached(joint.tree, (end,))
    yes, no = (diagram.yes,), (diagram.no,)
    for alert, root in joint.alerts:
        made[f"raised_{alert.key}"] = Reached(root, yes, no)
        made[f"possible_{alert.key}"] = Reached(root, yes + no)
    return made


def usual_of(made: Iterable[str]) -> tuple[str, ...]:
    """The columns to add by default."""
    return tuple(name for name in DEFAULT_COLUMNS if name in made)


def ways_of(diagram: DecisionDiagram, node: int) -> dict[int, tuple[int, ...]]:
    """The cells that lead to each child of a node."""
    ways: dict[int, tuple[int, ...]] = {}
    for cell, child in enumerate(diagram.children[node]):
        ways[child] = (*ways.get(child, ()), cell)
    return ways


class Walk:
    """One walk from the roots of a diagram down, with all rows of a table together.

    Each layer is a projection that computes boolean columns from those of earlier layers.
    """

    def __init__(
        self,
        table: InputTable,
        diagram: DecisionDiagram,
        asked: Mapping[str, Output],
        refused: Expr,
    ) -> None:
        """Plan every layer; refused rows, if any, get nulls."""
        self._table = table
        self._diagram = diagram
        self._prefix = free_name(table.schema)
        self._layers: list[dict[str, Any]] = [{}]
        # The last layer that reads a column; after it the column is dropped.
        self._last: dict[str, int] = {}
        # For each root and node, the column of the rows that can be there; None is all rows.
        self._at: dict[tuple[int, int], str | None] = {}
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], str | None] = {}
        nulls = None if refused is None else self._make(refused)
        self._descend(dict.fromkeys(output.root for output in asked.values()))
        self._layers.append({})
        several = {
            name: self._make(any_and_at_least_two(reached)[1])
            for name, output in asked.items()
            if isinstance(output, Label) and output.alone
            if len(reached := [self._reached(output.root, end) for end, _ in output.ends]) > 1
        }
        self._layers.append({})
        for name, output in asked.items():
            made = self._output(output, several.get(name))
            if nulls is not None:
                made = table.library.when(~self._read(nulls)).then(made)
            self._layers[-1][name] = made

    def _make(self, expression: Expr) -> str:
        name = f"{self._prefix}{len(self._layers)}_{len(self._layers[-1])}"
        self._layers[-1][name] = expression
        self._last[name] = len(self._layers) - 1
        return name

    def _read(self, name: str) -> Expr:
        """A column of an earlier layer, for use in the current layer."""
        self._last[name] = len(self._layers) - 1
        return self._table.library.col(name)

    def _descend(self, roots: Iterable[int]) -> None:
        """Make a column for each node below these roots, level by level."""
        diagram = self._diagram
        arrivals: dict[tuple[int, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        levels: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for root in roots:
            for node in diagram.nodes_below(root):
                levels[diagram.levels[node]].append((root, node))
        for level in sorted(levels):  # the terminals are the last level
            self._layers.append({})
            # Merge into terminals at each level: merging once at the end would keep every column.
            for root, node in [at for at in arrivals if not diagram.children[at[1]]]:
                self._at[root, node] = self._arrived(root, node, arrivals.pop((root, node)))
            for root, node in levels[level]:
                if diagram.children[node] or node == root:
                    self._at[root, node] = self._arrived(root, node, arrivals.pop((root, node), []))
                for child, cells in ways_of(diagram, node).items():
                    self._test(node, cells)
                    arrivals[root, child].append((node, cells))

    def _arrived(
        self, root: int, node: int, ways: Sequence[tuple[int, tuple[int, ...]]]
    ) -> str | None:
        """The column of the rows that can come here from a parent; None is all rows."""
        columns = [
            [name for name in (self._at[root, parent], self._test(parent, cells)) if name]
            for parent, cells in ways
        ]
        before = self._at.get((root, node), "")
        if [] in columns or not columns or before is None:  # all rows, as those at the root
            return None
        columns += [[before]] if before else []
        if len(columns) == len(columns[0]) == 1:
            return columns[0][0]
        return self._make(
            any_holds([all_hold([self._read(name) for name in names]) for names in columns])
        )

    def _test(self, node: int, cells: tuple[int, ...]) -> str | None:
        """The column of the rows that may answer in one of these cells; None is all rows."""
        level, cuts = self._diagram.levels[node], self._diagram.cuts[node]
        key = (level, cuts, cells)
        if key not in self._tests:
            test = may_answer(self._table, self._diagram.order[level], cuts, cells)
            self._tests[key] = None if test is None else self._make(test)
        return self._tests[key]

    def _reached(self, root: int, end: int) -> Expr:
        column = self._at.get((root, end), "")
        return self._read(column) if column else self._table.library.lit(column is None)

    def _output(self, output: Output, several: str | None) -> Expr:
        match output:
            case Reached(root=root, all_of=all_of, none_of=none_of):
                parts = [self._reached(root, end) for end in all_of]
                parts += [~self._reached(root, end) for end in none_of]
                return all_hold(parts)
            case Label(root=root, ends=ends, labels=labels):
                only = [] if several is None else [~self._read(several)]
                reached = [
                    (all_hold([self._reached(root, end), *only]), label) for end, label in ends
                ]
                return labelled(self._table, reached, labels)
        assert_never(output)

    def over(self, frame: Table) -> Table:
        """The table after every layer, without the walk's own columns."""
        # A query engine itself leaves out unread columns; each drop would only nest deeper.
        drops = self._table.native or not self._table.lazy
        for index, layer in enumerate(self._layers):
            frame = frame.with_columns(**layer) if layer else frame
            if drops:
                frame = frame.drop(*(name for name, last in self._last.items() if last == index))
        return frame if drops else frame.drop(*self._last)
