#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.2.9"]
# ///
"""Every supported world: ``nox`` runs the suite in each of them, ``nox -l`` lists them.

It needs uv and each supported Python, such as pyenv installs: ``pip install nox uv``.
"""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"

PYTHONS = ("3.11", "3.12", "3.13")
OLDEST, NEWEST = PYTHONS[0], PYTHONS[-1]
PYTEST = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The README's test command, with the newest dependencies."""
    session.install("--upgrade", "-e", ".[test]")
    session.run(*PYTEST, "-n", "auto", *session.posargs)


@nox.session(python=[OLDEST, NEWEST])
def lowest(session: nox.Session) -> None:
    """The same with the oldest dependencies that are promised."""
    session.install("--resolution", "lowest-direct", "-e", ".[test]")
    session.run(*PYTEST, "-n", "auto", *session.posargs)


@nox.session(python=OLDEST)
def bare(session: nox.Session) -> None:
    """No extra: everything else works, and what is missing names its extra."""
    session.install("-e", ".")
    session.run("python", "-c", BARE)


@nox.session(python=[OLDEST, NEWEST])
def wheel(session: nox.Session) -> None:
    """The tests of the source distribution against the installed wheel."""
    folder = Path(session.create_tmp()).resolve()
    session.run("uv", "build", "-q", "--out-dir", str(folder), external=True)
    (source,) = folder.glob("*.tar.gz")
    (built,) = folder.glob("*.whl")
    session.install("--reinstall", f"spasm-ddx[test] @ {built.as_uri()}")
    session.run("tar", "-xf", str(source), "-C", str(folder), external=True)
    session.chdir(folder / source.name.removesuffix(".tar.gz"))
    session.run(*PYTEST, "-n", "auto", "--import-mode=importlib", *session.posargs)


#: What each optional feature says where its extra is missing.
BARE = """
from spasm_ddx import MUSCLE_SPASM, Presentation, assess, verify
from spasm_ddx.errors import MissingExtraError
from spasm_ddx.views.formats import render_as

assert assess(Presentation(fever=True)).to_dict() and verify(MUSCLE_SPASM).ok
for form in ("dot", "mermaid", "text", "markdown", "html"):
    assert render_as(MUSCLE_SPASM, form)

def table():
    from spasm_ddx.tables import assess_table
    assess_table(MUSCLE_SPASM, object(), ["diagnosis"])

def testing():
    import spasm_ddx.testing

def docs():
    import spasm_ddx.sphinxext

for extra, use in {
    "render": lambda: render_as(MUSCLE_SPASM, "svg"),
    "tables": table,
    "testing": testing,
    "docs": docs,
}.items():
    try:
        use()
    except ImportError as error:
        assert f"spasm-ddx[{extra}]" in str(error), error
        print(f"without the extra {extra}: {error}")
    else:
        raise AssertionError(extra)
"""

if __name__ == "__main__":
    nox.main()
