"""How Hypothesis searches: never against the clock, and always alike in CI."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("here", deadline=None)
# What lands must not depend on chance; new examples are looked for on every other machine.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
