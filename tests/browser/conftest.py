"""One real browser for the tests of pages, which skip without one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.views.page.node import Node, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

#: Debian's, or the one that is named.
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser with a fresh profile."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """The modules of the page under node."""
    yield from running()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens a page from a file; at the end it must have no request and no log entry."""
    contexts: list[Any] = []
    asked: list[str] = []
    logged: list[str] = []

    def open_(
        source: str,
        fragment: str = "",
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        script: bool = True,
    ) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        context.set_default_timeout(5_000)
        contexts.append(context)
        tab = context.new_page()
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(source, encoding="utf-8")
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: logged.append(message.text))
        tab.on("pageerror", lambda error: logged.append(str(error)))
        tab.goto(f"{file.as_uri()}{fragment}")
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert not logged
    assert all(url.split("#")[0].startswith(tmp_path.as_uri()) for url in asked)
