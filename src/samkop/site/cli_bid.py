"""``samkop bid``: bids sealed and opened on one's own machine. Needs no database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from samkop.site.cli_sealing import (
    NO,
    AsJson,
    KeyFile,
    PassphraseFile,
    check_new,
    complain,
    passphrase,
    read,
    read_key,
    sentences,
    unusable,
    write_new,
)

if TYPE_CHECKING:
    from hashlib import _Hash

    from samkop.core.sealing import Content, GivenParts, Header, PrivateKey, TenderKey

app = typer.Typer(
    help="Seal a bid, or open one, on your own machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
BLOCK = 1024 * 1024
SealedFile = Annotated[Path, typer.Argument(help="The sealed bid.")]


@app.callback()
def bid() -> None:
    """Seal a bid, or open one."""


@app.command()
def seal(
    files: Annotated[list[Path], typer.Argument(help="The bid's files.")],
    *,
    key: KeyFile,
    lot: Annotated[str, typer.Option(help="The lot that the bid is for.")],
    bidder: Annotated[str, typer.Option(help="The bidder's identifier, as it is registered.")],
    fingerprint: Annotated[
        str, typer.Option(help="The key's fingerprint as the notice has it; is compared.")
    ] = "",
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="A trial, which officers open at any time.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    as_json: AsJson = False,
) -> None:
    """Seal a bid, so that two officers open it after the deadline."""
    import hashlib

    from samkop.core.sealing import FileEntry, Purpose, seal_bid

    tender_key = read_key(key)
    _compare(tender_key, fingerprint)
    target = out or Path("bid.sealed")
    check_new(target)
    digest = hashlib.sha256()
    with sentences():
        entries = [(FileEntry(file.name, file.stat().st_size), _blocks(file)) for file in files]
        made = seal_bid(
            tender_key=tender_key, lot=lot, bidder=bidder, files=entries,
            purpose=Purpose.REHEARSAL if rehearsal else Purpose.BID,
        )  # fmt: skip
        write_new(target, _hashed(_told(made.blocks, made.length), digest))
    if as_json:
        print_json({
            "file": str(target), "bytes": made.length, "sha256": digest.hexdigest(),
            "tender": tender_key.tender, "lot": lot, "bidder": bidder, "rehearsal": rehearsal,
            "fingerprint": tender_key.fingerprint,
        })  # fmt: skip
    else:
        typer.echo(f"{target}  {made.length} bytes\nSHA-256  {digest.hexdigest()}")
        typer.echo(f"Sealed for {tender_key.tender}, lot {lot}, to:")
        for officer in tender_key.officers:
            typer.echo(f"  {officer.name}  {officer.key.fingerprint}")


@app.command("open-part")
def open_part(
    sealed: Annotated[list[Path], typer.Argument(help="Sealed bids, as many as are opened.")],
    *,
    key: Annotated[
        list[Path], typer.Option(help="The tender's key; each edition, where it had several.")
    ],
    private: Annotated[Path, typer.Option(help="The officer's private key, a file.")],
    passphrase_file: PassphraseFile = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("parts.json"),
) -> None:
    """Give out one officer's parts of bids, after the deadline."""
    from samkop.core.sealing import parts_file, read_private_file

    editions, now = [read_key(one) for one in key], datetime.now(UTC)
    check_new(out)
    told, headers = _headers(sealed, editions, now)
    given: list[GivenParts] = []
    if headers:
        words = passphrase(passphrase_file, new=False)
        name, own = read(private, lambda data: read_private_file(data, words))
        more, given = _given(headers, editions, own, now)
        told += more
    if given:
        write_new(out, [parts_file(given)])
        typer.echo(f"{out}: parts of {name}, bids: {len(given)}.")
    if told:
        complain("\n".join(told), NO)


def _headers(
    sealed: list[Path], editions: list[TenderKey], now: datetime
) -> tuple[list[str], dict[Path, Header]]:
    """The heads of the bids that can be read; exit where it is too early for one."""
    from samkop.core.sealing import Fault, SealingError, check_time

    told: list[str] = []
    found: dict[Path, Header] = {}
    for file in sealed:
        try:
            with unusable(file), file.open("rb") as stream:
                header = _header(stream)
            check_time(header, _edition(editions, header), now, _deadline(editions))
        except SealingError as error:
            if error.code is Fault.TOO_EARLY:
                complain(f"{file}: {error}", NO)
            told.append(f"{file}: {error}")
        else:
            found[file] = header
    return told, found


