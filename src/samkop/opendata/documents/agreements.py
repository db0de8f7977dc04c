"""An agreement as an award and a contract of OCDS, through the gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samkop.agreements.models import FrameworkAgreement, Modification, TenderedAgreement
from samkop.agreements.vocabulary import State
from samkop.core.ocds import Amendment, Amount, Award, Contract, Organisation, Release, Tag, ocid
from samkop.opendata.documents.parties import (
    language_of,
    midnight,
    organisation_of,
    span,
    titles,
)
from samkop.opendata.documents.tenders import award_id_of, process_of_tender
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party

STATUSES = {
    State.INTERIM: "active", State.IN_FORCE: "active", State.SUSPENDED: "active",
    State.EXHAUSTED: "active", State.ANNULLED: "cancelled", State.ENDED: "terminated",
}  # fmt: skip
RATIONALES = {
    "review-clause": "Directive 2014/24/EU, art. 72(1)(a)",
    "additional": "Directive 2014/24/EU, art. 72(1)(b)",
    "unforeseen": "Directive 2014/24/EU, art. 72(1)(c)",
    "de-minimis": "Directive 2014/24/EU, art. 72(2)",
}


@dataclass(frozen=True)
class Names:
    """Of which process an agreement is, and of which award within it."""

    process: str
    award: str


def names_of(agreement: FrameworkAgreement, origin: TenderedAgreement | None, prefix: str) -> Names:
    """Those of the tender that it comes from, or its own where it was not tendered here."""
    if origin is not None:
        lot = origin.awarded_lot
        return Names(process_of_tender(origin.tender, prefix), award_id_of(lot))
    body = organisation_of(agreement.purchasing_body)
    process = ocid(prefix, body.number, "agreement", agreement.number)
    return Names(process, agreement.number)


def agreement_release(
    agreement: FrameworkAgreement,
    buyers: Iterable[Party],
    changes: Sequence[Modification],
    let_through: frozenset[Field],
    names: Names,
) -> Release | None:
    """What may be told of an agreement; None while it is in preparation, or nothing may be.

    The text of a modification is not told: it is free, and may name people.
    """
    status = STATUSES.get(State(agreement.state))
    if status is None or Field.AGREEMENT_TITLE not in let_through:
        return None
    body = agreement.purchasing_body
    named = tuple(map(organisation_of, buyers)) if Field.AGREEMENT_BUYERS in let_through else ()
    return Release(
        ocid=names.process, id="", at=midnight(agreement.valid_from, body),
        tags=(Tag.CONTRACT,), language=language_of(body), buyers=named,
        awards=(_award(agreement, names, let_through),),
        contracts=(_contract(agreement, names, status, changes, let_through),),
    )  # fmt: skip


def _award(agreement: FrameworkAgreement, names: Names, let_through: frozenset[Field]) -> Award:
    told: tuple[Organisation, ...] = ()
    if Field.AGREEMENT_SUPPLIER in let_through:
        told = (organisation_of(agreement.supplier),)
    return Award(id=names.award, title=titles(agreement), status="active", suppliers=told)


def _contract(
    agreement: FrameworkAgreement,
    names: Names,
    status: str,
    changes: Sequence[Modification],
    let_through: frozenset[Field],
) -> Contract:
    body = agreement.purchasing_body
    term = span(agreement.valid_from, agreement.valid_until, body)
    told = changes if Field.AGREEMENT_CHANGES in let_through else ()
    cents = agreement.maximum_value_cents + sum(one.value_change_cents for one in told)
    value = Amount(cents, agreement.currency)
    return Contract(
        id=agreement.number, award_id=names.award, title=titles(agreement), status=status,
        term=term if Field.AGREEMENT_TERM in let_through else None,
        value=value if Field.AGREEMENT_VALUE in let_through else None,
        amendments=tuple(
            Amendment(
                id=str(number), at=midnight(one.decided_on, body),
                rationale=RATIONALES[one.ground],
                description=_raised(one, agreement.currency, let_through),
            )
            for number, one in enumerate(told, 1)
        ),
    )  # fmt: skip


def _raised(one: Modification, currency: str, let_through: frozenset[Field]) -> str | None:
    if Field.AGREEMENT_VALUE not in let_through:
        return None
    whole, cents = divmod(one.value_change_cents, 100)
    return f"Maximum value raised by {whole}.{cents:02} {currency}"
