"""Reads: what a benefit is computed from, and what has been computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from samkop.agreements.models import CommittedShare, FrameworkAgreement
from samkop.core.benefit import Span
from samkop.followup.models import Benefit, BenefitAssumption, BenefitSharing
from samkop.followup.rules.benefit import Part, Purchase
from samkop.followup.vocabulary.benefit import IN_MONEY
from samkop.parties.models import Region, RegionMember
from samkop.platform.refusals import not_found

_PURCHASES = "SELECT * FROM samkop_benefit_purchases(%s, %s, %s, %s) ORDER BY 1, 2, 3, 4, 6"
_WAY = "SELECT * FROM samkop_need_to_desk(%s, %s, %s)"


@dataclass(frozen=True)
class Assumptions:
    """By which rows figures come about: the region's, and by member what it set itself."""

    regional: Mapping[str, BenefitAssumption]
    own: Mapping[int, Mapping[str, BenefitAssumption]]

    def of(self, party_id: int) -> dict[str, BenefitAssumption]:
        """The rows that hold for one member: its own before the region's, none without values."""
        rows = {**self.regional, **self.own.get(party_id, {})}
        return {key: row for key, row in rows.items() if row.likely is not None}


def purchases_of(
    region_id: int, year: int, currency: str, leaver_id: int | None = None
) -> list[Purchase]:
    """What the region's members bought in a year, as far as one may know it.

    A member is told of itself, the region's purchasing body of everybody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PURCHASES, [region_id, year, currency, leaver_id])
        return [Purchase(*row) for row in cursor.fetchall()]


def way_of(region_id: int, year: int, buyer_id: int | None = None) -> dict[str, dict[str, Any]]:
    """Each step from need to desk: how many things, and the quartiles of its days as text.

    Of one buyer that one acts for, or of all in the region together. A step is left out where
    nothing is known, or too little to be told of a region.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAY, [region_id, year, buyer_id])
        return {
            step: {"things": things, "days": [str(low), str(median), str(high)]}
            for step, things, low, median, high in cursor.fetchall()
        }


def assumptions_of(region_id: int, year: int, currency: str) -> Assumptions:
    """What holds in a year, as far as one may see it: the newest of each key and owner."""
    rows = BenefitAssumption.objects.filter(
        ~Q(key__in=IN_MONEY) | Q(currency=currency), region_id=region_id,
        valid_from__lte=date(year, 12, 31),
    )  # fmt: skip
    regional: dict[str, BenefitAssumption] = {}
    own: dict[int, dict[str, BenefitAssumption]] = defaultdict(dict)
    # The newest last: it stays.
    for row in rows.select_related("owner").order_by("valid_from", "id"):
        held = regional if row.regional else own[row.owner_id]
        if not row.regional and row.likely is None:
            held.pop(row.key, None)  # the region's holds again
        else:
            held[row.key] = row
    return Assumptions(regional, own)


def spans_of(rows: Mapping[str, BenefitAssumption]) -> dict[str, Span]:
    """The assumptions as the arithmetic takes them."""
    return {
        key: Span.of(row.low, row.likely, row.high)
        for key, row in rows.items()
        if row.low is not None and row.likely is not None and row.high is not None
    }


def versions_of(region_id: int, key: str, owner_ids: Iterable[int]) -> list[BenefitAssumption]:
    """All versions of an assumption by these owners, the newest first."""
    rows = BenefitAssumption.objects.filter(
        region_id=region_id, key=key, owner_id__in=list(owner_ids)
    )
    # Not joined with the person: of another organisation's rows one sees no people.
    return list(rows.select_related("owner").order_by("-id"))


