"""``samkop tender``: a tender's key, the check of its opening, and its archive.

Only ``export`` needs a database.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from samkop.site.cli_sealing import (
    NO,
    AsJson,
    complain,
    read,
    sentences,
    write_new,
)

if TYPE_CHECKING:
    from samkop.core.sealing import Dossier, Finding

app = typer.Typer(
    help="A tender's key, and the offline check of its opening.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
HASH = 32


@app.callback()
def tender() -> None:
    """A tender's key, and the check of its opening."""


@app.command("make-key")
def make_key(
    officers: Annotated[list[Path], typer.Argument(help="The officers' public files, in order.")],
    *,
    number: Annotated[str, typer.Option("--tender", help="The tender's register number.")],
    deadline: Annotated[str, typer.Option(help="With its zone: 2026-12-01T12:00:00+01:00.")],
    lot: Annotated[list[str], typer.Option(help="A lot's name; once for each.")],
    leaves: Annotated[int, typer.Option(help="Size of the register's tree.")] = 1024,
    register: Annotated[
        str, typer.Option(help="The key by which receipts are signed, in hexadecimal.")
    ] = "",
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("tender-key.json"),
) -> None:
    """Make a tender's key of its officers' public keys."""
    from samkop.core.sealing import TenderKey, read_public_file, read_tender_key

    found = tuple(read(file, read_public_file) for file in officers)
    with sentences():
        made = TenderKey(
            number, _moment(deadline), tuple(lot), found, leaves, _hash(register, "--register")
        )
        read_tender_key(made.data)
    write_new(out, [made.data])
    for officer in found:
        typer.echo(f"  {officer.name}  {officer.key.fingerprint}", err=True)
    typer.echo(made.fingerprint)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The dossier of an opening, or a bidder's proof.")],
    *,
    root: Annotated[
        str, typer.Option(help="The root as you saw it published, in hexadecimal.")
    ] = "",
    receipt: Annotated[
        list[Path] | None, typer.Option(help="A receipt that has to be in it. Repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check an opening: was a bid changed, dropped or added?

    Exit code 1: it does not hold.
    """
    from samkop.core.sealing import findings, read_receipt

    receipts = [read(one, read_receipt) for one in receipt or []]
    dossier, answer = read(file, _read)
    expected = _hash(root, "--root") or None
    if dossier is not None:
        found = findings(dossier, root=expected, receipts=receipts)
    else:
        found = read(file, lambda data: _proof_findings(data, expected, receipts))
    answer |= {
        "whole": not found,
        "findings": [
            {"code": one.code.value, "number": one.number, "text": one.text} for one in found
        ],
    }
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    else:
        _print(answer, compared=expected is not None)
    if found:
        raise typer.Exit(NO)


@app.command("export")
def export(
    number: Annotated[str, typer.Argument(help="The tender's number.")],
    *,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    party: Annotated[
        str | None, typer.Option(help="The organisation's number, where there are several.")
    ] = None,
) -> None:
    """Write a tender whole to an archive, with its hashes."""
    from samkop.site import start

    start.django()
    from samkop.site.exporting.tender import export_tender

    raise typer.Exit(export_tender(number, party, out))


@app.command("check-archive")
def check_archive(file: Annotated[Path, typer.Argument(help="An archive of a tender.")]) -> None:
    """Check an archive against its own manifest. Exit code 1: it is not as it was made."""
    from samkop.core.archive import faults_in

    try:
        with file.open("rb") as opened:
            found = faults_in(opened)
    except (OSError, ValueError) as error:
        complain(f"{file} cannot be checked: {error}.")
    for fault in found:
        typer.echo(f"{fault}.")
    typer.echo("It does not hold." if found else "It holds.")
    if found:
        raise typer.Exit(NO)


def _read(data: bytes) -> tuple[Dossier | None, dict[str, Any]]:
    """The dossier, or None for a proof; and what is told of either."""
    from samkop.core.sealing import Kind, SealingError, read_dossier, read_proof_file, standing

    try:
        entry, _, root = read_proof_file(data)
    except SealingError:
        pass
    else:
        told = {"kind": "register-proof", "tender": None, "entry": entry.kind.value}
        counts: dict[str, Any] = dict.fromkeys(("bids", "withdrawn", "replaced", "late"))
        return None, {**told, "root": root.root.hex(), **counts}
    dossier = read_dossier(data)
    ends = [one.kind for one in dossier.openings if one.of]
    return dossier, {
        "kind": "opening-dossier", "tender": dossier.keys[-1].tender, "entry": None,
        "root": dossier.root.root.hex(), "bids": len(standing(dossier.openings)),
        "withdrawn": ends.count(Kind.WITHDRAWAL), "replaced": ends.count(Kind.BID),
        "late": len(dossier.late),
    }  # fmt: skip


def _proof_findings(data: bytes, expected: bytes | None, receipts: list[Any]) -> list[Finding]:
    from samkop.core.sealing import Difference, Finding, holds, read_proof_file

    entry, proof, root = read_proof_file(data)
    number, found = entry.number.hex(), []
    if not holds(entry, proof, root):
        found.append(Finding(Difference.PROOF_WRONG, number, "The proof does not hold."))
    if expected not in {None, root.root}:
        text = "The proof's root is not the one that was published."
        found.append(Finding(Difference.OTHER_ROOT, "", text))
    found += [
        Finding(
            Difference.RECEIPT_MISSING, one.entry.number.hex(), "The proof is of another entry."
        )
        for one in receipts
        if one.entry != entry
    ]
    return found


def _print(answer: dict[str, Any], *, compared: bool) -> None:
    for one in answer["findings"]:
        at = f"  ({one['number']})" if one["number"] else ""
        typer.echo(f"{one['code']}: {one['text']}{at}")
    if answer["kind"] == "opening-dossier":
        typer.echo(
            f"{answer['tender']}: bids {answer['bids']}, withdrawn {answer['withdrawn']}, "
            f"replaced {answer['replaced']}, late {answer['late']}."
        )
    typer.echo("It holds." if answer["whole"] else "It does not hold.")
    if not compared:
        typer.echo(
            f"Compare the root with the one published at the deadline: {answer['root']}", err=True
        )


def _hash(text: str, option: str) -> bytes:
    """Thirty-two bytes, or none where nothing was given."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b"?"
    if len(found) not in {0, HASH}:
        complain(f"{option} is 64 hexadecimal digits, as published.")
    return found


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901 - has no zone, as what is refused below
    if found.tzinfo is None:
        complain(f"{text} is no time with its zone; write it like 2026-12-01T12:00:00+01:00.")
    return found.astimezone(UTC)
