"""The officers who open bids: their keys, and a bid of trial.

Each key is in a file of its own in the data folder, under the passphrase that the page "Choose
whom to be" tells: whoever looks at the demonstration opens bids as two of them. In an installation
each officer makes the key in the own browser, and no server has ever had one.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from samkop.core.sealing import (
    FileEntry,
    PrivateKey,
    Purpose,
    TenderKey,
    give_parts,
    parts_file,
    private_file,
    read_header,
    read_private_file,
    seal_bid,
)
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.sourcing.preparing import Preparing
from samkop.site.demo.sourcing.scene import Scene, sourcing
from samkop.tendering.models import OpeningOfficer
from samkop.tendering.queries.officers import editions_of, key_in, rehearsals_of
from samkop.tendering.usecases.officers import (
    appoint_officer,
    confirm_officer_key,
    keep_officer_key,
)
from samkop.tendering.usecases.tender_keys import (
    give_rehearsal_parts,
    keep_rehearsal_bid,
    make_tender_key,
)

FOLDER = "officers"  # in the data folder


@dataclass(frozen=True)
class Officer:
    """Somebody who opens bids, with the key that elsewhere is on the own machine alone."""

    part: str
    actor: Actor
    key: PrivateKey


def passphrase() -> str:
    """What opens each of the keys' files."""
    words: str = sourcing()["officers"]["passphrase"]
    return words


def file_of(data: Path, part: str) -> Path:
    """Where an officer's private key lies."""
    return data / FOLDER / f"{part}.private.json"


def officers_of_body(scene: Scene) -> list[Officer]:
    """The purchasing body's officers; a key that has no file yet is made."""
    people = sourcing()["officers"]["people"]
    actors = {part: scene.person(part) for part in people}
    return [Officer(part, actor, _kept(scene.data, part, actor)) for part, actor in actors.items()]


def _kept(data: Path, part: str, actor: Actor) -> PrivateKey:
    path = file_of(data, part)
    if path.exists():
        return read_private_file(path.read_bytes(), passphrase())[1]
    key = PrivateKey.make()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(private_file(actor.name, key, passphrase()))
    draft.rename(path)
    return key


def keys_made(made: Preparing, tender_id: int, officers: list[Officer], ago: int) -> None:
    """Officers appointed, their keys confirmed, the tender's key made, a bid of trial opened."""
    scene, now, about = made.scene, made.scene.at(ago), {"tender_id": tender_id}
    for officer in officers:
        key = made.key(f"officer:{officer.part}")
        person_id = officer.actor.own_person_id
        scene.play(made.runner, appoint_officer, key, now, person_id=person_id, **about)
        public = officer.key.public.raw.hex()
        scene.play(officer.actor, keep_officer_key, key, now, public_key=public, **about)
    with reading(made.runner):
        rows = OpeningOfficer.objects.filter(tender_id=tender_id)
        ids: Mapping[int, int] = dict(rows.values_list("person_id", "id"))
    for place, officer in enumerate(officers):
        scene.play(
            officers[place - 1].actor, confirm_officer_key, made.key(f"confirm:{officer.part}"),
            now, officer_id=ids[officer.actor.own_person_id or 0],
            fingerprint=officer.key.public.fingerprint, **about,
        )  # fmt: skip
    scene.play(made.runner, make_tender_key, made.key("key"), now, **about)
    _rehearse(tender_id, officers, now)


def _rehearse(tender_id: int, officers: list[Officer], now: datetime) -> None:
    """Two open a bid of trial; it is sealed anew each time, so it is looked for."""
    first = officers[0].actor
    with reading(first):
        if any(getattr(one, "opening", None) for one in rehearsals_of(tender_id)):
            return
        key = key_in(editions_of(tender_id)[-1])
    text = b"Ett provanbud"
    made = seal_bid(
        tender_key=key, lot=key.lots[0], bidder="trial", purpose=Purpose.REHEARSAL,
        files=[(FileEntry("trial.txt", len(text)), [text])],
    )  # fmt: skip
    data = b"".join(made.blocks)
    kept = perform(first, keep_rehearsal_bid, now=now, tender_id=tender_id, sealed=data)
    header = read_header(io.BytesIO(data))
    for officer in officers[:2]:
        given = give_parts(header=header, tender_key=key, key=officer.key, now=now)
        perform(
            officer.actor, give_rehearsal_parts, now=now, tender_id=tender_id,
            rehearsal_id=str(kept.pk), parts=parts_file([given]).decode(),
        )  # fmt: skip


def newest_key(tender_id: int, reader: Actor) -> TenderKey:
    """The newest edition of the tender's key."""
    with reading(reader):
        return key_in(editions_of(tender_id)[-1])
