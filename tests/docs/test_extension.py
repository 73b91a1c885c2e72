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
    Question, Screen, Sources, Tree, Urgency, When, YesNo, all_of, any_of)
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
    advice=(Advice("Fetch the key.", ("C3",), when=When.settled(UNLOCK), about=(UNLOCK,)),),
    lowerings=(AcceptedLowering(Door.locked, PUSH, UNLOCK, "A key is enough."),),
    sources=Sources("A book", (
        Claim("C1", "doors", ClaimRole.DEFINING, (), "Doors have keys."),
        Claim("C2", "doors", ClaimRole.DEFINING, (), "Doors open."),
        Claim("C3", "keys", ClaimRole.MANAGEMENT, (), "Keys can be fetched."),
        Claim("C4", "doors", ClaimRole.BACKGROUND, (), "Doors creak.", note="a sound"),
    ), (Note("N1", ("C2",), "Some do not.", "A later book", checked=False),)))
SILENT = attrs.evolve(HOUSE, lowerings=())

class Gate(Findings):
    """A door, in a second release."""
    open: YesNo = YesNo("Is it open?")
    key: YesNo = YesNo("Has it a key?", red_flag=True)
    code: YesNo = YesNo("Has it a code?", red_flag=True)
    width: Number = Number("How wide is it?", unit="cm", low=40, high=200, usual=80)

ALIKE = [(Door.locked.present, any_of(Gate.key.present, Gate.code.present))]
PAIRS = ["locked"]
FREE = all_of(Gate.open.present, Gate.width.at_least(60), name="A free way")
TIGHT = Alert("tight", "A tight door", all_of(any_of(
    Gate.width.below(50), Gate.code.present, name="Trouble"), Gate.open.present), Urgency.URGENT)
YARD = Guideline("yard", name="Yard", alerts=(TIGHT,), tree=Tree(
    Question("Can one go through?", FREE, yes=Leaf(GO),
             no=Question("Has it a key?", Gate.key.present,
                         yes=Leaf(attrs.evolve(UNLOCK, features=())), no=Leaf(PUSH)))))
OVERTOLD = attrs.evolve(
    HOUSE, lowerings=(*HOUSE.lowerings, AcceptedLowering(Door.locked, PUSH, GO, "No.")))
'''

LESSONS = """{"a door that is shut": "Push *it*.", "a free way": "Go."}"""

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
   :lessons: lessons.json

.. ddx-findings::
   :answered-by: janitor

.. ddx-walker::

.. ddx-comparison:: doors:HOUSE doors:YARD
   :alike: doors:ALIKE

   condition unlocking pushing
   A code is no key, see :ddx:claim:`C1`.

   urgency prompt urgent
   They
   follow.

   urgency urgent prompt
   The alert on narrow doors is gone.

   urgency self_care urgent
   The same.

.. ddx-alerts:: doors:YARD

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
    for name, text in (
        ("more.rst", MORE),
        ("house.rst", HOUSE),
        ("people.json", PEOPLE),
        ("lessons.json", LESSONS),
    ):
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
        table, _ = house.all("table", _class="dd-alerts")
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

    def test_a_case_shows_its_path_and_what_it_teaches(self, house: Element) -> None:
        (shut,) = house.all("section", _id="case-a-door-that-is-shut")
        assert "Push it. Known: no open; width 45 cm." in shut.text
        assert "1. Can one go through? No: no open; width 45 cm." in shut.text
        assert "2. Has it a <key>? Not known." in shut.text
        assert [part.text for part in shut.all("em")] == ["it"]
        (free,) = house.all("section", _id="case-a-free-way")
        assert "1. Can one go through? Yes: open; width 90 cm. Condition:" in free.text

    def test_a_comparison_tells_each_pair_with_its_reason(self, house: Element) -> None:
        table = next(one for one in house.all("table") if "Means the same after" in one.text)
        assert "locked key or code" in table.text
        (pair,) = house.all("section", _id="changed-condition-unlocking-pushing")
        assert "It must be unlocked becomes It must be pushed" in pair.text
        assert "A code is no key, see C1. Exactly these people:" in pair.text
        assert "code any of no open width less than 60 cm no key For example:" in pair.text
        (urgent,) = house.all("section", _id="changed-urgency-prompt-urgent")
        assert "They follow." in urgent.text

    def test_a_comparison_says_of_alerts_whether_they_changed(self, house: Element) -> None:
        (alerts,) = house.all("section", _id="changed-alerts")
        assert [line.text for line in alerts.all("li")] == [
            "A tight door tight: new",
            "A narrow door narrow: gone",
        ]

    def test_an_alert_spells_out_a_name_that_no_question_shows(self, house: Element) -> None:
        _, table = house.all("table", _class="dd-alerts")
        assert "Trouble: any of width less than 50 cm code" in table.text

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


NO_REASON = "   outcome push unlock\n   No."
#: A reason for each pair, and one for a pair that there is not.
TOO_MANY = (
    f"   outcome go & see unlock\n   Narrow.\n\n   outcome go & see push\n   So.\n\n{NO_REASON}"
)
NOT_SO = "ddx-comparison: explained, but not so"
DOORS = ".. ddx-comparison:: doors:DOOR"
RELEASES = ".. ddx-comparison:: doors:HOUSE doors:YARD"
A_PAIR = "pairs of a criterion before and one after"
CASES = ".. ddx-cases:: people.json\n   :guideline: doors:HOUSE"
#: A page of cases, the second with a sentence too many.
LESSONS_WRONG = {
    "people.json": PEOPLE,
    "none.json": '{"a free way": "Go."}',
    "more.json": '{"a door that is shut": "Push.", "a free way": "Go.", "a gate": "Climb."}',
}
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
    f"{DOORS} doors:WIDE\n\n{NO_REASON}": "proved, but not explained: outcome go & see",
    f"{DOORS} doors:WIDE\n\n{TOO_MANY}": f"{NOT_SO}: outcome push unlock",
    f"{DOORS} doors:DOOR\n\n{NO_REASON}": f"{NOT_SO}: outcome push unlock",
    f"{RELEASES}\n   :alike: doors:PAIRS": f"doors:PAIRS: 'locked' is no pair; give {A_PAIR}",
    f"{RELEASES}\n   :alike: doors:GO": f"doors:GO is <Condition through>; give a list of {A_PAIR}",
    f"{CASES}\n   :lessons: none.json": "none.json has no sentence on this case: a door",
    f"{CASES}\n   :lessons: more.json": "more.json: there is no such case: a gate",
    ".. ddx-lowerings:: doors:SILENT": "proved, but not explained: locked pushing unlocking",
    ".. ddx-lowerings:: doors:OVERTOLD": "explained, but not so: AcceptedLowering(",
    ".. ddx-conditions::": "name a guideline as module:NAME, or set ddx_guideline in conf.py",
    ".. ddx-cases:: nobody.json\n   :guideline: doors:HOUSE": "nobody.json: No such file",
    ".. ddx-table:: doors:DOOR\n\n:ddx:claim:`C9`": "ddx:claim reference target not found: C9",
}


def test_what_is_wrong_is_said_in_one_clear_line_each(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    for name, text in LESSONS_WRONG.items():
        (tmp_path / "source" / name).write_text(text, encoding="utf-8")
    done = build(tmp_path, "Doors\n=====\n\n" + "\n\n".join(WRONG), guideline="")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for what in WRONG.values():
        assert what in done.stderr