def parts_of(
    agreement_ids: Iterable[int], buyer_ids: Iterable[int], year: int,
    events: Mapping[int, Mapping[str, str]],
) -> list[Part]:  # fmt: skip
    """Each buyer's part in the procedures behind agreements, by what it has committed so far."""
    agreements = FrameworkAgreement.objects.in_bulk(list(agreement_ids))
    shares = CommittedShare.objects.filter(agreement_id__in=list(agreements))
    totals = dict(
        shares.values_list("agreement_id").annotate(sum=Sum("committed_cents")).order_by()
    )
    wanted = set(buyer_ids)
    return [
        _part(agreements[one.agreement_id], one, totals[one.agreement_id], year, events)
        for one in shares.order_by("agreement_id", "buyer_id")
        if one.buyer_id in wanted
    ]


def _part(
    agreement: FrameworkAgreement, share: CommittedShare, total: int, year: int,
    events: Mapping[int, Mapping[str, str]],
) -> Part:  # fmt: skip
    first = max(agreement.valid_from, date(year, 1, 1))
    last = min(agreement.valid_until, date(year, 12, 31))
    return Part(
        buyer_id=share.buyer_id, agreement_id=agreement.pk, share_cents=share.committed_cents,
        total_cents=total, year_days=max((last - first).days + 1, 0),
        term_days=(agreement.valid_until - agreement.valid_from).days + 1,
        paid=bool(agreement.markup_permille or agreement.fee_permille),
        events=events.get(agreement.pk, {}),
    )  # fmt: skip


def region_of(region_id: int) -> Region:
    """A region that one may see. Raises Refused ``not-found``."""
    found = Region.objects.select_related("purchasing_body").filter(id=region_id).first()
    if found is None:
        raise not_found()
    return found


def members_in(region_id: int, year: int) -> list[RegionMember]:
    """Who was in a region at some time of a year, the largest first."""
    rows = RegionMember.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=date(year, 1, 1)),
        region_id=region_id, valid_from__lte=date(year, 12, 31),
    ).select_related("party")  # fmt: skip
    return sorted(rows, key=lambda one: (-(one.population or 0), one.party.legal_name, one.pk))


def is_in_region(region: Region, party_id: int) -> bool:
    """Whether a party is the region's purchasing body, or has been a member of it."""
    return region.purchasing_body_id == party_id or (
        RegionMember.objects.filter(region=region, party_id=party_id).exists()
    )


def currencies_of(region: Region) -> list[str]:
    """In which currencies the region's agreements are, the most used first."""
    rows = FrameworkAgreement.objects.filter(purchasing_body_id=region.purchasing_body_id)
    counted: dict[str, int] = defaultdict(int)
    for currency in rows.values_list("currency", flat=True):
        counted[currency] += 1
    return sorted(counted, key=lambda one: (-counted[one], one))


def benefit_of(benefit_id: int) -> Benefit:
    """One computation. Raises Refused ``not-found``."""
    rows = Benefit.objects.select_related("region__purchasing_body", "owner", "previous")
    found = rows.filter(id=benefit_id).first()
    if found is None:
        raise not_found()
    return found


def benefits_in(region_id: int) -> QuerySet[Benefit]:
    """The computations of a region that one may see, the newest first."""
    return Benefit.objects.filter(region_id=region_id).select_related("owner").order_by("-id")


def newest_benefit(
    region_id: int, owner_id: int, year: int | None = None, currency: str | None = None
) -> Benefit | None:
    """The newest computation of an owner: of a year, or of the latest year that has any."""
    rows = Benefit.objects.filter(region_id=region_id, owner_id=owner_id)
    if year is not None:
        rows = rows.filter(year=year)
    if currency is not None:
        rows = rows.filter(currency=currency)
    found: Benefit | None = (
        rows.select_related("region__purchasing_body", "owner", "previous")
        .order_by("-year", "-id").first()
    )  # fmt: skip
    return found


def sharing_of(region_id: int, owner_id: int) -> BenefitSharing | None:
    """Whether a member shows the region its own assumptions; None: it never said so."""
    return BenefitSharing.objects.filter(region_id=region_id, owner_id=owner_id).first()
