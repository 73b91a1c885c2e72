"""What a notebook shows of a tree, a criterion, or a person's way through a tree."""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256
from html import escape

from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree
from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.wording import outline
from spasm_ddx.views import engine
from spasm_ddx.views.graphviz import MOST_CARDS, render
from spasm_ddx.views.html import figure
from spasm_ddx.views.markdown import escaped, to_markdown
from spasm_ddx.views.sheet import refuse_unholdable, sheet_of
from spasm_ddx.views.text import to_text


def mimebundle(
    shown: GuidelineOrTree | Criterion,
    findings: Findings | None = None,
    *,
    words: str | None = None,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The forms of a tree or a criterion by MIME type, for ``_repr_mimebundle_``.

    Args:
        shown: The guideline, the tree or the criterion.
        findings: One person's findings, whose path through the tree is shown.
        words: What the plain text says instead of the tree, and the others beside it:
            an assessment gives its report.
        include: The MIME types wanted; all unless given.
        exclude: Those not wanted; none unless given.

    Returns:
        Always ``text/plain`` and ``text/markdown``; for a tree ``text/html`` and
        ``image/svg+xml`` as well where there is something to draw with.

    Raises:
        TreeError: A text holds what no form can, or the tree is too large to show.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of the person's paths outgrew its limit.
    """
    forms = (
        _of_tree(shown, findings, words)
        if isinstance(shown, Guideline | Tree)
        else _of_criterion(shown)
    )
    return {
        kind: make()
        for kind, make in forms.items()
        if (include is None or kind in include) and (exclude is None or kind not in exclude)
    }


def _of_tree(
    shown: GuidelineOrTree, findings: Findings | None, words: str | None
) -> dict[str, Callable[[], str]]:
    report = "" if words is None else f"<pre>{escape(words)}</pre>"
    fenced = "" if words is None else _fenced(words) + "\n\n"
    forms: dict[str, Callable[[], str]] = {
        "text/plain": lambda: to_text(shown, findings) if words is None else words,
        "text/markdown": lambda: fenced + to_markdown(shown, findings),
    }
    if engine.can_draw() and len(sheet_of(shown).cards) <= MOST_CARDS:
        prefix = _prefix(shown, findings)
        forms["text/html"] = lambda: report + figure(shown, findings, prefix=f"{prefix}-html")
        forms["image/svg+xml"] = lambda: render(shown, "svg", findings, prefix=prefix).decode()
    return forms


def _prefix(shown: GuidelineOrTree, findings: Findings | None) -> str:
    """What ids begin with: alike for the same picture, so that a notebook does not change."""
    text = to_text(shown, findings, width=200)
    return f"ddx-{sha256(text.encode()).hexdigest()[:10]}"


def _fenced(words: str) -> str:
    fence = "```"
    while fence in words:
        fence += "`"
    return f"{fence}text\n{words}\n{fence}"


def _of_criterion(criterion: Criterion) -> dict[str, Callable[[], str]]:
    lines = outline(criterion)
    for _, text in lines:
        refuse_unholdable([text], "the criterion")

    def plain() -> str:
        return "\n".join(f"{'  ' * depth}{'- ' if depth else ''}{text}" for depth, text in lines)

    def markdown() -> str:
        return "\n".join(f"{'  ' * depth}- {escaped(text)}" for depth, text in lines)

    return {"text/plain": plain, "text/markdown": markdown}
