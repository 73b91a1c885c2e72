"""The JSON Schemas of presentations and assessments agree with what is read and written."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Guideline, Presentation, Tree
from spasm_ddx.errors import FindingError
from spasm_ddx.exchange.schemas import assessment_schema, presentation_schema
from spasm_ddx.guideline.guideline import as_guideline
from tests.exchange.test_guidelines import OURS
from tests.muscle_spasm.strategies import near_a_kind
from tests.reasoning.strategies import LAW

PRESENTATION: Any = jsonschema.Draft202012Validator(presentation_schema(Presentation))
ASSESSMENT: Any = jsonschema.Draft202012Validator(assessment_schema(MUSCLE_SPASM))
JSON_VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-5, 2000) | st.text(max_size=3) | st.just([])
)


@LAW
@given(near_a_kind())
def test_a_person_and_the_assessment_follow_their_schemas(values: dict[str, Any]) -> None:
    person = Presentation.from_dict(values)

    PRESENTATION.validate(person.to_dict())
    ASSESSMENT.validate(MUSCLE_SPASM.assess(person).to_dict())


@LAW
@given(st.sampled_from([finding.name for finding in Presentation.findings()]), JSON_VALUES)
def test_one_value_is_accepted_where_from_dict_accepts_it(name: str, value: object) -> None:
    try:
        Presentation.from_dict({name: value})
        accepted = True
    except FindingError:
        accepted = False

    assert PRESENTATION.is_valid({name: value}) == accepted


def test_another_name_is_refused() -> None:
    assert not PRESENTATION.is_valid({"feverr": True})


@pytest.mark.parametrize("shown", OURS, ids=str)
def test_every_guideline_and_tree_has_both(shown: Guideline | Tree[Any]) -> None:
    guideline = as_guideline(shown)
    nobody = guideline.vocabulary()

    jsonschema.validate(nobody.to_dict(), presentation_schema(guideline.vocabulary))
    jsonschema.validate(guideline.assess(nobody).to_dict(), assessment_schema(shown))
