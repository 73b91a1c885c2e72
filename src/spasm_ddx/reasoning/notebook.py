"""The hook by which a notebook shows an object; only then the views are loaded."""

from __future__ import annotations

from typing import Any, cast


class InNotebook:
    """Base of the objects that a notebook can draw."""

    __slots__ = ()

    def _repr_mimebundle_(self, *_: object, **__: object) -> dict[str, str]:
        # Which types to include and to exclude: IPython itself chooses from what it gets.
        from spasm_ddx.views.jupyter import mimebundle  # noqa: PLC0415

        return mimebundle(cast("Any", self))
