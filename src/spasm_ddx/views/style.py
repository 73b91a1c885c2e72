"""The style of every picture: colours, marks, fonts and sizes.

The colours come from the palette of Okabe and Ito, which people with any kind of colour
vision can distinguish. They are darkened until text on them is easy to read: the tests
require a contrast of at least 4.5 to 1, in light and dark. No colour is the only sign: a
mark, a word, a border or a kind of line says the same.
"""

from __future__ import annotations

from typing import Final

import attrs

from spasm_ddx.views.path import Standing


@attrs.frozen
class Look:
    """The colours of one kind of card, each as ``#rrggbb``.

    Attributes:
        fill: Behind the text.
        ink: The text.
        border: Around the card.
        strip: Behind the text of the strip, or of the given answer.
        strip_ink: The text of the strip.
    """

    fill: str
    ink: str
    border: str
    strip: str
    strip_ink: str


@attrs.frozen
class Palette:
    """The colours of a whole picture.

    Attributes:
        page: Behind everything.
        ink: Titles and edges on the page.
        quiet: Sources and remarks.
        line: Edges.
        hairline: Lines within a card.
        chip: Behind an answer that is not given.
        question: Cards of questions.
        passed: Questions and edges on the person's path.
        unknown: Questions, lines and edges where something is not known.
        faded: Ruled-out cards and edges.
        grades: Cards of leaves: without a grade, then grade 0, 1, 2 and 3.
    """

    page: str
    ink: str
    quiet: str
    line: str
    hairline: str
    chip: str
    question: Look
    passed: Look
    unknown: Look
    faded: Look
    grades: tuple[Look, Look, Look, Look, Look]


#: No two are the same: the light colour of a shape in an SVG determines its dark one.
LIGHT: Final = Palette(
    page="#ffffff",
    ink="#111c2c",
    quiet="#536074",
    line="#44546a",
    hairline="#c9d3e0",
    chip="#e9eef5",
    question=Look("#fdfdfe", "#121d2d", "#45556b", "#13203a", "#fefefe"),
    passed=Look("#f6f6ff", "#14163c", "#3a2fc4", "#3b30c5", "#fefeff"),
    unknown=Look("#fdf0f8", "#3a0a28", "#a3146e", "#a4156f", "#fffdfe"),
    faded=Look("#f4f6f8", "#5a6678", "#c3ccd8", "#e3e8ee", "#566274"),
    grades=(
        Look("#f3f5f9", "#141f2f", "#46566c", "#47576d", "#fdfefe"),
        Look("#eef8f4", "#03271c", "#00684d", "#00694e", "#fcfefd"),
        Look("#eff7fd", "#04243a", "#0063a1", "#0064a2", "#fcfdfe"),
        Look("#fff8e2", "#2e2100", "#7d5900", "#7e5a00", "#fffefa"),
        Look("#fff2ea", "#3b1300", "#a63c00", "#a73d00", "#fffdfc"),
    ),
)
DARK: Final = Palette(
    page="#0e1521",
    ink="#e9eef5",
    quiet="#a7b4c6",
    line="#93a5bc",
    hairline="#3a4a61",
    chip="#2a384d",
    question=Look("#19222f", "#eaeff6", "#94a6bd", "#e4ecf7", "#101a29"),
    passed=Look("#191b3a", "#ececff", "#a9a6ff", "#aaa7fe", "#0b0a26"),
    unknown=Look("#331126", "#ffe3f3", "#ff8fcb", "#fe90cc", "#22061a"),
    faded=Look("#131b27", "#96a3b5", "#36435a", "#202b3b", "#a0adbf"),
    grades=(
        Look("#1c2533", "#ebf0f7", "#95a7be", "#96a8bf", "#0d1622"),
        Look("#0c241c", "#d9f5ea", "#3fb98f", "#40ba90", "#02140d"),
        Look("#0d2133", "#dceefb", "#5fb0e6", "#60b1e7", "#03131f"),
        Look("#28210c", "#fbf0cf", "#ddb03a", "#deb13b", "#1b1400"),
        Look("#2f190d", "#ffe5d6", "#f58b4c", "#f68c4d", "#1f0c02"),
    ),
)


