"""``spasm-ddx compare``: the people whose results differ, or a proof of equality."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spasm_ddx.cli.commands import cli
from tests.cli.running import refused

OWN = "spasm_ddx:MUSCLE_SPASM"
TREES = """
from spasm_ddx import Findings, Leaf, Question, Tree, YesNo

class Old(Findings):
    ill: YesNo = YesNo("Is the child ill?")

class New(Findings):
    hot: YesNo = YesNo("Is the child hot?")

def tree(criterion):
    return Tree(Question("Ill?", criterion, yes=Leaf("stay"), no=Leaf("go")))

BEFORE, AFTER = tree(Old.ill.present), tree(New.hot.present)
ALIKE = [(Old.ill.present, New.hot.present)]
WRONG = [Old.ill.present]
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    file = tmp_path / "two_releases.py"
    file.write_text(TREES, encoding="utf-8")
    return str(file)


def compare(*args: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *args])


def test_two_with_the_same_results() -> None:
    done = compare(OWN, OWN)
    assert (done.exit_code, done.output) == (0, "Proved equal for every possible person.\n")


def test_whom_two_tell_otherwise(file: str) -> None:
    done = compare(f"{file}:BEFORE", f"{file}:AFTER")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "Condition:",
        "- stay becomes go: no hot. For example: no hot.",
        "- go becomes stay: hot. For example: hot.",
    ]


def test_what_was_renamed_is_the_same_when_the_pairs_say_so(file: str) -> None:
    """Trees and pairs can be in one file, which is read once."""
    done = compare(f"{file}:BEFORE", f"{file}:AFTER", "--alike", f"{file}:ALIKE")
    assert (done.exit_code, done.output) == (0, "Proved equal for every possible person.\n")


def test_pairs_that_are_none_are_refused_in_one_line(file: str) -> None:
    said = refused("compare", f"{file}:BEFORE", f"{file}:AFTER", "--alike", f"{file}:WRONG")
    assert "pairs of criteria, one before and one after" in said
