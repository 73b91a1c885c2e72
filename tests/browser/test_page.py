"""The page as a person uses it: answers, keys, links, errors, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from examples.ottawa_ankle import OTTAWA, Films
from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Extent,
    Leaf,
    Presentation,
    Question,
    Sign,
    Site,
    Tree,
    Urgency,
    YesNo,
)
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.interview import Page
from spasm_ddx.reasoning.tree import Node
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import Standing, path_of, unfolded
from tests.reasoning.strategies import declare
from tests.sprain import SPRAIN
from tests.views.strategies import drawn_as

Opened = Callable[..., Any]
PAGE = drawn_as(MUSCLE_SPASM, "html")

#: One person for each leaf of the tree, as a clinician would tell of them.
AT_EACH_LEAF: dict[str, Presentation] = {
    "y": Presentation(impaired_consciousness=False, tetanus_signs=True),
    "nyy": Presentation(
        age_months=18,
        fever=True,
        impaired_consciousness=True,
        serious_disease_excluded=True,
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

#: The names of what each screen asks, and of what an interview asks after the systemic one.
CONVULSIVE, SYSTEMIC, ILLNESS, LIMB = (
    [finding.name for finding in MUSCLE_SPASM.screen(name).findings]
    for name in ("convulsive", "systemic", "illness", "limb")
)
AFTER_SYSTEMIC = (*ILLNESS, *CALF_CRAMP.to_dict())
#: A calf cramp with every screen denied: all that is left is whether self-care failed.
AWAKE = CALF_CRAMP.but(
    ongoing=False,
    age_months=744,
    **dict.fromkeys([*CONVULSIVE, *SYSTEMIC, *ILLNESS, *LIMB], False),
)
SETTLED_CRAMP = AWAKE.but(self_care_failed=False)
#: A child of whom a clinician must tell one thing more, and a witness nothing.
FEVERISH_CHILD = AWAKE.but(
    age_months=18,
    fever=True,
    impaired_consciousness=True,
    extent=Extent.GENERALIZED,
    first_convulsion=False,
    rapid_recovery=True,
)
NONE = "None of these; each was considered"


def link(role: str, person: Presentation) -> str:
    """The fragment of an address with these answers, in one step."""
    words = {True: "yes", False: "no"}
    answers = [
        f"{name}:{words[value] if isinstance(value, bool) else value}"
        for name, value in person.to_dict().items()
    ]
    return f"#ddx={role};{','.join(answers)}"


AT_THE_AGE = link(
    "clinician",
    Presentation(ongoing=False).deny(
        *MUSCLE_SPASM.screen("convulsive").findings, *MUSCLE_SPASM.screen("limb").findings
    ),
)
AT_THE_FEVER = link("witness", AWAKE.but(**dict.fromkeys(AFTER_SYSTEMIC)))


def button(tab: Any, name: str) -> Any:  # noqa: ANN401 - of the driver
    return tab.get_by_role("button", name=name, exact=True)


def answers_as(tab: Any, role: str) -> None:  # noqa: ANN401 - of the driver
    tab.get_by_label("Who answers").select_option(role)


def asked(tab: Any) -> str:  # noqa: ANN401 - of the driver
    return str(tab.locator(".ddx-asks").inner_text())


def answer(tab: Any, page: Page, person: Presentation) -> dict[Any, Any]:  # noqa: ANN401 - of the driver
    """Answer a page by clicks as this person would; unknown counts as absent here."""
    if page.screen is not None:
        ticked = [f for f in page.findings if f.is_red(person.value_of(f))]
        for finding in ticked:
            tab.get_by_label(re.compile(re.escape(finding.asks))).check()
        both = "Those ticked; each other was considered and is absent"
        button(tab, both if ticked else "None of these; each was considered").click()
        return {f: f.denial if f not in ticked else not f.denial for f in page.findings}
    (finding,) = page.findings
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


#: Whether no table scrolls sideways in its box: its outcomes stay in sight.
TABLES_FIT = """[...document.querySelectorAll(".ddx-scroll:has(table)")].every(
  (box) => box.scrollWidth <= box.clientWidth)"""


class TestAnswering:
    """Clicks give the answers of the interview, and reach each leaf."""

    @pytest.mark.parametrize("leaf", AT_EACH_LEAF)
    def test_each_leaf_is_reached(self, opened: Opened, leaf: str) -> None:
        tab = opened(PAGE)
        answers_as(tab, "I am a clinician")
        interview = MUSCLE_SPASM.interview("clinician")
        while (page := interview.page) is not None:
            assert asked(tab) == page.asks
            interview = interview.answered(answer(tab, page, AT_EACH_LEAF[leaf]))

        diagnosis = interview.assessment.diagnosis
        assert diagnosis is not None
        assert asked(tab) == diagnosis.name
        assert tab.locator(".ddx-eyebrow").inner_text() == "Nothing more to ask"
        # Two leaves may hold one condition: which of them it is need not be asked.
        path = path_of(MUSCLE_SPASM.tree, interview.presentation)
        left = [
            place
            for place, node in unfolded(MUSCLE_SPASM.tree.root)
            if isinstance(node, Leaf) and path.standings[place] is not Standing.RULED_OUT
        ]
        assert leaf in left
        standing = "passed" if len(left) == 1 else "undecided"
        for place, node in unfolded(MUSCLE_SPASM.tree.root):
            if isinstance(node, Leaf):
                assert (place in left) <= (node.outcome == diagnosis)
                lit = tab.locator(f"#ddx-lit-{place}").get_attribute("class")
                assert f"ddx-{standing if place in left else 'ruled_out'}" in lit.split()
        advice = tab.locator(".ddx-question .ddx-advice li").all_inner_texts()
        said = [text.rpartition(" [")[0] for text in advice[1:]]
        assert said == [piece.text for piece in interview.assessment.advice]
        emergency = interview.assessment.urgency.at_least is Urgency.EMERGENCY
        assert (tab.locator(".ddx-alarm").count() == 1) is emergency

    def test_an_emergency_says_what_to_do_first(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=witness;ongoing:yes;jerking:yes")
        assert MUSCLE_SPASM.notices.call_now in tab.locator(".ddx-alarm").inner_text()
        assert "Turn the person onto one side" in tab.locator(".ddx-alarm").inner_text()
        box, question = (
            tab.locator(part).bounding_box() for part in (".ddx-alarm", ".ddx-question")
        )
        assert box["y"] < question["y"]

    def test_a_witness_is_not_asked_what_only_a_clinician_can_tell(self, opened: Opened) -> None:
        open_to_another = {"serious_disease_excluded"}
        for role in MUSCLE_SPASM.roles:
            page = MUSCLE_SPASM.interview(role, FEVERISH_CHILD).page
            tab = opened(PAGE, link(role, FEVERISH_CHILD))
            if role == "clinician":
                assert page is not None
                assert {finding.name for finding in page.findings} == open_to_another
                assert asked(tab) == page.asks
            else:
                assert page is None
                assert asked(tab) == "Not settled"

    def test_a_witness_does_not_see_what_an_answer_would_lead_to(self, opened: Opened) -> None:
        person = CALF_CRAMP.but(ongoing=False)
        for role in MUSCLE_SPASM.roles:
            ahead = role != "witness"
            assert MUSCLE_SPASM.interview(role).sees_ahead is ahead
            tab = opened(PAGE, link(role, person.but(tetanus_signs=True)))
            lit = [
                name
                for place, _ in unfolded(MUSCLE_SPASM.tree.root)
                for name in tab.locator(f"#ddx-lit-{place}").get_attribute("class").split()
            ]
            assert "ddx-undecided" in lit
            assert ("ddx-ruled_out" in lit) is ahead

    def test_the_drawing_is_lit_by_clicks_as_by_a_link(self, opened: Opened) -> None:
        """No earlier step stays highlighted: a card has one standing, and at most one is next."""
        tab = opened(PAGE)
        answers_as(tab, "I am a clinician")
        lit = "[...document.querySelectorAll('[id^=ddx-lit]')].map((one) => "
        lit += "[one.id, [...one.classList].filter((name) => name.startsWith('ddx-')).sort()])"
        for name in ("No", NONE, "Don\u2019t know", "Don\u2019t know", NONE, NONE):
            button(tab, name).click()
            again = opened(PAGE, f"#{tab.url.partition('#')[2]}")
            assert tab.evaluate(lit) == again.evaluate(lit)

    def test_the_drawing_lights_up_behind_a_witness(self, opened: Opened) -> None:
        """A witness sees highlighted exactly what every completion passes."""
        person = Presentation.from_dict(dict.fromkeys(SYSTEMIC, False)).but(jerking=True)
        path = path_of(MUSCLE_SPASM.tree, person)
        assert {*path.standings.values()} == {*Standing}
        tab = opened(PAGE, link("witness", person))
        for place, standing in path.standings.items():
            names = tab.locator(f"#ddx-lit-{place}").get_attribute("class").split()
            shown = "passed" if standing is Standing.PASSED else "undecided"
            assert f"ddx-{shown}" in names, place

    def test_the_drawing_marks_the_parts_of_a_passed_question(self, opened: Opened) -> None:
        tab = opened(PAGE)
        awake = tab.locator("#ddx-lit-root text", has_text="awake and clear")
        assert awake.inner_html().startswith("\u2022")
        button(tab, "No").click()
        button(tab, NONE).click()
        assert awake.inner_html().startswith("\u2022"), "undecided, and ahead of a witness"
        answers_as(tab, "I am a clinician")
        assert awake.inner_html().startswith("+")
        tetanus = tab.locator("#ddx-lit-root text", has_text="signs of tetanus")
        assert tetanus.inner_html().startswith("?")
        button(tab, "Start again").click()
        assert awake.inner_html().startswith("?")

    def test_back_and_start_again(self, opened: Opened) -> None:
        tab = opened(PAGE)
        first = asked(tab)
        assert button(tab, "\u2190 Back").is_disabled()
        button(tab, "No").click()
        button(tab, NONE).click()
        second = asked(tab)
        button(tab, "\u2190 Back").click()
        assert asked(tab) != second
        button(tab, NONE).click()
        assert asked(tab) == second
        button(tab, "Start again").click()
        assert asked(tab) == first
        assert tab.url.endswith("#ddx=witness")

    def test_ticks_without_a_denial_leave_the_others_unknown(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=witness;ongoing:no")
        tab.get_by_label(re.compile("jerk again")).check()
        button(tab, "Those ticked; not sure about the others").click()
        assert "jerking" in tab.locator(".ddx-known").inner_text()
        known, _, unknown = tab.locator(".ddx-known").inner_text().partition("Not known")
        for other in (Presentation.opisthotonus, Presentation.eye_signs):
            for words in (other.label, other.denied):
                assert words not in known
            assert other.label in unknown
            assert f"{other.name}:?" in tab.url
        assert "jerking:yes" in tab.url

    def test_it_begins_with_the_answers_that_are_given(self, opened: Opened) -> None:
        tab = opened(drawn_as(MUSCLE_SPASM, "html", CALF_CRAMP.but(ongoing=False)))
        page = MUSCLE_SPASM.interview("witness", CALF_CRAMP.but(ongoing=False)).page
        assert page is not None
        assert asked(tab) == page.asks
        assert "duration 45 seconds" in tab.locator(".ddx-known").inner_text()


class TestNumbers:
    """A person types a number in the units in use; a wrong one loses nothing."""

    def at_the_duration(self, opened: Opened) -> Any:  # noqa: ANN401 - of the driver
        tab = opened(PAGE, link("witness", AWAKE.but(duration_s=None)))
        assert asked(tab) == Presentation.duration_s.asks
        return tab

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
        tab = opened(PAGE, AT_THE_FEVER)
        tab.get_by_label("temperature").fill("38")
        button(tab, "Use this reading").click()
        assert "fever; temperature 38 \u00b0C" in tab.locator(".ddx-known").inner_text()

    def test_a_lower_reading_sets_nothing(self, opened: Opened) -> None:
        tab = opened(PAGE, AT_THE_FEVER)
        tab.get_by_label("temperature").fill("37.9")
        button(tab, "Use this reading").click()
        assert "fever" not in tab.locator(".ddx-known").inner_text().replace("no fever", "")
        assert tab.get_by_label(re.compile("Has there been a fever")).count() == 1

    def test_a_reading_that_contradicts_is_refused_naming_both(self, opened: Opened) -> None:
        tab = opened(PAGE, AT_THE_FEVER)
        tab.get_by_label("temperature").fill("38.5")
        tab.get_by_label(re.compile(Presentation.fever.asks[:-1])).uncheck()
        button(tab, "None of these; each was considered").click()
        error = tab.locator(".ddx-error").inner_text()
        assert "No fever" in error
        assert "temperature 38.5" in error
        assert tab.get_by_label("temperature").input_value() == "38.5"

    def test_an_empty_field_is_no_answer(self, opened: Opened) -> None:
        tab = opened(PAGE, AT_THE_AGE)
        assert asked(tab) == "How old is the person?"
        button(tab, "Answer").click()
        error = tab.locator(".ddx-error").inner_text()
        assert error.startswith("Give a number of months from 0 to 1500")
        assert "or choose \u201cDon\u2019t know\u201d" in error

    def test_what_is_left_is_asked_one_by_one(self, opened: Opened) -> None:
        tab = opened(PAGE, AT_THE_AGE)
        tab.get_by_label("age, years").fill("62")
        button(tab, "Answer").click()
        assert asked(tab) == MUSCLE_SPASM.screen("systemic").asks
        button(tab, NONE).click()
        assert asked(tab) == MUSCLE_SPASM.screen("illness").asks
        button(tab, NONE).click()
        for asks, name in (
            (Presentation.extent.asks, "One part, or parts of one side"),
            (Presentation.site.asks, "The lower leg or calf"),
            (Presentation.pain.asks, "Yes"),
            (Presentation.rigidity.asks, "Yes"),
        ):
            assert asked(tab) == asks
            button(tab, name).click()
        tab.get_by_label("duration, seconds").fill("45")
        button(tab, "Answer").click()
        assert asked(tab).startswith("Were warmth, massage and rest tried")
        button(tab, "No").click()
        assert asked(tab) == "Benign local cramp"
        assert tab.locator(".ddx-eyebrow").inner_text() == "Nothing more to ask"


class TestAfterwards:
    """The page offers what may explain it at the end, on one optional page."""

    def offered(self, opened: Opened, role: str, person: Presentation) -> Any:  # noqa: ANN401 - of the driver
        interview = MUSCLE_SPASM.interview(role, person)
        page = interview.afterwards
        assert page is not None
        tab = opened(PAGE, link(role, person))
        assert tab.locator(".ddx-eyebrow").inner_text() == "Nothing more to ask"
        tab.get_by_text("What may explain it").click()
        legends = tab.locator(".ddx-one > :is(b, legend)").all_inner_texts()
        assert legends == [finding.asks for finding in page.findings]
        return tab

    def test_it_feeds_the_causes_and_changes_neither_condition_nor_urgency(
        self, opened: Opened
    ) -> None:
        tab = self.offered(opened, "witness", SETTLED_CRAMP)
        before, gauge = asked(tab), tab.locator(".ddx-gauge").inner_text()
        exertion, cold = (
            tab.locator(".ddx-one", has_text=finding.asks)
            for finding in (Presentation.exertion, Presentation.cold_exposure)
        )
        exertion.get_by_role("combobox").select_option("Yes")
        cold.get_by_role("combobox").select_option("No")
        button(tab, "Continue").click()

        known = tab.locator(".ddx-known").inner_text()
        assert "exertion" in known
        assert "no cold" in known
        assert asked(tab) == before
        assert tab.locator(".ddx-gauge").inner_text() == gauge
        assert tab.get_by_text("What may explain it").count() == 0
        after = MUSCLE_SPASM.assess(SETTLED_CRAMP.but(exertion=True, cold_exposure=False))
        said = tab.locator(".ddx-question .ddx-advice li").all_inner_texts()[1:]
        assert [text.rpartition(" [")[0] for text in said] == [p.text for p in after.advice]

    def test_going_back_shows_what_was_chosen(self, opened: Opened) -> None:
        tab = self.offered(opened, "witness", SETTLED_CRAMP)
        cold = tab.locator(".ddx-one", has_text=Presentation.cold_exposure.asks)
        cold.get_by_role("combobox").select_option("No")
        button(tab, "Continue").click()
        button(tab, "\u2190 Back").click()
        tab.get_by_text("What may explain it").click()
        assert cold.get_by_role("combobox").input_value() == "0"

    def test_it_can_be_left_out_and_taken_back(self, opened: Opened) -> None:
        tab = self.offered(opened, "witness", SETTLED_CRAMP)
        button(tab, "Continue").click()
        assert asked(tab) == "Benign local cramp"
        assert tab.get_by_text("What may explain it").count() == 0
        button(tab, "\u2190 Back").click()
        assert tab.get_by_text("What may explain it").count() == 1

    def test_of_a_child_who_may_tell_what(self, opened: Opened) -> None:
        child = FEVERISH_CHILD.but(serious_disease_excluded=True)
        for role in MUSCLE_SPASM.roles:
            tab = self.offered(opened, role, child)
            legends = tab.locator(".ddx-one > :is(b, legend)").all_inner_texts()
            assert (Presentation.eeg.asks in legends) is (role == "clinician")

    def test_a_number_that_is_not_accepted_says_what_is(self, opened: Opened) -> None:
        child = FEVERISH_CHILD.but(serious_disease_excluded=True)
        tab = self.offered(opened, "clinician", child)
        box = tab.locator(".ddx-one", has_text=Presentation.attacks_this_illness.asks)
        for wrong in ("0", "1.5", "x"):
            box.locator("input").fill(wrong)
            button(tab, "Continue").click()
            assert "1 to 1000" in tab.locator(".ddx-error").inner_text()
        box.locator("input").fill("2")
        button(tab, "Continue").click()
        assert "attacks_this_illness:2" in tab.url


class TestTheOrder:
    """The next question is the first in the guideline's order that can change the result."""

    def test_the_dangerous_is_asked_before_the_harmless(self, opened: Opened) -> None:
        tab = opened(PAGE)
        assert asked(tab) == Presentation.ongoing.asks
        button(tab, "No").click()
        assert asked(tab) == MUSCLE_SPASM.screen("convulsive").asks
        button(tab, NONE).click()
        assert asked(tab) == MUSCLE_SPASM.screen("limb").asks
        drooping = re.escape(Presentation.acute_limb_or_face_sign.asks)
        tab.get_by_label(re.compile(drooping)).check()
        button(tab, "Those ticked; not sure about the others").click()
        assert MUSCLE_SPASM.notices.call_now in tab.locator(".ddx-alarm").inner_text()

    def test_one_finding_of_a_screen_that_is_left_is_a_question(self, opened: Opened) -> None:
        person = AWAKE.but(**dict.fromkeys(AFTER_SYSTEMIC), poisoning=None)
        tab = opened(PAGE, link("witness", person))
        assert asked(tab) == Presentation.poisoning.asks
        assert tab.locator(".ddx-stage input[type=checkbox]").count() == 0
        button(tab, "No").click()
        assert asked(tab) == MUSCLE_SPASM.screen("illness").asks

    def test_a_screen_shows_what_can_still_change_something(self, opened: Opened) -> None:
        person = Presentation(ongoing=False, jerking=True)
        tab = opened(PAGE, link("witness", person))
        assert asked(tab) == MUSCLE_SPASM.screen("convulsive").asks
        assert "Noted: repeated jerking. And the others?" in tab.locator(".ddx-main").inner_text()
        page = MUSCLE_SPASM.interview("witness", person).page
        assert page is not None
        ticks = tab.locator(".ddx-tick").all_inner_texts()
        assert [text.split("\n")[0] for text in ticks] == [f.asks for f in page.findings]
        assert len(ticks) < len(MUSCLE_SPASM.screen("convulsive").findings) - 1

    def test_each_page_says_why_and_how_many_were_asked(self, opened: Opened) -> None:
        tab = opened(PAGE)
        why = tab.locator(".ddx-why").inner_text()
        assert why == 'Why: how urgent this is depends on it ("Still convulsing" or not).'
        assert tab.locator(".ddx-eyebrow").inner_text() == "Question 1"
        button(tab, "No").click()
        assert tab.locator(".ddx-eyebrow").inner_text() == "Question 2"


