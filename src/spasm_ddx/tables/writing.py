"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from spasm_ddx.errors import InputError


@contextmanager
def replacement(file: str, *others: str) -> Generator[Path]:
    """A new file to write, which takes the place of another once it is whole.

    Links are followed, and permissions stay. After a failure the old file is as it was.

    Args:
        file: The file to replace, which need not exist.
        others: Files that it must not be, by whatever name.

    Raises:
        InputError: The file cannot be written, or is one of the others.
    """
    with writing(file):
        target = _place(file, others)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        whole = folder / target.name
        yield whole
        with writing(file):
            if target.exists():
                shutil.copymode(target, whole)
            whole.replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(file: str) -> Generator[None]:
    """Within it, an error of the operating system becomes one that names this file."""
    try:
        yield
    except OSError as error:
        msg = f"{file}: cannot be written: {error.strerror or error}"
        raise InputError(msg) from None


def _place(file: str, others: tuple[str, ...]) -> Path:
    """The whole path of a file to write; none of the others, and nothing but a file."""
    path = Path(os.path.realpath(file))  # unlike Path.resolve, alike in all versions of Python
    for other in others:
        at = Path(os.path.realpath(other))
        if at == path or (path.exists() and at.exists() and at.samefile(path)):
            msg = f"{file}: it would overwrite {other}; name another file"
            raise InputError(msg)
    if path.is_symlink():
        msg = f"{file}: cannot be written: it is a link that leads back to itself; name a file"
        raise InputError(msg)
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "a pipe or a device"
        msg = f"{file}: cannot be written: it is {what}; name a file"
        raise InputError(msg)
    return path
