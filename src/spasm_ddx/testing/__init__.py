"""People for your tests: Hypothesis strategies from any vocabulary and tree, and MC/DC cases.

It needs the extra: ``pip install 'spasm-ddx[testing]'``. Once Hypothesis and the library are
both imported, the library registers every vocabulary, even later ones:
``hypothesis.strategies.from_type(Presentation)`` and ``builds(Presentation)`` draw valid people.
"""

from __future__ import annotations

from spasm_ddx.errors import extra
from spasm_ddx.testing.pairs import MCDC, Atom, Pair, mcdc

with extra("testing", "hypothesis", "spasm_ddx.testing needs Hypothesis"):
    from spasm_ddx.testing.strategies import (
        boundary_cases,
        findings,
        partly_known,
        reaching,
        register_all,
    )

__all__ = [
    "MCDC",
    "Atom",
    "Pair",
    "boundary_cases",
    "findings",
    "mcdc",
    "partly_known",
    "reaching",
]

register_all()
