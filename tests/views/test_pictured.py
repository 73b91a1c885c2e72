"""Every format of a guideline, without and with a person: the drawing and its remarks."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given

from examples.ottawa_ankle import OTTAWA, Injury
from spasm_ddx import MUSCLE_SPASM, Findings, Guideline, Presentation
from spasm_ddx.errors import FindingError, MissingExtraError
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.report import urgency_words
from spasm_ddx.reasoning.tree import Leaf
from spasm_ddx.views.cards import card_of, cards_of, grade_of
from spasm_ddx.views.formats import FORMATS, Format, render_as
from spasm_ddx.views.path import unfolded
from spasm_ddx.views.sheet import sheet_of
from tests.guideline.strategies import Case, cases
from tests.reasoning.strategies import LAW, Ankle
from tests.sprain import BRUISED, SPRAIN, Injured, Xray, unsorted
from tests.views.strategies import Page, drawn_as, markdown_tables, mermaid_nodes, svg_texts
from tests.views.test_forms import CRAMP, FEVERISH

#: The forms that can be read as text.
READ = tuple(form for form in FORMATS if form not in {"png", "pdf"})
#: Those that show one line of what to do.
IN_SHORT = {"dot", "svg", "mermaid"}
OLD = Injured(age=70, bone_tender=True, steps=9)
SEVENTY = Injured(
    age=70,
    bone_tender=True,
    swelling=False,
    fever=False,
    xray=Xray.NORMAL,
    format=False,
    steps=9,
)
#: Guidelines, each with somebody of whom it is not settled and somebody of whom it is.
PEOPLE: dict[str, tuple[Guideline, Findings, Findings]] = {
    "muscle spasm": (MUSCLE_SPASM, FEVERISH, CRAMP),
    "an infant's": (MUSCLE_SPASM, FEVERISH, CRAMP.but(age_months=6)),
    "sprain": (SPRAIN, OLD, SEVENTY),
}
each_form = pytest.mark.parametrize("form", READ)
each_guideline = pytest.mark.parametrize(
    ("guideline", "open_", "settled"), PEOPLE.values(), ids=PEOPLE
)


def letters(text: str) -> str:
    """The letters and digits of a text, since formats change everything else."""
    return "".join(re.findall(r"\w", text))


def shown(guideline: Guideline, form: Format, person: Findings | None = None) -> str:
    """The letters that a form shows of a guideline."""
    text = drawn_as(guideline, form, person)
    if form == "html":
        return letters(Page(text).text)
    if form == "mermaid":
        text = re.sub(r"#(\d+);", r"&#\1;", text)
    return letters(unescape(re.sub(r"</?\w[^<>]*>", "", text)))


@each_form
@each_guideline
class TestAGuideline:
    def test_each_leaf_tells_its_urgency_and_what_to_do(
        self, form: Format, guideline: Guideline, open_: Findings, settled: Findings
    ) -> None:
        assert open_ != settled
        found = shown(guideline, form)

        assert letters(guideline.notices.beside) in found
        for condition in guideline.conditions:
            told = [condition.name, condition.urgency.words, condition.urgency.title]
            if form not in IN_SHORT:
                told += [piece.text for piece in guideline.advice_for(condition)]
            for text in told:
                assert letters(text).lower() in found.lower(), text

    def test_for_a_person_it_shows_what_alerts_raise(
        self, form: Format, guideline: Guideline, open_: Findings, settled: Findings
    ) -> None:
        for person in (open_, settled):
            assessment = guideline.assess(person)
            found = shown(guideline, form, person)
            told = [
                guideline.notices.beside,
                f"Urgency with every alert: {urgency_words(assessment.urgency)}.",
                *(alert.name for alert in assessment.alerts.raised),
                *(
                    "by an alert"
                    for features in assessment.features
                    if features.urgency.at_least > features.condition.urgency
                ),
            ]
            for text in told:
                assert letters(text) in found, text

    def test_for_a_person_it_shows_their_advice_and_no_other(
        self, form: Format, guideline: Guideline, open_: Findings, settled: Findings
    ) -> None:
        told = {piece.text for piece in guideline.assess(settled).advice}
        assert guideline.assess(settled).diagnosis is not None
        found = shown(guideline, form, settled)
        for piece in guideline.advice:
            expected = piece.text in told and form not in IN_SHORT
            assert (letters(piece.text) in found) == expected, piece.text

        assert guideline.assess(open_).diagnosis is None
        found = shown(guideline, form, open_)
        for piece in guideline.advice:
            assert letters(piece.text) not in found, piece.text


class TestTheFormsThatAreNoText:
    @each_guideline
    @pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
    def test_without_and_with_a_person(
        self,
        guideline: Guideline,
        open_: Findings,
        settled: Findings,
        form: Format,
        start: bytes,
    ) -> None:
        for person in (None, open_, settled):
            try:
                drawn = render_as(guideline, form, person)
            except MissingExtraError as error:  # pragma: no cover - a machine without fonts
                pytest.skip(str(error))
            assert isinstance(drawn, bytes)
            assert drawn.startswith(start)


@each_form
class TestAPlainTree:
    """A tree has no remarks; as a guideline it says only that it is not advice."""

    def test_the_same_cards_as_of_the_guideline(self, form: Format) -> None:
        for person in (None, Injury(malleolar_pain=False)):
            of_tree = render_as(OTTAWA, form, person)
            of_guideline = render_as(as_guideline(OTTAWA), form, person)
            assert of_guideline == render_as(
                OTTAWA, form, person, remarks=(as_guideline(OTTAWA).notices.beside,)
            )
            assert of_tree != of_guideline

    def test_no_urgency_is_reported(self, form: Format) -> None:
        for person in (None, Injury(malleolar_pain=False)):
            found = shown(as_guideline(OTTAWA), form, person)
            assert letters("Not medical advice.") in found
            assert "rgencywith" not in found
            assert "Ungraded" not in found
            for films in OTTAWA.outcomes:
                assert letters(str(films)) in found


class TestWhatIsAddedByTheCaller:
    @each_form
    def test_remarks_stand_beside_those_of_the_guideline(self, form: Format) -> None:
        for person in (None, FEVERISH):
            text = drawn_as(MUSCLE_SPASM, form, person, remarks=("Seen by nobody yet.",))
            assert "Seen by nobody yet." in unescape(text.replace("\\", ""))
            beside = letters(MUSCLE_SPASM.notices.beside)
            text = re.sub(r"#(\d+);", r"&#\1;", text)
            assert beside in letters(unescape(re.sub(r"</?\w[^<>]*>", "", text)))

    @each_form
    @pytest.mark.parametrize("shown_", [MUSCLE_SPASM, MUSCLE_SPASM.tree], ids=["guideline", "tree"])
    def test_findings_of_another_vocabulary_are_refused(self, form: Format, shown_: Any) -> None:  # noqa: ANN401 - either
        with pytest.raises(FindingError, match="Ankle"):
            render_as(shown_, form, Ankle())


class TestOneCard:
    """The content of a condition's card."""

    def test_of_nobody_the_advice_and_its_claims(self) -> None:
        condition = MUSCLE_SPASM.condition("systemic_cause_suspected")
        cards, beside = cards_of(MUSCLE_SPASM)

        card = cards(condition)
        assert card.title == "Spasm of a systemic cause, suspected"
        assert card.lines[0] == "Call an ambulance now."
        about = [piece.text for piece in MUSCLE_SPASM.advice if condition in piece.about]
        assert [*card.lines[1:]] == about
        assert any(line.startswith("Have a doctor find the cause") for line in about)
        assert {"S49", "V29", "V30"} <= {*card.claims}
        assert beside == (MUSCLE_SPASM.notices.beside,)

    def test_of_an_infant_no_cramp_reassures(self) -> None:
        cards, beside = cards_of(MUSCLE_SPASM, CRAMP.but(age_months=6))

        card = cards(MUSCLE_SPASM.condition("benign_local_cramp"))
        assert (card.grade, card.strip) == (2, "URGENT, by an alert")
        assert card.lines[0] == "See a doctor today."
        assert "Look after it" not in " ".join(card.lines)
        assert beside[0] == "Urgency with every alert: URGENT: see a doctor today."
        assert beside[1] == "Alerts: Spasm under 2 years of age."
        # What is ruled out says what it is, and not what to do.
        assert cards(MUSCLE_SPASM.condition("febrile_convulsion")).lines == ()

    def test_while_more_is_possible_it_says_so(self) -> None:
        card = cards_of(SPRAIN, OLD)[0](BRUISED)

        assert (card.grade, card.strip) == (2, "DOCTOR or more, by an alert")
        assert card.lines == ("See a doctor this week, or sooner.",)

    def test_a_tree_stays_as_it_is(self) -> None:
        assert cards_of(MUSCLE_SPASM.tree, FEVERISH) == (card_of, ())
        card = card_of(MUSCLE_SPASM.conditions[0])
        assert card.lines == ("Call an ambulance now.",)
        assert card.claims == ()

    @LAW
    @given(cases())
    def test_no_card_tells_less_than_holds(self, case: Case) -> None:
        """Its grade is the lowest final urgency of people with the condition, for any guideline."""
        found = case.guideline.assess(case.person)
        cards, beside = cards_of(case.guideline, case.person)
        assert cards_of(unsorted(case.guideline), case.person)[1] == beside

        known = {features.condition: features for features in found.features}
        for condition in case.guideline.conditions:
            card, features = cards(condition), known.get(condition)
            if features is None:
                assert card.grade == grade_of(condition.urgency)
                assert card.lines == ()
                continue
            assert card.grade == grade_of(features.urgency.at_least)
            raised = features.urgency.at_least > condition.urgency
            assert ("by an alert" in card.strip) is raised
            wider = features.urgency.at_least < features.urgency.at_most
            assert ("or more" in card.strip) is wider
            assert ("or sooner" in card.lines[0]) is wider
        assert urgency_words(found.urgency) in beside[0]
        for alert in found.alerts.raised:
            assert alert.name in beside[1]


