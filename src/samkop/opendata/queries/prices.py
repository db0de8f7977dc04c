"""Reads of prices: what was paid, for the job that publishes; what was published, for all."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from samkop.agreements.models import FrameworkAgreement, TenderedAgreement
from samkop.catalogue.models import CatalogueItem
from samkop.core.period import day_of, months_after
from samkop.followup.models import PriceCheck
from samkop.followup.queries.prices import Paid, paid_for
from samkop.followup.vocabulary.prices import PurchaseSource
from samkop.opendata.models import PricePublication, PublicationDecision, PublishedPrice
from samkop.opendata.queries.gate import open_fields_of
from samkop.opendata.rules import PriceSeen
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party
from samkop.platform.unit_of_work import current_unit
from samkop.tendering.models import BidSecrecyDecision
from samkop.tendering.vocabulary.documents import Secrecy, SecrecyGround


def prices_in(agreement: FrameworkAgreement, month: date) -> list[PriceSeen]:
    """What was paid for each item in a month, of the buyers that show their prices."""
    checks = PriceCheck.objects.filter(
        agreement=agreement, source=PurchaseSource.ORDERED, bought_on__gte=month,
        bought_on__lt=months_after(month, 1),
    ).select_related("order_line")  # fmt: skip
    lines = {(one.item_id, one.price_cents): one.order_line for one in checks.order_by("id")}
    items = sorted({item_id for item_id, _cents in lines if item_id})
    groups: dict[tuple[int, int], list[Paid]] = defaultdict(list)
    last = date.fromordinal(months_after(month, 1).toordinal() - 1)
    for paid in paid_for(items, last):
        if paid.month == month:
            groups[paid.item_id, paid.price_cents].append(paid)
    known = CatalogueItem.objects.in_bulk({item_id for item_id, _cents in groups})
    found = []
    for (item_id, cents), rows in groups.items():
        item, line = known[item_id], lines.get((item_id, cents))
        found.append(
            PriceSeen(
                item.seller_item_id, item.name, item.unit_code, cents,
                sum(row.purchases for row in rows),
                tuple(line.origin.get("steps", ())) if line else (),
            )
        )  # fmt: skip
    return found


def months_with_prices(agreement: FrameworkAgreement, today: date) -> list[date]:
    """The first days of the whole months in which something was bought under an agreement."""
    rows = PriceCheck.objects.filter(agreement=agreement, source=PurchaseSource.ORDERED)
    rows = rows.filter(bought_on__lt=today.replace(day=1))
    months = rows.annotate(month=TruncMonth("bought_on")).order_by().values_list("month", flat=True)
    return sorted(set(months))


def secrets_of(agreement_id: int) -> tuple[bool, bool]:
    """Whether the prices themselves, and whether what they rest on, were accepted as secret.

    By the newest decision on each document of the bid that the agreement came from (art. 21 of
    2014/24/EU): its own answers hold the prices, its files the evidence.
    """
    made = TenderedAgreement.objects.filter(agreement_id=agreement_id)
    bid_id = made.values_list("awarded_lot__bid_id", flat=True).first()
    newest: dict[int | None, BidSecrecyDecision] = {}
    for decision in BidSecrecyDecision.objects.filter(bid_id=bid_id).order_by("id"):
        newest[decision.file_id] = decision
    answers = newest.get(None)
    prices = answers is not None and answers.secrecy == Secrecy.SECRET
    evidence = any(
        one.secrecy != Secrecy.OPEN and one.ground == SecrecyGround.TRADE_SECRET
        for one in newest.values()
    )
    return prices, prices or evidence


def newest_prices(agreement_id: int, month: date) -> PricePublication | None:
    """What was last published of an agreement's month."""
    rows = PricePublication.objects.filter(agreement_id=agreement_id, month=month)
    return rows.order_by("-id").first()


def published_prices() -> QuerySet[PublishedPrice]:
    """The prices that everybody reads now, the newest month first.

    As last published, and only of those whose decision to publish them holds today: a later
    decision takes them back at once, whatever the job has written.
    """
    newest = PricePublication.objects.order_by("agreement_id", "month", "-id")
    newest = newest.distinct("agreement_id", "month").filter(owner_id__in=_open_owners())
    rows = PublishedPrice.objects.filter(publication_id__in=newest.values("id"))
    return rows.select_related("publication__supplier", "publication__owner").order_by(
        "-publication__month", "item", "unit_price_cents", "id"
    )


def _open_owners() -> list[int]:
    decided = PublicationDecision.objects.filter(field=Field.PRICES_ITEMS).values("owner_id")
    now = current_unit().now
    return [
        owner.pk
        for owner in Party.objects.filter(id__in=decided)
        if Field.PRICES_ITEMS in open_fields_of(owner, day_of(now, owner.time_zone))
    ]
