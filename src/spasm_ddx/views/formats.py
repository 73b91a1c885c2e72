"""The one front door: a tree in any form, by the name of the form."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias, assert_never, get_args

from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.views.graphviz import render, to_dot
from spasm_ddx.views.html import to_html
from spasm_ddx.views.markdown import to_markdown
from spasm_ddx.views.mermaid import to_mermaid
from spasm_ddx.views.text import to_text

Format: TypeAlias = Literal["dot", "svg", "png", "pdf", "mermaid", "text", "markdown", "html"]
#: The names of the forms.
FORMATS: Final[tuple[Format, ...]] = get_args(Format)


def render_as(
    shown: GuidelineOrTree,
    format: Format,  # noqa: A002 - what it is called everywhere
    findings: Findings | None = None,
    **options: Any,  # noqa: ANN401 - those of the form
) -> str | bytes:
    """A tree in one of ``FORMATS``.

    Args:
        shown: A guideline or a tree.
        format: The name of the form.
        findings: One person's findings, whose path is shown; none unless given.
        **options: ``remarks``, ``root`` and ``depth`` for every form; ``links`` for dot, svg, png
            and pdf; ``prefix`` for svg, png, pdf and html; ``width`` and ``unicode`` for text.

    Returns:
        Text, or bytes for svg, png and pdf.

    Raises:
        ValueError: There is no such form.
        SpasmDdxError: What the form itself raises.
    """
    if format not in FORMATS:
        msg = f"{format!r} is not a format; accepted are {', '.join(FORMATS)}"
        raise ValueError(msg)
    match format:
        case "dot":
            return to_dot(shown, findings, **options)
        case "svg" | "png" | "pdf":
            return render(shown, format, findings, **options)
        case "mermaid":
            return to_mermaid(shown, findings, **options)
        case "text":
            return to_text(shown, findings, **options)
        case "markdown":
            return to_markdown(shown, findings, **options)
        case "html":
            return to_html(shown, findings, **options)
        case _:  # pragma: no cover - refused above
            assert_never(format)