class TestEachFormHoldsEachCard:
    """No format loses a node of any guideline."""

    @LAW
    @given(cases())
    def test_of_any_guideline(self, case: Case) -> None:
        for person in (None, case.person):
            svg = drawn_as(case.guideline, "svg", person, prefix="p")
            assert drawn_as(case.guideline, "svg", person, prefix="p") == svg
            drawn = svg_texts(svg)
            nodes = mermaid_nodes(drawn_as(case.guideline, "mermaid", person))
            cards, _ = cards_of(case.guideline, person)
            leaves = [
                (place, cards(node.outcome))
                for place, node in unfolded(case.guideline.tree.root)
                if isinstance(node, Leaf)
            ]
            path = sheet_of(case.guideline, person).path
            for place, card in leaves:
                within = path.highest_ruled_out(place) if path else place
                told = card.strip if within == place else card.title
                assert letters(told) in letters(drawn[f"p-{within}"])
                assert letters(card.strip) in letters(nodes[place])
            _, paths = markdown_tables(drawn_as(case.guideline, "markdown", person))
            assert len(paths) - 1 == len(leaves)


def test_a_person_of_the_right_vocabulary_is_drawn() -> None:
    assert cards_of(MUSCLE_SPASM, Presentation())[1][0].startswith("Urgency with every alert")