def roles(palette: Palette) -> dict[str, str]:
    """Each colour of a palette, by the name of its role."""
    named = {
        name: getattr(palette, name)
        for name in ("page", "ink", "quiet", "line", "hairline", "chip")
    }
    for name, look in looks(palette).items():
        named |= {f"{name}-{part}": str(value) for part, value in attrs.asdict(look).items()}
    return named


def looks(palette: Palette) -> dict[str, Look]:
    """Each look of a palette, by its name."""
    names = ("question", "passed", "unknown", "faded")
    graded = {f"grade-{name}": look for name, look in zip("x0123", palette.grades, strict=True)}
    return {name: getattr(palette, name) for name in names} | graded


def variables(scope: str = ":root") -> str:
    """CSS that defines the colours as variables, such as ``--ddx-grade-3-strip-ink``.

    They are light or dark as the reader's system is, or as the ``data-theme`` (``light`` or
    ``dark``) of the element or of one around it says.

    Args:
        scope: The selector of the element.
    """
    light, dark = (
        f"color-scheme:{name};"
        + "".join(f"--ddx-{role}:{it};".replace("_", "-") for role, it in roles(palette).items())
        for name, palette in (("light", LIGHT), ("dark", DARK))
    )
    return f"{scope}{{{light}}}@media (prefers-color-scheme:dark){{{scope}{{{dark}}}}}" + "".join(
        f"{scope}[data-theme={name}],[data-theme={name}] {scope}{{{colours}}}"
        for name, colours in (("light", light), ("dark", dark))
    )


def painted(scope: str) -> str:
    """CSS that paints a drawing with the variables of the element around it."""
    return "".join(
        f"{scope} .{kind[0]}-{role}{{{kind}:var(--ddx-{role.replace('_', '-')})}}"
        for role in roles(LIGHT)
        for kind in ("fill", "stroke")
    )


#: The mark before the words of a strip, by grade: a shape for each.
MARKS: Final = ("\u25cb", "\u25cf", "\u25b2", "\u25b2\u25b2")
#: The same in ASCII.
ASCII_MARKS: Final = ("o", "*", "!", "!!")

#: The mark before the standing of a node.
STANDING_MARKS: Final = {
    Standing.PASSED: "\u2192",
    Standing.UNDECIDED: "?",
    Standing.RULED_OUT: "\u00d7",
}

#: The name of the look of a question, by its standing.
STANDING_ROLES: Final = {
    Standing.PASSED: "passed",
    Standing.UNDECIDED: "unknown",
    Standing.RULED_OUT: "faded",
}

#: The mark before a part of a criterion, and before a line of advice.
BULLET: Final = "\u2022"
#: The same for one person: it holds, it does not, that is unknown.
PART_MARKS: Final[dict[bool | None, str]] = {True: "+", False: "\u00d7", None: "?"}

#: The same marks with their meaning, for a legend.
PART_LEGEND: Final = tuple(
    f"{PART_MARKS[holds]} {words}"
    for holds, words in ((True, "holds"), (False, "does not hold"), (None, "not known"))
)

#: Helvetica first: ``text_width`` has its widths, and Arial and Liberation Sans share them.
FONT: Final = "Helvetica,Arial,Liberation Sans,sans-serif"

#: Sizes of letters, in whole points, since Graphviz truncates fractions.
HEADING: Final = 16
TITLE: Final = 13
BODY: Final = 11
SMALL: Final = 10
STRIP: Final = 10

#: The height of a line, as a multiple of the size of its letters.
LEADING: Final = 1.34
#: The indentation of the parts of a criterion, in points.
INDENT: Final = 11.0
#: The widest line of a question's card and of a leaf's card, in points.
QUESTION_WIDTH: Final = 206.0
LEAF_WIDTH: Final = 250.0
#: The widest line above the tree, in points.
HEADER_WIDTH: Final = 720.0
#: Space between the border of a card and its text, in points.
PADDING: Final = 9
LEAF_PADDING: Final = 7
#: Space between the border of a card and its strip, in points.
STRIP_INSET: Final = 4
#: The widest strip where the text below it is narrow, in points.
STRIP_WIDTH: Final = 150.0
