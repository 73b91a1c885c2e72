"""*Document a tree* works exactly as written, in both markups and two themes."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from examples.ottawa_ankle import OTTAWA
from spasm_ddx import MUSCLE_SPASM
from tests.docs.pages import build, page

pytest.importorskip("furo", reason="needs the extra docs")

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"


def shown(name: str) -> dict[str, str]:
    """What a page shows, by the language of the block: of each the first."""
    text = (HOW_TO / name).read_text(encoding="utf-8")
    blocks = r"^(`{3,4})(py|markdown|rst)\n(.*?)^\1$"
    found = re.findall(blocks, text, re.MULTILINE | re.DOTALL)
    return {language: block for _, language, block in reversed(found)}


SHOWN = shown("document-a-tree.md")
INDEX = {"index.md": SHOWN["markdown"], "index.rst": SHOWN["rst"]}


@pytest.fixture(params=["alabaster", "furo"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("name", INDEX)
def test_the_page_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "ottawa_ankle", raising=False)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    conf = SHOWN["py"] if theme == "alabaster" else f"{SHOWN['py']}\nhtml_theme = 'furo'\n"
    assert build(tmp_path, {"conf.py": conf, name: INDEX[name]}) == ""
    built = page(tmp_path / "html" / "index.html")
    (drawing,) = built.all(_class="ddx-figure")
    ids = {part.attributes.get("id") for part in built.all()}
    leads = {link.attributes["href"].removeprefix("#") for link in drawing.all("a", href="#")}
    assert leads <= ids
    for condition in MUSCLE_SPASM.conditions:
        assert built.all("section", _id=condition.key.replace("_", "-"))
    (link,) = built.all("a", href="#alert-long-cramp")[:1]
    assert link.text == MUSCLE_SPASM.alert("long_cramp").name
    (table,) = built.all("table", _class="dd-paths")
    assert all(str(outcome) in table.text for outcome in OTTAWA.outcomes)
    assert theme in (tmp_path / "html" / "index.html").read_text(encoding="utf-8").lower()


def test_the_last_step_of_the_guideline_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_shown = shown("own-guideline.md")
    monkeypatch.delitem(sys.modules, "nosebleed", raising=False)
    shutil.copy(HOW_TO / "nosebleed.py", tmp_path)
    assert build(tmp_path, {"conf.py": page_shown["py"], "index.md": page_shown["markdown"]}) == ""
    text = page(tmp_path / "html" / "index.html").text
    assert all(words in text for words in ("Dangerous nosebleed", "Takes a blood thinner"))
