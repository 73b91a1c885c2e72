"""The page as a person meets it: answers, keys, links, errors, light and dark, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from examples.ottawa_ankle import OTTAWA
from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Extent,
    Leaf,
    Presentation,
    Question,
    SeriousDisease,
    Sign,
    Site,
    Tree,
    Urgency,
    YesNo,
)
from spasm_ddx.muscle_spasm.guide import guide
from spasm_ddx.muscle_spasm.interview import Interview, Page
from spasm_ddx.muscle_spasm.report import CALL_NOW
from spasm_ddx.reasoning.tree import Node
from spasm_ddx.views.html import to_html
from spasm_ddx.views.walker import walker
from tests.reasoning.strategies import declare

Opened = Callable[..., Any]
PAGE = to_html(MUSCLE_SPASM, guide=guide())

#: One person for each leaf of the tree, as a clinician would tell of them.
AT_EACH_LEAF: dict[str, Presentation] = {
    "y": Presentation(impaired_consciousness=False, tetanus_signs=True),
    "nyy": Presentation(
        age_months=18,
        fever=True,
        impaired_consciousness=True,
        serious_disease=SeriousDisease.EXCLUDED,
        extent=Extent.GENERALIZED,
        duration_s=60,
    ),
    "nyny": Presentation(extent=Extent.GENERALIZED, rigidity=True, impaired_consciousness=True),
    "nynny": Presentation(extent=Extent.LOCALIZED, site=Site.FACE, jerking=True),
    "nynnn": Presentation(extent=Extent.LOCALIZED, site=Site.FOOT, impaired_consciousness=True),
    "nny": Presentation(extent=Extent.LOCALIZED, site=Site.FOOT, fever=True),
    "nnny": Presentation(
        extent=Extent.LOCALIZED, site=Site.LOWER_LEG, pain=True, rigidity=True, duration_s=45
    ),
    "nnnn": Presentation(extent=Extent.LOCALIZED, site=Site.ARM, pain=False, duration_s=45),
}
CALF_CRAMP = AT_EACH_LEAF["nnny"]


def button(tab: Any, name: str) -> Any:  # noqa: ANN401 - of the driver
    return tab.get_by_role("button", name=name, exact=True)


def asked(tab: Any) -> str:  # noqa: ANN401 - of the driver
    return str(tab.locator(".ddx-asks").inner_text())


def answer(tab: Any, page: Page, person: Presentation) -> dict[Any, Any]:  # noqa: ANN401 - of the driver
    """Answer a page by clicks as this person would; what is unknown is absent here."""
    if page.screen is not None:
        ticked = [f for f in page.findings if f.is_red(person.value_of(f))]
        for finding in ticked:
            tab.get_by_label(re.compile(re.escape(finding.asks))).check()
        both = "Those ticked; each other was considered and is absent"
        button(tab, both if ticked else "None of these; each was considered").click()
        return {f: f.red if isinstance(f, Category) else True for f in ticked} | {
            f: f.denial for f in page.findings if f not in ticked
        }
    if len(page.findings) > 1:
        for unknown in tab.get_by_label("Don\u2019t know").all():
            unknown.check()
        button(tab, "Continue").click()
        return dict.fromkeys(page.findings)
    finding = next(iter(page.findings))
    value = person.value_of(finding)
    if hasattr(finding, "unit"):
        if value is None:
            button(tab, "Don\u2019t know").click()
            return {finding: None}
        tab.locator(".ddx-fields input").last.fill(f"{value:g}")
        button(tab, "Answer").click()
        return {finding: value}
    if isinstance(finding, Category):
        words = "Don\u2019t know" if value is None else finding.words[value].capitalize()
        button(tab, words).click()
        return {finding: value}
    button(tab, "Yes" if value else "No").click()
    return {finding: bool(value)}


class TestAnswering:
    """Clicks are the answers of the interview, and each leaf is reached by them."""

    @pytest.mark.parametrize("leaf", AT_EACH_LEAF)
    def test_each_leaf_is_reached(self, opened: Opened, leaf: str) -> None:
        tab = opened(PAGE)
        tab.get_by_label("I am a clinician").check()
        interview = Interview(role="clinician")
        while (page := interview.page) is not None:
            assert asked(tab) == page.asks
            interview = interview.answered(answer(tab, page, AT_EACH_LEAF[leaf]))

        diagnosis = interview.assessment.diagnosis
        assert diagnosis is not None
        assert asked(tab) == diagnosis.name
        assert tab.locator(".ddx-eyebrow").inner_text() == "Nothing more to ask"
        assert "ddx-passed" in tab.locator(f"#ddx-lit-{leaf}").get_attribute("class")
        advice = tab.locator(".ddx-question .ddx-advice li").all_inner_texts()
        said = [text.rpartition(" [")[0] for text in advice[1:]]
        assert said == [piece.text for piece in interview.assessment.advice]
        emergency = interview.assessment.urgency.at_least is Urgency.EMERGENCY
        assert (tab.locator(".ddx-alarm").count() == 1) is emergency

    def test_an_emergency_says_what_to_do_first(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=witness;ongoing:yes;extent:generalized")
        assert CALL_NOW in tab.locator(".ddx-alarm").inner_text()
        assert "roll the person onto one side" in tab.locator(".ddx-alarm").inner_text()
        box, question = (
            tab.locator(part).bounding_box() for part in (".ddx-alarm", ".ddx-question")
        )
        assert box["y"] < question["y"]

    def test_a_witness_is_not_asked_what_only_a_clinician_can_tell(self, opened: Opened) -> None:
        tab = opened(PAGE)
        choices = (
            "([role, name]) => { const r = document.querySelector('.ddx-walker').page.reasoner;"
        )
        choices += "const f = r.findings.findIndex((one) => one.name === name);"
        choices += "return r.choices(f, r.begin(role)).map((m) => r.findings[f].members[m].value) }"
        assert "excluded" not in tab.evaluate(choices, ["witness", "serious_disease"])
        assert "excluded" in tab.evaluate(choices, ["clinician", "serious_disease"])

    def test_back_and_start_again(self, opened: Opened) -> None:
        tab = opened(PAGE)
        first = asked(tab)
        assert button(tab, "\u2190 Back").is_disabled()
        button(tab, "No").click()
        button(tab, "Only one part of the body").click()
        second = asked(tab)
        button(tab, "\u2190 Back").click()
        assert asked(tab) != second
        button(tab, "Only one part of the body").click()
        assert asked(tab) == second
        button(tab, "Start again").click()
        assert asked(tab) == first
        assert "#" not in tab.url

    def test_ticks_without_a_denial_leave_the_others_unknown(self, opened: Opened) -> None:
        tab = opened(
            PAGE, "#ddx=witness;ongoing:no;extent:localized;site:foot;pain:yes;rigidity:no"
        )
        button(tab, "Don\u2019t know").click()  # how long
        tab.get_by_label(re.compile("jerk again")).check()
        button(tab, "Those ticked; not sure about the others").click()
        assert "jerking" in tab.locator(".ddx-known").inner_text()
        assert "opisthotonus" not in tab.locator(".ddx-known").inner_text()
        assert "jerking:yes" in tab.url
        assert "eye_signs" not in tab.url

    def test_it_begins_with_the_answers_that_are_given(self, opened: Opened) -> None:
        tab = opened(to_html(MUSCLE_SPASM, CALF_CRAMP.but(ongoing=False), guide=guide()))
        page = Interview(CALF_CRAMP.but(ongoing=False), role="witness").page
        assert page is not None
        assert asked(tab) == page.asks
        assert "duration 45 seconds" in tab.locator(".ddx-known").inner_text()


class TestNumbers:
    """A number is typed in the units that people say; a wrong one loses nothing."""

    def at_the_duration(self, opened: Opened) -> Any:  # noqa: ANN401 - of the driver
        return opened(PAGE, f"#ddx=witness;{FACTS.rpartition(';')[0]}")

    def test_units_are_added_up(self, opened: Opened) -> None:
        tab = self.at_the_duration(opened)
        for field, text in zip(
            tab.locator(".ddx-fields input").all(), ["1", "2,5", "3"], strict=True
        ):
            field.fill(text)
        tab.keyboard.press("Enter")
        assert "duration_s:3753" in tab.url

    @pytest.mark.parametrize("text", ["200", "x", "1,000", "1e3", "-1", "1.", " "])
    def test_what_is_not_accepted_says_what_is(self, opened: Opened, text: str) -> None:
        tab = self.at_the_duration(opened)
        before = tab.url
        hours = tab.locator(".ddx-fields input").first
        hours.fill(text)
        button(tab, "Answer").click()
        error = tab.locator(".ddx-error").inner_text()
        assert "a number of seconds from 0 to 604800 (0 to 168 hours)" in error
        assert tab.url == before
        assert hours.input_value() == text
        assert hours.evaluate("(field) => field === document.activeElement")

    def test_a_reading_of_a_fever_sets_it(self, opened: Opened) -> None:
        tab = opened(PAGE, OTHER_DISEASE)
        tab.get_by_label("temperature").fill("38")
        button(tab, "Use this reading").click()
        assert "fever; temperature 38 \u00b0C" in tab.locator(".ddx-known").inner_text()

    def test_a_lower_reading_sets_nothing(self, opened: Opened) -> None:
        tab = opened(PAGE, OTHER_DISEASE)
        tab.get_by_label("temperature").fill("37.9")
        button(tab, "Use this reading").click()
        assert "fever" not in tab.locator(".ddx-known").inner_text().replace("no fever", "")
        assert tab.get_by_label(re.compile("a fever?")).count() == 1

    def test_a_reading_that_contradicts_is_refused_naming_both(self, opened: Opened) -> None:
        tab = opened(PAGE, OTHER_DISEASE)
        tab.get_by_label("temperature").fill("38.5")
        button(tab, "None of these; each was considered").click()
        error = tab.locator(".ddx-error").inner_text()
        assert "No fever" in error
        assert "temperature 38.5" in error
        assert tab.get_by_label("temperature").input_value() == "38.5"

    def test_the_last_facts_want_an_answer_each(self, opened: Opened) -> None:
        tab = opened(PAGE, LAST_FACTS)
        button(tab, "Continue").click()
        assert "How old is the person?" in tab.locator(".ddx-error").inner_text()
        tab.get_by_label("age, years").fill("62")
        tab.get_by_label("Not done").check()
        tab.get_by_role("group", name="Were warmth").get_by_label("No", exact=True).check()
        button(tab, "Continue").click()
        assert asked(tab) == "Benign local cramp"


CONVULSIVE = (
    "jerking:no,opisthotonus:no,eye_signs:no,impaired_consciousness:no,reported_convulsion:no"
)
SYSTEMIC = "tetanus_signs:no,rabies_signs:no,tetany_signs:no,poisoning:no"
OTHER = (
    "fever:no,serious_disease:not_suspected,known_epilepsy:no,recurrent_without_recovery:no,"
    "secondary_cramp_signs:no"
)
FACTS = "ongoing:no;extent:localized;site:lower_leg;pain:yes;rigidity:yes;duration_s:45"
OTHER_DISEASE = f"#ddx=witness;{FACTS};{CONVULSIVE};{SYSTEMIC}"
LAST_FACTS = f"#ddx=clinician;{FACTS};{CONVULSIVE};{SYSTEMIC};{OTHER}"


class TestLinks:
    """The link restores the answers, and says what in it cannot be."""

    def test_a_link_restores_the_same_state(self, opened: Opened) -> None:
        tab = opened(PAGE)
        tab.get_by_label("I am a clinician").check()
        for name in ["No", "Only one part of the body", "The arm", "Yes", "Don\u2019t know"]:
            button(tab, name).click()
        fragment = tab.url.partition("#")[2]
        shown = tab.locator(".ddx-stage").inner_text()
        lit = tab.locator(".ddx-drawing").inner_html()
        other = opened(PAGE, f"#{fragment}")
        assert other.locator(".ddx-stage").inner_text() == shown
        assert other.locator(".ddx-drawing").inner_html() == lit
        button(other, "\u2190 Back").click()
        button(tab, "\u2190 Back").click()
        assert asked(other) == asked(tab)

    def test_the_browsers_own_back_goes_back(self, opened: Opened) -> None:
        tab = opened(PAGE)
        first = asked(tab)
        button(tab, "No").click()
        tab.go_back()
        tab.wait_for_function(
            "(text) => document.querySelector('.ddx-asks').innerText === text", arg=first
        )

    @pytest.mark.parametrize(
        ("fragment", "said"),
        [
            ("ongoing:no;smell:yes", "\u201csmell\u201d is not asked here"),
            ("ongoing:no;extent:all", "\u201call\u201d is no answer"),
            ("ongoing:no;duration_s:-1", "\u201c-1\u201d is not accepted"),
            ("ongoing:no;fever:no;temperature_c:39", "cannot both be"),
            ("ongoing:no;%E0%A4%A", "cannot be read"),
            ("ongoing:no;fever", "is no answer"),
            ("ongoing:no;fever:no;fever:yes", "It answers twice"),
            ("ongoing:no;temperature_c:0x26", "\u201c0x26\u201d is not accepted"),
        ],
    )
    def test_what_cannot_be_is_said(self, opened: Opened, fragment: str, said: str) -> None:
        tab = opened(PAGE, f"#ddx=witness;{fragment}")
        assert said in tab.locator(".ddx-problem").inner_text()
        assert "over by now" in tab.locator(".ddx-known").inner_text()

    def test_nobody_answers_for_another_role(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=nobody;ongoing:no")
        assert "\u201cnobody\u201d is nobody" in tab.locator(".ddx-problem").inner_text()

    def test_two_walkers_do_not_disturb_each_other(self, opened: Opened) -> None:
        both = (
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>two</title>'
            + walker(MUSCLE_SPASM, guide=guide())
            + walker(OTTAWA, prefix="ankle")
        )
        tab = opened(both)
        spasm, ankle = (tab.locator(f"#{key}-walker") for key in ("ddx", "ankle"))
        before = spasm.locator(".ddx-asks").inner_text()
        ankle.get_by_role("button", name="Yes", exact=True).click()
        assert spasm.locator(".ddx-asks").inner_text() == before
        spasm.get_by_role("button", name="No", exact=True).click()
        fragment = tab.url.partition("#")[2]
        assert sorted(part.partition("=")[0] for part in fragment.split("&")) == ["ankle", "ddx"]
        again = opened(both, f"#{fragment}")
        assert (
            again.locator(".ddx-asks").all_inner_texts()
            == tab.locator(".ddx-asks").all_inner_texts()
        )
        ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
        assert len(ids) == len(set(ids))


class TestForEverybody:
    """By keyboard and screen reader, on a phone, in light and dark, without JavaScript."""

    def test_by_keyboard_alone(self, opened: Opened) -> None:
        tab = opened(PAGE)
        button(tab, "No").focus()
        tab.keyboard.press("Enter")
        focused = "document.activeElement.className"
        assert tab.evaluate(focused) == "ddx-asks"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Space")
        assert "extent: only one part of the body" in tab.locator(".ddx-known").inner_text()
        assert tab.evaluate(focused) == "ddx-asks"

    def test_what_changed_is_announced(self, opened: Opened) -> None:
        tab = opened(PAGE)
        live = tab.locator("[aria-live=polite]").first
        before = live.inner_text()
        button(tab, "Yes").click()
        button(tab, "The whole body").click()
        assert live.inner_text() != before
        assert live.inner_text() == "4 still possible. Urgency: EMERGENCY: call an ambulance now."

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 390])
    def test_axe_finds_nothing(self, opened: Opened, scheme: str, width: int) -> None:
        spec = find_spec("axe_playwright_python")
        if spec is None or spec.origin is None:
            pytest.skip("needs axe-playwright-python")
        axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
        person = to_html(MUSCLE_SPASM, CALF_CRAMP, guide=guide())
        ends = f"{LAST_FACTS};age_months:744,eeg:not_done,self_care_failed:no"
        emergency = "#ddx=witness;ongoing:yes;extent:generalized"
        wrong = "#ddx=witness;smell:yes"
        states = [(PAGE, f) for f in ("", OTHER_DISEASE, LAST_FACTS, ends, emergency, wrong)]
        for source, fragment in [*states, (person, ""), (to_html(OTTAWA), "")]:
            tab = opened(source, fragment, width=width, scheme=scheme)
            tab.evaluate(axe)
            found = tab.evaluate("axe.run()")["violations"]
            assert not [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]
            assert tab.evaluate("document.documentElement.scrollWidth") <= width

    def test_without_javascript_all_but_the_walk_is_there(self, opened: Opened) -> None:
        tab = opened(PAGE, script=False)
        assert "needs JavaScript" in tab.locator(".ddx-still").inner_text()
        assert tab.locator("svg").nth(1).is_visible()
        assert tab.locator("table").count() == 2
        assert not tab.locator(".ddx-stage").is_visible()


class TestLargeTrees:
    """A tree that is too large says so, and a large one can be walked."""

    def test_a_deep_tree_without_a_drawing(self, opened: Opened) -> None:
        vocabulary = declare(**{f"s{number}": YesNo(f"Sign {number}?") for number in range(150)})
        node: Node[Any] = Leaf("end")
        for number, finding in enumerate(vocabulary.findings()):
            assert isinstance(finding, Sign)
            node = Question(f"{number}?", finding.present, yes=Leaf(number), no=node)
        tab = opened(to_html(Tree(node, name="Deep")))
        assert tab.locator(".ddx-drawing").is_hidden()
        button(tab, "Yes").click()
        assert "Nothing more to ask" in tab.locator(".ddx-eyebrow").inner_text()
        assert tab.locator(".ddx-way li").count() >= 1
