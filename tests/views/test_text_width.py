"""How wide texts are, and where their lines break."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.views.text_width import columns, width, wrap
from tests.reasoning.strategies import LAW
from tests.views.strategies import bare, labels


class TestWrapping:
    """Lines fit, and nothing is lost but white space."""

    @LAW
    @given(labels, st.integers(40, 300), st.booleans())
    def test_points(self, text: str, widest: int, bold: bool) -> None:  # noqa: FBT001 - drawn
        measure = partial(width, size=11, bold=bold)
        lines = wrap(text, widest, measure)
        assert all(measure(line) <= widest for line in lines)
        assert "".join(map(bare, lines)) == bare(text)

    @LAW
    @given(labels, st.integers(2, 60))
    def test_columns(self, text: str, widest: int) -> None:
        lines = wrap(text, widest, columns)
        assert all(columns(line) <= widest for line in lines)
        assert "".join(map(bare, lines)) == bare(text)

    def test_an_accent_stays_with_its_letter(self) -> None:
        assert wrap("ae\u0301" * 3, 2, columns) == ["ae\u0301"] * 3
