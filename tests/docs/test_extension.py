"""The extension on docs of somebody else: a tree and claims of their own, in reStructuredText."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import Element, page

pytest.importorskip("sphinx", reason="needs the extra docs")

MODULE = '''
import attrs
from spasm_ddx import Findings, Leaf, Question, Tree, YesNo, Number, all_of

class Door(Findings):
    """A door."""
    open: YesNo = YesNo("Is it open?", red_flag=True, normal=True, claims=("C2",))
    locked: YesNo = YesNo("Is it locked?", answered_by="janitor")
    width: Number = Number("How wide is it?", unit="cm", low=40, high=200, usual=80)

def tree(width):
    return Tree(
        Question("Can one go through?", all_of(Door.open.present, Door.width.at_least(width)),
                 yes=Leaf("go & see"),
                 no=Question("Has it a <key>?", Door.locked.present,
                             yes=Leaf("unlock"), no=Leaf("push"), claims=("C1",))),
        name="Door")

DOOR, WIDE = tree(60), tree(90)

@attrs.frozen
class Claim:
    id: str
    says: str
    section: str = "doors"
    role: str = "defining"
    item: int | None = None
    note: str = ""
    variance: tuple = ()

CLAIMS = {c.id: c for c in (Claim("C1", "Doors have keys."), Claim("C2", "Doors open."),
                            Claim("C3", "Doors creak.", note="a sound", role="background"))}
'''

INDEX = """
Doors
=====

.. ddx-tree:: doors:DOOR

.. ddx-tree:: doors:DOOR

   {"open": false}

.. ddx-table:: doors:DOOR

.. ddx-walker:: doors:DOOR

Whom :ddx:question:`doors:DOOR/n` would affect: see :ddx:claim:`C1` and :ddx:finding:`locked`.

.. ddx-comparison:: doors:DOOR doors:WIDE

.. ddx-comparison:: doors:DOOR doors:DOOR

.. toctree::

   more
"""

MORE = """
More
====

.. ddx-questions:: doors:DOOR

.. ddx-findings:: doors:Door

