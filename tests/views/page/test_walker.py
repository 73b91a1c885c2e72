"""The walker as HTML: its data, its policy, and its errors."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from examples.ottawa_ankle import OTTAWA, Injury
from spasm_ddx import (
    MUSCLE_SPASM,
    Condition,
    Extent,
    Guideline,
    Leaf,
    Presentation,
    Question,
    Screen,
    Sign,
    Tree,
    YesNo,
    all_of,
    any_of,
    assess,
)
from spasm_ddx.errors import GuidelineError, UnknownFindingError
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.reasoning.criteria import AtLeast
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.tree import Node
from spasm_ddx.views import path, run_graphviz
from spasm_ddx.views.page import data as data_module
from spasm_ddx.views.page import walker as module
from spasm_ddx.views.page.bundle import MODULES, script, stylesheet
from spasm_ddx.views.page.walker import walker
from tests.reasoning.strategies import declare
from tests.sprain import SPRAIN, unsorted
from tests.views.strategies import Page, bare, drawn_as
from tests.views.test_forms import HasOne

CLINICAL = walker(MUSCLE_SPASM)
SOURCES = Path(module.__file__).parent


def data_of(fragment: str) -> dict[str, Any]:
    data, _ = Page(fragment).scripts
    found: dict[str, Any] = json.loads(data)
    return found


class TestWhatItCarries:
    def test_the_same_bytes_each_time(self) -> None:
        assert walker(MUSCLE_SPASM) == CLINICAL

    def test_every_finding_of_the_vocabulary(self) -> None:
        names = [finding["name"] for finding in data_of(CLINICAL)["findings"]]
        assert names == [finding.name for finding in Presentation.findings()]

    def test_the_diagram_walks_to_the_same_outcomes(self) -> None:
        data = data_of(CLINICAL)
        names = [finding["name"] for finding in data["findings"]]
        at = {names.index("tetanus_signs"): 1, names.index("impaired_consciousness"): 0}
        known = assess(Presentation(tetanus_signs=True, impaired_consciousness=False))
        assert self.reached(data, "tree", at) == [0]
        assert data["outcomes"][0]["title"] == known.differential[0].name
        assert self.reached(data, "urgency", at) == [3]

    def reached(self, data: dict[str, Any], root: str, at: dict[int, int]) -> list[Any]:
        waiting: list[int] = [data["roots"][root]]
        ends: set[Any] = set()
        while waiting:
            node = waiting.pop()
            if data["nodes"][node] is None:
                ends.add(data["ends"][str(node)])
                continue
            finding, cuts, children = data["nodes"][node]
            position = at.get(finding)
            waiting += (
                children if position is None else [children[sum(cut <= position for cut in cuts)]]
            )
        return [*ends]

    def test_what_is_given_at_the_start(self) -> None:
        person = Presentation(extent=Extent.LOCALIZED, temperature_c=38.5)
        data = data_of(walker(MUSCLE_SPASM, findings=person))
        known = zip(data["findings"], data["known"], strict=True)
        given = {finding["name"]: at for finding, at in known if at is not None}
        assert given == {"extent": 1, "temperature_c": 38.5, "fever": 1}

    def test_no_advice_that_depends_on_the_whole_assessment_is_drawn(self) -> None:
        drawn = CLINICAL.partition("<svg")[2].partition("</svg>")[0]
        assert "Benign local cramp" in drawn
        assert "Keep the muscle warm" not in drawn

    def test_the_notice_stands_above_it(self) -> None:
        assert "Not a medical device and not medical advice." in CLINICAL.partition("<div")[0]


class TestTheScript:
    def test_each_module_stands_after_those_that_it_imports(self) -> None:
        """The bundled script uses nothing before its definition, and repeats no name."""
        assert {f"{name}.mjs" for name in MODULES} == {file.name for file in SOURCES.glob("*.mjs")}
        names: list[str] = []
        for number, name in enumerate(MODULES):
            source = (SOURCES / f"{name}.mjs").read_text(encoding="utf-8")
            imported = re.findall(r'from "./(\w+)\.mjs"', source)
            assert {*imported} <= {*MODULES[:number]}
            names += re.findall(r"^(?:export )?(?:const|class) (\w+)", source, re.MULTILINE)
        assert len(names) == len({*names})
        assert not re.search(r"^(import|export)\b", script(), re.MULTILINE)

    def test_it_can_stand_in_a_page(self) -> None:
        for text in (script(), stylesheet()):
            assert "</" not in text
            assert "<!--" not in text
        assert not re.search(
            r"innerHTML|eval\(|fetch\(|XMLHttpRequest|https?://(?!www\.w3\.org)", script()
        )

    def test_the_policy_allows_it_and_nothing_else(self) -> None:
        page = drawn_as(MUSCLE_SPASM, "html")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        code = Page(page).scripts[-1]
        allowed = b64encode(sha256(code.encode()).digest()).decode()
        assert policy[1].split("; ") == [
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            f"script-src 'sha256-{allowed}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]

    def test_two_on_a_page_share_no_id(self) -> None:
        both = CLINICAL + walker(OTTAWA, prefix="ankle")
        ids = re.findall(r'\bid="([^"]*)"', both)
        assert len(ids) == len(set(ids))
        assert all(name.startswith(("ddx-", "ankle-")) for name in ids)


class TestTheGuideline:
    """All texts are in the data: the page composes none."""

    @pytest.mark.parametrize("guideline", [MUSCLE_SPASM, SPRAIN], ids=lambda one: one.key)
    def test_its_levels_alerts_screens_roles_and_notices(self, guideline: Guideline) -> None:
        fragment = walker(guideline)
        data, page = data_of(fragment), Page(fragment)
        names = [finding["name"] for finding in data["findings"]]
        guide = data["guide"]
        assert [level["name"] for level in guide["levels"]] == [u.title for u in guideline.scale]
        helping = [level["name"] for level in guide["levels"] if level["help"]]
        assert helping == [u.title for u in guideline.scale if u.calls_for_help]
        assert [alert["name"] for alert in guide["alerts"]] == [
            alert.name for alert in guideline.alerts
        ]
        assert [
            (entry["asks"], [names[index] for index in entry["findings"]])
            for entry in data["asking"]
            if len(entry["findings"]) > 1
        ] == [(s.asks, [finding.name for finding in s.findings]) for s in guideline.screens]
        assert [role["key"] for role in data["roles"]] == [*guideline.roles]
        assert guide["callNow"] == guideline.notices.call_now
        assert guide["notice"] == guideline.notices.beside
        for notice in (guideline.notices.before, guideline.notices.purpose):
            assert bare(notice) in page.text

    @pytest.mark.parametrize("guideline", [MUSCLE_SPASM, SPRAIN], ids=lambda one: one.key)
    def test_each_leaf_is_its_own_condition(self, guideline: Guideline) -> None:
        """Whether or not the tree is in the order of the urgencies."""
        for each in (guideline, unsorted(guideline)):
            data = data_of(walker(each))
            waiting: list[tuple[int, Node[Any]]] = [(0, each.tree.root)]
            while waiting:
                place, node = waiting.pop()
                shown = data["tree"][place]
                if isinstance(node, Leaf):
                    condition: Condition = node.outcome
                    title = data["outcomes"][shown["outcome"]]["title"]
                    assert title == condition.name
                    features = data["outcomes"][shown["outcome"]]["features"]
                    assert [text for text, *_ in features] == [f.text for f in condition.features]
                else:
                    waiting += [(shown["yes"], node.yes), (shown["no"], node.no)]

    @pytest.mark.parametrize("guideline", [MUSCLE_SPASM, SPRAIN], ids=lambda one: one.key)
    def test_its_order_of_asking(self, guideline: Guideline) -> None:
        data = data_of(walker(guideline))
        assert [entry["asks"] for entry in data["asking"]] == [
            e.asks for e in guideline.order_of_asking
        ]

    @pytest.mark.parametrize(
        "person",
        [
            Presentation(),
            Presentation(fever=True),
            Presentation(extent=Extent.GENERALIZED),
            Presentation(extent=Extent.GENERALIZED, ongoing=True),
        ],
    )
    def test_every_piece_of_advice_is_one_of_its_pieces(self, person: Presentation) -> None:
        pieces = {(piece["text"], piece["cites"]) for piece in data_of(CLINICAL)["guide"]["advice"]}
        cited = MUSCLE_SPASM.sources.cited
        told = {(piece.text, cited(piece.claims)) for piece in assess(person).advice}
        assert told <= pieces

    def test_a_requirement_that_is_turned_twice_is_itself(self) -> None:
        said = {
            piece["text"]: piece["when"] for piece in data_of(walker(SPRAIN))["guide"]["advice"]
        }
        assert said["A bone is tender."] == [["Raised", 0, True]]
        assert said["Have it seen."] == [["UrgencyAtLeast", 2, False], ["Possible", 0, True]]
        assert said["Take the temperature."] == [["Open", 1, True]]
        assert said["Cool it."] == [["Holds", ["is", 0, [1]], True], ["UrgencyAtMost", 1, True]]

    def test_what_is_to_be_confirmed_is_marked_wherever_it_is_cited(self) -> None:
        guide = data_of(walker(SPRAIN))["guide"]
        marked = "[A1 N1 (to be confirmed)]"
        assert guide["alerts"][0]["cites"] == marked
        assert guide["advice"][0]["cites"] == marked


class TestAPlainTree:
    """A tree is walked without urgency: no level, no alert, no screen, one role."""

    def test_it_holds_its_questions_and_its_outcomes(self) -> None:
        data = data_of(walker(OTTAWA))
        assert data["guide"] is None
        assert all(len(entry["findings"]) == 1 for entry in data["asking"])
        assert [role["key"] for role in data["roles"]] == ["witness"]
        assert [one["title"] for one in data["outcomes"]] == [str(f) for f in OTTAWA.outcomes]
        assert not any({"level", "strips"} & set(one) for one in data["outcomes"])
        assert "urgency" not in data["roots"]

    def test_it_is_asked_in_the_order_in_which_the_guideline_of_it_asks(self) -> None:
        data = data_of(walker(OTTAWA))
        asked = [data["findings"][f]["name"] for e in data["asking"] for f in e["findings"]]
        assert asked == [entry.name for entry in entries(as_guideline(OTTAWA))]

    def test_as_a_guideline_it_is_the_same_page(self) -> None:
        assert walker(as_guideline(OTTAWA)) == walker(OTTAWA)
        assert data_of(walker(as_guideline(OTTAWA))) == data_of(walker(OTTAWA))

    def test_an_outcome_keeps_the_lines_of_its_card(self) -> None:
        (outcome,) = data_of(walker(Tree(Leaf(HasOne()))))["outcomes"]
        card = {"title": "Rest", "grade": 0, "strip": "\u25cb AT HOME", "lines": ["Rest it."]}
        assert {name: outcome[name] for name in card} == card


def entries(guideline: Guideline) -> list[Finding]:
    """What a guideline without screens asks, in order."""
    return [entry for entry in guideline.order_of_asking if not isinstance(entry, Screen)]


class TestWhatIsRefused:
    @pytest.mark.parametrize("prefix", ["", "1", "a b", 'a"', "a;"])
    def test_a_prefix_that_is_no_id(self, prefix: str) -> None:
        with pytest.raises(ValueError, match="a prefix is a letter"):
            walker(MUSCLE_SPASM, prefix=prefix)

    def test_what_is_neither_a_guideline_nor_a_tree(self) -> None:
        with pytest.raises(GuidelineError, match="expected a guideline or a tree, not 3"):
            walker(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

    def test_findings_of_another_vocabulary(self) -> None:
        with pytest.raises(UnknownFindingError, match="not about findings of Presentation"):
            walker(OTTAWA, findings=Presentation())
        with pytest.raises(UnknownFindingError, match="not about findings of Injury"):
            walker(MUSCLE_SPASM, findings=Injury())


class TestLargeTrees:
    def test_a_diagram_too_large_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for each in (module, data_module):
            monkeypatch.setattr(each, "MOST_NODES", 200)
        vocabulary = declare(**{f"s{n}": YesNo(f"{n}?") for n in range(16)})
        half = vocabulary.findings()
        # Each finding must equal one that stands far away: the diagram doubles with each pair.
        pairs = [_alike(half[n], half[n + 8]) for n in range(8)]
        signs = [finding for finding in half[:8] if isinstance(finding, Sign)]
        first = any_of(*(sign.present for sign in signs))
        tree = Tree(Question("All alike?", all_of(first, *pairs), yes=Leaf("yes"), no=Leaf("no")))
        page = walker(tree)
        assert "cannot be walked here: its decision diagram has more than 200 nodes" in page
        assert "<script" not in page

    @pytest.mark.parametrize(("module_", "most"), [(data_module, "MOST_NODES"), (path, "MOST")])
    def test_one_that_unfolds_too_far_is_walked_without_its_path(
        self, module_: ModuleType, most: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A question that many share has one node in the diagram, and one in each place."""
        (sign,) = declare(ill=YesNo("Ill?")).findings()
        assert isinstance(sign, Sign)
        below: Node[str] = Question("Ill?", sign.present, yes=Leaf("yes"), no=Leaf("no"))
        for _ in range(5):
            below = Question("Still?", sign.present, yes=below, no=below)
        tree = Tree(below)
        assert "places" in data_of(walker(tree))["roots"]

        monkeypatch.setattr(module_, most, 100)
        page = walker(tree)
        assert data_of(page)["roots"].keys() == {"tree"}
        assert ("<svg" in page) is (module_ is data_module)

    def test_without_graphviz_it_walks_without_a_drawing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run_graphviz, "can_draw", lambda: False)
        page = walker(MUSCLE_SPASM)
        assert "<svg" not in page
        assert data_of(page) == data_of(CLINICAL)

    def test_a_tree_too_wide_to_draw_is_walked_still(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST_LIT", 3)
        assert "<svg" not in walker(MUSCLE_SPASM)

    def test_a_leaf_alone(self) -> None:
        data = data_of(walker(Tree(Leaf("end"))))
        assert data["findings"] == []
        assert data["tree"] == [{"outcome": 0}]


def _alike(one: Finding, other: Finding) -> AtLeast:
    assert isinstance(one, Sign)
    assert isinstance(other, Sign)
    return any_of(all_of(one.present, other.present), all_of(one.absent, other.absent))
