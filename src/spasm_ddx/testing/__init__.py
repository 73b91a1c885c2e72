"""People for your tests: Hypothesis strategies from any vocabulary and tree, and MC/DC cases.

Needs the extra: ``pip install 'spasm-ddx[testing]'``. Importing it registers every
vocabulary with Hypothesis, those declared later too, so that
``hypothesis.strategies.from_type(Presentation)`` gives people whom construction accepts.
"""

from __future__ import annotations

from spasm_ddx.errors import MissingExtraError

try:
    import hypothesis as _hypothesis
except ModuleNotFoundError as error:
    if error.name != "hypothesis":  # Hypothesis is there, and lacks something itself
        raise
    _msg = "spasm_ddx.testing needs Hypothesis: pip install 'spasm-ddx[testing]'"
    raise MissingExtraError(_msg, name="hypothesis") from None

from spasm_ddx.testing.pairs import MCDC, Atom, Pair, mcdc
from spasm_ddx.testing.strategies import (
    boundary_cases,
    findings,
    partly_known,
    reaching,
    register,
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
    "register",
]

del _hypothesis
register_all()
