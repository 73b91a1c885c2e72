"""What importing the package costs and shows."""

from __future__ import annotations

import subprocess
import sys

import spasm_ddx
from tests import public_names


def test_import_loads_only_what_it_needs() -> None:
    code = "import spasm_ddx, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()

    unwanted = {"graphviz", "pygraphviz", "click", "cattrs", "hypothesis", "json"}
    unwanted |= {"narwhals", "polars", "pandas", "pyarrow", "spasm_ddx.tables"}
    unwanted |= {"spasm_ddx.guideline.assessment", "spasm_ddx.guideline.comparison"}
    unwanted |= {"spasm_ddx.guideline.interview", "spasm_ddx.guideline.verification"}
    unwanted |= {"spasm_ddx.reasoning.compilation", "spasm_ddx.reasoning.queries"}
    assert not unwanted & set(loaded)


def test_the_public_names_exist_and_are_sorted_once() -> None:
    assert len(set(spasm_ddx.__all__)) == len(spasm_ddx.__all__)
    for name in spasm_ddx.__all__:
        assert getattr(spasm_ddx, name) is not None
    assert set(spasm_ddx.__all__) <= set(dir(spasm_ddx))


def test_another_name_is_an_attribute_error() -> None:
    assert not hasattr(spasm_ddx, "no_such_name")


def test_the_public_names_and_signatures_are_those_kept() -> None:
    """A change of a public parameter's name or position must be deliberate."""
    kept = public_names.KEPT.read_text(encoding="utf-8").splitlines()
    assert list(public_names.lines()) == kept, "see python -m tests.public_names"
