"""The extension on docs of somebody else: a tree and a guideline of their own, in reST."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import Element, page

pytest.importorskip("sphinx", reason="needs the extra docs")

MODULE = '''
import attrs
from spasm_ddx import (
    Advice, Alert, Claim, ClaimRole, Condition, Feature, Findings, Guideline, Leaf, Note, Number,
    Question, Screen, Sources, Tree, Urgency, When, YesNo, all_of)
from spasm_ddx.guideline.model import AcceptedLowering

class Door(Findings):
    """A door."""
    open: YesNo = YesNo("Is it open?", claims=("C2",))
    locked: YesNo = YesNo("Is it locked?", answered_by="janitor", red_flag=True)
    width: Number = Number("How wide is it?", unit="cm", low=40, high=200, usual=80)

def tree(width, go="go & see", unlock="unlock", push="push"):
    return Tree(
        Question("Can one go through?", all_of(Door.open.present, Door.width.at_least(width)),
                 yes=Leaf(go),
                 no=Question("Has it a <key>?", Door.locked.present,
                             yes=Leaf(unlock), no=Leaf(push), claims=("C1",))),
        name="Door")

DOOR, WIDE = tree(60), tree(90)

GO = Condition("through", "The way is free", Urgency.SELF_CARE)
UNLOCK = Condition("unlocking", "It must be unlocked", Urgency.PROMPT,
                   features=(Feature("a lock", Door.locked.present, ("C1",)),))
PUSH = Condition("pushing", "It must be pushed", Urgency.URGENT)
NARROW = Alert("narrow", "A narrow door", Door.width.below(50), Urgency.URGENT, ("C2", "N1"))
HOUSE = Guideline(
    "house", name="House", tree=tree(60, GO, UNLOCK, PUSH), alerts=(NARROW,),
    order=(Screen("state", "What is its state?", (Door.open, Door.locked)), Door.width),
    advice=(Advice("Fetch the key.", ("C3",), when=When.settled(UNLOCK)),),
    lowerings=(AcceptedLowering(Door.locked, PUSH, UNLOCK, "A key is enough."),),
    sources=Sources("A book", (
        Claim("C1", "doors", ClaimRole.DEFINING, (), "Doors have keys."),
        Claim("C2", "doors", ClaimRole.DEFINING, (), "Doors open."),
        Claim("C3", "keys", ClaimRole.MANAGEMENT, (), "Keys can be fetched."),
        Claim("C4", "doors", ClaimRole.BACKGROUND, (), "Doors creak.", note="a sound"),
    ), (Note("N1", ("C2",), "Some do not.", "A later book", checked=False),)))
SILENT = attrs.evolve(HOUSE, lowerings=())
OVERTOLD = attrs.evolve(
    HOUSE, lowerings=(*HOUSE.lowerings, AcceptedLowering(Door.locked, PUSH, GO, "No.")))
'''

PEOPLE = """[{"name": "a door that is shut", "findings": {"open": false, "width": 45}},
 {"name": "a free way", "findings": {"open": true, "width": 90, "locked": false}}]"""

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
   house
"""

MORE = """
More
====

.. ddx-questions:: doors:DOOR

.. ddx-findings:: doors:Door

.. ddx-claims::

.. ddx-notes::
"""

HOUSE = """
House
=====

.. ddx-tree::

.. ddx-table::

.. ddx-questions::

.. ddx-conditions::

.. ddx-alerts::

.. ddx-screens::

.. ddx-lowerings::

.. ddx-cases:: people.json

.. ddx-findings::
   :answered-by: janitor

.. ddx-walker::

.. ddx-claims::
   :role: background

Read :ddx:outcome:`unlocking`, :ddx:alert:`narrow` and :ddx:question:`doors:HOUSE/n`.
"""


