"""Colours: contrast in light and dark, one role each, and nothing by colour alone."""

from __future__ import annotations

import colorsys
import re
from itertools import combinations

import pytest

from spasm_ddx.views import style
from spasm_ddx.views.style import (
    ASCII_MARKS,
    DARK,
    LIGHT,
    MARKS,
    Look,
    Palette,
    painted,
    roles,
    variables,
)

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def looks(palette: Palette) -> list[Look]:
    return list(style.looks(palette).values())


@PALETTES
class TestContrast:
    """Text at least 4.5 to 1; meaningful lines at least 3 to 1."""

    def test_text(self, palette: Palette) -> None:
        pairs = [(palette.ink, palette.page), (palette.question.ink, palette.chip)]
        for look in looks(palette):
            pairs += [(look.ink, look.fill), (look.strip_ink, look.strip)]
        pairs += [(palette.quiet, look.fill) for look in (palette.question, *palette.grades)]
        pairs.append((palette.quiet, palette.page))
        pairs.append((palette.faded.ink, palette.faded.strip))
        pairs.append((palette.unknown.strip, palette.unknown.fill))
        pairs.append((palette.unknown.strip, palette.page))
        pairs += [(palette.quiet, look.fill) for look in (palette.passed, palette.unknown)]
        for ink, fill in pairs:
            assert contrast(ink, fill) >= 4.5, (ink, fill)

    def test_lines(self, palette: Palette) -> None:
        borders = [look.border for look in looks(palette) if look is not palette.faded]
        for line in (palette.line, palette.ink, *borders):
            assert contrast(line, palette.page) >= 3, line

    def test_the_given_answer_stands_out(self, palette: Palette) -> None:
        assert contrast(palette.question.strip, palette.chip) >= 4.5

    def test_each_colour_is_one(self, palette: Palette) -> None:
        for colour in roles(palette).values():
            assert re.fullmatch("#[0-9a-f]{6}", colour)

    def test_grades_differ_in_hue(self, palette: Palette) -> None:
        hues = [hue(look.strip) for look in palette.grades[1:]]
        for one, other in combinations(hues, 2):
            assert min(abs(one - other), 1 - abs(one - other)) > 0.05


def hue(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0]


def test_no_two_light_roles_share_a_colour() -> None:
    colours = list(roles(LIGHT).values())
    assert len(set(colours)) == len(colours)


def test_light_and_dark_have_the_same_roles() -> None:
    assert list(roles(LIGHT)) == list(roles(DARK))


def test_each_grade_has_a_mark_of_its_own() -> None:
    assert len(set(MARKS)) == len(set(ASCII_MARKS)) == len(MARKS) == 4


def test_each_role_is_a_variable_that_paints() -> None:
    for palette in (LIGHT, DARK):
        for role, colour in roles(palette).items():
            name = f"--ddx-{role.replace('_', '-')}"
            # As the reader's system is, and as data-theme says.
            assert variables(".x").count(f"{name}:{colour};") == 2
            assert f".x .f-{role}{{fill:var({name})}}" in painted(".x")
            assert f".x .s-{role}{{stroke:var({name})}}" in painted(".x")
