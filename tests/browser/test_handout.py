"""The handout in a real browser: one sheet of A4, no request, readable on a phone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from examples.feverish_child import FEVERISH_CHILD
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.views.handout import to_handout
from tests.muscle_spasm.test_report import SHOWN
from tests.sprain import SPRAIN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Opened = Callable[..., Any]
HANDOUTS = [
    *map(to_handout, SHOWN[:60]),
    *(to_handout(one.assess(one.vocabulary())) for one in (SPRAIN, as_guideline(FEVERISH_CHILD))),
]


def test_it_prints_on_one_sheet(browser: Browser) -> None:
    tab = browser.new_page()
    for page in HANDOUTS:
        tab.set_content(page)
        printed = tab.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]", printed)
    tab.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_it_never_scrolls_sideways(opened: Opened, width: int) -> None:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("needs axe-playwright-python")
    axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    for page in itertools.islice(HANDOUTS, 0, None, 20):
        tab = opened(page, width=width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.evaluate(axe)
        found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["help"]) for one in found] == []