def _given(
    headers: dict[Path, Header], editions: list[TenderKey], own: PrivateKey, now: datetime
) -> tuple[list[str], list[GivenParts]]:
    """The parts of each bid: one that does not open does not keep the others."""
    from samkop.core.sealing import SealingError, give_parts

    told, given = [], []
    for file, header in headers.items():
        try:
            given.append(
                give_parts(
                    header=header,
                    tender_key=_edition(editions, header),
                    key=own,
                    now=now,
                    deadline=_deadline(editions),
                )
            )
        except SealingError as error:
            told.append(f"{file}: {error}")
    return told, given


def _edition(editions: list[TenderKey], header: Header) -> TenderKey:
    """The one to which a bid was sealed, else the last."""
    return next((one for one in editions if one.digest == header.tender_key), editions[-1])


def _deadline(editions: list[TenderKey]) -> datetime:
    return max(one.deadline for one in editions)


@app.command("open")
def open_sealed(
    sealed: SealedFile,
    *,
    part: Annotated[list[Path], typer.Option(help="A file of parts; once for each officer.")],
    out: Annotated[Path, typer.Option(help="The folder to make for the bid's files.")],
    key: Annotated[
        Path | None, typer.Option(help="The tender's key that it has to be sealed to.")
    ] = None,
    bidder: Annotated[str, typer.Option(help="Whose it has to be; else it is told.")] = "",
    as_json: AsJson = False,
) -> None:
    """Open a bid with the parts of two officers."""
    import hashlib

    from samkop.core.sealing import check_tender_key, open_bid

    tender_key = read_key(key) if key else None
    check_new(out)
    digest = hashlib.sha256()
    with sentences(sealed), sealed.open("rb") as stream:
        body = _Hashing(stream, digest)
        header = _header(body)
        if tender_key:
            check_tender_key(header, tender_key)
        file_key = _file_key(header, part)
        content = open_bid(header=header, body=body, file_key=file_key, bidder=bidder or None)
        _unpack(content, out)
    manifest = content.manifest
    answer = {
        "sha256": digest.hexdigest(), "lot": header.lot, "bidder": manifest.bidder,
        "rehearsal": bool(header.purpose), "folder": str(out),
        "files": [{"name": one.name, "size": one.size} for one in manifest.files],
    }  # fmt: skip
    if as_json:
        print_json(answer)
        return
    typer.echo(f"Bid of {manifest.bidder} for lot {header.lot}, SHA-256 {digest.hexdigest()}")
    for one in manifest.files:
        typer.echo(f"  {out / one.name}  {one.size} bytes")


class _Hashing:
    """A stream whose bytes are hashed as they are read."""

    def __init__(self, stream: BinaryIO, digest: _Hash) -> None:
        self._stream, self._digest = stream, digest

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        return data


def _header(stream: Any) -> Header:
    from samkop.core.sealing import read_header

    return read_header(stream)


def _file_key(header: Header, files: list[Path]) -> bytes:
    """The key, by whichever two officers' parts of this bid fit."""
    from samkop.core.sealing import file_key_of, read_parts_file

    given = [one for file in files for one in read(file, read_parts_file)]
    return file_key_of(header, [one for one in given if one.bid == header.digest])


def _unpack(content: Content, folder: Path) -> None:
    """All files or none: what is cut off shows only at the end."""
    import shutil
    import tempfile

    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for entry, blocks in content.files():
            with (beside / entry.name).open("xb") as stream:
                stream.writelines(blocks)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _compare(tender_key: TenderKey, expected: str) -> None:
    if not expected:
        typer.echo(
            f"Compare the key's fingerprint with the notice: {tender_key.fingerprint}", err=True
        )
    elif re.sub(r"\D", "", expected) != tender_key.fingerprint.replace(" ", ""):
        complain(
            f"The key's fingerprint is {tender_key.fingerprint}, not the one that you gave. "
            "Do not seal to it; ask the buyer.", NO,
        )  # fmt: skip


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _hashed(blocks: Iterator[bytes], digest: _Hash) -> Iterator[bytes]:
    for block in blocks:
        digest.update(block)
        yield block


def _told(blocks: Iterator[bytes], length: int) -> Iterator[bytes]:
    """The blocks; how far it has come on a terminal."""
    err = typer.get_text_stream("stderr")
    with typer.progressbar(
        length=length, file=err, label="Sealing", hidden=not err.isatty()
    ) as bar:
        for block in blocks:
            yield block
            bar.update(len(block))


def print_json(answer: object) -> None:
    """One line."""
    typer.echo(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
