"""The how-tos: files match the text, commands run, and lists are complete."""

from __future__ import annotations

import ast
import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from examples.other_readings import (
    BEYOND_WIDER_WINDOW,
    OUTSIDE_60_MONTHS,
    TO_60_MONTHS,
    WIDER_GUIDELINE,
    main,
)
from spasm_ddx import MUSCLE_SPASM, compare
from spasm_ddx.cli.commands import cli

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGE = (HOW_TO / "own-guideline.md").read_text(encoding="utf-8")
FILE = HOW_TO / "nosebleed.py"
COMMANDS = [
    line
    for line in re.findall(r"spasm-ddx [^`\n]*--guideline nosebleed.py:NOSEBLEED[^`\n]*", PAGE)
    if not line.startswith(("spasm-ddx ask", "spasm-ddx batch"))
]


def definitions(source: str) -> set[str]:
    """What a piece of Python defines, however it is laid out."""
    return {
        ast.dump(node)
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef | ast.Assign)
    }


def test_the_file_of_the_guideline_holds_what_the_page_defines() -> None:
    examples = doctest.DocTestParser().get_examples(PAGE)
    shown = {one for example in examples for one in definitions(example.source)}
    held = definitions(FILE.read_text(encoding="utf-8"))
    assert held
    assert held <= shown


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FILE, tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output


def test_the_page_has_commands() -> None:
    assert {command.split()[1] for command in COMMANDS} == {"export", "render", "verify"}


def test_a_changed_guideline_is_its_changed_tree_and_alerts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    alert = WIDER_GUIDELINE.alert("fever_outside_age_window")
    assert WIDER_GUIDELINE.tree == TO_60_MONTHS
    assert alert.tree == OUTSIDE_60_MONTHS
    assert str(BEYOND_WIDER_WINDOW) in str(alert.criterion)
    found = {one.part for one in compare(MUSCLE_SPASM, WIDER_GUIDELINE)}
    assert {"condition", "urgency", alert.key} <= found
    main()
    assert f"- {alert.key}: " in capsys.readouterr().out


def test_every_directive_stands_on_the_page_about_them() -> None:
    pytest.importorskip("sphinx", reason="needs the extra docs")
    from spasm_ddx.sphinxext import DIRECTIVES  # noqa: PLC0415 - behind the extra docs

    told = (HOW_TO / "document-a-tree.md").read_text(encoding="utf-8")
    for name, directive in DIRECTIVES.items():
        (row,) = re.findall(rf"^\| `ddx-{name}` \|.*$", told, re.MULTILINE)
        for option in directive.option_spec or ():
            assert f":{option}:" in row
