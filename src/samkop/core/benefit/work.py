"""The hours of own tenders against a member's share of the joint procedure's.

A procedure is run once for an agreement's whole term, so a year carries the part of its days.
Where a markup or a fee pays the purchasing body, its hours count as hours but not as money: they
are in the price already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.benefit.spans import Span, added

Hours = Mapping[str, Span | None]


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is assumed of a member's part in the procedure behind one agreement.

    ``own`` are the hours of one own tender by step, ``joint`` those of the joint procedure, by
    all who worked on it; None: nobody has said. ``tenders``: how many own ones there would have
    been; ``taking_part``: the member's own hours in the joint one. ``share`` of the joint hours
    is the member's, ``year`` the part of the term that the year carries.
    """

    own: Hours
    joint: Hours
    tenders: Span | None
    taking_part: Span | None
    hour_cents: Span | None
    share: Fraction | None
    year: Fraction
    paid: bool


@dataclass(frozen=True, slots=True)
class WorkBenefit:
    """The hours of a year: of own tenders, in the joint procedure; what they cost in cents.

    None is *no data*: a sum with a part that nobody knows is not known. ``missing`` names what
    nobody has said.
    """

    own: Span | None
    joint: Span | None
    own_cents: Span | None
    joint_cents: Span | None
    missing: tuple[str, ...] = ()

    @property
    def saved(self) -> Span | None:
        """Hours that buying together saved; below zero where it took more."""
        return None if self.own is None or self.joint is None else self.own - self.joint

    @property
    def saved_cents(self) -> Span | None:
        """The same in money."""
        if self.own_cents is None or self.joint_cents is None:
            return None
        return self.own_cents - self.joint_cents


def work_benefit(one: Procedure) -> WorkBenefit:
    """The year's hours of one member and one agreement."""
    own_once, joint_once = _whole(one.own), _whole(one.joint)
    own = None if own_once is None or one.tenders is None else own_once * one.tenders * one.year
    body = None if joint_once is None or one.share is None else joint_once * one.share * one.year
    part = None if one.taking_part is None else one.taking_part * one.year
    joint = None if body is None or part is None else body + part
    # What the markup or fee pays for is in the price.
    charged = part if one.paid else joint
    return WorkBenefit(
        own=own,
        joint=joint,
        own_cents=_cost(own, one.hour_cents),
        joint_cents=_cost(charged, one.hour_cents),
        missing=_missing(one),
    )


def work_together(parts: Iterable[WorkBenefit]) -> WorkBenefit:
    """The sums; one part that is not known makes the sum not known. Of nothing: *no data*."""
    sums = list(parts)
    return WorkBenefit(
        own=_sum([one.own for one in sums]),
        joint=_sum([one.joint for one in sums]),
        own_cents=_sum([one.own_cents for one in sums]),
        joint_cents=_sum([one.joint_cents for one in sums]),
        missing=tuple(sorted({name for one in sums for name in one.missing})),
    )


def _whole(hours: Hours) -> Span | None:
    return _sum(list(hours.values()))


def _sum(parts: list[Span | None]) -> Span | None:
    known = [part for part in parts if part is not None]
    return added(known) if parts and len(known) == len(parts) else None


def _cost(hours: Span | None, hour_cents: Span | None) -> Span | None:
    return None if hours is None or hour_cents is None else hours * hour_cents


def _missing(one: Procedure) -> tuple[str, ...]:
    steps = {
        **{f"own-{step}": hours for step, hours in one.own.items()},
        **{f"joint-{step}": hours for step, hours in one.joint.items()},
        "own-tenders": one.tenders, "part-in-joint": one.taking_part, "hour-cost": one.hour_cents,
        "share": one.share,
    }  # fmt: skip
    return tuple(name for name, value in steps.items() if value is None)
