"""The extension on another author's docs: their own tree and guideline, in reST."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import pytest

from spasm_ddx.views import run_graphviz
from tests.docs.doors import MODULE, PEOPLE, SITE
from tests.docs.pages import Element, build, page

pytest.importorskip("myst_parser", reason="needs the extra docs")

#: The built pages by their names.
Pages: TypeAlias = dict[str, Element]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doors")
    assert build(folder, SITE, guideline="doors:HOUSE") == ""
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return {path.stem: page(path) for path in (folder / "html").glob("*.html")}


def cards(drawing: Element) -> list[str]:
    """Where the cards of a drawing lead, each in turn."""
    (picture,) = drawing.all("svg")
    return [link.attributes["href"] for link in picture.all("a")]


class TestDocsOfATree:
    """Everything that the extension can do for any tree, on one small one."""

    def test_each_card_leads_to_its_section_on_another_page(self, pages: Pages) -> None:
        drawing, person, *_ = pages["index"].all(_class="ddx-figure")
        leads = cards(drawing)
        assert leads == [
            *("more.html#door-root", "plain.html#go-see", "more.html#door-n"),
            *("plain.html#unlock", "plain.html#push"),
        ]
        assert "ruled out" in person.text
        boxes = pages["index"].all(_class="ddx-scroll")
        assert [box.attributes["tabindex"] for box in boxes] == ["0"] * len(boxes)
        assert len({box.attributes["aria-label"] for box in boxes}) == len(boxes)

    def test_a_drawing_leads_to_itself_at_its_full_size(self, pages: Pages, folder: Path) -> None:
        drawing, _, *_ = pages["index"].all(_class="ddx-figure")
        (link,) = (link for link in drawing.all("a") if link.text == "Full size")
        (whole,) = page(folder / "html" / link.attributes["href"]).all("svg")
        assert float(whole.attributes["width"].removesuffix("pt")) > 300
        leads = [card.attributes["href"] for card in whole.all("a")]
        assert leads == [f"../{lead}" for lead in cards(drawing)]

    def test_the_table_holds_every_path(self, pages: Pages) -> None:
        (table,) = pages["index"].all("table", _class="dd-paths")
        cells = [[cell.text for cell in row.all("td")] for row in table.all("tr")]
        assert cells[1:] == [
            ["yes", "\N{EN DASH}", "go & see"],
            ["no", "yes", "unlock"],
            ["no", "no", "push"],
        ]

    def test_the_comparison_says_who_and_from_what_to_what(self, pages: Pages) -> None:
        assert "go & see becomes unlock" in pages["index"].text
        assert "width 60 cm or more and less than 90 cm" in pages["index"].text
        assert "Proved equal" in pages["index"].text

    def test_a_sentence_can_link_to_what_is_shown(self, pages: Pages) -> None:
        (sentence,) = (part for part in pages["index"].all("p") if part.text.startswith("Whom "))
        leads = {link.text: link.attributes.get("href") for link in sentence.all("a")}
        assert leads == {
            "2. Has it a <key>?": "more.html#door-n",
            "C1": "more.html#c1",
            "locked": "more.html#finding-locked",
        }

    def test_a_question_shows_its_criterion_and_what_follows(self, pages: Pages) -> None:
        first, second = (
            part for part in pages["more"].all("section") if part.attributes["id"][:4] == "door"
        )
        assert "width 60 cm or more" in first.text
        assert "Yes leads to go & see; No leads to question 2." in first.text
        assert "Rests on [C1]" in second.text

    def test_a_claim_shows_where_it_is_used(self, pages: Pages) -> None:
        told = {
            block.attributes["id"]: block.text for block in pages["more"].all(_class="dd-claim")
        }
        keys, opening = told["c1"].partition("Used in: ")[2], told["c2"].partition("Used in: ")[2]
        assert keys == "2. Has it a <key>?; It must be unlocked (typical feature)"
        assert opening == "A narrow door; open"
        assert "reference says: Some do not. (to be confirmed) [N1]" in told["c2"]
        assert told["c3"].endswith("Used in: It must be unlocked (what to do)")
        assert "Not computed: a sound. No computation uses it." in told["c4"]

    def test_a_note_shows_what_it_is_on_and_what_rests_on_it(self, pages: Pages) -> None:
        (note,) = pages["more"].all(_class="dd-claim", _id="n1")
        assert note.text.startswith("N1 on C2 to be confirmed Some do not. A later book")
        assert note.text.endswith("Used in: A narrow door")

    def test_who_can_answer_is_reported(self, pages: Pages) -> None:
        assert "only a janitor can tell" in pages["more"].text

    def test_the_style_sheet_is_dark_only_in_a_theme_that_is(self, folder: Path) -> None:
        css = (folder / "html" / "_static" / "spasm_ddx.css").read_text("utf-8")
        dark = re.findall(r"prefers-color-scheme:dark\)\{(\S*?)\{[^}]*--ddx-page:", css)
        assert dark == ["body[data-theme]"]

    def test_it_can_be_walked(self, pages: Pages) -> None:
        assert pages["index"].all(_class="ddx-walker")

    def test_a_second_build_as_text_leaves_the_drawing_out(self, folder: Path) -> None:
        assert build(folder, {}, "text") == ""
        text = (folder / "text" / "index.txt").read_text(encoding="utf-8")
        assert "unlock" in text
        assert "<svg" not in text


class TestDocsOfAGuideline:
    """Directives without an argument are about the guideline in ``conf.py``."""

    def test_each_card_leads_to_its_section(self, pages: Pages) -> None:
        drawing, *_ = pages["house"].all(_class="ddx-figure")
        leads = cards(drawing)
        assert set(leads) == {"#house-root", "#house-n", "#through", "#unlocking", "#pushing"}

    def test_a_condition_shows_how_it_is_reached_and_what_to_do(self, pages: Pages) -> None:
        (section,) = pages["house"].all("section", _id="unlocking")
        assert "See a doctor within days." in section.text
        assert "1. Can one go through? no, 2. Has it a <key>? yes" in section.text
        assert "a lock [C1]" in section.text
        assert "Fetch the key. [C3]" in section.text

    def test_an_alert_shows_when_it_holds_and_what_it_raises_to(self, pages: Pages) -> None:
        table, _ = pages["house"].all("table", _class="dd-alerts")
        assert "A narrow door" in table.text
        assert "N1 (to be confirmed)" in table.text
        assert "width less than 50 cm" in table.text
        assert "URGENT" in table.text

    def test_a_screen_lists_its_findings(self, pages: Pages) -> None:
        assert "What is its state? open locked" in pages["house"].text

    def test_the_vocabulary_is_that_of_the_guideline(self, pages: Pages) -> None:
        (table,) = pages["house"].all("table", _class="dd-findings")
        (row,) = table.all("tr")[1:]
        assert row.text.startswith("Locked red flag Is it locked?")

    def test_a_lowering_shows_the_explanation_of_the_guideline(self, pages: Pages) -> None:
        (section,) = pages["house"].all("section", _id="lowering-locked-pushing-unlocking")
        assert "Locked: It must be pushed becomes It must be unlocked" in section.text
        assert "A key is enough." in section.text

    def test_people_are_assessed_while_the_docs_are_built(self, pages: Pages) -> None:
        (shut,) = pages["house"].all("section", _id="case-a-door-that-is-shut")
        assert {"Still possible:", "It must be pushed", "It must be unlocked"} <= {
            part.text for part in (*shut.all("strong"), *shut.all("a"))
        }
        assert "Alerts: A narrow door" in shut.text
        assert "URGENT" in shut.text
        (free,) = pages["house"].all("section", _id="case-a-free-way")
        assert "Condition: The way is free" in free.text
        assert "Ask next: nothing" in free.text

    def test_a_case_shows_its_path_and_what_it_teaches(self, pages: Pages) -> None:
        (shut,) = pages["house"].all("section", _id="case-a-door-that-is-shut")
        assert "Push it. Known: no open; width 45 cm." in shut.text
        assert "1. Can one go through? No: no open; width 45 cm." in shut.text
        assert "2. Has it a <key>? Not known." in shut.text
        assert [part.text for part in shut.all("em")] == ["it"]
        (free,) = pages["house"].all("section", _id="case-a-free-way")
        assert "1. Can one go through? Yes: open; width 90 cm. Condition:" in free.text

    def test_a_comparison_tells_each_pair_with_its_reason(self, pages: Pages) -> None:
        table = next(
            one for one in pages["house"].all("table") if "Means the same after" in one.text
        )
        assert "locked key or code" in table.text
        (pair,) = pages["house"].all("section", _id="changed-condition-unlocking-pushing")
        assert "It must be unlocked becomes It must be pushed" in pair.text
        assert "A code is no key, see C1. Exactly these people:" in pair.text
        assert "code any of no open width less than 60 cm no key For example:" in pair.text
        (urgent,) = pages["house"].all("section", _id="changed-urgency-prompt-urgent")
        assert "They follow." in urgent.text

    def test_a_comparison_says_of_alerts_whether_they_changed(self, pages: Pages) -> None:
        (alerts,) = pages["house"].all("section", _id="changed-alerts")
        assert [line.text for line in alerts.all("li")] == [
            "A tight door tight: new",
            "A narrow door narrow: gone",
        ]

    def test_an_alert_spells_out_a_name_that_no_question_shows(self, pages: Pages) -> None:
        _, table = pages["house"].all("table", _class="dd-alerts")
        assert "Trouble: any of width less than 50 cm code" in table.text

    def test_claims_of_one_role_are_a_list_of_links(self, pages: Pages) -> None:
        leads = {link.text: link.attributes["href"] for link in pages["house"].all("a")}
        assert leads["C4"] == "more.html#c4"
        assert "Doors creak. A sound." in pages["house"].text

    def test_a_sentence_can_link_to_a_condition_an_alert_and_a_question(self, pages: Pages) -> None:
        (sentence,) = (part for part in pages["house"].all("p") if part.text.startswith("Read "))
        leads = {link.text: link.attributes["href"] for link in sentence.all("a")}
        assert leads == {
            "It must be unlocked": "#unlocking",
            "A narrow door": "#alert-narrow",
            "2. Has it a <key>?": "#house-n",
        }

    def test_it_can_be_walked(self, pages: Pages) -> None:
        assert pages["house"].all(_class="ddx-walker")


class TestDocsOfChanges:
    """A comparison says who is affected, however few or many they are."""

    def test_each_difference_of_trees_has_its_people(self, pages: Pages) -> None:
        of_many_kinds = "No value of any single finding; they are of many kinds. For example: "
        of_many_kinds += "stiff, hard muscles."
        told = [
            line.text
            for line in pages["changes"].all("li")
            if line.all("p") and line.all("p")[0].all("strong")
        ]
        assert told == [
            "in becomes out Exactly these people: open For example: open.",
            "stay becomes leave Everybody.",
            f"ill becomes well All of them have in common: {of_many_kinds}",
        ]

    def test_an_alert_that_raises_further_is_told_beside_the_urgency(self, pages: Pages) -> None:
        sections = {part.attributes["id"]: part for part in pages["changes"].all("section")}
        assert "URGENT becomes EMERGENCY" in sections["changed-urgency"].text
        assert [line.text for line in sections["changed-alerts"].all("li")] == [
            "A narrow door narrow: raises to a different urgency"
        ]

    def test_what_is_equal_has_no_section_on_alerts(self, pages: Pages) -> None:
        assert "Proved equal: the change affects nobody." in pages["changes"].text
        assert not pages["changes"].all("section", _id="changed-alerts-2")

    def test_a_flag_that_lowers_the_urgency_of_everybody(self, pages: Pages) -> None:
        (section,) = pages["changes"].all("section", _id="lowering-locked-pushing-unlocking")
        assert "A key is enough. Exactly these people: Everybody. For example:" in section.text


class TestTwoTreesOfOneName:
    """Things with the same name are distinguished by their owner."""

    def test_each_drawing_leads_to_its_own_sections(self, pages: Pages) -> None:
        doors, gates = (cards(drawing) for drawing in pages["twins"].all(_class="ddx-figure"))
        assert doors == ["#door-root", "#go-see", "#door-n", "#unlock", "#push"]
        assert gates == ["#door-root-2", "#unlock-2", "#go-see-2"]
        titles = {part.attributes["id"]: part.text for part in pages["twins"].all("section")}
        assert titles["door-root"].startswith("1. Can one go through?")
        assert titles["door-root-2"].startswith("1. Is it locked?")
        assert titles["unlock-2"].endswith("Reached by the answers 1. Is it locked? yes")

    def test_each_criterion_leads_to_its_own_findings(self, pages: Pages) -> None:
        leads = [
            [link.attributes["href"] for link in box.all("a")]
            for box in pages["twins"].all(_class="dd-criterion")
        ]
        assert leads == [
            ["#finding-open", "#finding-width"],
            ["#finding-locked"],
            ["#finding-open-2"],
        ]

    def test_no_id_appears_twice(self, pages: Pages) -> None:
        ids = [part.attributes["id"] for part in pages["twins"].all() if "id" in part.attributes]
        assert len(ids) == len(set(ids))


class TestDocsOfAPlainTree:
    """A plain tree is accepted wherever a guideline is."""

    def test_its_outcomes_have_sections_and_no_urgency(self, pages: Pages) -> None:
        (section,) = pages["plain"].all("section", _id="unlock")
        assert "Reached by the answers 1. Can one go through? no, 2." in section.text
        assert not pages["plain"].all(_class="ddx-strip")

    def test_what_it_lacks_is_none(self, pages: Pages) -> None:
        assert [part.text for part in pages["plain"].all("p")].count("None.") == len(
            ("alerts", "screens", "claims", "notes", "lowerings")
        )

    def test_people_are_assessed(self, pages: Pages) -> None:
        (wide,) = pages["plain"].all("section", _id="case-a-wide-door")
        assert "Condition: go & see" in wide.text
        assert "Urgency" not in wide.text


def test_pages_that_processes_share_are_those_of_one(folder: Path, tmp_path: Path) -> None:
    """A link may lead to a page that another process has read."""
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-E", "-j", "2"]
    path = os.pathsep.join([str(folder / "source"), *sys.path])
    done = subprocess.run(
        [*command, str(folder / "source"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    for made in tmp_path.glob("*.html"):
        assert page(made) == page(folder / "html" / made.name)


def test_without_graphviz_a_drawing_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_graphviz, "can_draw", bool)
    index = "Doors\n=====\n\n.. ddx-tree:: doors:DOOR\n"
    assert build(tmp_path, {"doors.py": MODULE, "index.rst": index}) == ""
    built = page(tmp_path / "html" / "index.html")
    assert "yes: go & see" in built.all("pre")[0].text
    assert not built.all("svg")
    assert not [*(tmp_path / "html").rglob("ddx-*.svg")]


def test_a_link_goes_with_its_target_in_the_next_build(tmp_path: Path) -> None:
    site = {"doors.py": MODULE, "more.rst": "Claims\n======\n\n.. ddx-claims::\n"}
    for questions, leads in (("ddx-questions::", ["index.html#house-n"]), ("", [])):
        site["index.rst"] = f"Doors\n=====\n\n.. toctree::\n\n   more\n\n.. {questions}\n"
        assert build(tmp_path, site, guideline="doors:HOUSE") == ""
        (block,) = page(tmp_path / "html" / "more.html").all(_class="dd-claim", _id="c1")
        assert "Used in: 2. Has it a <key>?" in block.text
        assert [link.attributes["href"] for link in block.all("a")] == leads


NO_REASON = "   outcome push unlock\n   No."
#: A reason for each pair, and one for a pair that there is not.
TOO_MANY = (
    f"   outcome go & see unlock\n   Narrow.\n\n   outcome go & see push\n   So.\n\n{NO_REASON}"
)
NOT_SO = "ddx-comparison: explained, but not so"
DOORS = ".. ddx-comparison:: doors:DOOR"
RELEASES = ".. ddx-comparison:: doors:HOUSE doors:YARD"
A_PAIR = "give pairs of criteria, one before and one after"
CASES = ".. ddx-cases:: people.json\n   :guideline: doors:HOUSE"
#: What the wrong pages name: files of cases and sentences, and a module that cannot be imported.
WRONG_FILES = {
    "doors.py": MODULE,
    "broken.py": "raise RuntimeError('not today')",
    "people.json": PEOPLE,
    "person.json": '{"name": "a free way", "findings": {}}',
    "nameless.json": '[{"findings": {}}]',
    "number.json": "3",
    "none.json": '{"a free way": "Go."}',
    "more.json": '{"a door that is shut": "Push.", "a free way": "Go.", "a gate": "Climb."}',
}
WRONG = {
    ".. ddx-tree:: doors.DOOR": "name an object as module:NAME, not 'doors.DOOR'",
    ".. ddx-tree:: windows:DOOR": "windows cannot be imported",
    ".. ddx-tree:: doors:GATE": "the module doors has no GATE",
    ".. ddx-tree:: doors:Door": "doors:Door is",
    ".. ddx-tree:: sys:maxunicode": "sys:maxunicode is 1114111, neither a guideline nor a tree",
    ".. ddx-findings:: doors:GO": "doors:GO is <Condition through>, neither a guideline nor a tree",
    ".. ddx-comparison:: doors:DOOR doors:HOUSE": "compare takes two trees or two guidelines",
    ".. ddx-tree:: doors:DOOR\n\n   {open": "the body, line 1",
    '.. ddx-tree:: doors:DOOR\n\n   {"opn": true}': "did you mean open?",
    ".. ddx-tree:: doors:DOOR\n   :person: nobody.json": "nobody.json: [Errno 2] No such file",
    ".. ddx-tree:: doors:DOOR\n   :root: yy": "there is no node 'yy'",
    f"{DOORS} doors:WIDE\n\n{NO_REASON}": "proved, but not explained: outcome go & see",
    f"{DOORS} doors:WIDE\n\n{TOO_MANY}": f"{NOT_SO}: outcome push unlock",
    f"{DOORS} doors:DOOR\n\n{NO_REASON}": f"{NOT_SO}: outcome push unlock",
    f"{RELEASES}\n   :alike: doors:PAIRS": f"alike: 'locked' is not a pair; {A_PAIR}",
    f"{RELEASES}\n   :alike: doors:GO": f"alike: {A_PAIR}, not <Condition through>",
    f"{CASES}\n   :lessons: none.json": "none.json has no sentence on this case: a door",
    f"{CASES}\n   :lessons: more.json": "more.json has a sentence on an unknown case: a gate",
    ".. ddx-lowerings:: doors:SILENT": "proved, but not explained: locked pushing unlocking",
    ".. ddx-lowerings:: doors:OVERTOLD": "explained, but not so: locked pushing through",
    ".. ddx-conditions::": "name a guideline as module:NAME, or set ddx_guideline in conf.py",
    ".. ddx-cases:: person.json\n   :guideline: doors:DOOR": "person.json is not a list of cases",
    ".. ddx-cases:: nameless.json\n   :guideline: doors:DOOR": "nameless.json is not a list",
    ".. ddx-cases:: number.json\n   :guideline: doors:DOOR": "number.json is not a list of cases",
    ".. ddx-tree:: broken:DOOR": "broken cannot be imported: not today",
    ".. ddx-claims:: doors:HOUSE\n   :role: rumour": 'choose from "defining"',
    ".. ddx-cases:: nobody.json\n   :guideline: doors:HOUSE": "nobody.json: [Errno 2] No such file",
    ".. ddx-table:: doors:DOOR\n\n:ddx:claim:`C9`": "ddx:claim reference target not found: C9",
    ".. ddx-findings:: doors:DOOR\n\n:any:`locked`": "'any' reference target not found: locked",
}


def test_what_is_wrong_is_one_clear_line_each_with_its_place(tmp_path: Path) -> None:
    index = "Doors\n=====\n\n" + "\n\n".join(WRONG)
    told = build(tmp_path, {**WRONG_FILES, "index.rst": index})
    assert "Traceback" not in told
    messages = re.split(r"^\S+/index\.rst:\d+: (?:ERROR|WARNING): ", told, flags=re.MULTILINE)[1:]
    assert len(messages) == len(WRONG)
    for what in WRONG.values():
        assert any(what in message for message in messages), what
