"""Moving a tender from state to state."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import Tender, TenderStateChange
from samkop.tendering.policies import may_run_tender
from samkop.tendering.vocabulary import TRANSITIONS, TenderState


def locked_tender(actor: Actor, tender_id: int) -> Tender:
    """The tender, locked until the end of the unit of work, for those who run it.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    rows = Tender.objects.select_related("owner").select_for_update(of=("self",))
    found = rows.filter(id=tender_id).first()
    if found is None:
        raise not_found()
    require(may_run_tender(actor, found))
    return found


def lock_tender(tender_id: int) -> Tender:
    """The tender, locked until the end of the unit of work, for who else of its owner writes."""
    return Tender.objects.select_for_update().get(id=tender_id)


def require_state(tender: Tender, *states: TenderState) -> None:
    """Raises Refused ``tender-in-another-state`` unless the tender is in one of them."""
    if tender.state not in states:
        raise Refused(
            "tender-in-another-state",
            _("%(number)s is in the state \u201c%(state)s\u201d: this is done in another."),
            number=tender.number,
            state=TenderState(tender.state).label,
        )


def move_tender(
    tender: Tender, to: TenderState, now: datetime, reason: str = "", register_number: str = ""
) -> Tender:
    """Move a locked tender, write the step down and tell it (``tender-state-changed``).

    Raises Refused ``transition-not-allowed``.
    """
    before = TenderState(tender.state)
    if to not in TRANSITIONS[before]:
        raise Refused(
            "transition-not-allowed",
            _("%(number)s is in the state \u201c%(state)s\u201d and does not become"
              " \u201c%(to)s\u201d."),
            number=tender.number, state=before.label, to=to.label,
        )  # fmt: skip
    create(
        TenderStateChange(
            tender=tender, from_state=before, to_state=to, reason=reason,
            register_number=register_number, at=now,
        )
    )  # fmt: skip
    tell("tender-state-changed", tender_id=tender.pk, owner_id=tender.owner_id, state=str(to))
    return change(tender, state=to)
