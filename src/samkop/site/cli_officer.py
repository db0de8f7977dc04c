"""``samkop officer``: the keys of those who open bids, made on their own machines."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from samkop.site.cli_sealing import (
    PassphraseFile,
    check_new,
    complain,
    passphrase,
    read,
    sentences,
    write_new,
)

app = typer.Typer(
    help="Keys of the officers who open bids, made on their own machines.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
Out = Annotated[Path, typer.Option("--out", help="The folder for both files.")]


@app.callback()
def officer() -> None:
    """Keys of the officers who open bids."""


@app.command("make-key")
def make_key(
    name: Annotated[str, typer.Argument(help="The officer's name, as bidders will read it.")],
    *,
    out: Out = Path(),
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make a key pair: a public file and a private one."""
    from samkop.core.sealing import Officer, PrivateKey, private_file, public_file

    stem = _stem(name)
    public, private = out / f"{stem}.public.json", out / f"{stem}.private.json"
    for path in (public, private):
        check_new(path)
    key = PrivateKey.make()
    with sentences():
        kept = private_file(name, key, passphrase(passphrase_file, new=True))
    write_new(private, [kept], secret=True)
    write_new(public, [public_file(Officer(name, key.public))])
    typer.echo(f"Hand out {public}; keep {private} and its passphrase apart.", err=True)
    typer.echo(key.public.fingerprint)


@app.command()
def fingerprint(
    file: Annotated[Path, typer.Argument(help="An officer's public file, or a tender's key.")],
) -> None:
    """Print a key's fingerprint, to be compared by voice."""
    typer.echo(read(file, _fingerprint_of))


def _fingerprint_of(data: bytes) -> str:
    from samkop.core.sealing import SealingError, read_public_file, read_tender_key

    try:
        return read_public_file(data).key.fingerprint
    except SealingError:
        return read_tender_key(data).fingerprint


def _stem(name: str) -> str:
    """A name for files: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:60]
    return stem or complain("The name needs a letter or digit; give the officer's name.")
