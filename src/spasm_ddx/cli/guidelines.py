"""The guideline of a command: a module, a Python file or a JSON file."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import click

from spasm_ddx.cli.terminal import Command
from spasm_ddx.errors import InputError
from spasm_ddx.exchange.guidelines import from_json
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.muscle_spasm.guideline import MUSCLE_SPASM
from spasm_ddx.reasoning.tree import Tree

#: The guideline of a command by default.
DEFAULT: Final = MUSCLE_SPASM
_EXAMPLE: Final = (
    "name one as MODULE:NAME, path/file.py:NAME or path/file.json, such as ottawa_ankle:OTTAWA"
)

GUIDELINE = click.option(
    "--guideline",
    metavar="MODULE:NAME|FILE.py:NAME|FILE.json",
    expose_value=False,
    help="Another guideline, or a plain tree; its module can also be in the current folder.",
)


class GuidelineCommand(Command):
    """A command about the guideline that ``--guideline`` names, passed as click's object."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the guideline before anything else: it determines the options."""
        named = _NAMED.make_context(None, [*args], resilient_parsing=True).params["guideline"]
        ctx.obj = DEFAULT if named is None else load(named)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the purpose of the guideline."""
        self.epilog: str | None = guideline_of(ctx).notices.purpose
        super().format_epilog(ctx, formatter)


#: Finds ``--guideline`` among unknown words.
_NAMED = click.Command(
    None,
    params=[click.Option(["--guideline"])],
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)


def guideline_of(context: click.Context) -> Guideline:
    """The guideline of a command, or the default."""
    return context.obj if isinstance(context.obj, Guideline) else DEFAULT


def load(named: str, option: str = "--guideline") -> Guideline:
    """The guideline of a module, a Python file or a JSON file; a tree becomes one."""
    found = _of_json(named) if named.endswith(".json") else load_object(named, option)
    if not isinstance(found, Guideline | Tree):
        msg = f"{option} {named}: it is neither a guideline nor a tree; {_EXAMPLE}"
        raise InputError(msg)
    return as_guideline(found)  # pyright: ignore[reportUnknownArgumentType] - outcomes of any type


def _of_json(named: str) -> GuidelineOrTree:
    try:
        text = Path(named).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        msg = f"{named}: cannot be read: {why}"
        raise InputError(msg) from None
    return from_json(text, named)


def load_object(named: str, option: str) -> Any:  # noqa: ANN401 - any object
    """The object of a name in a module or a file."""
    place, colon, name = named.rpartition(":")
    if not colon:
        msg = f"{option} {named}: the colon and the name are missing; {_EXAMPLE}"
        raise InputError(msg)
    try:
        if place.endswith(".py"):
            return getattr(_of_file(Path(place).resolve()), name)
        sys.path.insert(0, str(Path.cwd()))
        return getattr(import_module(place), name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - the module may raise anything
        why = type(error).__name__
        with suppress(Exception):  # its message may fail too
            why = " ".join(f"{why}: {error}".split())
        msg = f"{option} {named}: {why}; {_EXAMPLE}"
        raise InputError(msg) from None


@cache  # one module for each file
def _of_file(file: Path) -> ModuleType:
    spec: Any = spec_from_file_location(file.stem, file)  # not None: the ending is .py
    module = module_from_spec(spec)
    sys.modules.setdefault(file.stem, module)  # for pickle
    sys.path.insert(0, str(file.parent))
    spec.loader.exec_module(module)
    return module
