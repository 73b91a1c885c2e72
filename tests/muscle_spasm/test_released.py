"""The content does not change unnoticed: the last release of it is kept, and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from spasm_ddx import MUSCLE_SPASM, Guideline, compare
from spasm_ddx.exchange.guidelines import from_json, to_json

DOCS = Path(__file__).parents[2] / "docs/clinical"
#: The file of this version, which the release that brought it keeps.
RELEASED = DOCS / f"content_{MUSCLE_SPASM.version.replace('.', '_')}.json"
NEW_VERSION = """\
The content differs from the released {version}: {changes}

A changed answer for anybody is a new version. Change the version in muscle_spasm/guideline.py,
write {file} with `spasm-ddx export` under the new name, keep the old file, and tell whom it
concerns in docs/clinical/changes.md.
"""


def test_a_released_version_stays_what_it_was() -> None:
    released = from_json(RELEASED.read_text(encoding="utf-8"))
    assert isinstance(released, Guideline)
    assert released.version == MUSCLE_SPASM.version
    changes = [str(one) for one in compare(released, MUSCLE_SPASM)]
    if changes:
        told = "\n".join(changes[:5])
        pytest.fail(NEW_VERSION.format(version=released.version, changes=told, file=RELEASED.name))


def test_its_file_is_written_as_it_was_then() -> None:
    released = RELEASED.read_text(encoding="utf-8")
    assert to_json(from_json(released)).strip() == released.strip()
