"""People with exact answers, such that each change of the rules changes three of them.

They are exact on every face that takes a file of people.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from spasm_ddx import MUSCLE_SPASM, Presentation, assess
from spasm_ddx.cli.commands import cli
from spasm_ddx.reasoning.finding_kinds import Category, Quantity
from spasm_ddx.tables import assess_table, assessment_columns

Person = dict[str, Any]
HERE = Path(__file__).parent
PEOPLE: list[Person] = [
    json.loads(line) for line in (HERE / "people.jsonl").read_text(encoding="utf-8").splitlines()
]
CASES: list[Person] = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
EVERYBODY = [*PEOPLE, *CASES]


def told(found: dict[str, Any]) -> Person:
    """An assessment in JSON, in the format of the pinned answers."""
    return {
        "differential": sorted(found["differential"]),
        "raised": sorted(found["alerts"]["raised"]),
        "possible": sorted(found["alerts"]["possible"]),
        **found["urgency"],
    }


def pinned(person: Person) -> Person:
    """The pinned answers of a person."""
    keys = ("differential", "raised", "possible", "at_least", "at_most")
    return {k: sorted(person[k]) if isinstance(person[k], list) else person[k] for k in keys}


def as_table(people: list[Person]) -> pl.DataFrame:
    """The people as a table, a column for each finding."""
    columns: dict[str, pl.Series] = {}
    for finding in Presentation.findings():
        kind = (
            pl.Float64
            if isinstance(finding, Quantity)
            else pl.String
            if isinstance(finding, Category)
            else pl.Boolean
        )
        values = [person["findings"].get(finding.name) for person in people]
        columns[finding.name] = pl.Series(finding.name, values, dtype=kind, strict=False)
    return pl.DataFrame(columns)


def from_row(row: dict[str, Any]) -> Person:
    """A row of a table, in the format of the pinned answers."""
    return {
        "differential": sorted(c.key for c in MUSCLE_SPASM.conditions if row[f"possible_{c.key}"]),
        "raised": sorted(a.key for a in MUSCLE_SPASM.alerts if row[f"raised_{a.key}"]),
        "possible": sorted(a.key for a in MUSCLE_SPASM.alerts if row[f"possible_{a.key}"]),
        "at_least": row["urgency_at_least"],
        "at_most": row["urgency_at_most"],
    }


def test_one_by_one() -> None:
    for person in EVERYBODY:
        found = assess(Presentation.from_dict(person["findings"])).to_dict()
        assert told(found) == pinned(person), person["findings"]


def test_a_whole_table() -> None:
    asked = assessment_columns(MUSCLE_SPASM)
    answers = assess_table(MUSCLE_SPASM, as_table(EVERYBODY), asked)
    for person, row in zip(EVERYBODY, answers.iter_rows(named=True), strict=True):
        assert from_row(row) == pinned(person), person["findings"]


def test_a_file_of_json_lines_at_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text("".join(f"{json.dumps(p['findings'])}\n" for p in EVERYBODY), encoding="utf-8")
    done = CliRunner().invoke(cli, ["assess", str(file)])
    assert done.exit_code == 0, done.output
    for person, line in zip(EVERYBODY, done.output.splitlines(), strict=True):
        assert told(json.loads(line)) == pinned(person), person["findings"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_through_batch(ending: str, tmp_path: Path) -> None:
    source, target = tmp_path / f"in.{ending}", tmp_path / "out.parquet"
    table = as_table(EVERYBODY)
    (table.write_csv if ending == "csv" else table.write_parquet)(source)
    columns = "urgency_*,possible_*,raised_*"
    done = CliRunner().invoke(cli, ["batch", str(source), str(target), "--columns", columns])
    assert done.exit_code == 0, done.output
    for person, row in zip(EVERYBODY, pl.read_parquet(target).iter_rows(named=True), strict=True):
        assert from_row(row) == pinned(person), person["findings"]