class TestAnotherGuideline:
    """A page of another vocabulary, other roles and levels."""

    def test_whoever_answers_is_one_of_its_roles(self, opened: Opened) -> None:
        tab = opened(drawn_as(SPRAIN, "html"))
        assert tab.locator(".ddx-roles option").all_inner_texts() == [
            "I saw it (witness)", "I am a nurse", "I am a doctor",
        ]  # fmt: skip

    def test_its_highest_level_calls_for_help(self, opened: Opened) -> None:
        tab = opened(drawn_as(SPRAIN, "html"), "#ddx=witness;swelling:yes;temperature:41")
        alarm = tab.locator(".ddx-alarm").inner_text()
        assert SPRAIN.notices.call_now in alarm
        assert "Do not walk on it." in alarm
        text = tab.locator("body").inner_text()
        assert SPRAIN.notices.before in text
        assert SPRAIN.notices.purpose in text
        assert "muscle" not in text.lower()

    def test_a_link_holds_its_answers(self, opened: Opened) -> None:
        tab = opened(drawn_as(SPRAIN, "html"))
        answers_as(tab, "I am a nurse")
        for name in ("Yes", "No"):
            button(tab, name).click()
        tab.get_by_label(re.compile("out of shape")).check()
        button(tab, "Those ticked; each other was considered and is absent").click()
        assert asked(tab) == "Broken ankle"
        fragment = tab.url.partition("#")[2]
        assert fragment.startswith("ddx=nurse;swelling:yes;bone_tender:no;format:yes,")
        assert asked(opened(drawn_as(SPRAIN, "html"), f"#{fragment}")) == "Broken ankle"


