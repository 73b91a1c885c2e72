"""No network at run time: with sockets forbidden, everything works."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation, verify
from tests.cli.running import run

FORBIDDEN = "a socket was opened"


def forbid(*_: object, **__: object) -> NoReturn:
    raise AssertionError(FORBIDDEN)


@pytest.fixture(autouse=True)
def without_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, forbid)


def test_they_are_forbidden() -> None:
    with pytest.raises(AssertionError, match=FORBIDDEN):
        socket.create_connection(("localhost", 80))


@pytest.mark.parametrize(
    "command",
    [
        "assess --fever yes --diagram path.svg --handout handout.html",
        "render -o page.html",
        "render -o tree.svg",
        "batch people.csv assessed.parquet",
        "verify",
        "export -o guideline.json",
        "export --format schema",
    ],
)
def test_no_command_needs_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if command.startswith("batch"):
        pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("fever,pain\nyes,no\n", encoding="utf-8")

    done = run(*command.split())

    assert (done.returncode, FORBIDDEN.encode() in done.stderr) == (0, False), done.stderr


def test_nor_does_the_library() -> None:
    assessment = MUSCLE_SPASM.assess(Presentation(fever=True))

    assert verify(MUSCLE_SPASM).ok
    assert str(assessment)
    assert assessment.explain()
    assert assessment.to_dict()
