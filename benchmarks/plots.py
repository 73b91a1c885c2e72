"""Draw what the benchmarks printed, from ``docs/measured/*.txt``, as SVG for the docs.

Run it: ``python benchmarks/plots.py``; ``publish.py`` does so at its end. Each plot is readable
on a phone, and on a light and a dark page: its words have the colour of the text around it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

MEASURED: Final = Path(__file__).resolve().parents[1] / "docs" / "measured"
WIDE: Final = 400
#: Colours that stand out from white and from black: ours, and the rest.
OURS, OTHERS = "#1b8a6b", "#808080"
COLOURS: Final = ("#1b8a6b", "#c4552d", "#3f7fc4", "#9a6fb0")
#: What of this library a bar shows.
_OURS: Final = re.compile("ours|compile_tree|differential|assess$|now|random|cases|knows")


def rows(name: str, heading: str) -> Iterator[tuple[str, list[float]]]:
    """The lines below a heading, up to an empty one: what each is about, and its numbers."""
    text = (MEASURED / f"{name}.txt").read_text(encoding="utf-8")
    _, found, block = text.partition(heading)
    if not found:
        msg = f"{name}.txt has no line {heading!r}"
        raise SystemExit(msg)
    for line in block.partition("\n\n")[0].splitlines()[1:]:
        what, *values = re.split(r" {2,}", line.strip())
        numbers = [value.replace(",", "") for value in values]
        yield what, [float(one) for one in numbers if re.fullmatch(r"[\d.]+", one)]


def svg(title: str, high: float, parts: Iterable[str]) -> str:
    """A plot with its title; alone it follows the system, in a page the text around it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:.0f}" role="img" '
        f'aria-label="{escape(title)}" font-family="Helvetica,Arial,sans-serif" font-size="12" '
        f'fill="currentColor">\n<style>svg{{background:#fff;color:#000}}</style>\n'
        f'<text y="14" font-size="13" font-weight="bold">{escape(title)}</text>\n'
        + "".join(f"{part}\n" for part in parts)
        + "</svg>\n"
    )


def bars(title: str, given: Iterable[tuple[str, float]], unit: str, *, log: bool = True) -> str:
    """A bar for each value, with its words above it; logarithmic where values lie far apart."""
    values = list(given)
    title += ", logarithmic" if log else ""
    low = min(value for _, value in values) / 2 if log else 0
    high = max(value for _, value in values)

    def length(value: float) -> float:
        share = math.log(value / low) / math.log(high / low) if log else value / high
        return WIDE * share

    parts: list[str] = []
    for number, (what, value) in enumerate(values):
        top = 28 + 34 * number
        colour = OURS if _OURS.search(what) else OTHERS
        shown = f"{value:,.0f}" if value >= 10 else f"{value:.2g}"  # noqa: PLR2004 - two digits
        parts += [
            f'<text y="{top + 12}">{escape(what)}</text>',
            f'<text x="{WIDE}" y="{top + 12}" text-anchor="end">{shown} {unit}</text>',
            f'<rect y="{top + 17}" width="{length(value):.1f}" height="9" rx="2" fill="{colour}"/>',
        ]
    return svg(title, 30 + 34 * len(values), parts)


def dots(title: str, across: str, series: dict[str, Sequence[tuple[float, float]]]) -> str:
    """Seconds by size, both logarithmic, a colour and a shape for each series."""
    points = [point for found in series.values() for point in found]
    left, top, right, bottom = 44, 64, WIDE - 8, 330
    x_low, x_high = 1, math.ceil(max(math.log10(x) for x, _ in points))
    y_low, y_high = -4, math.ceil(max(math.log10(y) for _, y in points))

    def at(x: float, y: float) -> tuple[float, float]:
        far = (math.log10(x) - x_low) / (x_high - x_low)
        up = (math.log10(y) - y_low) / (y_high - y_low)
        return left + far * (right - left), bottom - up * (bottom - top)

    parts: list[str] = []
    for power in range(y_low, y_high + 1):
        _, y = at(10, 10**power)
        words = f"{10**power:,} s" if power >= 0 else f"{10**power:.{-power}f} s"
        parts.append(f'<path d="M{left} {y:.0f}H{right}" stroke="currentColor" opacity=".25"/>')
        parts.append(f'<text x="0" y="{y + 4:.0f}" font-size="10">{words}</text>')
    for power in range(x_low, x_high + 1):
        x, _ = at(10**power, 1)
        words = f'y="{bottom + 16}" font-size="10" text-anchor="middle">{10**power:,}'
        parts.append(f'<text x="{min(x, WIDE - 24):.0f}" {words}</text>')
    parts.append(f'<text x="{WIDE}" y="{bottom + 32}" text-anchor="end">{escape(across)}</text>')
    for number, (what, found) in enumerate(series.items()):
        colour = COLOURS[number]
        legend = 100 * number
        parts.append(f'<g fill="{colour}">{mark(legend + 6, 36, number)}</g>')
        parts.append(f'<text x="{legend + 16}" y="40">{escape(what)}</text>')
        marks = "".join(mark(*at(*point), number) for point in found)
        parts.append(f'<g fill="{colour}">{marks}</g>')
    return svg(title, bottom + 40, parts)


def mark(x: float, y: float, number: int) -> str:
    """A point of a series, told without colour too: a disc, a square, a diamond or a triangle."""
    shapes = ("m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "m-4-4h8v8h-8z", "m0-5l5 5l-5 5l-5-5z")
    shape = (*shapes, "m0-5l5 9h-10z")[number]
    return f'<path d="M{x:.1f} {y:.1f}{shape}"/>'


def growth() -> str:
    """How the costs of a tree grow with its diagram."""
    names = ("diagram", "compile", "possible", "ask next")
    series: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _, values in rows("growth", "tree   "):
        if len(values) > 1:  # a tree that was refused has none
            nodes, _, *costs = values
            for name, seconds in zip(names, costs, strict=False):
                if seconds:
                    series[name].append((nodes, seconds))
    return dots("One tree, by the size of its decision diagram", "nodes of the diagram", {**series})


def main() -> None:
    """Draw every plot."""
    engines = [
        (what.replace(", everything known", ""), values[0])
        for what, values in rows("one_person", "100 random people, everything known")
        if not what.startswith(("control", "the same"))
    ]
    persons = [
        (what, values[0])
        for what, values in rows("assess", "one person, median")
        if len(values) == 2  # noqa: PLR2004 - the answer, and everything read
    ]
    table = [
        (what, values[0])
        for what, values in rows("tables", "\n1,000,000 rows")
        if values and "again" not in what
    ]
    pages = [(what, values[0]) for what, values in rows("interview", "pages until settled, 300")]
    plots = {
        "one_person": bars("One person, everything known", engines, "µs"),
        "assess": bars("A full assessment", persons, "µs", log=False),
        "tables": bars("A million rows, for each row", table, "ns"),
        "interview": bars("Pages of an interview, on average", pages, "pages", log=False),
        "growth": growth(),
    }
    for name, drawn in plots.items():
        (MEASURED / f"{name}.svg").write_text(drawn, encoding="utf-8")
        print(MEASURED / f"{name}.svg")


if __name__ == "__main__":
    main()
