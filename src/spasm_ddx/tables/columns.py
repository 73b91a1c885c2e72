"""The columns of a table that are findings, by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from spasm_ddx.errors import InputError, shown
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings

_NEAR: Final = 0.8
_SHORTEST_BEGINNING: Final = 3
#: The most columns that an error names where none is a finding.
_MOST_NAMED: Final = 5


def findings_among(
    names: Iterable[Any],
    vocabulary: type[Findings],
    keep: Sequence[str],
    *,
    others: Iterable[str] = (),
    any_case: bool = False,
    what: str = "table",
    kept_by: Callable[[str], str] = lambda name: f"keep=[{name!r}]",
) -> dict[Any, Finding]:
    """The columns with the name of a finding, each with its finding.

    A name that is almost a finding's is an error, unless ``keep`` or ``others`` (such as the
    names of answers) has it. Every column to keep must exist. In errors, ``what`` has the
    columns, and ``kept_by`` tells how to keep one.
    """
    fold = str.lower if any_case else str
    known = {fold(finding.name): finding for finding in vocabulary.findings()}
    gone = {fold(name): now for name, now in vocabulary.retired.items()}
    meant = {*map(fold, keep), *map(fold, others)}
    listed = list(names)
    texts = [name for name in listed if isinstance(name, str)]
    found = {name: known[fold(name)] for name in texts if fold(name) in known}
    for name in keep:
        there = fold(name) in map(fold, texts)
        if not there or fold(name) in known:
            why = "a finding already" if there else f"no column of the {what}"
            msg = f"{shown(name)} cannot be kept: it is {why}"
            raise InputError(msg)
    for name in texts:
        if name in found:
            continue
        if fold(name) in gone:
            now = " and ".join(gone[fold(name)])
            msg = f"the column {name} was replaced by {now}; rename it or drop it"
            raise InputError(msg)
        near = None if fold(name) in meant else _near(name, vocabulary)
        if near is not None:
            msg = f"the column {shown(name)} is not a finding; did you mean {near}? "
            msg += f"Rename it, or keep it as it is with {kept_by(name)}"
            raise InputError(msg)
    if known and not found:
        first = ", ".join(finding.name for finding in vocabulary.findings()[:3])
        named = ", ".join(map(shown, listed[:_MOST_NAMED])) + ", ..." * (len(listed) > _MOST_NAMED)
        msg = f"no column has the name of a finding, only {named}; name them {first} and so on"
        raise InputError(msg)
    return found


@lru_cache(maxsize=10_000)
def _near(name: str, vocabulary: type[Findings]) -> str | None:
    """The finding that the name of a column may have meant."""
    import difflib  # noqa: PLC0415 - costs every import, and only other columns need it

    plain = {re.sub(r"[^a-z0-9]", "", f.name): f.name for f in vocabulary.findings()}
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(bare) >= _SHORTEST_BEGINNING:
        for found, finding in plain.items():
            if found.startswith(bare) or bare.startswith(found):
                return finding
    close = difflib.get_close_matches(bare, plain, n=1, cutoff=_NEAR)
    return plain[close[0]] if close else None
