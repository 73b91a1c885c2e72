"""For mutmut alone, which runs the tests many times in one process: it is a plugin of pytest."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, Phase, core, settings
from hypothesis.internal.healthcheck import fail_health_check


def _fail(given: settings, message: str, check: HealthCheck) -> None:
    """Let a test run again as a member of another object, as it does each time."""
    if check is not HealthCheck.differing_executors:
        fail_health_check(given, message, check)


def pytest_configure() -> None:
    """Search alike each time, let the first example that fails do, and leave room on the stack.

    Each call goes by way of one that chooses the mutant.
    """
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, derandomize=True, phases=phases)
    settings.load_profile("mutants")
    pytest.MonkeyPatch().setattr(core, "fail_health_check", _fail)
    sys.setrecursionlimit(5000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what takes long last: most mutants are noticed before."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
