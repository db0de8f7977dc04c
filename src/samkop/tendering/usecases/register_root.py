"""The root over a tender's register, published at the deadline."""

from __future__ import annotations

from datetime import datetime

from samkop.core.sealing import Kind, padded, root_of
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.database.driver import asked
from samkop.platform.records import create, create_all
from samkop.platform.unit_of_work import require
from samkop.tendering.models import RegisterPadding, RegisterRoot, Tender
from samkop.tendering.queries import register
from samkop.tendering.queries.officers import editions_of, key_in
from samkop.tendering.vocabulary import TenderState


def publish_root(*, actor: Actor, now: datetime, tender_id: int) -> RegisterRoot | None:
    """Publish the root once the deadline has passed; who keeps the register acts.

    Bids that are being received are waited for, and what comes after is late. Done already, it
    answers with what was published; None where it is not time by the database's clock.
    """
    require(actor.kind is ActorKind.JOB and actor.name == register.KEEPER)
    asked("SELECT pg_advisory_xact_lock(samkop_register_lock(%s))", [tender_id])
    known = register.root_of(tender_id)
    if known is not None:
        return known
    tender = Tender.objects.get(id=tender_id)
    editions = editions_of(tender_id)
    if tender.state != TenderState.OPEN or not editions or not register.is_over(tender):
        return None
    entries = [register.entry_in(row) for row in register.entries_of(tender_id)]
    edition, key = editions[-1], key_in(editions[-1])
    leaves = padded(entries, key.digest, key.leaves)
    salts = b"".join(one.salt for one in leaves if one.kind is Kind.PADDING)
    create_all([RegisterPadding(tender=tender, salts=salts)], under=tender)
    root = create(
        RegisterRoot(
            tender=tender, edition=edition, size=len(leaves),
            root=root_of([one.leaf for one in leaves]).hex(),
        )
    )  # fmt: skip
    return RegisterRoot.objects.select_related("edition").get(id=root.pk)
