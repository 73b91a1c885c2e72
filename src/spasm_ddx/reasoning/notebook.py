"""How a notebook shows what a view can draw; the views are loaded only there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast


class InNotebook:
    """Base of what a notebook shows: a criterion, a tree, a guideline, an assessment."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        from spasm_ddx.views.jupyter import mimebundle  # noqa: PLC0415

        return mimebundle(cast("Any", self), include=include, exclude=exclude)
