"""Signals: Ctrl-C during the import of the command line, and SIGTERM while it writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from spasm_ddx.cli import main
from tests.cli.running import converse

_ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def interrupted(
    folder: Path,
    module: str,
    preexec: Callable[[], object] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
) -> tuple[int, bytes]:
    """The exit code and output of the installed command after Ctrl-C during an import."""
    (folder / f"{module}.py").write_text(
        "import os, signal, sys, time\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        "time.sleep(0.1)\n"
        "sys.exit(7)\n"
    )
    entry, _, function = _PROJECT["scripts"]["spasm-ddx"].partition(":")
    script = folder / "spasm-ddx"  # as an installer writes it
    script.write_text(f"import sys\nfrom {entry} import {function}\nsys.exit({function}())\n")
    done = subprocess.run(
        [sys.executable, str(script), "render", "--format", "dot"],
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{_ROOT / 'src'}"},
        capture_output=True,
        check=False,
        preexec_fn=preexec,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    ("module", "code"),
    # By the package, by the command line, when it draws; a shell says 130 for each.
    [("attrs", -signal.SIGINT), ("click", -signal.SIGINT), ("graphviz", 130)],
)
def test_ends_it_in_silence(tmp_path: Path, module: str, code: int) -> None:
    assert interrupted(tmp_path, module) == (code, b"")


def test_stays_ignored_in_the_background_of_a_script(tmp_path: Path) -> None:
    def ignored() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    assert interrupted(tmp_path, "click", ignored) == (7, b"")


@pytest.mark.parametrize("answers", [[], ["no"]])
def test_in_an_interview_no_result_follows_it(answers: list[str]) -> None:
    code, shown, _ = converse(["ask"], answers, end=KeyboardInterrupt)

    assert code == 130
    assert "What to do" not in shown


def test_sigterm_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal at the moment when a finished picture replaces the old one."""

    def ended(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Path, "replace", ended)
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as stopped:
            main(["render", "-o", str(tmp_path / "tree.dot")])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert stopped.value.code == 128 + signal.SIGTERM
    assert not [*tmp_path.iterdir()]
