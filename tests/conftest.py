"""Hypothesis's settings, without deadlines and the same in CI; and the docs, built once."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import none

from spasm_ddx.views import run_graphviz
from tests.views.drawer import Drawer

# A program under test runs as it does for its users: what it could not write is kept, and it is
# not compiled anew each time it starts.
os.environ.pop("PYTHONUNBUFFERED", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
settings.register_profile("here", deadline=None)
# What lands must not depend on chance; new examples are looked for on every other machine.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@given(none())
def _nothing(nothing: None) -> None:
    assert nothing is None


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and no long-lived objects: it took a tenth of the time.

    Hypothesis looks among its objects, when it first runs, for who keeps its source of chance.
    """
    _nothing()
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000)


#: The way in which the library draws a DOT: in a process of its own.
DRAW = run_graphviz.draw


@pytest.fixture(scope="session", autouse=True)
def drawer() -> Iterator[None]:
    """One process that draws for all tests of this one."""
    drawer = Drawer(DRAW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_graphviz, "draw", drawer.draw)
        yield
    drawer.close()


@pytest.fixture
def a_process_for_each_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore the library's own function."""
    monkeypatch.setattr(run_graphviz, "draw", DRAW)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docs as CONTRIBUTING.md builds them: every warning is an error."""
    for package in ("sphinx", "furo", "myst_parser", "sphinx_copybutton"):
        pytest.importorskip(package, reason="needs the extra docs")
    built = tmp_path_factory.mktemp("site")
    docs = Path(__file__).parents[1] / "docs"
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going"]
    done = subprocess.run(
        [*command, str(docs), str(built)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return built
