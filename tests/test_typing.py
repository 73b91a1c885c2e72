"""Type checkers report exactly the marked lines.

A line of ``wrong.py`` that ends in ``# E`` must be an error for each tool; no other may.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent / "typing_examples"


def run(*command: str | Path, cwd: Path) -> str:
    """The output of a tool; exit codes 0 and 1 mean that it ran."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy(file: Path) -> set[int]:
    """The lines in which mypy finds an error."""
    cache = f"--cache-dir={file.parent / 'cache'}"
    said = run("mypy", "--strict", "--config-file=", cache, file.name, cwd=file.parent)
    return {int(line) for line in re.findall(rf"^{file.name}:(\d+): error:", said, re.MULTILINE)}


def pyright(file: Path) -> set[int]:
    """The lines in which pyright finds an error."""
    # A configuration of its own: that of the project leaves `wrong.py` out.
    settings = {"include": [file.name], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (file.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    said = run("pyright", "--outputjson", "--pythonpath", sys.executable, cwd=file.parent)
    report = json.loads(said[said.index("{") :])
    assert report["summary"]["filesAnalyzed"] == 1
    return {
        found["range"]["start"]["line"] + 1
        for found in report["generalDiagnostics"]
        if found["severity"] == "error"
    }


@pytest.fixture(params=[mypy, pyright])
def errors(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], set[int]]:
    """The lines of an example in which a tool finds an error."""
    tool: Callable[[Path], set[int]] = request.param
    if importlib.util.find_spec(tool.__name__) is None:
        pytest.skip(f"{tool.__name__} is not installed; it is in the dev extra")

    def lines(name: str) -> set[int]:
        return tool(Path(shutil.copy(EXAMPLES / name, tmp_path)))

    return lines


def test_wrong_uses_and_no_others_are_errors(errors: Callable[[str], set[int]]) -> None:
    text = (EXAMPLES / "wrong.py").read_text(encoding="utf-8")
    marked = {
        number for number, line in enumerate(text.splitlines(), start=1) if line.endswith("# E")
    }
    assert len(marked) > 50
    assert errors("wrong.py") == marked


def test_right_uses_are_none(errors: Callable[[str], set[int]]) -> None:
    assert errors("right.py") == set()
