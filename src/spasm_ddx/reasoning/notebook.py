"""The hook by which a notebook shows an object; only then the views are loaded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast


class InNotebook:
    """Base of the objects that a notebook can draw."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        from spasm_ddx.views.jupyter import mimebundle  # noqa: PLC0415

        return mimebundle(cast("Any", self), include=include, exclude=exclude)
