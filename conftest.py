"""What to leave uncollected: docstrings whose examples need an extra that is not installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = (
    [] if find_spec("polars") and find_spec("narwhals") else ["src/spasm_ddx/frames.py"]
)
