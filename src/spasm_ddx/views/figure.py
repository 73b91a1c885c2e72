"""A drawing as a fragment of HTML: a frame with its name and legend, in which it scrolls."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape
from importlib.resources import files
from typing import Final

from spasm_ddx.views import style
from spasm_ddx.views.graphviz import can_render, render
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import Sample, Sheet
from spasm_ddx.views.text import to_text

_STYLE: Final = re.compile(r"\s*<style>.*?</style>", re.DOTALL)


def stylesheet() -> str:
    """The style of figures, in the colours of ``style.variables``."""
    own = files("spasm_ddx.views").joinpath("figure.css").read_text(encoding="utf-8")
    return style.painted(".ddx-figure") + own


def figure(
    sheet: Sheet,
    label: str,
    *,
    links: Mapping[str, str] | None = None,
    prefix: str = "ddx",
    standings: Collection[Standing] = (),
    full: bool = False,
    whole: str = "",
) -> str:
    """The drawing as a figure, or text where Graphviz is missing.

    The drawing is as wide as the figure. *Full size* links to the drawing's own file. Without
    one it is a checkbox that makes the drawing scroll. Name and legend never scroll away.
    The legend explains these ``standings`` besides those of the cards. ``full`` opens it at its
    full size; ``whole`` is the address of its own file.
    """
    if not can_render(sheet):
        return f"<pre>{escape(to_text(sheet, width=100))}</pre>"
    drawn = render(sheet, "svg", links=links, prefix=prefix, headed=False).decode()
    wide = float(drawn.partition('viewBox="')[2].split()[2])
    about = "".join(f"<p><bdi>{escape(text)}</bdi></p>" for text in sheet.about)
    samples = "".join(map(_sample, sheet.condensed().samples(standings)))
    marks = ", ".join(style.PART_LEGEND) if sheet.path or standings else ""
    box = f'<label><input type="checkbox"{" checked" if full else ""}>Full size: scroll to see all'
    size = f'<a href="{escape(whole)}">Full size</a>' if whole else f"{box}</label>"
    return (
        f'<div class="ddx-figure">{about}<div class="ddx-legend">'
        f"<b><bdi>{escape(sheet.title)}</bdi></b>{samples}<span>{marks}</span>{size}"
        f'</div><div class="ddx-scroll" role="region" aria-label="{escape(label)}" '
        f'tabindex="0"><div style="--ddx-wide:{wide * 1.15:.0f}px">'
        f"{_STYLE.sub('', drawn, count=1)}</div></div></div>"
    )


def _sample(sample: Sample) -> str:
    role = f"--ddx-{sample.role}-"
    back, ink = ("fill", "ink") if sample.standing else ("strip", "strip-ink")
    dashed = "dashed" if sample.standing is Standing.UNDECIDED else "solid"
    return (
        f'<span class="ddx-sample" style="background:var({role}{back});color:var({role}{ink});'
        f'border:2px {dashed} var({role}border)">{escape(sample.words)}</span>'
    )
