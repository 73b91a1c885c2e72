"""What runs before the package is imported: the command ``spasm-ddx``, and Hypothesis's plugin.

It stands outside the package, which is imported whole before anything in it can run.
"""

import signal


def main() -> None:
    """Import the command line, and run it; Ctrl-C ends it in silence, even while it is imported."""
    usual = signal.getsignal(signal.SIGINT)
    # The signal itself ends the process; whoever started it may want it ignored.
    silent = signal.SIG_DFL if usual is signal.default_int_handler else usual
    signal.signal(signal.SIGINT, silent)
    from spasm_ddx.cli import main as command  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, usual)
    try:
        command()
    finally:  # the interpreter would show one that comes while it ends
        signal.signal(signal.SIGINT, silent)


def plug_in() -> None:
    """Have Hypothesis draw people of every vocabulary; it calls this when it is imported.

    The package is not imported for it: ``spasm_ddx`` itself registers its vocabularies where
    Hypothesis came first. ``builds`` infers required arguments alone, and no finding is
    required: by itself it would give the person of whom nothing is known, again and again.
    """
    # The command must not wait for these: Ctrl-C is loud until it has run.
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

    vars(strategies)["builds"] = builds
    if "spasm_ddx" in sys.modules:
        importlib.import_module("spasm_ddx.testing")
