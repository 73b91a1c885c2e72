"""What pytest leaves out where an optional package is missing: modules and pages that need it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from shutil import which

#: For the packages of an extra, the modules and pages whose examples need all of them.
_NEEDS = {
    ("sphinx",): ["src/spasm_ddx/sphinxext/*", "docs/own_directives.py"],
    ("narwhals", "polars"): [
        "src/spasm_ddx/tables/*",
        "docs/how-to/own-guideline.md",
        "docs/how-to/tables.md",
    ],
    ("narwhals", "pyspark"): ["docs/how-to/spark.md"],
    ("atheris",): ["tests/fuzz.py"],
    ("sklearn",): ["docs/how-to/scikit-learn.md"],
}

collect_ignore_glob = ["docs/_build/*", "docs/conf.py"] + [
    path
    for packages, paths in _NEEDS.items()
    if not all(map(find_spec, packages))
    for path in paths
]
if which("java") is None:
    collect_ignore_glob.append("docs/how-to/spark.md")
# What is tested may be installed elsewhere: the examples of another copy are not its own.
_FOUND = find_spec("spasm_ddx")
if _FOUND is not None and not Path(str(_FOUND.origin)).is_relative_to(Path(__file__).parent):
    collect_ignore_glob.append("src/*")
