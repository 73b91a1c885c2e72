"""A tree in any format, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views.graphviz import render, to_dot
from spasm_ddx.views.html import to_html
from spasm_ddx.views.markdown import to_markdown
from spasm_ddx.views.mermaid import to_mermaid
from spasm_ddx.views.sheet import sheet_of
from spasm_ddx.views.text import to_text

Format: TypeAlias = Literal["dot", "svg", "png", "pdf", "mermaid", "text", "markdown", "html"]
_FORMS: Final[dict[Format, Callable[..., str | bytes]]] = {
    "dot": to_dot,
    "svg": partial(render, format="svg"),
    "png": partial(render, format="png"),
    "pdf": partial(render, format="pdf"),
    "mermaid": to_mermaid,
    "text": to_text,
    "markdown": to_markdown,
    "html": to_html,
}
#: The names of the formats.
FORMATS: Final = tuple(_FORMS)


def render_as(
    shown: GuidelineOrTree,
    format: Format,  # noqa: A002 - what it is called everywhere
    findings: Findings | None = None,
    **options: Any,  # noqa: ANN401 - those of the form
) -> str | bytes:
    """A tree in one of ``FORMATS``.

    Args:
        shown: A guideline or a tree.
        format: The name of the format.
        findings: One person's findings, to show that person's path; none unless given.
        **options: ``remarks``, ``root``, ``depth`` and ``path_only`` for every format, as in
            ``sheet_of``; ``links`` for dot, svg, png and pdf; ``prefix`` for svg, png, pdf and
            html; ``width`` and ``unicode`` for text. A page of HTML always shows the whole
            tree: ``depth`` is how many questions each of its drawings shows.

    Returns:
        Text, or bytes for svg, png and pdf.

    Raises:
        ValueError: There is no such format.
        SpasmDdxError: What ``sheet_of`` or the format itself raises.
    """
    if format not in FORMATS:
        msg = f"{format!r} is not a format; accepted are {', '.join(FORMATS)}"
        raise ValueError(msg)
    about = {"remarks", "root", "path_only"}
    if format != "html":
        about.add("depth")
    of_sheet = {name: options.pop(name) for name in about & options.keys()}
    return _FORMS[format](sheet_of(shown, findings, **of_sheet), **options)
