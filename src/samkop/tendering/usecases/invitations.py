"""Who is invited to a tender by invitation."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.records import create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import Invitation
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import TenderState

# A financier supplies money for devices: it bids for leases.
SUPPLYING_KINDS = (PartyKind.SUPPLIER, PartyKind.FINANCIER)


def invite_supplier(*, actor: Actor, now: datetime, tender_id: int, supplier_id: int) -> Invitation:
    """Invite a supplier: once the tender is announced it sees it and may bid.

    Everybody who is invited gets the same time: nobody is added once bids may come. Raises
    Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``not-by-invitation``, ``not-a-supplier``, ``invited-already``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    if not tender.by_invitation:
        raise Refused(
            "not-by-invitation",
            _("Everybody may bid in this procedure: nobody has to be invited."),
        )
    if not Party.objects.filter(id=supplier_id, kind__in=SUPPLYING_KINDS).exists():
        raise Refused("not-a-supplier", _("Choose an organisation that is a supplier."))
    if Invitation.objects.filter(tender=tender, supplier_id=supplier_id).exists():
        raise Refused("invited-already", _("This supplier is invited already."))
    return create(
        Invitation(tender=tender, owner_id=tender.owner_id, supplier_id=supplier_id, at=now)
    )


def withdraw_invitation(*, actor: Actor, now: datetime, invitation_id: int) -> int:
    """Take an invitation back before it is sent; the id of its tender.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    found = Invitation.objects.filter(id=invitation_id).first()
    if found is None:
        raise not_found()
    require_state(locked_tender(actor, found.tender_id), TenderState.IN_PREPARATION)
    remove(found)
    return found.tender_id
