"""The content of each format, its errors, and the same bytes for the same tree."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given

from spasm_ddx import (
    MUSCLE_SPASM,
    Condition,
    Extent,
    Presentation,
    Site,
    Urgency,
)
from spasm_ddx.errors import MissingExtraError, SpasmDdxError, TreeError
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.sources import Notices
from spasm_ddx.reasoning.criteria import any_of
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.views import run_graphviz
from spasm_ddx.views.cards import Card, LeafCard, QuestionCard, card_of, grade_of
from spasm_ddx.views.formats import FORMATS, Format, render_as
from spasm_ddx.views.graphviz import MOST_CARDS
from spasm_ddx.views.jupyter import mimebundle
from spasm_ddx.views.sheet import sheet_of
from tests.reasoning.strategies import LAW, Ankle, Situation, situations
from tests.sprain import Care
from tests.views.strategies import SVG, Page, drawn_as, mermaid_nodes, parsed, svg_texts

FEVERISH = Presentation(age_months=18, temperature_c=39.5)
CRAMP = Presentation(
    extent=Extent.LOCALIZED,
    site=Site.LOWER_LEG,
    rigidity=True,
    jerking=False,
    opisthotonus=False,
    eye_signs=False,
    impaired_consciousness=False,
    reported_convulsion=False,
    pain=True,
    duration_s=60,
    recurrent_without_recovery=False,
    fever=False,
    stiff_neck=False,
    serious_disease_suspected=False,
    known_epilepsy=False,
    tetanus_signs=False,
    rabies_signs=False,
    tetany_signs=False,
    low_blood_calcium=False,
    poisoning=False,
    acute_limb_or_face_sign=False,
    nerve_or_vessel_signs=False,
    cramp_medicine=False,
)
TEXT_FORMS: tuple[Format, ...] = ("dot", "mermaid", "text", "markdown", "html")
SMALL: Tree[str] = Tree(
    Question(
        "Fever?",
        Ankle.fever.present,
        yes=Leaf("ill"),
        no=Question("Tender?", Ankle.bone_tender.present, yes=Leaf("x-ray"), no=Leaf("rest")),
    ),
    name="Ankle",
)


@pytest.fixture
def nothing_to_draw_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if neither pygraphviz nor a `dot` were installed."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setattr(run_graphviz, "can_draw", bool)
    monkeypatch.setenv("PATH", "")


class TestDeterminism:
    """The same tree gives the same bytes in every format."""

    @LAW
    @given(situations())
    def test_text_forms(self, case: Situation) -> None:
        """SVG is drawn twice where each of its cards is looked for."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                run_graphviz, "can_draw", bool
            )  # the page without its drawing, an SVG too
            for form in TEXT_FORMS:
                once = render_as(case.tree, form, case.person)
                assert render_as(case.tree, form, case.person) == once, form

    @pytest.mark.parametrize("fonts", [True, False])
    def test_another_process(self, fonts: bool, tmp_path: Path) -> None:  # noqa: FBT001
        code = f"{RENDER_AS}; sys.stdout.buffer.write(render_as(MUSCLE_SPASM, 'svg'))"
        drawn = in_process(code, None if fonts else tmp_path)
        assert drawn.stdout == drawn_as(MUSCLE_SPASM, "svg")
        assert drawn.stderr == ""


RENDER_AS = "import sys; from spasm_ddx import *; from spasm_ddx.views.formats import render_as"


def in_process(code: str, without_fonts: Path | None) -> subprocess.CompletedProcess[str]:
    """The result of this code in another process, without any font."""
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    if without_fonts is not None:
        if sys.platform != "linux":
            pytest.skip("only fontconfig can be told that there are no fonts")
        empty = without_fonts / "fonts.conf"
        empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
        environment["FONTCONFIG_FILE"] = str(empty)
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env=environment
    )


