"""What a strategy draws, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

from tests.reasoning.strategies import LAW

T = TypeVar("T")

# Without the database: `find` keeps what it found under the text of its condition alone. Nobody
# reads here what else a found value might have been, which takes longer than to find it.
_SAME = settings(
    LAW,
    max_examples=2000,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)


def collected(strategy: SearchStrategy[T], size: int = 120) -> list[T]:
    """Enough draws to see every kind of value."""
    drawn: list[T] = []

    @settings(_SAME, max_examples=size)
    @given(strategy)
    def collect(value: T) -> None:
        drawn.append(value)

    collect()
    return drawn


def simplest(strategy: SearchStrategy[T], condition: Callable[[T], bool]) -> T:
    """The value that a failing test would show."""
    return find(strategy, condition, settings=_SAME)
