"""Code that runs before the package's import: the command ``spasm-ddx``, Hypothesis's plugin.

It is outside the package, since importing any part imports the package first.
"""

import signal


def main() -> None:
    """Import and run the command line; Ctrl-C ends it silently, even during the import."""
    usual = signal.getsignal(signal.SIGINT)
    # The signal ends the process, unless the parent process has it ignored.
    silent = signal.SIG_DFL if usual is signal.default_int_handler else usual
    signal.signal(signal.SIGINT, silent)
    from spasm_ddx.cli import main as command  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, usual)
    try:
        command()
    finally:  # or the interpreter would report a signal during its exit
        signal.signal(signal.SIGINT, silent)


def plug_in() -> None:
    """Make Hypothesis draw people of every vocabulary; Hypothesis calls this at its import.

    It does not import the package: ``spasm_ddx`` itself registers its vocabularies if Hypothesis
    was imported first. ``builds`` infers only required arguments, and no finding is required, so
    unpatched it would always draw the person without findings.
    """
    # Imported here, so that the command installs its handling of Ctrl-C without delay.
    import functools  # noqa: PLC0415
    import importlib  # noqa: PLC0415
    import sys  # noqa: PLC0415
    from typing import Any  # noqa: PLC0415

    from hypothesis import strategies  # noqa: PLC0415

    usual = strategies.builds

    @functools.wraps(usual)
    def builds(target: Any, /, *args: Any, **values: Any) -> Any:  # noqa: ANN401 - as Hypothesis has it
        names = [name for name, value in values.items() if value is ...]
        if not hasattr(target, "__findings__") or (values and not names):
            return usual(target, *args, **values)
        if not values:
            return strategies.from_type(target)
        others = {name: value for name, value in values.items() if name not in names}
        testing = importlib.import_module("spasm_ddx.testing.strategies")
        return testing.inferred(target, names, others)

    setattr(strategies, "builds", builds)  # noqa: B010 - its type is overloaded
    if "spasm_ddx" in sys.modules:
        importlib.import_module("spasm_ddx.testing")
