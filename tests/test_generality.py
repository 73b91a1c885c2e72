"""The library is general: nothing outside the content names a condition, alert or screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import spasm_ddx
from spasm_ddx import MUSCLE_SPASM, Alert, Condition, Screen

PACKAGE = Path(spasm_ddx.__file__).parent
CONTENT = PACKAGE / "muscle_spasm"
#: Those that may import the content; the command line knows it as the default alone.
MAY_IMPORT = {PACKAGE / "__init__.py", PACKAGE / "cli" / "guidelines.py"}
PARTS: tuple[Condition | Alert | Screen, ...] = (
    *MUSCLE_SPASM.conditions,
    *MUSCLE_SPASM.alerts,
    *MUSCLE_SPASM.screens,
)
#: Every key, and every name in full or question.
NAMES = {part.key for part in PARTS} | {
    getattr(part, "name", "") or getattr(part, "asks", "") for part in PARTS
}
#: A key that is also a word of programming or of every guideline.
GENERAL = {"systemic", "convulsive", "illness", "limb"}
MACHINERY = sorted(
    file for file in PACKAGE.rglob("*.py") if CONTENT not in file.parents and file not in MAY_IMPORT
)


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module but its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.value


def modules_imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module


@pytest.mark.parametrize("file", MACHINERY, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_of_the_machinery_knows_no_content(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))

    assert not [name for name in modules_imported(tree) if "muscle_spasm" in name]
    for text in texts(tree):
        assert text not in NAMES - GENERAL
        assert not [name for name in NAMES if " " in name and name.lower() in text.lower()]


def test_the_page_and_its_script_know_no_content() -> None:
    for file in (*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css")):
        text = file.read_text(encoding="utf-8")
        assert not [name for name in NAMES - GENERAL if name in text], file


def test_the_content_is_data_alone() -> None:
    for file in CONTENT.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        made = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
        assert not made, file
        bases = {
            getattr(base, "id", "")
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        }
        assert bases <= {"Findings", "Enum"}, file


def test_the_names_are_those_that_a_defect_would_hold() -> None:
    assert {"febrile_convulsion", "Benign local cramp", "status_convulsivus"} <= NAMES