.. ddx-claims:: doors:CLAIMS
"""


def build(folder: Path, index: str, builder: str = "html") -> subprocess.CompletedProcess[str]:
    """The docs of a folder, built as strictly as these are."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    if not (source / "doors.py").exists():  # one that is written again has every page read again
        (source / "doors.py").write_text(MODULE, encoding="utf-8")
    conf = "import sys; sys.path.insert(0, '.')\nextensions = ['spasm_ddx.sphinxext']\n"
    (source / "conf.py").write_text(f"{conf}html_theme = 'basic'\n", encoding="utf-8")
    (source / "index.rst").write_text(index, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", builder]
    return subprocess.run(
        [*command, ".", str(folder / builder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=source,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doors")
    (folder / "source").mkdir()
    (folder / "source" / "more.rst").write_text(MORE, encoding="utf-8")
    done = build(folder, INDEX)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Element:
    return page(folder / "html" / "index.html")


@pytest.fixture(scope="module")
def more(folder: Path) -> Element:
    return page(folder / "html" / "more.html")


class TestDocsOfSomebodyElse:
    """Everything that the extension can do for any tree, on one small one."""

    def test_each_card_leads_to_its_section_on_another_page(self, index: Element) -> None:
        drawing, person = index.all(_class="dd-figure")
        leads = [link.attributes.get("href") for link in drawing.all("a")]
        assert [lead for lead in leads if lead] == ["more.html#door-root", "more.html#door-n"]
        assert "ruled out" in person.text
        assert drawing.attributes["tabindex"] == "0"
        assert drawing.attributes["aria-label"] != person.attributes["aria-label"]

    def test_the_table_holds_every_path(self, index: Element) -> None:
        (table,) = index.all("table", _class="dd-paths")
        cells = [[cell.text for cell in row.all("td")] for row in table.all("tr")]
        assert cells[1:] == [
            ["yes", "\N{EN DASH}", "go & see"],
            ["no", "yes", "unlock"],
            ["no", "no", "push"],
        ]

    def test_the_comparison_says_who_and_from_what_to_what(self, index: Element) -> None:
        assert "From go & see to unlock" in index.text
        assert "width 60 cm or more and less than 90 cm" in index.text
        assert "Proved equal" in index.text

    def test_a_sentence_can_link_to_what_is_shown(self, index: Element) -> None:
        leads = {link.text: link.attributes.get("href") for link in index.all("a")}
        assert leads["2. Has it a <key>?"] == "more.html#door-n"
        assert leads["C1"] == "more.html#c1"
        assert leads["locked"] == "more.html#finding-locked"

    def test_a_question_shows_its_criterion_and_what_follows(self, more: Element) -> None:
        first, second = (
            part for part in more.all("section") if part.attributes["id"][:4] == "door"
        )
        assert "width 60 cm or more" in first.text
        assert "Yes leads to go & see; No leads to question 2." in first.text
        assert "Rests on [C1]" in second.text

    def test_a_claim_shows_where_it_is_used(self, more: Element) -> None:
        told = {block.attributes["id"]: block.text for block in more.all(_class="dd-claim")}
        assert told["c1"].endswith("Used in: 2. Has it a <key>?")
        assert told["c2"].endswith("Used in: open")
        assert "Not computed: a sound. Used in nothing that is computed." in told["c3"]

    def test_a_red_flag_that_is_an_absence_says_so(self, more: Element) -> None:
        assert "Open open red flag if absent" in more.text

    def test_who_can_answer_is_told(self, more: Element) -> None:
        assert "only a janitor can tell" in more.text

    def test_the_style_sheet_is_there(self, folder: Path) -> None:
        assert "--dd-page" in (folder / "html" / "_static" / "spasm_ddx.css").read_text("utf-8")

    def test_it_can_be_walked(self, index: Element) -> None:
        assert index.all(_class="ddx-walker")

    def test_a_second_build_as_text_leaves_the_drawing_out(self, folder: Path) -> None:
        done = build(folder, INDEX, "text")
        assert (done.returncode, done.stderr) == (0, "")
        text = (folder / "text" / "index.txt").read_text(encoding="utf-8")
        assert "unlock" in text
        assert "<svg" not in text


def test_a_claim_forgets_a_use_that_is_gone_in_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    claims = "Claims\n======\n\n.. ddx-claims:: doors:CLAIMS\n"
    (tmp_path / "source" / "more.rst").write_text(claims, encoding="utf-8")
    for questions, told in ((".. ddx-questions:: doors:DOOR\n", "Used in: 2."), ("", "nothing")):
        done = build(tmp_path, f"Doors\n=====\n\n.. toctree::\n\n   more\n\n{questions}")
        assert (done.returncode, done.stderr) == (0, "")
        (block,) = page(tmp_path / "html" / "more.html").all(_class="dd-claim", _id="c1")
        assert told in block.text


WRONG = {
    ".. ddx-tree:: doors.DOOR": "name an object as module:NAME, not 'doors.DOOR'",
    ".. ddx-tree:: windows:DOOR": "windows cannot be imported",
    ".. ddx-tree:: doors:GATE": "the module doors has no GATE",
    ".. ddx-tree:: doors:Door": "doors:Door is",
    ".. ddx-findings:: doors:DOOR": "doors:DOOR is no class of findings",
    ".. ddx-tree:: doors:DOOR\n\n   {open": "the body is not JSON",
    '.. ddx-tree:: doors:DOOR\n\n   {"opn": true}': "did you mean open?",
    ".. ddx-tree:: doors:DOOR\n   :person: nobody.json": "nobody.json: No such file",
    ".. ddx-tree:: doors:DOOR\n   :root: yy": "there is no node 'yy'",
    ".. ddx-lowerings::\n\n   fever x y\n   Why.": "explained or proved, but not both",
    ".. ddx-table:: doors:DOOR\n\n:ddx:claim:`C9`": "ddx:claim reference target not found: C9",
}


def test_what_is_wrong_is_said_in_one_clear_line_each(tmp_path: Path) -> None:
    done = build(tmp_path, "Doors\n=====\n\n" + "\n\n".join(WRONG))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for what in WRONG.values():
        assert what in done.stderr
