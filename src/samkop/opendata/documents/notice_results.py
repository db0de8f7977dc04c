"""A decision as the contract award notice for the portal: eForms subtype 29, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, groupby

from django.utils.translation import override

from samkop.core import eforms
from samkop.opendata.documents.notices import (
    BUYER,
    NoticeFacts,
    buyer_of,
    heading_of,
    lot_of,
    organisation_of,
    organisations_of,
    whole_of,
)
from samkop.opendata.models import NoticeOrganisation
from samkop.parties.models import Party

FIRST_SUPPLIER = 3


@dataclass(frozen=True, kw_only=True)
class Won:
    """A lot as it was decided: a winner with the signed contract, or none.

    ``bids`` is how many came in. ``contract_number`` is that of the agreement.
    """

    lot: str
    bids: int
    maximum_cents: int
    supplier: Party | None = None
    details: NoticeOrganisation | None = None
    bid_number: str = ""
    rank: int = 1
    price_cents: int = 0
    decided_on: date | None = None
    signed_on: date | None = None
    contract_number: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


def result_notice_of(
    facts: NoticeFacts, decision_id: int, awards: Sequence[Won]
) -> eforms.ResultNotice:
    """The contract award notice of one decision. Raises UnknownCodeError."""
    with override(facts.terms.language):
        suppliers = {one.supplier.pk: one for one in awards if one.supplier and one.signed_on}
        names = {pk: f"ORG-{place:04d}" for place, pk in enumerate(suppliers, FIRST_SUPPLIER)}
        signed = [one for one in awards if one.supplier and one.signed_on]
        numbers = count(1)
        # Lots that are signed later are told of in a notice of its own.
        told = " ".join(one.lot for one in signed)
        return eforms.ResultNotice(
            heading=heading_of(facts, f"result-{decision_id} {told}"),
            organisations=(
                *organisations_of(facts),
                *(
                    organisation_of(names[pk], one.details, facts.terms.language, one.supplier)
                    for pk, one in suppliers.items() if one.details
                ),
            ),
            buyer=buyer_of(facts), procedure=facts.tender.procedure, object=whole_of(facts),
            currency=facts.tender.currency, lots=tuple(lot_of(facts, one) for one in facts.lots),
            results=tuple(
                _result(place, list(of_lot), names, numbers, facts.terms.language)
                for place, (_lot, of_lot) in enumerate(groupby(awards, lambda one: one.lot), 1)
            ),
            total_cents=sum(one.price_cents for one in signed) or None,
            # The suppliers of one lot share its maximum.
            maximum_cents=sum({one.lot: one.maximum_cents for one in signed}.values()) or None,
        )  # fmt: skip


def _result(
    place: int,
    awards: Sequence[Won],
    names: Mapping[int, str],
    numbers: Iterator[int],
    language: str,
) -> eforms.LotResult:
    """The result of one lot, with each of its suppliers that has signed."""
    first = awards[0]
    name, received = f"RES-{place:04d}", {"tenders": first.bids, "t-esubm": first.bids}
    if first.supplier is None:
        reason = "all-rej" if first.bids else "no-rece"
        return eforms.LotResult(id=name, lot=first.lot, without_winner=reason, received=received)
    winners = [
        _winner(f"{next(numbers):04d}", one, names, language)
        for one in awards
        if one.supplier and one.signed_on
    ]
    if not winners:
        return eforms.LotResult(id=name, lot=first.lot, to_come=True)
    return eforms.LotResult(
        id=name, lot=first.lot, winners=tuple(winners), maximum_cents=first.maximum_cents,
        received=received,
    )  # fmt: skip


def _winner(number: str, one: Won, names: Mapping[int, str], language: str) -> eforms.Winner:
    if one.supplier is None or one.signed_on is None or one.decided_on is None:
        raise ValueError(one)
    organisation = names[one.supplier.pk]
    return eforms.Winner(
        tender=f"TEN-{number}", reference=one.bid_number, rank=one.rank,
        value_cents=one.price_cents, party=organisation.replace("ORG", "TPA"),
        organisation=organisation, contract=f"CON-{number}",
        contract_number=one.contract_number, contract_title={language: one.titles[language]},
        decided_on=one.decided_on, signed_on=one.signed_on, signatory=BUYER,
        subcontracting="not-known",
    )  # fmt: skip
