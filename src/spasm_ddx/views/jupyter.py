"""What a notebook shows of a tree, a criterion, or a person's path through a tree."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from textwrap import indent

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree
from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.wording import outline
from spasm_ddx.views.figure import figure, stylesheet
from spasm_ddx.views.graphviz import can_render, render
from spasm_ddx.views.markdown import escaped, to_markdown
from spasm_ddx.views.sheet import Sheet, refuse_unholdable, sheet_of
from spasm_ddx.views.style import variables
from spasm_ddx.views.text import to_text


def mimebundle(shown: GuidelineOrTree | Criterion | Assessment) -> dict[str, str]:
    """What a notebook shows, for each MIME type, for ``_repr_mimebundle_``.

    Args:
        shown: The guideline, the tree or the criterion; or an assessment, shown as its report
            beside the person's path through the tree.

    Returns:
        Always ``text/plain`` and ``text/markdown``; for a tree also ``text/html`` and
        ``image/svg+xml`` where Graphviz is installed.

    Raises:
        TreeError: A text holds what no format can, or the tree is too large to show.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    if isinstance(shown, Assessment):
        return _of_sheet(sheet_of(shown.guideline, shown.presentation), str(shown))
    if isinstance(shown, Guideline | Tree):
        return _of_sheet(sheet_of(shown))
    return _of_criterion(shown)


def _of_sheet(sheet: Sheet, report: str = "") -> dict[str, str]:
    markdown = to_markdown(sheet)
    forms = {"text/plain": to_text(sheet), "text/markdown": markdown}
    if report:  # in Markdown, indented lines are shown as they are
        forms = {"text/plain": report, "text/markdown": f"{indent(report, '    ')}\n\n{markdown}"}
    if can_render(sheet):
        # Ids begin alike for the same picture, so that a notebook does not change.
        prefix = f"ddx-{sha256(to_text(sheet, width=200).encode()).hexdigest()[:10]}"
        look = f"<style>{variables('.ddx-figure')}{stylesheet()}</style>"
        words = f"<pre>{escape(report)}</pre>" if report else ""
        drawn = figure(sheet, "Drawing of the tree", prefix=f"{prefix}-html")
        forms["text/html"] = f"{look}{words}{drawn}"
        forms["image/svg+xml"] = render(sheet, "svg", prefix=prefix).decode()
    return forms


def _of_criterion(criterion: Criterion) -> dict[str, str]:
    lines = outline(criterion)
    refuse_unholdable((text for _, text in lines), "the criterion")
    plain = (f"{'  ' * depth}{'- ' if depth else ''}{text}" for depth, text in lines)
    markdown = (f"{'  ' * depth}- {escaped(text)}" for depth, text in lines)
    return {"text/plain": "\n".join(plain), "text/markdown": "\n".join(markdown)}
