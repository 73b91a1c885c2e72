"""``export``, and the guideline of a JSON file everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation
from tests.cli.running import refused, run

ROOT = Path(__file__).parents[2]
PERSON = str(ROOT / "examples" / "people" / "feverish_toddler.json")
OTTAWA = f"{ROOT / 'examples' / 'ottawa_ankle.py'}:OTTAWA"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The guideline of muscle spasm as a file."""
    file = tmp_path_factory.mktemp("export") / "spasm.json"
    run("export", "-o", str(file))
    return str(file)


def test_a_guideline_from_a_file_answers_as_the_one_in_python(exported: str) -> None:
    for command in (["assess", PERSON], ["assess", PERSON, "--format", "json"], ["render"]):
        from_file = run(*command, "--guideline", exported)
        assert from_file.stdout == run(*command).stdout


def test_it_is_proved_equal(exported: str) -> None:
    done = run("compare", "spasm_ddx:MUSCLE_SPASM", exported)
    assert done.returncode == 0
    assert done.stdout.startswith(b"Proved equal")


def test_a_tree_stays_a_tree() -> None:
    values = json.loads(run("export", "--guideline", OTTAWA).stdout)
    assert values["format"] == "spasm-ddx tree 1"


@pytest.mark.parametrize("form", ["schema", "presentation-schema", "assessment-schema"])
def test_each_schema_is_one(form: str) -> None:
    schema = json.loads(run("export", "--format", form).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_schemas_are_of_this_guideline() -> None:
    of_person = json.loads(run("export", "--format", "presentation-schema").stdout)
    of_result = json.loads(run("export", "--format", "assessment-schema").stdout)
    jsonschema.validate(json.loads(Path(PERSON).read_text()), of_person)
    jsonschema.validate(MUSCLE_SPASM.assess(Presentation()).to_dict(), of_result)


def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(
        '{"format": "spasm-ddx tree 1", "tree": {"outcome": []},'
        ' "vocabulary": {"name": "Nothing", "findings": []}}'
    )
    said = refused("verify", "--guideline", str(file))
    assert said.count("\n") <= 1
    assert f"{file}: $.tree.outcome: expected text or a number or true or false or null" in said


def test_a_name_without_a_colon_is_reported_what_is_missing() -> None:
    said = refused("verify", "--guideline", "README.md")
    assert "README.md: the colon and the name are missing; name one as MODULE:NAME" in said


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = refused("verify", "--guideline", str(tmp_path / "none.json"))
    assert "none.json: cannot be read: No such file or directory" in said
