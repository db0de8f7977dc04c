"""What passes without a question, and whether a member shows its prices to the others."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.followup.models import PriceSharing, PriceTolerance
from samkop.followup.policies.prices import may_choose_sharing, may_set_tolerance
from samkop.followup.rules.price_drift import WHOLE, Tolerance
from samkop.parties.models import Region
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_DAYS = 365
MOST_CENTS = 10**7


def set_price_tolerance(
    *, actor: Actor, now: datetime, region_id: int | None, valid_from: date, tolerance: Tolerance
) -> PriceTolerance:
    """Say what passes from a day on, for members of a region or for everybody else.

    A purchase is judged by what held on its day. Raises Refused: ``not-allowed``,
    ``tolerance-out-of-bounds``, ``region-unknown``, ``tolerance-in-the-past``.
    """
    require(may_set_tolerance(actor))
    party_id = actor.own_party_id
    bounds = (
        (tolerance.permille, 0, WHOLE), (tolerance.rise_permille, 0, WHOLE),
        (tolerance.cents, 0, MOST_CENTS), (tolerance.answer_days, 1, MOST_DAYS),
    )  # fmt: skip
    if not all(least <= value <= most for value, least, most in bounds):
        raise Refused(
            "tolerance-out-of-bounds",
            _("Between 0 and 100 per cent, and 1 to 365 days to answer."), status=422,
        )  # fmt: skip
    own = Region.objects.filter(purchasing_body_id=party_id).values_list("id", flat=True)
    if region_id is not None and region_id not in set(own):
        raise _wrong("region-unknown", "region", _("Choose a region that you serve."))
    if valid_from < own_today():
        raise _wrong(
            "tolerance-in-the-past", "valid_from",
            _("What has been bought already was judged by what held then: choose today or later."),
        )  # fmt: skip
    return create(
        PriceTolerance(
            purchasing_body_id=party_id, region_id=region_id, valid_from=valid_from,
            permille=tolerance.permille, cents=tolerance.cents,
            rise_permille=tolerance.rise_permille, answer_days=tolerance.answer_days,
            set_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def choose_price_sharing(
    *, actor: Actor, now: datetime, shared: bool, valid_from: date, decided_by: str,
    register_number: str,
) -> PriceSharing:  # fmt: skip
    """Record a member's decision to show its prices to the other members, or not, from a day on.

    Not shown, its rows are left out of what they read, and the page says how many members are.
    Raises Refused: ``not-allowed``, ``decider-missing``.
    """
    require(may_choose_sharing(actor))
    if not decided_by.strip() or not register_number.strip():
        raise _wrong(
            "decider-missing", "decided_by",
            _("Say which organ or office decided, and under which register number."),
        )  # fmt: skip
    return create(
        PriceSharing(
            owner_id=actor.own_party_id, shared=shared, valid_from=valid_from,
            decided_by=decided_by, register_number=register_number, at=now,
        )
    )  # fmt: skip


def _wrong(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, str(sentence), status=422, fields={field: str(sentence)})
