"""The API reference: every public name has an entry, and so has each of its members."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

import spasm_ddx
from tests.docs.pages import page

DOCS = Path(__file__).parents[2] / "docs"
#: Where the names are defined that are neither classes nor functions.
VALUES = {
    "MUSCLE_SPASM": "spasm_ddx.muscle_spasm.guideline.MUSCLE_SPASM",
    "Criterion": "spasm_ddx.reasoning.criteria.Criterion",
    "Finding": "spasm_ddx.reasoning.finding_kinds.Finding",
}
CLASSES = [name for name in spasm_ddx.__all__ if isinstance(getattr(spasm_ddx, name), type)]


def entry(name: str) -> str:
    """The id of a public name's entry."""
    found: Any = getattr(spasm_ddx, name)
    return VALUES.get(name) or f"{found.__module__}.{found.__qualname__}"


@pytest.fixture(scope="module")
def entries(site: Path) -> set[str]:
    """The ids of all entries of the reference."""
    return {
        part.attributes["id"]
        for path in (site / "reference").glob("*.html")
        for part in page(path).all("dt")
        if "id" in part.attributes
    }


@pytest.mark.parametrize("name", spasm_ddx.__all__)
def test_a_public_name_has_an_entry(entries: set[str], name: str) -> None:
    assert entry(name) in entries


def members(owner: type) -> Iterator[str]:
    """The public members that a class itself has: methods, properties, members of an enum."""
    (found,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    if issubclass(owner, Enum):
        yield from owner.__members__
    assert isinstance(found, ast.ClassDef)
    for part in found.body:
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
            yield part.name


@pytest.mark.parametrize("name", CLASSES)
def test_each_member_of_a_public_class_has_an_entry(entries: set[str], name: str) -> None:
    expected = {f"{entry(name)}.{member}" for member in members(getattr(spasm_ddx, name))}
    assert expected <= entries


def test_cached_properties_count_as_members() -> None:
    found = set(members(spasm_ddx.Assessment))
    assert {"next_question", "if_denied", "features", "to_dict"} <= found


def test_one_page_lists_every_public_name() -> None:
    told = (DOCS / "reference" / "names.md").read_text(encoding="utf-8")
    listed = re.findall(r"^   ~(spasm_ddx\S+)$", told, re.MULTILINE)
    assert sorted(listed) == sorted(map(entry, spasm_ddx.__all__))
