"""Sealed bids as suppliers send them in, and their opening by two officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from samkop.core.bidding import CONTENT_FILE, BidForm
from samkop.core.sealing import FileEntry, TenderKey, give_parts, parts_file, seal_bid
from samkop.core.sealing.members import canonical
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.seeds import address_of, organisations
from samkop.site.demo.sourcing.clock import database_clock
from samkop.site.demo.sourcing.officers import Officer, newest_key
from samkop.site.demo.sourcing.papers import paper
from samkop.site.demo.sourcing.preparing import Preparing
from samkop.site.demo.sourcing.scene import Seed
from samkop.tendering.bidders import as_bidder, bidding_of, reading_own
from samkop.tendering.models import Tender
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.queries.officers import editions_of, key_in
from samkop.tendering.queries.register import (
    PART,
    entries_of,
    head_of,
    own_entries,
    register_keeper,
    standing_in,
)
from samkop.tendering.usecases.opening import give_parts as give_bid_parts
from samkop.tendering.usecases.opening import open_bids
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.usecases.submission import (
    keep_sealed_part,
    start_sealed_file,
    submit_bid,
)
from samkop.tendering.vocabulary import TenderState

PLAN = "plan.pdf"
SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Sealing:
    """The bids on one tender: the tender, its key, and who asks the database's clock."""

    made: Preparing
    tender: Tender
    key: TenderKey

    @property
    def runner(self) -> Actor:
        """Who runs the tender."""
        return self.made.runner


def sealing_of(made: Preparing, tender_id: int) -> Sealing:
    """The tender as it is now, with the newest edition of its key."""
    return Sealing(made, made.again(tender_id), newest_key(tender_id, made.runner))


def bids_in(sealing: Sealing, ago: int) -> None:
    """Every bid of the seed in time, and one that came too late; each once."""
    made, seed, until = sealing.made, sealing.made.seed, sealing.tender.bids_until
    if until is None or sealing.tender.state != TenderState.OPEN:
        return
    for hour, supplier in enumerate(dict.fromkeys(row["bidder"] for row in seed["bids"]), 9):
        of_one = [row for row in seed["bids"] if row["bidder"] == supplier]
        with database_clock(made.scene.at(ago, hour), sealing.runner):
            for row in of_one:
                _send(sealing, row)
    if late := seed.get("late"):
        with database_clock(until + timedelta(minutes=late["minutes"]), sealing.runner):
            _send(sealing, late)


def _send(sealing: Sealing, row: Seed) -> None:
    """A bid that is sealed and sent in. The sealing draws lots, so what is there is looked for."""
    tender_id, lot = sealing.tender.pk, f"LOT-{row['lot']:04d}"
    seller = sealing.made.scene.person("sales", row["bidder"])
    with reading(reading_own(seller, tender_id)):
        if any(one.lot.code == lot for one in own_entries(tender_id)):
            return
    with reading(seller):
        bidding, form = bidding_of(seller, tender_id, lot), bid_form(tender_id, lot)
    data = _sealed(sealing, row, form)
    bidder = as_bidder(seller, tender_id)
    file = perform(bidder, start_sealed_file, bidding=bidding, size=len(data))
    for place in range(-(-len(data) // PART)):
        part = data[place * PART : (place + 1) * PART]
        perform(bidder, keep_sealed_part, file_id=file.pk, place=place, data=part)
    perform(bidder, submit_bid, bidding=bidding, file_id=file.pk)


def _sealed(sealing: Sealing, row: Seed, form: BidForm) -> bytes:
    content = _content(sealing, row, form)
    name = organisations()[row["bidder"]].name_sv
    said = [one.text for one in form.criteria]
    plan = paper("Plan", sealing.made.seed, [(f"Så gör {name}", [], said)])
    files: Mapping[str, bytes] = {CONTENT_FILE: canonical(content)}
    if form.criteria:
        files = {**files, PLAN: plan}
    made = seal_bid(
        tender_key=sealing.key, lot=form.lot, bidder=content["bidder"]["identifier"],
        files=[(FileEntry(name, len(data)), [data]) for name, data in files.items()],
    )  # fmt: skip
    return b"".join(made.blocks)


def _content(sealing: Sealing, row: Seed, form: BidForm) -> dict[str, Any]:
    """What a bid says (``bid-content``): all that the form asks."""
    supplier, discount = organisations()[row["bidder"]], sealing.made.seed.get("discount", {})
    discounted = discount.get("bidder") == row["bidder"] and form.lot in discount["lots"]
    return {
        "samkop": "bid-content", "version": 1, "tender": form.tender, "lot": form.lot,
        "bidder": {
            "name": supplier.legal_name, "identifier": supplier.identifier, "contact": "Säljare",
            "email": address_of("sales", row["bidder"]),
        },
        "prices": [{"line": line.code, "price": row["prices"][line.code]} for line in form.prices],
        "requirements": [
            {"code": one.code, "meets": True, "note": "Uppfylls.", "file": ""}
            for one in form.requirements
        ],
        "criteria": [
            {"code": one.code, "answer": f"{one.text}: se planen.", "file": PLAN}
            for one in form.criteria
        ],
        "espd": [{"code": one.code, "yes": False, "note": ""} for one in form.espd],
        "discounts": [{"lots": discount["lots"], "amount": discount["amount"]}]
        if discounted else [],
        "trade_secrets": [{"file": PLAN, "reason": "Arbetssättet är vårt eget."}]
        if form.criteria else [],
        "valid_until": str(form.valid_until),
    }  # fmt: skip


def closed(sealing: Sealing) -> None:
    """The deadline has passed, and the root over the register is published."""
    until, keeper = sealing.tender.bids_until, register_keeper(sealing.tender.owner_id)
    if until is not None and sealing.tender.state == TenderState.OPEN:
        with database_clock(until + SOON, sealing.runner):
            perform(keeper, publish_root, now=until + SOON, tender_id=sealing.tender.pk)


def opened(sealing: Sealing, officers: list[Officer], ago: int) -> None:
    """Two officers give out their parts, and all bids that stand are opened."""
    tender_id, now = sealing.tender.pk, sealing.made.scene.at(ago, 10)
    with reading(sealing.runner):
        if tender_of(tender_id).state != TenderState.OPEN:
            return
    for officer in officers[:2]:
        parts = _parts_by(tender_id, officer)
        perform(officer.actor, give_bid_parts, now=now, tender_id=tender_id, parts=parts)
    perform(officers[1].actor, open_bids, now=now, tender_id=tender_id)


def _parts_by(tender_id: int, officer: Officer) -> str:
    """What an officer's own machine gives out of all bids that stand."""
    with reading(officer.actor):
        editions = [key_in(one) for one in editions_of(tender_id)]
        heads = [head_of(row.file_id) for row in standing_in(entries_of(tender_id))]
    keys, given = {one.digest: one for one in editions}, []
    for head in heads:
        key = keys[head.tender_key]
        given.append(
            give_parts(header=head, tender_key=key, key=officer.key, now=key.deadline + SOON)
        )
    return parts_file(given).decode()
