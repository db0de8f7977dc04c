"""Publishing: what passes the gate becomes a release, where it says something new."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from samkop.agreements.models import NamedBuyer
from samkop.agreements.queries import agreement_of, modifications_of
from samkop.agreements.queries.origin import origin_of
from samkop.core import ocds
from samkop.core.ocds import Tag
from samkop.core.ocds.packages import canonical, digest
from samkop.core.period import day_of
from samkop.opendata.documents.agreements import agreement_release, names_of
from samkop.opendata.documents.orders import orders_release, purchases
from samkop.opendata.models import Release
from samkop.opendata.policies import may_publish
from samkop.opendata.queries import newest_release, open_fields_of
from samkop.opendata.queries.purchases import bought_in
from samkop.opendata.rules import same_content, tags_of_agreement, tags_of_orders
from samkop.opendata.vocabulary import Field, ReleaseKind
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.unit_of_work import require

Json = dict[str, Any]
# Of what was bought it is told under which agreement and from whom, or nothing.
TOLD_WITH_ORDERS = {Field.AGREEMENT_TITLE, Field.AGREEMENT_SUPPLIER}


def publish_agreement(*, actor: Actor, now: datetime, agreement_id: int) -> Release | None:
    """Publish an agreement as it is now; None where nothing of it may be, or nothing is new.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_publish(actor))
    agreement = agreement_of(agreement_id)
    body = agreement.purchasing_body
    named = NamedBuyer.objects.filter(agreement=agreement).select_related("buyer")
    told = agreement_release(
        agreement,
        [one.buyer for one in named.order_by("buyer__legal_name", "buyer_id")],
        list(modifications_of(agreement_id).order_by("decided_on", "id")),
        open_fields_of(body, day_of(now, body.time_zone)),
        names_of(agreement, origin_of(agreement_id), settings.OCID_PREFIX),
    )
    if told is None:
        return None
    before = newest_release(ReleaseKind.AGREEMENT, agreement_id)
    known = body_of(before)
    after = ocds.release_json(told)
    if same_content(known, after):
        return None
    return released(
        body, ReleaseKind.AGREEMENT, agreement_id, told, tags_of_agreement(known, after), now
    )


def publish_orders(
    *, actor: Actor, now: datetime, agreement_id: int, month: date
) -> Release | None:
    """Publish what was ordered under an agreement in a month (its first day).

    None where no buyer publishes any of it, or nothing is new. Raises Refused: ``not-found``,
    ``not-allowed``.
    """
    require(may_publish(actor))
    agreement = agreement_of(agreement_id)
    body = agreement.purchasing_body
    today = day_of(now, body.time_zone)
    own = open_fields_of(body, today)
    bought = bought_in(agreement, month)
    buyers = Party.objects.in_bulk({one.buyer_id for one in bought})
    gates = {pk: open_fields_of(buyer, today) for pk, buyer in buyers.items()}
    before = newest_release(ReleaseKind.ORDERS, agreement_id, month)
    if not own >= TOLD_WITH_ORDERS:
        gates = {}
    rows = purchases(agreement, month, bought, gates)
    if not rows and before is None:
        return None
    told = orders_release(
        agreement,
        month,
        rows,
        buyers,
        names_of(agreement, origin_of(agreement_id), settings.OCID_PREFIX),
    )
    known = body_of(before)
    if before is not None and same_content(known, ocds.release_json(told)) and _same(before, rows):
        return None
    made = released(body, ReleaseKind.ORDERS, agreement_id, told, tags_of_orders(known), now, month)
    for row in rows:
        row.release = made
    create_all(rows, under=made)
    return made


def _same(before: Release, rows: list[Any]) -> bool:
    names = ("buyer_id", "item", "name", "unit", "quantity", "unit_price_cents", "net_cents")
    was = list(before.purchases.order_by("id").values_list(*names))
    return was == [tuple(getattr(row, name) for name in names) for row in rows]


def body_of(release: Release | None) -> Json | None:
    """What a release says."""
    return None if release is None else dict(json.loads(release.body))


def released(
    owner: Party,
    kind: ReleaseKind,
    subject_id: int,
    told: ocds.Release,
    tags: list[Tag],
    now: datetime,
    month: date | None = None,
) -> Release:
    """Write a release with the next number of its process."""
    last = Release.objects.filter(ocid=told.ocid).order_by("-number").first()
    number = last.number + 1 if last else 1
    whole = replace(told, id=f"{told.ocid}-{number}", at=now, tags=tuple(tags))
    text = canonical(ocds.release_json(whole))
    return create(
        Release(
            owner=owner, kind=kind, subject_id=subject_id, month=month, ocid=told.ocid,
            number=number, tags=" ".join(tags), at=now, body=text, sha256=digest(text),
        )
    )  # fmt: skip
