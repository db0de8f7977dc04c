"""By which agreements the devices of the past were bought: the rows of agreements as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.platform.unit_of_work import reading
from samkop.site.demo.agreeing import manager_of, number_of
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import Term, terms_of
from samkop.site.demo.seeds import AgreementSeed, agreements

MOBILE = frozenset({"phone", "rugged-phone"})
# The groups of prices by the category of what is bought.
GROUPS = {
    "phone": "smartphones", "rugged-phone": "rugged phones", "laptop": "laptops",
    "tablet": "tablets", "desktop": "desktops", "monitor": "monitors",
}  # fmt: skip
# From the order to the delivery.
LEAD = timedelta(days=16)


@dataclass(frozen=True)
class Contract:
    """An agreement of a row, its supplier by key; ``current`` is the one in force."""

    seed: AgreementSeed
    term: Term
    supplier: str
    current: bool
    agreement_id: int

    @property
    def number(self) -> str:
        """Its number."""
        return number_of(self.seed, self.term)


@dataclass(frozen=True)
class Contracts:
    """Who buys by which agreement, and from when on; read once."""

    known: tuple[Contract, ...]
    # By agreement and buyer: the participation, and its first day.
    joined: Mapping[tuple[int, int], tuple[int, date]]

    def of(self, category: str, came: date) -> Contract:
        """By which agreement a device was ordered that came on a day."""
        key, day = "mobile" if category in MOBILE else "terminal", ordered_on(came)
        row = [one for one in self.known if one.seed.key == key]
        return next((one for one in row if one.term.first <= day <= one.term.last), row[0])

    def participation(self, contract: Contract, buyer_id: int, day: date) -> int | None:
        """The buyer's participation, if it may order by the agreement on a day."""
        found = self.joined.get((contract.agreement_id, buyer_id))
        in_time = found is not None and found[1] <= day and day >= contract.term.first
        return found[0] if found is not None and in_time else None


def ordered_on(came: date) -> date:
    """The working day on which was ordered what came on a day."""
    day = came - LEAD
    return day - timedelta(days=max(day.weekday() - 4, 0))


def contracts_of(cast: Cast, founded: date) -> Contracts:
    """All agreements on devices, those of the past too."""
    with reading(manager_of(cast)):
        ids = dict(FrameworkAgreement.objects.values_list("number", "id"))
        joined = {
            (row.agreement_id, row.buyer_id): (row.pk, row.orders_from)
            for row in Participation.objects.filter(agreement_id__in=ids.values()).select_related(
                "decision"
            )
            if row.orders_from is not None
        }
    known = []
    for seed in agreements().values():
        *former, current = terms_of(seed, founded)
        rows = [(term, seed.former_supplier) for term in former] + [(current, seed.supplier)]
        known += [
            Contract(seed, term, supplier, term is current, ids[number_of(seed, term)])
            for term, supplier in rows
        ]
    return Contracts(tuple(known), joined)
