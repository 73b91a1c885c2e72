"""The pictures of the README are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation, assess
from spasm_ddx.exchange.json import read_people
from spasm_ddx.views.formats import render_as

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def told(svg: str) -> list[str]:
    """Every text and every id of a picture, without their positions."""
    return re.findall(r">([^<>]+)<|\bid=\"([^\"]+)\"|\bclass=\"([^\"]+)\"", svg)


def toddler() -> Presentation:
    path = ROOT / "examples" / "people" / "feverish_toddler.json"
    with path.open("rb") as stream:
        return next(read_people(stream, Presentation, path.name)[1])[1]


@pytest.mark.parametrize("name", ["tree", "path"])
def test_a_picture_is_current(name: str) -> None:
    drawn = render_as(MUSCLE_SPASM, "svg", toddler() if name == "path" else None)
    assert isinstance(drawn, bytes)
    kept = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")

    assert told(drawn.decode()) == told(kept), f"draw docs/pictures/{name}.svg again"


def test_the_first_screen_has_exactly_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)

    assert [block.count("\n") for block in blocks] == [1, 1]
    assert "docs/pictures/path.svg" in text.split("```sh")[0]


def test_the_sample_is_what_the_first_command_prints() -> None:
    (sample,) = re.findall(r"^```text\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    printed = str(assess(toddler()))

    assert sample.count("\n") <= 10
    first, last = sample.split("...\n")
    assert printed.startswith(first)
    assert last in printed


@pytest.mark.parametrize("lead", re.findall(r"\]\(([^)#:]+)[^)]*\)", README))
def test_a_link_leads_to_what_github_renders(lead: str) -> None:
    path = ROOT / lead
    assert path.is_file()
    if path.suffix == ".md":
        text = re.sub(
            r"^````.*?^````$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        assert not re.findall(
            r"^```\{\S+|^:::.*|\{[\w:]+\}`[^`]*`|\[\]\([^)]*\)", text, re.MULTILINE
        )
