"""Reads: who opens a tender's bids, its key, and whether the opening was rehearsed."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from samkop.core.sealing import TenderKey, read_tender_key
from samkop.platform.actors import Actor
from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    OfficerParts,
    OpeningOfficer,
    RehearsalBid,
    Tender,
    TenderKeyEdition,
)
from samkop.tendering.queries.tenders import lots_of
from samkop.tendering.vocabulary import KeyFault


def officers_of(tender_id: int) -> QuerySet[OpeningOfficer]:
    """The tender's officers in the order in which they were appointed."""
    rows = OpeningOfficer.objects.filter(tender_id=tender_id)
    return rows.select_related("confirmed_by").order_by("id")


def own_office(actor: Actor, tender_id: int) -> OpeningOfficer:
    """The office that who acts holds in the tender. Raises Refused ``not-found``."""
    rows = OpeningOfficer.objects.filter(tender_id=tender_id, person_id=actor.own_person_id)
    found = rows.select_related("tender").first()
    if found is None:
        raise not_found()
    return found


def editions_of(tender_id: int) -> list[TenderKeyEdition]:
    """All editions of the tender's key, the newest last."""
    return list(TenderKeyEdition.objects.filter(tender_id=tender_id).order_by("number"))


def usable_editions(tender_id: int) -> list[TenderKeyEdition]:
    """The newest edition, last, and those before it to which sealed bids stay good.

    That is where a deadline was put off; of other officers, lots or a later deadline none.
    """
    editions = editions_of(tender_id)
    keys = [key_in(edition) for edition in editions]
    return [
        edition
        for edition, key in zip(editions, keys, strict=True)
        if replace(key, deadline=keys[-1].deadline) == keys[-1]
        and key.deadline <= keys[-1].deadline
    ]


def key_in(edition: TenderKeyEdition) -> TenderKey:
    """The key as ``core.sealing`` has it."""
    return read_tender_key(edition.file.encode())


def rehearsals_of(tender_id: int) -> list[RehearsalBid]:
    """The bids of trial, the newest first, with what was given out and what was opened."""
    parts = Prefetch("parts", OfficerParts.objects.select_related("officer").order_by("id"))
    rows = RehearsalBid.objects.filter(tender_id=tender_id).select_related("edition")
    return list(
        rows.select_related("opening__first", "opening__second")
        .prefetch_related(parts).order_by("-made_at", "id")
    )  # fmt: skip


def key_faults(tender: Tender) -> list[KeyFault]:
    """What keeps bids from being opened one day: empty before a tender may be announced."""
    officers = list(officers_of(tender.pk))
    if len(officers) < 2:  # noqa: PLR2004 - two open
        return [KeyFault.OFFICERS_MISSING]
    if any(not one.public_key for one in officers):
        return [KeyFault.KEYS_MISSING]
    if any(one.confirmed_at is None for one in officers):
        return [KeyFault.KEYS_UNCONFIRMED]
    editions = editions_of(tender.pk)
    key = key_in(editions[-1]) if editions else None
    if key is None or not _of_now(key, tender, officers):
        return [KeyFault.TENDER_KEY_MISSING]
    if not any(_rehearsed(one, key) for one in rehearsals_of(tender.pk)):
        return [KeyFault.NOT_REHEARSED]
    return []


def _of_now(key: TenderKey, tender: Tender, officers: list[OpeningOfficer]) -> bool:
    """Whether the key says what the tender says now."""
    keys = [one.key.raw.hex() for one in key.officers]
    lots = tuple(lot.code for lot in lots_of(tender.pk))
    return (key.tender, key.deadline, key.lots, keys) == (
        tender.number, tender.bids_until, lots, [one.public_key for one in officers],
    )  # fmt: skip


def _rehearsed(rehearsal: RehearsalBid, key: TenderKey) -> bool:
    """Whether two opened it who have the same keys still."""
    opened = getattr(rehearsal, "opening", None) is not None
    return opened and key_in(rehearsal.edition).officers == key.officers
