"""The built docs in a real browser: no request, no log entry, accessible."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MAIN = [
    "index.html",
    "clinical/differential.html",
    "clinical/walk.html",
    "clinical/findings.html",
    "clinical/claims.html",
    "clinical/variance.html",
    "clinical/safety.html",
    "clinical/intended-use.html",
    "gallery.html",
    "how-to/own-tree.html",
    "explanation/laws.html",
    "explanation/performance.html",
    "reference/trees.html",
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_on_the_main_pages(
    browser: Browser,
    site: Path,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("needs axe-playwright-python")
    axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    found: dict[str, list[Any]] = {}
    for name in MAIN:
        tab.goto((site / name).as_uri())
        tab.evaluate(axe)
        violations = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        found[name] = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in violations]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_no_page_asks_for_anything_or_logs_an_error(
    browser: Browser,
    site: Path,
) -> None:
    context = browser.new_context()
    tab = context.new_page()
    asked: list[str] = []
    logged: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("requestfailed", lambda request: logged.append(f"not there: {request.url}"))
    tab.on("console", lambda message: logged.append(f"{tab.url}: {message.text}"))
    tab.on("pageerror", lambda error: logged.append(f"{tab.url}: {error}"))
    pages = sorted(site.rglob("*.html"))
    for path in pages:
        tab.goto(path.as_uri())
    context.close()
    assert len(pages) > 30
    assert not logged
    assert not [url for url in asked if not url.startswith((site.as_uri(), "data:"))]


def test_the_keyboard_opens_a_drawing_at_its_full_size(
    browser: Browser,
    site: Path,
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto((site / "clinical" / "differential.html").as_uri())
    tab.get_by_role("link", name="Full size").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/_images/*.svg")
    wide = tab.evaluate("document.documentElement.getBoundingClientRect().width")
    assert wide > 4 * 390
    tab.locator("a", has_text="Febrile convulsion?").click()
    assert tab.url.endswith("clinical/differential.html#muscle-spasm-ny")
    context.close()


def test_an_example_is_copied_without_its_prompts(
    browser: Browser,
    site: Path,
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto((site / "explanation" / "performance.html").as_uri())
    tab.locator(".highlight", has_text="compile_tree").get_by_role("button").click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from spasm_ddx import MUSCLE_SPASM")
    assert ">>>" not in copied
    assert "<Condition" not in copied
    context.close()


def test_a_card_leads_to_its_section(
    browser: Browser,
    site: Path,
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto((site / "clinical" / "differential.html").as_uri())
    tab.locator(".ddx-figure a", has_text="Febrile convulsion?").click()
    assert tab.url.endswith("#muscle-spasm-ny")
    assert tab.locator("#muscle-spasm-ny").is_visible()
    context.close()
