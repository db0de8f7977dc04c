"""What ``officer``, ``bid`` and ``tender`` share: files in and out, faults as sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from samkop.core.sealing import TenderKey

T = TypeVar("T")

NO = 1
UNUSABLE = 2
LARGEST = 64 * 1024 * 1024  # bytes of a file that is read whole
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]
KeyFile = Annotated[Path, typer.Option("--key", help="The tender's key, a file.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="A file whose first line it is; else it is asked for."),
]


def complain(sentence: str, code: int = UNUSABLE) -> NoReturn:
    """Say it and end."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


@contextmanager
def unusable(about: Path | None = None) -> Iterator[None]:
    """End with a sentence where a file cannot be used."""
    try:
        yield
    except OSError as error:
        complain(f"{error.filename or about} cannot be used: {error.strerror}.")


@contextmanager
def sentences(about: Path | None = None) -> Iterator[None]:
    """End with a sentence and the exit code that a fault has."""
    from samkop.core.sealing import Fault, SealingError

    unreadable = {
        Fault.NOT_READABLE, Fault.VERSION_UNKNOWN, Fault.KEY_UNUSABLE, Fault.WORDS_SHORT,
        Fault.OFFICERS_NUMBER, Fault.OFFICER_TWICE, Fault.LOT_UNKNOWN, Fault.FILE_NAME,
        Fault.FILE_CHANGED, Fault.TOO_LARGE,
    }  # fmt: skip
    where = f"{about}: " if about else ""
    try:
        with unusable(about):
            yield
    except SealingError as error:
        complain(f"{where}{error}", UNUSABLE if error.code in unreadable else NO)


def read(file: Path, reader: Callable[[bytes], T]) -> T:
    """What a small file holds; exit with a sentence where it cannot be read."""
    with sentences(file):
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        return reader(data)


def read_key(file: Path) -> TenderKey:
    from samkop.core.sealing import read_tender_key

    return read(file, read_tender_key)


def check_new(path: Path) -> None:
    """Exit where something stands there: nothing is written over."""
    if path.exists():
        complain(f"{path} exists already; name another with --out, or move it away.")


def write_new(path: Path, blocks: Iterable[bytes], *, secret: bool = False) -> None:
    """The file whole or not at all; a secret one for its owner alone."""
    import tempfile

    check_new(path)
    with sentences(path):
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for block in blocks:
                    stream.write(block)
            if not secret:
                Path(name).chmod(0o666 & ~_umask())
            _name(Path(name), path)
        finally:
            Path(name).unlink(missing_ok=True)


def _name(made: Path, path: Path) -> None:
    """Never over another that came meanwhile, as far as the file system can."""
    try:
        os.link(made, path)
    except OSError:  # a memory stick's has no links
        check_new(path)
        made.replace(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def passphrase(file: Path | None, *, new: bool) -> str:
    """From a file, else asked for; a new one twice."""
    if file is None:
        asked: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
        return asked
    try:
        return file.read_text("utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError):
        complain(f"{file} cannot be read.")