class TestAPlainTree:
    """Without urgency, alerts and roles."""

    def test_it_is_walked_to_its_outcome(self, opened: Opened) -> None:
        tab = opened(drawn_as(OTTAWA, "html"))
        assert tab.locator(".ddx-roles").is_hidden()
        assert tab.locator(".ddx-gauge").count() == 0
        interview = as_guideline(OTTAWA).interview()
        while (page := interview.page) is not None:
            assert asked(tab) == page.asks
            assert f"Why: {page.why}." in tab.locator(".ddx-why").inner_text()
            button(tab, "No").click()
            interview = interview.answered({page.findings[0]: False})
        assert asked(tab) == str(Films.NONE)
        assert "Urgency" not in tab.locator(".ddx-stage").inner_text()


class TestLinks:
    """The link restores the answers, and the page names an invalid one."""

    def test_a_link_restores_the_same_state(self, opened: Opened) -> None:
        tab = opened(PAGE)
        answers_as(tab, "I am a clinician")
        unknown = "Don\u2019t know"
        screens = ["No", NONE, unknown, unknown, NONE, NONE]
        for name in [*screens, "One part, or parts of one side", "The arm", "Yes", unknown]:
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
        "steps",
        [
            "smell:yes",
            "smell:?",
            "extent:all",
            "duration_s:-1",
            "fever:no;temperature_c:39",
            "%E0%A4%A",
            "fever",
            "fever:no;fever:yes",
            "temperature_c:0x26",
            "temperature_c",
        ],
    )
    def test_what_cannot_be_is_said(self, opened: Opened, steps: str) -> None:
        tab = opened(PAGE, f"#ddx=witness;ongoing:no;{steps}")
        said = f"The link is invalid at \u201c{steps.rpartition(';')[2]}\u201d; only the answers"
        assert tab.locator(".ddx-problem").inner_text() == f"{said} before it are restored."
        assert "over by now" in tab.locator(".ddx-known").inner_text()

    def test_nobody_answers_for_another_role(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=nobody;ongoing:no")
        assert "invalid at \u201cnobody\u201d" in tab.locator(".ddx-problem").inner_text()

    def test_an_invalid_link_stays_named_for_another_role(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=witness;ongoing:no;smell:yes")
        answers_as(tab, "I am a clinician")
        assert "invalid at \u201csmell:yes\u201d" in tab.locator(".ddx-problem").inner_text()
        button(tab, NONE).click()
        assert not tab.locator(".ddx-problem").count()

    def test_a_link_to_another_part_of_the_page_keeps_the_answers(self, opened: Opened) -> None:
        tab = opened(PAGE)
        button(tab, "No").click()
        second = asked(tab)
        tab.evaluate("location.hash = 'ddx-q-root'")
        tab.wait_for_timeout(100)
        assert asked(tab) == second
        tab.evaluate("location.hash = ''")
        tab.wait_for_function(
            "(text) => document.querySelector('.ddx-asks').innerText !== text", arg=second
        )

    def test_two_walkers_do_not_disturb_each_other(self, opened: Opened) -> None:
        both = (
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>two</title>'
            + walker(MUSCLE_SPASM)
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
        for key in ("Tab", "Tab", "Space", "Tab", "Tab", "Tab", "Tab", "Enter"):
            tab.keyboard.press(key)
        known = tab.locator(".ddx-known").inner_text()
        assert "repeated jerking" in known
        assert "awake and clear" in known
        assert tab.evaluate(focused) == "ddx-asks"

    def test_a_choice_by_keyboard_alone(self, opened: Opened) -> None:
        tab = opened(PAGE, link("witness", AWAKE.but(extent=None)))
        assert asked(tab) == Presentation.extent.asks
        tab.locator(".ddx-asks").focus()
        for key in ("Tab", "Tab", "Space"):
            tab.keyboard.press(key)
        assert "extent: one part, or parts of one side" in tab.locator(".ddx-known").inner_text()
        assert tab.evaluate("document.activeElement.className") == "ddx-asks"

    def test_what_changed_is_announced(self, opened: Opened) -> None:
        tab = opened(PAGE)
        live = tab.locator("[aria-live=polite]").first
        before = live.inner_text()
        button(tab, "Yes").click()
        tab.get_by_label(re.compile("jerk again")).check()
        button(tab, "Those ticked; each other was considered and is absent").click()
        assert live.inner_text() != before
        assert live.inner_text() == "3 still possible. Urgency: EMERGENCY: call an ambulance now."

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 390])
    def test_axe_finds_nothing(self, opened: Opened, scheme: str, width: int) -> None:
        spec = find_spec("axe_playwright_python")
        if spec is None or spec.origin is None:
            pytest.skip("needs axe-playwright-python")
        axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
        person = drawn_as(MUSCLE_SPASM, "html", CALF_CRAMP)
        ends = link("clinician", SETTLED_CRAMP)
        child = link("clinician", FEVERISH_CHILD.but(serious_disease_excluded=True))
        emergency = "#ddx=witness;ongoing:yes;jerking:yes"
        wrong = "#ddx=witness;smell:yes"
        states = [(PAGE, f) for f in ("", AT_THE_FEVER, AT_THE_AGE, ends, child, emergency, wrong)]
        alone = drawn_as(MUSCLE_SPASM, "html", CALF_CRAMP, path_only=True)
        parts = drawn_as(MUSCLE_SPASM, "html", depth=2)
        pages = (person, alone, parts, drawn_as(OTTAWA, "html"), drawn_as(SPRAIN, "html"))
        others = [(page, "") for page in pages]
        for source, fragment in [*states, *others]:
            tab = opened(source, fragment, width=width, scheme=scheme)
            tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            tab.evaluate(axe)
            found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert not [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert tab.evaluate(TABLES_FIT)

    def test_without_javascript_all_but_the_walk_is_there(self, opened: Opened) -> None:
        tab = opened(PAGE, script=False)
        assert "needs JavaScript" in tab.locator(".ddx-still").inner_text()
        assert tab.locator("svg").nth(1).is_visible()
        assert tab.locator("table").count() == 2
        assert not tab.locator(".ddx-stage").is_visible()


class TestLargeTrees:
    """For a tree that is too large the page says so; a large one works."""

    def test_a_deep_tree_without_a_drawing(self, opened: Opened) -> None:
        vocabulary = declare(**{f"s{number}": YesNo(f"Sign {number}?") for number in range(150)})
        node: Node[Any] = Leaf("end")
        for number, finding in enumerate(vocabulary.findings()):
            assert isinstance(finding, Sign)
            node = Question(f"{number}?", finding.present, yes=Leaf(number), no=node)
        tab = opened(drawn_as(Tree(node, name="Deep"), "html"))
        assert tab.locator(".ddx-drawing").is_hidden()
        button(tab, "Yes").click()
        assert "Nothing more to ask" in tab.locator(".ddx-eyebrow").inner_text()
        assert tab.locator(".ddx-way li").count() >= 1
