"""Moving the ceiling: an order commits, a cancellation gives back.

Called by whoever places orders, inside its unit of work and last in its lock order: the
ceiling's row is locked from here until the unit of work ends. docs/explanation/ceilings.md
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Participation
from samkop.agreements.usecases.right_to_order import (
    BY_DECISION,
    CLOSED,
    NO_LEGAL_BASIS,
    NOT_JOINED,
    closed,
    refused_by_decision,
)
from samkop.platform.database.driver import asked
from samkop.platform.refusals import Refused, RunAgain, not_allowed


class TierChanged(RunAgain):
    """The tier that the order was priced with is another by now; nothing was moved.

    Refusal ``price-unsettled`` where pricing again does not help either.
    """

    def __init__(self) -> None:
        super().__init__(
            "price-unsettled", _("The price is changing at this moment. Try again."), status=503
        )


def commit(
    *,
    agreement_id: int,
    participation_id: int | None,
    buyer_id: int,
    cents: int,
    quantities: Mapping[str, int],
    tier_marks: Mapping[str, int],
    reference: str,
    on: date,
    now: datetime,
) -> None:
    """Commit ``cents`` (without VAT) of the ceiling and of the buyer's share to an order.

    ``quantities`` are the units per price group; ``tier_marks`` what ``rules.tier_marks``
    said before the order was priced; ``on`` the day of the order. Raises TierChanged, and
    Refused: ``agreement-unknown``, why the buyer's own decision gives no right (as
    ``usecases.right_to_order``), ``legal-basis-missing``, ``share-reached``,
    ``decision-limit-reached``, ``maximum-value-reached``, ``not-allowed`` (another's money),
    and why the agreement is closed.
    """
    _move(
        agreement_id, participation_id, buyer_id, reference, cents, quantities, tier_marks,
        on, now, release=False, outside=False,
    )  # fmt: skip


def release(
    *,
    agreement_id: int,
    participation_id: int,
    buyer_id: int,
    cents: int,
    quantities: Mapping[str, int],
    reference: str,
    now: datetime,
    outside: bool = False,
) -> None:
    """Give back what an order had committed, in whole or in part, in any state.

    ``outside``: it was placed outside the shop, and whoever runs the agreement may too.
    Raises Refused: ``released-too-much`` when more than is still committed under the
    reference, in cents or in units of a price group; else as ``commit``.
    """
    _move(
        agreement_id, participation_id, buyer_id, reference, cents, quantities, {},
        now.date(), now, release=True, outside=outside,
    )  # fmt: skip


def commit_outside(
    *,
    agreement_id: int,
    participation_id: int,
    buyer_id: int,
    cents: int,
    quantities: Mapping[str, int],
    reference: str,
    on: date,
    now: datetime,
) -> None:
    """Commit an order that was placed outside the shop ``on`` that day, at its own price.

    By the buyer, or by whoever runs the agreement; also when the agreement has stopped since.
    Raises Refused as ``commit``.
    """
    _move(
        agreement_id, participation_id, buyer_id, reference, cents, quantities, {},
        on, now, release=False, outside=True,
    )  # fmt: skip


def _move(
    agreement_id: int,
    participation_id: int | None,
    buyer_id: int,
    reference: str,
    cents: int,
    quantities: Mapping[str, int],
    tier_marks: Mapping[str, int],
    on: date,
    now: datetime,
    *,
    release: bool,
    outside: bool,
) -> None:
    answer = asked(
        "SELECT code, left_cents FROM samkop_ceiling_move("
        "%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s)",
        [
            agreement_id, participation_id, buyer_id, reference, cents,
            json.dumps(dict(quantities)), json.dumps(dict(tier_marks)), on, now, release,
            outside,
        ],
    )  # fmt: skip
    code, left_cents = answer.fetchall()[0]
    if code == "tier-changed":
        raise TierChanged
    if code in CLOSED:
        raise closed(code, agreement_id)
    if code in BY_DECISION:
        raise _by_decision(participation_id, on)
    if code != "ok":
        raise _REFUSALS[code](left_cents)


def _by_decision(participation_id: int | None, on: date) -> Refused:
    """What the database answered, with reason and day; it holds the decision's lock."""
    rows = Participation.objects.filter(id=participation_id or 0)
    decided = rows.values_list("decision_id", flat=True).first()
    return refused_by_decision(decided, on) or Refused("agreement-not-joined", NOT_JOINED)


def _maximum_value_reached(left_cents: int) -> Refused:
    return Refused(
        "maximum-value-reached",
        _(
            "The agreement's maximum value would be exceeded: too little is left for this order."
            " Order less, or ask the purchasing body."
        ),
        left_cents=left_cents,
    )


def _share_reached(left_cents: int) -> Refused:
    return Refused(
        "share-reached",
        _(
            "Your organisation's share of the agreement would be exceeded."
            " Order less, or ask the purchasing body."
        ),
        left_cents=left_cents,
    )


def _decision_limit_reached(left_cents: int) -> Refused:
    return Refused(
        "decision-limit-reached",
        _(
            "The amount that your organisation itself has decided on would be exceeded."
            " Order less, or let it decide on a higher amount."
        ),
        left_cents=left_cents,
    )


def _plain(code: str, sentence: Promise) -> Callable[[int], Refused]:
    return lambda _left_cents: Refused(code, sentence)


_REFUSALS: Mapping[str, Callable[[int], Refused]] = {
    "maximum-value-reached": _maximum_value_reached,
    "share-reached": _share_reached,
    "not-allowed": lambda _left_cents: not_allowed(),
    "agreement-unknown": _plain(
        "agreement-unknown",
        _("There is no such agreement for your organisation. Choose another one."),
    ),
    "decision-limit-reached": _decision_limit_reached,
    "legal-basis-missing": _plain("legal-basis-missing", NO_LEGAL_BASIS),
    "released-too-much": _plain(
        "released-too-much",
        _("More would be given back than the order has committed. Nothing was changed."),
    ),
}