def build(
    folder: Path, index: str, builder: str = "html", guideline: str = "doors:HOUSE"
) -> subprocess.CompletedProcess[str]:
    """The docs of a folder, built as strictly as these are."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    if not (source / "doors.py").exists():  # one that is written again has every page read again
        (source / "doors.py").write_text(MODULE, encoding="utf-8")
    conf = "import sys; sys.path.insert(0, '.')\nextensions = ['spasm_ddx.sphinxext']\n"
    conf += f"ddx_guideline = {guideline!r}\nhtml_theme = 'basic'\n"
    (source / "conf.py").write_text(conf, encoding="utf-8")
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
    for name, text in (("more.rst", MORE), ("house.rst", HOUSE), ("people.json", PEOPLE)):
        (folder / "source" / name).write_text(text, encoding="utf-8")
    done = build(folder, INDEX)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Element:
    return page(folder / "html" / "index.html")


@pytest.fixture(scope="module")
def more(folder: Path) -> Element:
    return page(folder / "html" / "more.html")


@pytest.fixture(scope="module")
def house(folder: Path) -> Element:
    return page(folder / "html" / "house.html")


class TestDocsOfATree:
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
        (sentence,) = (part for part in index.all("p") if part.text.startswith("Whom "))
        leads = {link.text: link.attributes.get("href") for link in sentence.all("a")}
        assert leads == {
            "2. Has it a <key>?": "more.html#door-n",
            "C1": "more.html#c1",
            "locked": "more.html#finding-locked",
        }

    def test_a_question_shows_its_criterion_and_what_follows(self, more: Element) -> None:
        first, second = (
            part for part in more.all("section") if part.attributes["id"][:4] == "door"
        )
        assert "width 60 cm or more" in first.text
        assert "Yes leads to go & see; No leads to question 2." in first.text
        assert "Rests on [C1]" in second.text

    def test_a_claim_shows_where_it_is_used(self, more: Element) -> None:
        told = {block.attributes["id"]: block.text for block in more.all(_class="dd-claim")}
        keys, opening = told["c1"].partition("Used in: ")[2], told["c2"].partition("Used in: ")[2]
        asked = "2. Has it a <key>?"
        assert set(keys.split("; ")) == {asked, "It must be unlocked (typical feature)"}
        assert set(opening.split("; ")) == {"open", "A narrow door"}
        assert "reference says: Some do not. (to be confirmed) [N1]" in told["c2"]
        assert told["c3"].endswith("Used in: It must be unlocked (what to do)")
        assert "Not computed: a sound. Used in nothing that is computed." in told["c4"]

    def test_a_note_shows_what_it_is_on_and_what_rests_on_it(self, more: Element) -> None:
        (note,) = more.all(_class="dd-claim", _id="n1")
        assert note.text.startswith("N1 on C2 to be confirmed Some do not. A later book")
        assert note.text.endswith("Used in: A narrow door")

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


class TestDocsOfAGuideline:
    """What a guideline has beside its tree, by the name in ``conf.py``: no directive names it."""

    def test_each_card_leads_to_its_section(self, house: Element) -> None:
        drawing, *_ = house.all(_class="dd-figure")
        leads = [str(link.attributes.get("href")) for link in drawing.all("a")]
        assert set(leads) == {"#house-root", "#house-n", "#through", "#unlocking", "#pushing"}

    def test_a_condition_shows_how_it_is_reached_and_what_to_do(self, house: Element) -> None:
        (section,) = house.all("section", _id="unlocking")
        assert "See a doctor within days." in section.text
        assert "1. Can one go through? no, 2. Has it a <key>? yes" in section.text
        assert "a lock [C1]" in section.text
        assert "Fetch the key. [C3]" in section.text

    def test_an_alert_shows_when_it_holds_and_what_it_raises_to(self, house: Element) -> None:
        (table,) = house.all("table", _class="dd-alerts")
        assert "A narrow door" in table.text
        assert "N1 (to be confirmed)" in table.text
        assert "width less than 50 cm" in table.text
        assert "URGENT" in table.text

    def test_a_screen_lists_its_findings(self, house: Element) -> None:
        assert "What is its state? open locked" in house.text

    def test_the_vocabulary_is_that_of_the_guideline(self, house: Element) -> None:
        (table,) = house.all("table", _class="dd-findings")
        (row,) = table.all("tr")[1:]
        assert row.text.startswith("Locked red flag Is it locked?")

    def test_a_lowering_shows_the_explanation_of_the_guideline(self, house: Element) -> None:
        (section,) = house.all("section", _id="lowering-locked-pushing-unlocking")
        assert "Locked: It must be pushed becomes It must be unlocked" in section.text
        assert "A key is enough." in section.text

    def test_people_are_assessed_while_the_docs_are_built(self, house: Element) -> None:
        (shut,) = house.all("section", _id="case-a-door-that-is-shut")
        assert {"Still possible:", "It must be pushed", "It must be unlocked"} <= {
            part.text for part in (*shut.all("strong"), *shut.all("a"))
        }
        assert "Alerts: A narrow door" in shut.text
        assert "URGENT" in shut.text
        (free,) = house.all("section", _id="case-a-free-way")
        assert "Condition: The way is free" in free.text
        assert "Ask next: nothing" in free.text

    def test_claims_of_one_role_are_a_list_of_links(self, house: Element) -> None:
        leads = {link.text: link.attributes["href"] for link in house.all("a")}
        assert leads["C4"] == "more.html#c4"
        assert "Doors creak. A sound." in house.text

    def test_a_sentence_can_link_to_a_condition_an_alert_and_a_question(
        self, house: Element
    ) -> None:
        (sentence,) = (part for part in house.all("p") if part.text.startswith("Read "))
        leads = {link.text: link.attributes["href"] for link in sentence.all("a")}
        assert leads == {
            "It must be unlocked": "#unlocking",
            "A narrow door": "#alert-narrow",
            "2. Has it a <key>?": "#house-n",
        }

    def test_it_can_be_walked(self, house: Element) -> None:
        assert house.all(_class="ddx-walker")


def test_a_claim_forgets_a_use_that_is_gone_in_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    claims = "Claims\n======\n\n.. ddx-claims:: doors:HOUSE\n"
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
    ".. ddx-findings:: doors:GO": "doors:GO is <Condition through>, no class of findings",
    ".. ddx-comparison:: doors:DOOR doors:HOUSE": "compare takes two trees or two guidelines",
    ".. ddx-tree:: doors:DOOR\n\n   {open": "the body is not JSON",
    '.. ddx-tree:: doors:DOOR\n\n   {"opn": true}': "did you mean open?",
    ".. ddx-tree:: doors:DOOR\n   :person: nobody.json": "nobody.json: No such file",
    ".. ddx-tree:: doors:DOOR\n   :root: yy": "there is no node 'yy'",
    ".. ddx-lowerings:: doors:SILENT": "proved, but not explained: locked pushing unlocking",
    ".. ddx-lowerings:: doors:OVERTOLD": "explained, but not so: AcceptedLowering(",
    ".. ddx-conditions::": "name a guideline as module:NAME, or set ddx_guideline in conf.py",
    ".. ddx-cases:: nobody.json\n   :guideline: doors:HOUSE": "nobody.json: No such file",
    ".. ddx-table:: doors:DOOR\n\n:ddx:claim:`C9`": "ddx:claim reference target not found: C9",
}


def test_what_is_wrong_is_said_in_one_clear_line_each(tmp_path: Path) -> None:
    done = build(tmp_path, "Doors\n=====\n\n" + "\n\n".join(WRONG), guideline="")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for what in WRONG.values():
        assert what in done.stderr
