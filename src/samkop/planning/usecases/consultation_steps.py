"""What the steps of a consultation have in common: locks, states, who takes part, news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.planning.models import ConsultationParticipant, MarketConsultation
from samkop.planning.policies import may_run_consultation, may_take_part
from samkop.planning.queries import consultation_of
from samkop.planning.rules.consultations import state_at, written
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.notifications.kinds import in_each_language
from samkop.platform.outbox import tell
from samkop.platform.records import create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

FACT = "consultation-news"


def run_consultation(actor: Actor, consultation_id: int) -> MarketConsultation:
    """The consultation for those who run it; no supplier says anything until the work is done.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    hold("consultation", consultation_id)
    found = consultation_of(consultation_id)
    require(may_run_consultation(actor, found))
    return found


def join_consultation(actor: Actor, consultation_id: int, now: datetime) -> MarketConsultation:
    """The consultation for a supplier, which takes part from now on; it is not reported meanwhile.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``.
    """
    hold("consultation", consultation_id, shared=True)
    found = consultation_of(consultation_id)
    require(may_take_part(actor, found))
    require_state(found, now, ConsultationState.OPEN, ConsultationState.CLOSED)
    create_new(
        ConsultationParticipant(
            consultation=found, owner_id=found.owner_id, supplier_id=actor.own_party_id, since=now
        )
    )
    return found


def require_state(
    consultation: MarketConsultation, now: datetime, *states: ConsultationState
) -> None:
    """Raises Refused ``consultation-in-another-state`` unless it is in one of them now."""
    state = state_at(consultation.state, consultation.answers_until, now)
    if state not in states:
        raise Refused(
            "consultation-in-another-state",
            _("%(number)s is in the state \u201c%(state)s\u201d: this is done in another."),
            number=consultation.number, state=state.label,
        )  # fmt: skip


def require_texts(**texts: str) -> dict[str, str]:
    """The texts as they are kept. Raises Refused ``text-missing`` with the fields left empty."""
    found = {name: written(text) for name, text in texts.items()}
    empty = {name: _("Write something here.") for name, text in found.items() if not text}
    if empty:
        raise Refused(
            "text-missing", _("Something is left empty that has to be written."), status=422,
            fields=empty,
        )  # fmt: skip
    return found


def spread(
    consultation: MarketConsultation, kind: str, party_ids: Iterable[int], page: str, thing_id: int,
    **facts: Any,
) -> None:  # fmt: skip
    """Have people of these parties told: each party alone, so that none learns of another."""
    told = sorted(set(party_ids))
    if told:
        tell(
            FACT, consultation_id=consultation.pk, kind=kind, party_ids=told, page=page,
            thing_id=thing_id,
            facts={
                "number": consultation.number, "owner": consultation.owner.legal_name,
                "title": in_each_language(lambda: consultation.title), **facts,
            },
        )  # fmt: skip


def tell_everybody_else(consultation: MarketConsultation) -> None:
    """Something that everybody may know has changed: floors above publish it."""
    tell("consultation-changed", consultation_id=consultation.pk, owner_id=consultation.owner_id)


def supplier_ids_in(consultation: MarketConsultation) -> list[int]:
    """Everybody who takes part; for the owner."""
    rows = ConsultationParticipant.objects.filter(consultation=consultation)
    return list(rows.values_list("supplier_id", flat=True))
