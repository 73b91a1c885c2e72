"""Reading people of any vocabulary from JSON; tests/cli has the invalid input."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.ottawa_ankle import Injury
from spasm_ddx import Findings, Presentation, YesNo
from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.exchange.json import LONGEST, read_people
from tests.muscle_spasm.strategies import partly_known


def read(text: str) -> tuple[bool, list[Presentation]]:
    many, people = read_people(io.BytesIO(text.encode()), Presentation, "here")
    return many, [person for _, person in people]


@given(partly_known, st.sampled_from([None, 0, 2]))
def test_one_object_over_any_number_of_lines(person: dict[str, Any], indent: int | None) -> None:
    assert read(json.dumps(person, indent=indent)) == (False, [Presentation.from_dict(person)])


@given(st.lists(partly_known, min_size=2, max_size=5), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_one_object_a_line(people: list[dict[str, Any]], end: str) -> None:
    text = end.join(map(json.dumps, people)) + end

    assert read(text) == (True, [Presentation.from_dict(person) for person in people])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_their_place(content: bytes) -> None:
    refusal = "here: one line"
    try:
        list(read_people(io.BytesIO(content), Presentation, "here")[1])
    except InputError as error:
        refusal = str(error)
    assert refusal.startswith("here")
    assert "\n" not in refusal


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_json_value_of_a_finding_is_read_or_refused_by_name(value: object) -> None:
    accepted = value is None or (type(value) is float and 0 <= value <= 1500)
    if accepted:
        assert read(json.dumps({"age_months": value})) == (False, [Presentation(age_months=value)])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - what a float is
    else:
        with pytest.raises(InputError, match="age_months"):
            read(json.dumps({"age_months": value}))


class Odd(Findings):
    """A vocabulary with a check of its own, which blames no single finding."""

    first: YesNo = YesNo("Is it the first?")
    second: YesNo = YesNo("Is it the second?")

    def __attrs_post_init__(self) -> None:
        if self.first and self.second:
            msg = "only one can be"
            raise FindingError(msg)


def test_what_blames_no_single_finding_is_refused_where_the_person_begins() -> None:
    text = b'{"first": false}\n{"first": true, "second": true}\n'

    with pytest.raises(InputError, match=r"^here, line 2: only one can be$") as caught:
        list(read_people(io.BytesIO(text), Odd, "here")[1])
    assert caught.value.line == 2


def test_a_person_over_lines_without_end_is_refused() -> None:
    lines = b"{\n" + (b'"first": true,' + b" " * (LONGEST // 2) + b"\n") * 3

    with pytest.raises(
        InputError, match=r"^here, line 1: more than 1,000,000 bytes for one person$"
    ):
        read_people(io.BytesIO(lines), Odd, "here")


def test_any_vocabulary() -> None:
    _, (found,) = read_people(io.BytesIO(b'{"walks_now": true}'), Injury, "here")

    assert found == (1, Injury(walks_now=True))


@pytest.mark.parametrize("name", Presentation.retired)
def test_a_finding_that_is_gone_is_refused_with_what_replaced_it(name: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        read(json.dumps({name: "excluded"}))
    for now in Presentation.retired[name]:
        assert now in str(caught.value)


def test_lines_are_those_of_the_file() -> None:
    with pytest.raises(InputError, match="here, line 4: fever") as caught:
        read('{"pain": true}\n\n{}\n{"fever": 0}\n')
    assert caught.value.line == 4
