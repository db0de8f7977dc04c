"""Naming buyers, and each buyer's own decision to join or to leave."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import NamedBuyer, Participation
from samkop.agreements.policies import may_record_participation
from samkop.agreements.queries import agreement_of
from samkop.agreements.usecases.agreement import acting_for, locked
from samkop.agreements.usecases.legal_basis import Basis, write_legal_basis
from samkop.agreements.vocabulary import State
from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


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
    return named


def record_participation(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    decided_on: date,
    organ: str,
    register_number: str,
    orders_from: date,
    section: str = "",
    orders_until: date | None = None,
) -> Participation:
    """Record the acting party's own decision to join: from ``orders_from`` on it may order.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-a-named-buyer``, ``joined-already``,
    ``orders-before-the-decision``, ``orders-end-before-they-start``.
    """
    agreement = agreement_of(agreement_id)
    buyer_id = acting_for(actor)
    require(may_record_participation(actor, buyer_id))
    if not NamedBuyer.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise Refused(
            "not-a-named-buyer",
            _("Your organisation was not named in the procurement of %(number)s: it cannot join."),
            number=agreement.number,
        )
    if Participation.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise Refused(
            "joined-already", _("Your organisation has joined %(number)s."), number=agreement.number
        )
    if orders_from < decided_on:
        raise Refused(
            "orders-before-the-decision",
            _("Nothing is ordered before the decision. Correct one of the two days."),
        )
    _check_end(orders_from, orders_until)
    participation = create(
        Participation(
            agreement=agreement,
            buyer_id=buyer_id,
            decided_on=decided_on,
            organ=organ,
            section=section,
            register_number=register_number,
            orders_from=orders_from,
            orders_until=orders_until,
            at=now,
        )
    )
    tell("agreement-joined", agreement_id=agreement.pk, buyer_id=buyer_id)
    return participation


def end_participation(
    *, actor: Actor, now: datetime, agreement_id: int, orders_until: date
) -> Participation:
    """Record the last day on which the acting party orders; orders placed stay.

    Raises Refused: ``not-found``, ``not-allowed``, ``orders-end-before-they-start``.
    """
    agreement = agreement_of(agreement_id)
    require(may_record_participation(actor, acting_for(actor)))
    participation = (
        Participation.objects.select_for_update(no_key=True)
        .filter(agreement=agreement, buyer_id=actor.party_id)
        .first()
    )
    if participation is None:
        raise not_found()
    _check_end(participation.orders_from, orders_until)
    return change(participation, orders_until=orders_until)


def _check_end(orders_from: date, orders_until: date | None) -> None:
    if orders_until is not None and orders_until < orders_from:
        raise Refused(
            "orders-end-before-they-start",
            _("The last day of ordering is before the first. Correct one of the two."),
        )
