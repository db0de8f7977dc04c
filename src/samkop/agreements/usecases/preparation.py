"""Correcting an agreement while it is still in preparation."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import (
    FrameworkAgreement,
    LegalBasis,
    NamedBuyer,
    Participation,
)
from samkop.agreements.usecases.agreement import check_money, check_parties, check_term, locked
from samkop.agreements.vocabulary import ActsAs, State
from samkop.platform.actors import Actor
from samkop.platform.records import change, remove
from samkop.platform.refusals import Refused, not_found


def change_prepared_agreement(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    number: str,
    register_number: str,
    titles: dict[str, str],
    category: str,
    supplier_id: int,
    valid_from: date,
    valid_until: date,
    currency: str,
    maximum_value_cents: int,
    acts_as: str = ActsAs.INTERMEDIARY,
    markup_permille: int = 0,
    fee_permille: int = 0,
    term_justification: str = "",
) -> FrameworkAgreement:
    """Write an agreement in preparation down anew; inputs as of ``prepare_agreement``.

    Raises Refused as ``prepare_agreement``, and ``not-found``, ``terms-are-signed``,
    ``ranked-in-a-call-off``.
    """
    agreement = locked(actor, agreement_id)
    require_preparation(agreement)
    _check_ranked(agreement, supplier_id, currency, maximum_value_cents)
    check_parties(agreement.purchasing_body_id, supplier_id)
    check_term(valid_from, valid_until, term_justification)
    check_money(maximum_value_cents, acts_as, markup_permille, fee_permille)
    others = FrameworkAgreement.objects.filter(
        purchasing_body_id=agreement.purchasing_body_id, number=number
    ).exclude(id=agreement_id)
    if others.exists():
        raise Refused(
            "agreement-number-taken",
            _("You have an agreement %(number)s already. Choose another number."),
            number=number,
        )
    return change(
        agreement,
        number=number,
        register_number=register_number,
        title_sv=titles["sv"],
        title_fi=titles["fi"],
        title_en=titles["en"],
        category=category,
        supplier_id=supplier_id,
        valid_from=valid_from,
        valid_until=valid_until,
        term_justification=term_justification,
        currency=currency,
        maximum_value_cents=maximum_value_cents,
        purchasing_body_acts_as=acts_as,
        markup_permille=markup_permille,
        fee_permille=fee_permille,
    )


def _check_ranked(
    agreement: FrameworkAgreement, supplier_id: int, currency: str, maximum_value_cents: int
) -> None:
    """Raises Refused ``ranked-in-a-call-off`` for what a rule of call-off rests on."""
    ranked = (agreement.supplier_id, agreement.currency, agreement.maximum_value_cents)
    if agreement.call_off_rule_id and ranked != (supplier_id, currency, maximum_value_cents):
        raise Refused(
            "ranked-in-a-call-off",
            _("Supplier, currency and maximum value stand while the agreement is ranked in a rule"
              " of call-off. Take it out of the rule first."),
        )  # fmt: skip


def unname_buyer(*, actor: Actor, now: datetime, agreement_id: int, buyer_id: int) -> None:
    """Take a buyer out of an agreement in preparation, to name it anew or not at all.

    Raises Refused: ``not-found``, ``not-allowed``, ``terms-are-signed``,
    ``buyer-has-joined``.
    """
    agreement = locked(actor, agreement_id)
    require_preparation(agreement)
    named = NamedBuyer.objects.filter(agreement=agreement, buyer_id=buyer_id).first()
    if named is None:
        raise not_found()
    if Participation.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise Refused(
            "buyer-has-joined",
            _("This buyer has recorded its decision to join already: it stays named."),
        )
    for basis in LegalBasis.objects.filter(agreement=agreement, buyer_id=buyer_id):
        remove(basis)
    remove(named)


def require_preparation(agreement: FrameworkAgreement) -> None:
    """Raises Refused ``terms-are-signed`` unless the agreement is in preparation."""
    if agreement.state != State.IN_PREPARATION:
        raise Refused(
            "terms-are-signed",
            _(
                "The terms of %(number)s stand as they were signed."
                " What changes now is recorded as a modification."
            ),
            number=agreement.number,
        )
