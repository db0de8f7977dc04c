"""Raising the maximum value: only by a recorded modification with its ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffRule, FrameworkAgreement, Modification
from samkop.agreements.queries import raised_by_ground
from samkop.agreements.rules import modification_room, threshold_cents
from samkop.agreements.usecases.agreement import locked, record_state, settle_ceiling
from samkop.agreements.vocabulary import NOTICE_NEEDED, RUNNING, Ground, State
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused

RAISED_IN = RUNNING


@dataclass(frozen=True)
class Room:
    """A ground, the cents that it still leaves (None: as its clause says), what it has used."""

    ground: Ground
    left_cents: int | None
    used_cents: int

    @property
    def notice_needed(self) -> bool:
        """Whether a modification on this ground is published (art. 72(1))."""
        return self.ground in NOTICE_NEEDED


def rooms_of(agreement: FrameworkAgreement, today: date) -> list[Room]:
    """What each ground of art. 72 leaves on a day; enforced by ``raise_maximum_value``."""
    raised = raised_by_ground(agreement)
    threshold = threshold_cents(today, agreement.currency)
    return [
        Room(
            ground,
            modification_room(ground, published_value(agreement), raised, threshold),
            raised.get(ground, 0),
        )
        for ground in Ground
    ]


def published_value(agreement: FrameworkAgreement) -> int:
    """The value in cents that modifications are measured by: the procurement's own (art. 72)."""
    rule = agreement.call_off_rule
    if rule is not None and rule.shares_maximum:
        return rule.maximum_value_cents
    return agreement.maximum_value_cents


def raise_maximum_value(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    by_cents: int,
    ground: str,
    description: str,
    decided_on: date,
    register_number: str,
    notice_number: str = "",
) -> Modification:
    """Raise the maximum value by so many cents (without VAT) on a ground of art. 72.

    ``notice_number`` is the published modification notice, where the ground needs one. An
    exhausted agreement is in force again. Raises Refused: ``not-found``, ``not-allowed``,
    ``nothing-to-raise``, ``modification-not-raising``, ``modification-notice-missing``,
    ``modification-clause-missing``, ``modification-too-large``, ``ground-unknown``.
    """
    agreement = locked(actor, agreement_id)
    if agreement.state not in RAISED_IN:
        raise Refused(
            "nothing-to-raise",
            _("Agreement %(number)s is not in force: there is no maximum to raise."),
            number=agreement.number,
        )
    _check_form(by_cents, ground, description, notice_number)
    _require_room(agreement, by_cents, ground, decided_on)
    modification = create(
        Modification(
            agreement=agreement,
            ground=ground,
            value_change_cents=by_cents,
            description=description,
            decided_on=decided_on,
            register_number=register_number,
            notice_number=notice_number,
            at=now,
        )
    )
    if agreement.state == State.EXHAUSTED:
        record_state(agreement, State.IN_FORCE, now, description, register_number)
    else:
        settle_ceiling(agreement.pk)
    tell("maximum-value-raised", agreement_id=agreement.pk, by_cents=by_cents)
    return modification


def _require_room(
    agreement: FrameworkAgreement, by_cents: int, ground: str, decided_on: date
) -> None:
    # Two of those that share a maximum cannot use up the same room.
    CallOffRule.objects.select_for_update(no_key=True).filter(agreements=agreement).first()
    room = modification_room(
        ground, published_value(agreement), raised_by_ground(agreement),
        threshold_cents(decided_on, agreement.currency),
    )  # fmt: skip
    if room is not None and by_cents > room:
        raise Refused(
            "modification-too-large",
            _(
                "This ground leaves less room than that. Lower the amount, or look for another"
                " ground: a larger change needs a new procurement."
            ),
            room_cents=room,
        )


def _check_form(by_cents: int, ground: str, description: str, notice_number: str) -> None:
    if ground not in Ground.values:
        raise Refused("ground-unknown", _("Choose one of the grounds of art. 72."))
    if by_cents <= 0:
        raise Refused(
            "modification-not-raising", _("Enter by how much the maximum value is raised.")
        )
    if ground in NOTICE_NEEDED and not notice_number.strip():
        raise Refused(
            "modification-notice-missing",
            _("This ground is published (art. 72(1)). Enter the notice's number."),
        )
    if not description.strip():
        raise Refused(
            "modification-clause-missing",
            _("Write which clause or need the modification rests on."),
        )
