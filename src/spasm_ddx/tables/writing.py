"""Atomic writing: a file appears complete or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from spasm_ddx.errors import InputError


@contextmanager
def replacement(file: str, *others: str) -> Generator[Path]:
    """A new file to write, which replaces another once it is complete.

    It is in the same folder and has the same ending. Links are followed, and permissions stay.
    After a failure the old file is unchanged, and the new one is gone. The ``others`` must not be
    overwritten, under any name.
    """
    with writing(file):
        target = Path(os.path.realpath(file))  # unlike Path.resolve, alike in all Pythons
        _check(file, target, others)
    whole = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        with writing(file):
            whole.touch()
        yield whole
        with writing(file):
            if target.exists():
                shutil.copymode(target, whole)
            whole.replace(target)
    finally:
        with suppress(OSError):  # already moved, or never created
            whole.unlink()


@contextmanager
def writing(file: str) -> Generator[None]:
    """Turn an error of the operating system within it into one that names this file."""
    try:
        yield
    except OSError as error:
        msg = f"{file}: cannot be written: {error.strerror or error}"
        raise InputError(msg) from None


def _check(file: str, target: Path, others: tuple[str, ...]) -> None:
    """Raise an error for one of the others, a folder, a pipe, a protected file or a link loop."""
    for other in others:
        at = Path(os.path.realpath(other))
        if at == target or (target.exists() and at.exists() and at.samefile(target)):
            msg = f"{file}: it would overwrite {other}; name another file"
            raise InputError(msg)
    named_as_folder = os.path.basename(file) in {"", "."}  # noqa: PTH119 - Path drops both
    if named_as_folder or (target.exists() and not target.is_file()):
        what = "a folder" if named_as_folder or target.is_dir() else "a pipe or a device"
        msg = f"{file}: cannot be written: it is {what}; name a file"
        raise InputError(msg)
    if os.path.lexists(target):
        target.open("ab").close()
