"""A decision as the contract award notice for the portal: eForms subtype 29, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
    """A lot as it was decided: its winner with the signed contract, or none.

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
                _result(place, one, names, facts.terms.language)
                for place, one in enumerate(awards, 1)
            ),
            total_cents=sum(one.price_cents for one in signed) or None,
            maximum_cents=sum(one.maximum_cents for one in signed) or None,
        )  # fmt: skip


def _result(place: int, one: Won, names: Mapping[int, str], language: str) -> eforms.LotResult:
    name, received = f"RES-{place:04d}", {"tenders": one.bids, "t-esubm": one.bids}
    if one.supplier is None:
        reason = "all-rej" if one.bids else "no-rece"
        return eforms.LotResult(id=name, lot=one.lot, without_winner=reason, received=received)
    if one.signed_on is None or one.decided_on is None:
        return eforms.LotResult(id=name, lot=one.lot, to_come=True)
    organisation = names[one.supplier.pk]
    winner = eforms.Winner(
        tender=f"TEN-{place:04d}", reference=one.bid_number, rank=one.rank,
        value_cents=one.price_cents, party=organisation.replace("ORG", "TPA"),
        organisation=organisation, contract=f"CON-{place:04d}",
        contract_number=one.contract_number, contract_title={language: one.titles[language]},
        decided_on=one.decided_on, signed_on=one.signed_on, signatory=BUYER,
        subcontracting="not-known",
    )  # fmt: skip
    return eforms.LotResult(
        id=name, lot=one.lot, winners=(winner,), maximum_cents=one.maximum_cents,
        received=received,
    )  # fmt: skip
