"""One node for the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.views.page.node import Node, running


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """The modules of the page, ready to be asked."""
    yield from running()
