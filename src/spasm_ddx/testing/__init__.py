"""People for your tests: Hypothesis strategies from any vocabulary and tree, and MC/DC cases.

Needs the extra: ``pip install 'spasm-ddx[testing]'``. Where Hypothesis and the library are both
imported, every vocabulary is registered, those declared later too:
``hypothesis.strategies.from_type(Presentation)`` gives people whom construction accepts, and
so does ``builds(Presentation)``.
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
