"""Framework agreements for tests, made through the real use cases.

``an_agreement`` is in force, has prices and tiers, and its buyers have joined. Its term is
so long that both a fixed day and today lie in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from factories.parties import an_actor
from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.prices import NewPrice, set_list_prices, set_tiers
from samkop.agreements.vocabulary import BasisKind
from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
PRICES = (
    NewPrice("PHONE-1", "phones", 40_000),
    NewPrice("PHONE-2", "phones", 79_900),
    NewPrice("LAPTOP-1", "laptops", 110_000),
)
TIERS = {"phones": (Tier(10, 50), Tier(100, 120))}
_numbers = itertools.count(1)


def an_agreement_in_preparation(
    runner: Actor,
    supplier: Party,
    *,
    maximum_cents: int = 100_000_000,
    prices: Sequence[NewPrice] = PRICES,
    tiers: Mapping[str, Sequence[Tier]] = TIERS,
    valid_from: date = FIRST_DAY,
    **fields: Any,
) -> FrameworkAgreement:
    """An agreement with prices and tiers, run by the runner's party; nobody is named yet."""
    number = f"RA-{next(_numbers)}"
    given = {
        "number": number, "register_number": f"D/{number}", "category": Category.MOBILE_DEVICES,
        "titles": {"sv": "Telefoner", "fi": "Puhelimet", "en": "Phones"},
        "valid_until": LAST_DAY, "currency": "EUR", "term_justification": "For tests.", **fields,
    }  # fmt: skip
    agreement = perform(
        runner, prepare_agreement, supplier_id=supplier.pk, valid_from=valid_from,
        maximum_value_cents=maximum_cents, **given,
    )  # fmt: skip
    perform(
        runner, set_list_prices,
        agreement_id=agreement.pk, prices=list(prices), valid_from=valid_from,
    )  # fmt: skip
    perform(runner, set_tiers, agreement_id=agreement.pk, tiers=dict(tiers))
    return agreement


def an_agreement(
    purchasing_body: Party,
    supplier: Party,
    buyers: Sequence[Party],
    *,
    maximum_cents: int = 100_000_000,
    shares: Mapping[int, int] | None = None,
    joined: bool = True,
    runner: Actor | None = None,
    **fields: Any,
) -> FrameworkAgreement:
    """An agreement in force that the buyers have joined.

    ``shares`` are the highest shares in cents by the buyer's id; ``joined=False`` leaves the
    buyers' own decisions out; other fields as of ``an_agreement_in_preparation``.
    """
    runner = runner or a_runner(purchasing_body)
    agreement = an_agreement_in_preparation(runner, supplier, maximum_cents=maximum_cents, **fields)
    for buyer in buyers:
        perform(
            runner, name_buyer, agreement_id=agreement.pk, buyer_id=buyer.pk,
            expected_share_cents=0, maximum_share_cents=(shares or {}).get(buyer.pk),
            legal_basis=a_basis(purchasing_body, buyer),
        )  # fmt: skip
    perform(runner, put_in_force, agreement_id=agreement.pk, register_number="D/1")
    for buyer in buyers if joined else ():
        a_participation(agreement, buyer)
    return agreement


def a_basis(purchasing_body: Party, buyer: Party, **fields: Any) -> Basis:
    """The legal basis on which a buyer is served by such a purchasing body."""
    kind = BasisKind.JOINT_PROCUREMENT
    if purchasing_body.kind == PartyKind.CENTRAL_PURCHASING_BODY:
        kind = BasisKind.CENTRAL_PURCHASING
    if purchasing_body == buyer:
        kind = BasisKind.OWN_PROCUREMENT
    given = {"kind": kind, "valid_from": FIRST_DAY, "document": "Terms", "register_number": "D/0"}
    return Basis(**{**given, **fields})


def a_participation(
    agreement: FrameworkAgreement,
    buyer: Party,
    *,
    orders_from: date = FIRST_DAY,
    orders_until: date | None = None,
) -> Participation:
    """The buyer's own decision, recorded by its ICT manager."""
    return perform(
        an_actor(buyer, RoleName.ICT_MANAGER), record_participation, agreement_id=agreement.pk,
        decided_on=FIRST_DAY, organ="Kommunstyrelsen", section="§ 12", register_number="D/2",
        orders_from=orders_from, orders_until=orders_until,
    )  # fmt: skip


def a_runner(purchasing_body: Party) -> Actor:
    """Somebody who runs the party's agreements."""
    return an_actor(purchasing_body, RoleName.CATEGORY_MANAGER)


def participation_of(agreement: FrameworkAgreement, buyer: Party) -> Participation:
    """The buyer's participation, read as the buyer."""
    with reading(an_actor(buyer, RoleName.EMPLOYEE)):
        return Participation.objects.get(agreement=agreement, buyer=buyer)
