"""The benefit of buying together: asked for, computed by a job, kept with what it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.benefit import Span, added, together, work_together
from samkop.followup.models import Benefit, BenefitLeaving, BenefitProcedure, BenefitPurchase
from samkop.followup.policies.benefit import answers_for, may_estimate, may_keep_benefit
from samkop.followup.queries.benefit import is_in_region, newest_benefit, region_of
from samkop.followup.rules.benefit import (
    Figures,
    Left,
    Part,
    Purchase,
    dearer,
    figures_of,
    price_of_all,
    worked,
)
from samkop.followup.vocabulary.benefit import Assumed
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "benefit"
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True)
class Member:
    """Who is counted, with its inhabitants and what is assumed of it.

    ``assumed`` is JSON: key to the id of its row, its values as text, whose it is.
    """

    party_id: int
    name: str
    population: int | None
    assumed: Mapping[str, Mapping[str, Any]]

    def spans(self) -> dict[str, Span]:
        """The assumptions as the arithmetic takes them."""
        return {key: span_of(kept) for key, kept in self.assumed.items()}


@dataclass(frozen=True)
class Ground:
    """All that a computation starts from; ``leavers`` are those of whom it is asked what if."""

    members: Sequence[Member]
    purchases: Sequence[Purchase]
    parts: Sequence[Part]
    left: Sequence[Left]
    way: Mapping[str, Any]
    leavers: Sequence[int] = ()

    def sha256(self) -> str:
        """The hash of all of it."""
        plain = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()


def span_of(kept: Mapping[str, Any]) -> Span:
    """A kept assumption as the arithmetic takes it."""
    return Span.of(*(Decimal(kept[end]) for end in ("low", "likely", "high")))


def compute_benefit(
    *, actor: Actor, now: datetime, region_id: int, year: int, currency: str
) -> JobRun:
    """Ask for a year to be computed: the region's by its purchasing body, one's own by a member.

    While it is worked out, asking again is the same job. Raises Refused: ``not-found``,
    ``not-allowed``, ``benefit-year-unknown``.
    """
    require(may_estimate(actor))
    region = region_of(region_id)
    if not is_in_region(region, actor.own_party_id):
        raise not_found()
    if not FIRST_YEAR <= year <= min(LAST_YEAR, now.year):
        sentence = _("Choose this year or one before it.")
        raise Refused("benefit-year-unknown", sentence, status=422, fields={"year": sentence})
    inputs = {"region_id": region_id, "year": year, "currency": currency,
              "regional": answers_for(actor, region)}  # fmt: skip
    under_way = JobRun.objects.filter(
        party_id=actor.own_party_id, task=TASK, inputs=inputs, ended_at=None
    ).first()
    if under_way is not None:
        return under_way
    key = f"{region_id}:{year}:{currency}:{now.isoformat()}"
    return start_job(actor=actor, now=now, task=TASK, key=key, inputs=inputs)


def keep_benefit(
    *, actor: Actor, now: datetime, region_id: int, year: int, currency: str, regional: bool,
    ground: Ground,
) -> Benefit:  # fmt: skip
    """Keep what was computed, with the rows it came from; told as ``benefit-computed``.

    Where nothing has changed since the owner's last of that year, that one stays the newest.
    Raises Refused: ``not-allowed``.
    """
    owner_id = actor.own_party_id
    require(may_keep_benefit(actor, owner_id))
    before = newest_benefit(region_id, owner_id, year, currency)
    digest = ground.sha256()
    if before is not None and before.inputs_sha256 == digest:
        return before
    made = create(
        Benefit(
            region_id=region_id, owner_id=owner_id, regional=regional, year=year,
            currency=currency, previous=before, inputs_sha256=digest,
            assumptions={str(one.party_id): one.assumed for one in ground.members},
            way=dict(ground.way), result=result_of(ground), computed_at=now,
        )
    )  # fmt: skip
    _keep_rows(made, ground)
    if regional:
        _tell(made)
    return made


def result_of(ground: Ground) -> dict[str, Any]:
    """The figures of each member, of all together, and of who leaves."""
    members = [_member(one, ground) for one in ground.members]
    shown = [kept for kept, *_rest in members]
    months = [one.spans().get(Assumed.OWN_MONTHS) for one in ground.members]
    return {
        "members": shown,
        "together": figures_of(
            together(price for _kept, price, _work in members),
            work_together(work for kept, _price, work in members if kept["units"]),
            _middle([one for one in months if one is not None]),
        ),
        "leaving": [
            _leaving(one, ground.left) for one in ground.members if one.party_id in ground.leavers
        ],
    }


def _member(one: Member, ground: Ground) -> tuple[Figures, Any, Any]:
    assumed = one.spans()
    price = price_of_all((row for row in ground.purchases if row.buyer_id == one.party_id), assumed)
    # Only what it bought under in this year would it have tendered for.
    bought_under = {row.agreement_id for row in ground.purchases if row.buyer_id == one.party_id}
    work = work_together(
        worked(part, assumed) for part in ground.parts
        if part.buyer_id == one.party_id and part.agreement_id in bought_under
    )  # fmt: skip
    kept = {
        "party_id": one.party_id, "name": one.name, "population": one.population,
        **figures_of(price, work, assumed.get(Assumed.OWN_MONTHS)),
    }  # fmt: skip
    return kept, price, work


def _leaving(one: Member, left: Sequence[Left]) -> dict[str, Any]:
    rows = [row for row in left if row.leaver_id == one.party_id]
    more, unknown = dearer(rows)
    others = {row.buyer_id for row in rows}
    return {
        "leaver_id": one.party_id, "more_cents": more, "unknown_units": unknown,
        "by_buyer": {str(buyer): dearer(row for row in rows if row.buyer_id == buyer)[0]
                     for buyer in sorted(others)},
    }  # fmt: skip


def _middle(spans: list[Span]) -> Span | None:
    """The mean of what members assume."""
    return added(spans) * Fraction(1, len(spans)) if spans else None


def _keep_rows(made: Benefit, ground: Ground) -> None:
    create_all(
        [
            BenefitPurchase(benefit=made, **_without(asdict(one), "without_permille"))
            for one in ground.purchases
        ],
        under=made,
    )
    create_all([BenefitProcedure(benefit=made, **asdict(one)) for one in ground.parts], under=made)
    create_all([BenefitLeaving(benefit=made, **asdict(one)) for one in ground.left], under=made)


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def _tell(made: Benefit) -> None:
    whole = made.result["together"]
    tell(
        "benefit-computed", benefit_id=made.pk, region_id=made.region_id, year=made.year,
        currency=made.currency, members=len(made.result["members"]), units=whole["units"],
        paid_cents=whole["paid_cents"], gain_cents=whole["gain_cents"],
        saved_hours=whole["saved_hours"], saved_cents=whole["saved_cents"],
    )  # fmt: skip
