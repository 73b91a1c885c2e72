"""How Hypothesis searches, never against the clock and alike in CI; and the docs, built once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A program under test writes as it does for its users: what it could not write is kept.
os.environ.pop("PYTHONUNBUFFERED", None)
settings.register_profile("here", deadline=None)
# What lands must not depend on chance; new examples are looked for on every other machine.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


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