class TestDrawing:
    """The SVG is self-contained, and says in words what it highlights."""

    def test_it_stands_alone(self) -> None:
        svg = drawn_as(MUSCLE_SPASM, "svg", FEVERISH, prefix="one")
        root = parsed(svg)
        assert root.attrib.keys() >= {"viewBox", "role", "aria-labelledby"}
        assert not root.attrib.keys() & {"width", "height"}
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text == "Muscle spasm 2.0.0"
        assert desc is not None
        assert "Ruled out: Benign local cramp" in (desc.text or "")
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert len(set(ids)) == len(ids)
        assert all(name.startswith("one") for name in ids)
        assert "xlink" not in svg
        assert "prefers-color-scheme:dark" in svg

    def test_every_painted_shape_has_its_dark_colour(self) -> None:
        svg = drawn_as(MUSCLE_SPASM, "svg", FEVERISH)
        css = svg[svg.index("<style>") : svg.index("</style>")]
        for element in parsed(svg).iter():
            painted = [element.get(kind, "none") != "none" for kind in ("fill", "stroke")]
            classes = element.get("class", "").split()
            if any(painted) and not element.tag.endswith(("}g", "}svg")):
                assert len(classes) == sum(painted)
                assert all(f".{name}{{" in css for name in classes)

    def test_text_stays_in_its_card(self) -> None:
        for person in (None, FEVERISH, CRAMP):
            root = parsed(drawn_as(MUSCLE_SPASM, "svg", person))
            for group in root.iter(f"{SVG}g"):
                if group.get("class", "").startswith(("node", "leaf", "question")):
                    assert_inside(group)

    def test_cards_keep_apart(self) -> None:
        for person in (None, FEVERISH, CRAMP):
            root = parsed(drawn_as(MUSCLE_SPASM, "svg", person))
            boxes = [
                box_of(group)
                for group in root.iter(f"{SVG}g")
                if group.get("class", "").startswith("node")
            ]
            shown = sheet_of(MUSCLE_SPASM, person).condensed().cards
            assert len(boxes) == len(shown) + (person is not None)
            for number, (left, low, right, high) in enumerate(boxes):
                for a, b, c, d in boxes[number + 1 :]:
                    assert right + 5 < a or c + 5 < left or high + 5 < b or d + 5 < low

    def test_the_words_of_one_person(self) -> None:
        for shown, strip in (
            (MUSCLE_SPASM.tree, "\u25cbSELF-CARE\N{MIDDLE DOT}reached"),
            (MUSCLE_SPASM, "\u25cbSELF-CAREormore\N{MIDDLE DOT}reached"),
        ):
            found = svg_texts(drawn_as(shown, "svg", CRAMP, prefix="p"))
            assert found["p-root"].endswith("\N{RIGHTWARDS ARROW}Noyesno")
            assert found["p-y"].startswith("\N{MULTIPLICATION SIGN}ruledout")
            assert found["p-nnny"].startswith(strip)

    def test_what_keeps_a_question_open_stands_out(self) -> None:
        person = FEVERISH.but(impaired_consciousness=True, opisthotonus=False)
        texts = parsed(drawn_as(MUSCLE_SPASM, "svg", person)).iter(f"{SVG}text")
        out = {text.text: text for text in texts if "unknown-strip" in text.get("class", "")}
        assert "? serious disease excluded by a" in out
        assert all(text.get("font-weight") == "bold" for text in out.values())
        assert not {"+ fever", "+ age 6 to 48 months"} & out.keys()

    def test_a_part_that_is_ruled_out_is_one_card_that_names_its_outcomes(self) -> None:
        sheet = sheet_of(MUSCLE_SPASM, CRAMP)
        cards = {card.id: card for card in sheet.condensed().cards}
        stub = cards["ny"]
        assert isinstance(stub, QuestionCard)
        below = [card for card in sheet.cards if card.id.startswith("ny") and card.id != "ny"]
        titles = {card.card.title for card in below if isinstance(card, LeafCard)}
        assert set(stub.hidden.split("; ")) == titles
        assert not cards.keys() & {card.id for card in below}

    def test_in_html_the_legend_does_not_scroll_with_the_drawing(self) -> None:
        page = drawn_as(MUSCLE_SPASM, "html", FEVERISH)
        for figure in page.split('<div class="ddx-figure">')[1:]:
            legend, _, drawing = figure.partition('<div class="ddx-scroll"')
            assert "Muscle spasm 2.0.0" in legend
            assert "? undecided" in legend
            assert "EMERGENCY</span>" in legend
            assert "Muscle spasm" not in "".join(re.findall("<text[^>]*>[^<]*", drawing))

    def test_links(self) -> None:
        links = {"y": "https://example.org/?a=1&b=2", "n": "#part", "nope": "#x"}
        root = parsed(drawn_as(MUSCLE_SPASM, "svg", links=links))
        found = [link.attrib["href"] for link in root.iter(f"{SVG}a")]
        assert found == ["https://example.org/?a=1&b=2", "#part"]
        assert "https://example.org/?a=1&amp;b=2" in drawn_as(MUSCLE_SPASM, "dot", links=links)

    def test_png_and_pdf(self) -> None:
        try:
            png = render_as(MUSCLE_SPASM, "png", FEVERISH)
            pdf = render_as(MUSCLE_SPASM, "pdf", FEVERISH)
        except MissingExtraError as error:  # pragma: no cover - a machine without fonts
            pytest.skip(str(error))
        assert isinstance(png, bytes)
        assert isinstance(pdf, bytes)
        assert png.startswith(b"\x89PNG")
        assert pdf.startswith(b"%PDF")
        wide, high = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
        assert wide > high > 1_000

    def test_too_many_cards(self) -> None:
        tree = Tree(balanced(MOST_CARDS // 2))
        with pytest.raises(TreeError, match="at most 2,000"):
            drawn_as(tree, "svg")
        assert drawn_as(tree, "svg", depth=2)


def balanced(count: int) -> Node[int]:
    """A tree of this many equal questions."""
    if not count:
        return Leaf(0)
    more = (count - 1) // 2
    yes, no = balanced(more), balanced(count - 1 - more)
    return Question("Fever?", Ankle.fever.present, yes=yes, no=no)


def box_of(group: ET.Element) -> tuple[float, float, float, float]:
    """Left, low, right and high of the shapes of a group."""
    numbers = [
        float(number)
        for shape in group.iter()
        for number in re.findall(r"-?\d+(?:\.\d+)?", shape.get("d", "") + shape.get("points", ""))
    ]
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)


def assert_inside(group: ET.Element) -> None:
    left, low, right, high = box_of(group)
    for text in group.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        assert left + 3 < x
        assert x + float(text.attrib["textLength"]) < right - 3, text.text
        assert low < y - float(text.attrib["font-size"]) * 0.7
        assert y < high - 2


class TestParts:
    """A page can be split by subtree and by depth."""

    def test_pages_hold_every_question_once(self) -> None:
        begins = [page.root for page in sheet_of(MUSCLE_SPASM).pages(2)]
        assert begins[0] == "root"
        shown = [
            place
            for begin in begins
            for place, text in svg_texts(
                drawn_as(MUSCLE_SPASM, "svg", root=begin, depth=2, prefix="p")
            ).items()
            if "shownapart" not in text and not place.endswith("-edge")
        ]
        whole = svg_texts(drawn_as(MUSCLE_SPASM, "svg", prefix="p"))
        assert sorted(shown) == sorted(p for p in whole if not p.endswith("-edge"))

    @pytest.mark.parametrize("root", ["", "x", "yy", "nnnnn", "rooty"])
    def test_no_such_node(self, root: str) -> None:
        with pytest.raises(TreeError, match="there is no node"):
            drawn_as(MUSCLE_SPASM, "dot", root=root)

    def test_no_depth(self) -> None:
        with pytest.raises(TreeError, match="1 or more"):
            drawn_as(MUSCLE_SPASM, "dot", depth=0)

    def test_a_part_off_the_persons_path_shows_what_is_known_beside_it(self) -> None:
        drawn = drawn_as(SMALL, "svg", Ankle(fever=False), root="y", prefix="p")
        texts = svg_texts(drawn)
        assert texts["p-y"].startswith("\N{MULTIPLICATION SIGN}ruledout")
        assert "Known of this person" in drawn
        assert not [place for place in texts if place.endswith("-edge")]

    def test_a_page_links_its_parts(self) -> None:
        page = drawn_as(MUSCLE_SPASM, "html", depth=2)
        for link in Page(page).links:
            assert f'id="{link[1:]}"' in page
        assert len(Page(page).links) == len(sheet_of(MUSCLE_SPASM).pages(2)) - 1


class TestWithoutGraphviz:
    """What works without Graphviz, and the error where it is needed."""

    @pytest.mark.usefixtures("nothing_to_draw_with")
    def test_the_error_names_both_ways(self) -> None:
        with pytest.raises(MissingExtraError, match=r"spasm-ddx\[render\].*`dot`"):
            drawn_as(MUSCLE_SPASM, "svg")

    @pytest.mark.usefixtures("nothing_to_draw_with")
    def test_all_else_works(self) -> None:
        for form in TEXT_FORMS:
            assert render_as(MUSCLE_SPASM, form, FEVERISH)
        assert "<pre>" in drawn_as(MUSCLE_SPASM, "html")
        assert set(mimebundle(MUSCLE_SPASM)) == {"text/plain", "text/markdown"}

    @pytest.mark.usefixtures("a_process_for_each_drawing")
    def test_a_dot_on_the_path(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        expected = drawn_as(MUSCLE_SPASM, "svg", FEVERISH)
        program = tmp_path / "dot"
        program.write_text(f"#!{sys.executable}\n{_DOT}")
        program.chmod(0o755)
        monkeypatch.setitem(sys.modules, "pygraphviz", None)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert shutil.which("dot")
        assert drawn_as(MUSCLE_SPASM, "svg", FEVERISH) == expected

    @pytest.mark.usefixtures("a_process_for_each_drawing")
    def test_what_graphviz_cannot_read(self) -> None:
        with pytest.raises(SpasmDdxError, match="could not draw this as svg: "):
            run_graphviz.draw("digraph {", "svg")

    def test_nothing_is_imported_early(self) -> None:
        code = (
            "import sys, spasm_ddx; "
            "sys.exit(any(name in sys.modules for name in ('graphviz', 'pygraphviz')))"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


_DOT = """import sys, pygraphviz
source = sys.stdin.buffer.read().decode()
drawn = pygraphviz.AGraph(string=source).draw(format=sys.argv[1][2:], prog="dot")
sys.stdout.buffer.write(drawn)
"""


@pytest.mark.usefixtures("a_process_for_each_drawing")
class TestStandardError:
    """The warnings of Graphviz do not mix with the output of this process."""

    def test_it_stays_in_place_while_another_thread_draws(self) -> None:
        seen: set[int] = set()
        drawn: list[bytes] = []

        def draw() -> None:
            drawn.extend(
                run_graphviz.draw(f"digraph {{ n{number} }}", "svg") for number in range(5)
            )

        thread = threading.Thread(target=draw)
        usual = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            thread.start()
            while thread.is_alive():
                seen.add(os.fstat(2).st_ino)
        finally:
            thread.join()
            sys.setswitchinterval(usual)
        assert len(drawn) == 5
        assert len(seen) == 1


class TestFonts:
    """PNG and PDF raise an error if letters would be boxes."""

    def test_no_font_at_all(self, tmp_path: Path) -> None:
        done = in_process(f"{RENDER_AS}; render_as(MUSCLE_SPASM, 'png')", tmp_path)
        assert "no font is installed" in done.stderr

    def test_a_text_that_graphviz_loses(self) -> None:
        with pytest.raises(SpasmDdxError, match="Graphviz lost a text of the drawing: 'lost'"):
            run_graphviz.draw_letters("graph { kept }", "png", ["kept", "lost"])


class TestText:
    """The tree for a terminal."""

    def test_a_small_tree(self) -> None:
        assert drawn_as(SMALL, "text") == (
            "Ankle\n\nFever?\n\u2502  fever\n\u2502\n\u251c\u2500\u2500 yes: ill\n\u2502\n"
            "\u2514\u2500\u2500 no: Tender?\n   \u2502  bone tender\n   \u2502\n"
            "   \u251c\u2500\u2500 yes: x-ray\n   \u2502\n   \u2514\u2500\u2500 no: rest\n"
        )

    def test_one_person_in_ascii(self) -> None:
        text = drawn_as(SMALL, "text", Ankle(fever=False), unicode=False)
        assert text.isascii()
        assert "`== no: Tender?" in text
        assert "|.. yes: ? still possible" in text
        assert "-> No: no fever" in text

    def test_a_deep_tree_goes_on_below(self) -> None:
        node: Node[str] = Leaf("end")
        for number in reversed(range(200)):
            node = Question(f"Q{number}?", Ankle.age.above(number / 2), yes=Leaf("out"), no=node)
        text = drawn_as(Tree(node), "text", width=60)
        assert max(map(len, text.splitlines())) <= 60
        for number in range(200):
            assert f"Q{number}?" in text
        for number in range(1, text.count("goes on at") + 1):
            assert f"goes on at ({number})" in text
            assert f"\n({number})\n" in text

    def test_however_narrow_it_holds_every_text(self) -> None:
        for width in (-1, 0, 1, 20):
            text = re.sub(r"\W", "", drawn_as(SMALL, "text", width=width))
            for told in ("Fever", "Tender", "bonetender", "xray", "rest", "ill"):
                assert told in text


class TestMermaid:
    """The flowchart shows by shapes and arrows what colours show."""

    def test_one_person(self) -> None:
        chart = drawn_as(MUSCLE_SPASM, "mermaid", CRAMP)
        assert set(mermaid_nodes(chart)) == {
            *("root", "y", "n", "ny", "nyy", "nyn", "nyny", "nynn", "nynny", "nynnn"),
            *("nn", "nny", "nnn", "nnny", "nnnn"),
        }
        assert "  root == no ==> n\n" in chart
        assert "  root -- yes --> y\n" in chart
        assert '  y[["' in chart
        assert '  nnny("' in chart
        assert "  root -. no .-> n\n" in drawn_as(MUSCLE_SPASM, "mermaid", FEVERISH)

    def test_what_another_page_shows_is_one_card(self) -> None:
        chart = drawn_as(SMALL, "mermaid", depth=1)
        assert '  n["<b>Tender?</b><br/>1 question and 2 outcomes, shown apart"]' in chart
        assert set(mermaid_nodes(chart)) == {"root", "y", "n"}


class TestNotebook:
    """What a notebook shows."""

    def test_an_assessment(self) -> None:
        fenced = attrs.evolve(MUSCLE_SPASM, notices=Notices(purpose="``` & <more>"))
        found = fenced.assess(FEVERISH)
        bundle = mimebundle(found)
        assert set(bundle) == {"text/plain", "text/markdown", "text/html", "image/svg+xml"}
        assert bundle["text/plain"] == str(found)
        code, markdown = bundle["text/markdown"].split("\n\n# Muscle", 1)
        assert dedent(code) == str(found)
        assert "ruled out" in markdown
        assert "``` &amp; &lt;more&gt; Content" in bundle["text/html"]
        ids = [
            re.findall(r' id="([^"]+)"', bundle[kind]) for kind in ("text/html", "image/svg+xml")
        ]
        assert not set(ids[0]) & set(ids[1])

    def test_two_people_share_a_page(self) -> None:
        one, other = (mimebundle(MUSCLE_SPASM.assess(p))["text/html"] for p in (FEVERISH, CRAMP))
        assert not set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', other))

    def test_a_criterion(self) -> None:
        bundle = mimebundle(any_of(Ankle.fever.present, Ankle.age.below(2)))
        assert bundle["text/plain"] == "any of\n  - fever\n  - age less than 2 years"

    def test_what_others_than_ipython_may_pass(self) -> None:
        told: Any = SMALL  # the protocol's name is private to Python's eyes
        assert told._repr_mimebundle_(None, exclude=None) == told._repr_mimebundle_()

    def test_some_kinds_alone(self) -> None:
        formatter: Any = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
        assert set(formatter.format(SMALL, include={"text/markdown"})[0]) == {"text/markdown"}
        assert "text/html" not in formatter.format(SMALL, exclude={"text/html"})[0]


class HasOne:
    """An outcome can define its own card."""

    def card(self) -> Card:
        return Card("Rest", 0, "AT HOME", ("Rest it.",), ("S1",))


class TestCards:
    """What a leaf shows."""

    def test_an_outcome_with_a_card(self) -> None:
        card = card_of(HasOne())
        assert card == Card("Rest", 0, "AT HOME", ("Rest it.",), ("S1",))
        assert card.marked() == "\u25cb AT HOME"

    def test_a_condition(self) -> None:
        (first, *_) = MUSCLE_SPASM.conditions
        card = card_of(first)
        assert card.title == first.name
        assert (card.grade, card.marked()) == (3, "\u25b2\u25b2 EMERGENCY")
        assert card.lines == ("Call an ambulance now.",)

    def test_a_condition_of_a_scale_of_three_or_two(self) -> None:
        assert [grade_of(level) for level in Care] == [0, 2, 3]
        assert [grade_of(level) for level in Urgency] == [0, 1, 2, 3]

    def test_an_outcome_of_a_plain_tree_taken_as_a_condition(self) -> None:
        for outcome in ("rest", HasOne(), 1, None):
            (condition,) = as_guideline(Tree(Leaf(outcome))).conditions
            assert card_of(condition) == card_of(outcome)

    @pytest.mark.parametrize("outcome", ["rest", True, 1, None, ("a", 2), Condition])
    def test_any_other_outcome(self, outcome: object) -> None:
        assert card_of(outcome) == Card(str(outcome))

    @pytest.mark.parametrize("grade", [-1, 4, "urgent"])
    def test_a_grade_that_is_none(self, grade: Any) -> None:  # noqa: ANN401 - wrong on purpose
        with pytest.raises(ValueError, match="0 to 3"):
            Card("x", grade)


def test_there_is_a_form_for_each_name() -> None:
    assert set(FORMATS) == {"dot", "svg", "png", "pdf", "mermaid", "text", "markdown", "html"}
    with pytest.raises(ValueError, match=r"gif.*accepted are dot"):
        render_as(SMALL, "gif")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_the_names_of_modules_hide_no_package() -> None:
    assert importlib.import_module("graphviz").Digraph
