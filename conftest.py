"""What pytest leaves out where an optional package is missing: modules and pages that need it."""

from __future__ import annotations

from importlib.util import find_spec
from shutil import which

#: For a package of an extra, the modules and pages whose examples need it.
_NEEDS = {
    "sphinx": ["src/spasm_ddx/sphinxext/*"],
    "polars": ["docs/how-to/tables.md"],
    "pyspark": ["docs/how-to/spark.md"],
}

collect_ignore_glob = ["docs/_build/*"] + [
    path for package, paths in _NEEDS.items() if find_spec(package) is None for path in paths
]
if which("java") is None:
    collect_ignore_glob += _NEEDS["pyspark"]
