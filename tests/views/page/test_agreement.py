"""The page and Python, step by step, over thousands of random answers, under node."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.feverish_child import FEVERISH_CHILD
from examples.ottawa_ankle import OTTAWA
from spasm_ddx import (
    MUSCLE_SPASM,
    Condition,
    Extent,
    Guideline,
    Presentation,
    Quantity,
    Site,
    Tree,
    differential,
)
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP, FEBRILE_CONVULSION
from spasm_ddx.reasoning.wording import said
from spasm_ddx.views.page.data import Data
from tests import record
from tests.guideline.strategies import guidelines
from tests.muscle_spasm.test_pinned import EVERYBODY, pinned
from tests.reasoning.strategies import World, trees, worlds
from tests.sprain import SPRAIN, unsorted
from tests.views.page.node import Node
from tests.views.page.walks import Walks, leaves, people, walked

#: Somebody of each condition that is explained afterwards, all but the last answers given.
NEARLY = {
    BENIGN_LOCAL_CRAMP: Presentation()
    .deny(*(finding for screen in MUSCLE_SPASM.screens for finding in screen.findings))
    .but(
        ongoing=False,
        age_months=744,
        extent=Extent.LOCALIZED,
        site=Site.LOWER_LEG,
        pain=True,
        rigidity=True,
    ),
    FEBRILE_CONVULSION: Presentation(
        age_months=18,
        fever=True,
        impaired_consciousness=True,
        opisthotonus=False,
        serious_disease_excluded=True,
        known_epilepsy=False,
        low_blood_calcium=False,
        tetanus_signs=False,
        rabies_signs=False,
        tetany_signs=False,
        poisoning=False,
    ),
}

CLINICAL = Data(MUSCLE_SPASM).whole(None, "ddx")
QUANTITIES = [finding for finding in Presentation.findings() if isinstance(finding, Quantity)]

#: How many walks the clinical tree is walked in each role; some ten answers each.
CLINICAL_WALKS = 400
RANDOM_PEOPLE = 400
RANDOM = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)

#: Four walks, other ones each time: some answer everything, some do not.
four_walks = st.integers(0, 10_000).map(lambda first: range(first, first + 4))


class TestTheClinicalTree:
    """Each step of the page is the step of its interview, with the same assessment."""

    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    def test_every_step_of_random_walks(self, node: Node, role: str) -> None:
        walks = Walks(MUSCLE_SPASM)
        for steps in walked(node, MUSCLE_SPASM, role, range(CLINICAL_WALKS)):
            walks.assert_same(role, steps)
        assert walks.answers > CLINICAL_WALKS * 7

    def test_the_pinned_people_and_the_cases(self, node: Node) -> None:
        conditions, alerts = MUSCLE_SPASM.conditions, MUSCLE_SPASM.alerts
        for person in EVERYBODY:
            known = Presentation.from_dict(person["findings"])
            first = walked(node, MUSCLE_SPASM, "clinician", range(1), known)[0][0]
            found = {
                "differential": sorted(conditions[int(place)].key for place in first["possible"]),
                "raised": sorted(alerts[int(place)].key for place in first["raised"]),
                "possible": sorted(alerts[int(place)].key for place in first["open"]),
                "at_least": MUSCLE_SPASM.scale[int(first["low"])].key,
                "at_most": MUSCLE_SPASM.scale[int(first["high"])].key,
            }
            assert found == pinned(person), person["findings"]

    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    def test_random_people(self, node: Node, role: str) -> None:
        """Also those whom no interview describes: any findings, known in any combination."""
        found, walks = [*islice(record.people(seed=29), RANDOM_PEOPLE)], Walks(MUSCLE_SPASM)
        for person, step in zip(found, people(node, MUSCLE_SPASM, role, found), strict=True):
            walks.assert_same_step(MUSCLE_SPASM.interview(role, person), step)

    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    @pytest.mark.parametrize("condition", dict(MUSCLE_SPASM.afterwards), ids=lambda one: one.key)
    def test_what_may_explain_it_is_offered_alike(
        self, node: Node, role: str, condition: Condition
    ) -> None:
        given = NEARLY[condition]
        walks = Walks(MUSCLE_SPASM)
        for steps in walked(node, MUSCLE_SPASM, role, range(60), given):
            walks.assert_same(role, steps, given)
        assert condition in walks.explained


class TestOtherGuidelines:
    """Other vocabularies, scales, screens, orders and roles."""

    @pytest.mark.parametrize(
        ("guideline", "role"),
        [
            (each, role)
            for each in (SPRAIN, FEVERISH_CHILD, unsorted(MUSCLE_SPASM))
            for role in each.roles
        ],
        ids=lambda one: getattr(one, "key", one),
    )
    def test_every_step_of_random_walks(self, node: Node, guideline: Guideline, role: str) -> None:
        walks = Walks(guideline)
        ended = {
            walks.assert_same(role, steps).assessment.diagnosis
            for steps in walked(node, guideline, role, range(60))
        }
        assert len(ended) > 1
        assert walks.answers > 200

    def test_random_guidelines(self, node: Node) -> None:
        seen: set[bool] = set()

        @RANDOM
        @given(st.data())
        def walk(data: st.DataObject) -> None:
            guideline = data.draw(guidelines(data.draw(worlds(most=4))))
            if data.draw(st.booleans()):
                guideline = unsorted(guideline)
            walks = Walks(guideline)
            for steps in walked(node, guideline, "witness", data.draw(four_walks)):
                interview = walks.assert_same("witness", steps)
                seen.add(interview.assessment.settled)

        walk()
        assert seen == {True, False}


class TestPlainTrees:
    """Without urgency, alerts and screens: the red flags first, then as the tree asks."""

    def test_the_ottawa_rules(self, node: Node) -> None:
        walks = Walks(as_guideline(OTTAWA))
        reached: set[str] = set()
        for steps in walked(node, walks.guideline, "witness", range(200)):
            interview = walks.assert_same("witness", steps)
            possible = differential(OTTAWA, interview.presentation)
            assert [OTTAWA.outcomes[index] for index in steps[-1]["possible"]] == [*possible]
            reached |= leaves(steps)
        assert reached >= {"yy", "yn", "ny", "nn"}

    def test_random_trees(self, node: Node) -> None:

        @RANDOM
        @given(st.data())
        def walk(data: st.DataObject) -> None:
            world: World = data.draw(worlds())
            tree: Tree[Any] = data.draw(trees(world))
            walks = Walks(as_guideline(tree))
            if tree.vocabulary is None:
                return
            for steps in walked(node, walks.guideline, "witness", data.draw(four_walks)):
                interview = walks.assert_same("witness", steps)
                possible = differential(tree, interview.presentation)
                assert [tree.outcomes[index] for index in steps[-1]["possible"]] == [*possible]

        walk()


class TestNumbers:
    """The page writes numbers as Python does, and reads them from the fields."""

    @given(data=st.data())
    @settings(deadline=None)
    def test_any_amount(self, node: Node, data: st.DataObject) -> None:
        values: list[tuple[Quantity, float]] = []
        for quantity in QUANTITIES:
            whole = st.integers(int(quantity.low), int(quantity.high))
            some = whole if quantity.whole else st.one_of(whole, whole.map(lambda n: n / 4))
            values += [(quantity, data.draw(some)) for _ in range(4)]
        numbers = {finding: n for n, finding in enumerate(Presentation.findings())}
        shown = node.ask(
            "said", data=CLINICAL, values=[(numbers[quantity], value) for quantity, value in values]
        )
        assert shown == [said(quantity, value) for quantity, value in values]

    @pytest.mark.parametrize(
        ("name", "texts", "value"),
        [
            ("duration_s", ["1", "2,5", "3"], 3753),
            ("duration_s", ["", "2.05", ""], 123),
            ("duration_s", ["1.1", "0.35", "0.5"], 3981.5),
            ("duration_s", ["", "", ""], None),
            ("age_months", ["4", ""], 48),
            ("age_months", ["", "18"], 18),
            ("temperature_c", ["38.5"], 38.5),
            ("temperature_c", ["46"], "\u201c46 \u00b0C\u201d is not accepted; give "),
            ("age_months", ["-1", "30"], "\u201c-1\u201d is not a plain number; give "),
            ("temperature_c", ["-1"], "\u201c-1 \u00b0C\u201d is not accepted; give "),
            ("age_months", ["1", "x"], "\u201cx\u201d is not a plain number; give "),
            ("duration_s", ["", "1,000", ""], "\u201c1,000\u201d is not a plain number; give "),
            ("attacks_this_illness", ["1.5"], "\u201c1.5\u201d is not accepted; give "),
        ],
    )
    def test_what_is_typed(self, node: Node, name: str, texts: list[str], value: Any) -> None:  # noqa: ANN401 - a number, none, or what is wrong
        number = [finding.name for finding in Presentation.findings()].index(name)
        (found,) = node.ask("typed", data=CLINICAL, values=[(number, texts)])
        assert found.startswith(value) if isinstance(value, str) else found == value
