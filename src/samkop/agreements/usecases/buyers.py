"""Naming the buyers of an agreement."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import NamedBuyer
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.usecases.legal_basis import Basis, write_legal_basis
from samkop.agreements.usecases.project_rights import take_up_decisions
from samkop.agreements.vocabulary import State
from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused


def name_buyer(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    buyer_id: int,
    expected_share_cents: int,
    maximum_share_cents: int | None = None,
    legal_basis: Basis | None = None,
) -> NamedBuyer:
    """Name a buyer of the procurement with its expected share, cents without VAT.

    ``legal_basis`` is recorded with it; without one the buyer cannot order yet.

    Only while the agreement is in preparation: nobody who was not identified in the
    procurement buys under it (art. 33(2) of directive 2014/24/EU; C-216/17). Raises Refused:
    ``not-found``, ``not-allowed``, ``buyers-are-fixed``, ``not-a-buyer``,
    ``buyer-named-already``, ``share-too-small``, and as ``write_legal_basis``.
    """
    agreement = locked(actor, agreement_id)
    if agreement.state != State.IN_PREPARATION:
        raise Refused(
            "buyers-are-fixed",
            _("The buyers of %(number)s were named in the procurement; nobody can be added."),
            number=agreement.number,
        )
    if not Party.objects.filter(id=buyer_id, kind__in=BUYER_KINDS).exists():
        raise Refused("not-a-buyer", _("Choose an organisation that buys: not a supplier."))
    if NamedBuyer.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise Refused("buyer-named-already", _("This buyer is named in the agreement already."))
    if expected_share_cents < 0 or (
        maximum_share_cents is not None and maximum_share_cents < expected_share_cents
    ):
        raise Refused(
            "share-too-small",
            _("A share is not negative, and the highest is at least what is expected."),
        )
    named = create(
        NamedBuyer(
            agreement=agreement,
            buyer_id=buyer_id,
            expected_share_cents=expected_share_cents,
            maximum_share_cents=maximum_share_cents,
        )
    )
    if legal_basis is not None:
        write_legal_basis(agreement, buyer_id, legal_basis, now)
    take_up_decisions(agreement, now)
    return named
