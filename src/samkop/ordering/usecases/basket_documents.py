"""A basket goes back as a document (Peppol T77), beside the page that leads back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.core import edocs
from samkop.exchange.models import Message
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.ordering.documents.punch_out import punch_out_document
from samkop.ordering.policies import may_send_basket_back
from samkop.ordering.queries.punch_out import reservation_to_send
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def require_vat(items: Iterable[CatalogueItem]) -> None:
    """The document names each item's VAT, and nobody guesses it.

    Raises Refused ``vat-missing`` for an item whose catalogue does not say it.
    """
    for item in items:
        if not item.vat_category or item.vat_percent is None:
            raise Refused(
                "vat-missing",
                _("%(name)s cannot go back as a document: its catalogue does not say its VAT. Take"
                  " it out, and ask the purchasing body to have the catalogue corrected."),
                name=item.shown_name,
            )  # fmt: skip


def send_basket_back(*, actor: Actor, now: datetime, reservation_id: int) -> Message:
    """Send what was reserved to the buyer, in the name of whoever runs the agreement.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    reservation = reservation_to_send(reservation_id)
    if reservation is None:
        raise not_found()
    require(may_send_basket_back(actor, reservation))
    document = punch_out_document(reservation)
    return send_document(
        actor=actor, now=now, receiver_id=reservation.buyer_id,
        document_type=DocumentType.PUNCH_OUT, number=document.id, issue_date=document.issue_date,
        content=edocs.write(document), subject=f"ordering.reservation:{reservation.pk}",
    )  # fmt: skip
