"""What is assumed of own and joint procedures: set, taken back, shown to the region or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.followup.models import BenefitAssumption, BenefitSharing
from samkop.followup.policies.benefit import answers_for, may_estimate
from samkop.followup.queries.benefit import is_in_region, region_of
from samkop.followup.vocabulary.benefit import IN_MONEY, OF_THE_REGION, PER_CENT, SIGNED, Assumed
from samkop.parties.models import Region
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST = Decimal(10) ** 9
WHOLE_PER_CENT = Decimal(100)
Values = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class NewAssumption:
    """A value at the least, likely, at the most, from a day on, with its source.

    ``values`` None: nothing is assumed any more; of a member's own, the region's holds again.
    """

    key: Assumed
    values: Values | None
    source: str
    valid_from: date
    currency: str = ""


def assume(
    *, actor: Actor, now: datetime, region_id: int, assumption: NewAssumption
) -> BenefitAssumption:
    """Set what one's party assumes: the purchasing body for the region, a member for itself.

    A row is added; what holds is the newest, and computations keep by which they came about.
    Raises Refused: ``not-found``, ``not-allowed``, ``assumption-of-the-region``,
    ``assumption-without-source``, ``assumption-does-not-rise``, ``assumption-out-of-bounds``,
    ``assumption-without-currency``.
    """
    region = _own_region(actor, region_id)
    regional = answers_for(actor, region)
    if not regional and assumption.key in OF_THE_REGION:
        raise Refused(
            "assumption-of-the-region",
            _("The hours of the joint procedure are the same for everybody: the region's"
              " purchasing body says them."),
        )  # fmt: skip
    _check(assumption)
    low, likely, high = assumption.values or (None, None, None)
    return create(
        BenefitAssumption(
            region=region, owner_id=actor.own_party_id, regional=regional, key=assumption.key,
            currency=assumption.currency if assumption.key in IN_MONEY else "", low=low,
            likely=likely, high=high, source=assumption.source.strip(),
            valid_from=assumption.valid_from, person_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def share_assumptions(
    *, actor: Actor, now: datetime, region_id: int, shares: bool, decided_on: date
) -> BenefitSharing:
    """Let the region see one's own assumptions and figures, or no longer.

    What was computed for the region while they were shown stays as it was.
    Raises Refused: ``not-found``, ``not-allowed``.
    """
    region = _own_region(actor, region_id)
    rows = BenefitSharing.objects.select_for_update()
    kept = rows.filter(region=region, owner_id=actor.own_party_id).first()
    if kept is not None:
        return change(kept, shares=shares, decided_on=decided_on)
    return create(
        BenefitSharing(
            region=region, owner_id=actor.own_party_id, shares=shares, decided_on=decided_on
        )
    )


def _own_region(actor: Actor, region_id: int) -> Region:
    require(may_estimate(actor))
    region = region_of(region_id)
    if not is_in_region(region, actor.own_party_id):
        raise not_found()
    return region


def _check(assumption: NewAssumption) -> None:
    if not assumption.source.strip():
        _refuse("assumption-without-source", _("Say whence: who estimated it, or where it"
                                               " stands."), "source")  # fmt: skip
    if assumption.values is None:
        return
    low, likely, high = assumption.values
    if not low <= likely <= high:
        _refuse("assumption-does-not-rise", _("The least, the likely and the most rise in this"
                                              " order."), "likely")  # fmt: skip
    least = -WHOLE_PER_CENT if assumption.key in SIGNED else Decimal(0)
    most = WHOLE_PER_CENT if assumption.key == Assumed.FEE_IN_PRICE else MOST
    if low < least or high > most:
        _refuse("assumption-out-of-bounds", _("Hours, months, tenders and money do not lie below"
                                              " zero, nor a share above 100 per cent."),
                "low")  # fmt: skip
    if assumption.key in IN_MONEY and not assumption.currency:
        _refuse("assumption-without-currency", _("Say in which currency."), "currency")


def _refuse(code: str, sentence: object, field: str) -> None:
    raise Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]


__all__ = ["PER_CENT", "NewAssumption", "assume", "share_assumptions"]
