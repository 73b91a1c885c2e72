"""Clinical English for findings and criteria, and where its lines break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import Extent, Not, Presentation, Site, all_of, any_of, at_least, minutes, years
from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.finding_kinds import Sign, YesNo
from spasm_ddx.reasoning.wording import listed, outline, outlined, said, sentence
from tests.reasoning.strategies import LAW, Judgement, completed, declare, judgements, truth

AGE, SITE, EXTENT = Presentation.age_months, Presentation.site, Presentation.extent
WARM = Presentation.temperature_c


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (AGE.between(6, years(4)), "age 6 to 48 months"),
        (Not(AGE.between(6, years(4))), "age less than 6 months or more than 48 months"),
        (AGE.between(66, 126), "age 5 years 6 months to 10 years 6 months"),
        (WARM.at_least(38), "temperature 38 \N{DEGREE SIGN}C or more"),
        (Not(WARM.at_least(38)), "temperature less than 38 \N{DEGREE SIGN}C"),
        (Presentation.duration_s.above(minutes(30)), "duration more than 30 minutes"),
        (Presentation.fever.absent, "no fever"),
        (Not(Presentation.impaired_consciousness.present), "awake and clear"),
        (Not(EXTENT.among(Extent.GENERALIZED)), "extent: not the whole body"),
        (
            SITE.among(Site.LOWER_LEG, Site.FOOT, Site.HAND),
            "site: the lower leg or calf; the foot or toes; or the hand or fingers",
        ),
        (SITE.among(Site.FACE, Site.EYES), "site: the face or the eyes"),
        (
            Not(any_of(Presentation.pain.present, name="Sign of trouble")),
            "no sign of trouble",
        ),
        (
            at_least(2, *(Presentation.finding(n).present for n in ("pain", "fever", "jerking"))),  # type: ignore[union-attr]
            "at least 2 of: pain, fever, repeated jerking",
        ),
    ],
)
def test_one_line(criterion: Criterion, words: str) -> None:
    assert sentence(criterion) == words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("response", "no response"),
        ("no response", 'not "no response"'),
        ("No response", 'not "No response"'),
        ("cannot be woken", 'not "cannot be woken"'),
        ("nodes tender", "no nodes tender"),
    ],
)
def test_absence_of_what_is_a_negation_itself(label: str, words: str) -> None:
    sign = declare(s=YesNo("?", label=label)).finding("s")
    assert isinstance(sign, Sign)
    assert sentence(sign.absent) == sentence(Not(sign.present)) == words
    assert said(sign, value=False) == words


def test_absence_of_a_name_that_is_a_negation_itself() -> None:
    named = any_of(Presentation.pain.present, Presentation.fever.present, name="No response")
    assert sentence(Not(named)) == 'not "no response"'


def test_a_declaration_says_it_better() -> None:
    sign = declare(s=YesNo("?", label="no response", denied="reacts")).finding("s")
    assert said(sign, value=False) == "reacts"


def test_an_outline() -> None:
    criterion = all_of(
        Presentation.pain.present, any_of(Presentation.fever.present, SITE.among(Site.FACE))
    )
    assert outline(criterion) == [
        (0, "all of"),
        (1, "pain"),
        (1, "any of"),
        (2, "fever"),
        (2, "site: the face"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a, b", "c"), "a, b; or c")],
)
def test_lists(words: tuple[str, ...], said: str) -> None:
    assert listed(words, "or") == said


class TestOutline:
    """Each line of an outline means what it says."""

    @LAW
    @given(judgements(), st.data())
    def test_lines_nest_and_the_first_is_the_whole(
        self, case: Judgement, data: st.DataObject
    ) -> None:
        (criterion,) = case.criteria
        person = data.draw(completed(case.world, case.person))
        lines = outlined(criterion)
        assert [(depth, text) for depth, text, _ in lines] == outline(criterion)
        assert truth(lines[0][2], person) is truth(criterion, person)
        assert lines[0][0] == 0
        assert all(0 < later[0] <= earlier[0] + 1 for earlier, later in pairwise(lines))
