"""Reads: steering groups, their rules of a day, seats and who sits on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.core import ballots
from samkop.governance.models import GroupRules, SeatHolder, SteeringGroup, SteeringSeat
from samkop.parties.models import RegionMember
from samkop.parties.queries import valid_on
from samkop.platform.refusals import Refused, not_found


def group_of(group_id: int) -> SteeringGroup:
    """A group with its lead and region. Raises Refused ``not-found``."""
    found = _groups().filter(id=group_id).first()
    if found is None:
        raise not_found()
    return found


def group_of_region(region_id: int) -> SteeringGroup | None:
    """The region's group, if it has one."""
    return _groups().filter(region_id=region_id).first()


def groups_of(party_id: int, today: date) -> list[SteeringGroup]:
    """The groups of the regions that a party is in on a day, or serves."""
    joined = RegionMember.objects.filter(valid_on(today), party_id=party_id)
    mine = Q(region__in=joined.values("region")) | Q(region__purchasing_body_id=party_id)
    return list(_groups().filter(mine).order_by("name_en", "id"))


def rules_on(group_id: int, day: date) -> GroupRules:
    """The rules that hold on a day; before the first, the first. Raises Refused ``not-found``."""
    rows = GroupRules.objects.filter(group_id=group_id)
    found = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    found = found or rows.order_by("valid_from").first()
    if found is None:
        raise not_found()
    return found


def majority_of(rules: GroupRules) -> ballots.Majority:
    """A group's majority as the arithmetic takes it."""
    return ballots.Majority(
        ballots.MajorityKind(rules.majority), ballots.Basis(rules.basis),
        ballots.Abstentions(rules.abstentions), ballots.Tie(rules.tie),
        rules.numerator, rules.denominator,
    )  # fmt: skip


def quorum_of(rules: GroupRules) -> ballots.Quorum:
    """A group's quorum as the arithmetic takes it."""
    return ballots.Quorum(
        rules.quorum_numerator, rules.quorum_denominator, more_than=rules.quorum_more_than
    )


def seats_with_vote(group_id: int, day: date) -> QuerySet[SteeringSeat]:
    """The seats whose member is in the region that day, by name: who has left has no vote."""
    member = RegionMember.objects.filter(
        valid_on(day), region_id=OuterRef("region_id"), party_id=OuterRef("party_id")
    )
    rows = SteeringSeat.objects.filter(Exists(member), group_id=group_id)
    return rows.select_related("party").order_by("party__legal_name", "id")


def seat_of(group_id: int, party_id: int, day: date) -> SteeringSeat | None:
    """A member's seat, while it is in the region."""
    return seats_with_vote(group_id, day).filter(party_id=party_id).first()


def require_seat(group_id: int, party_id: int, day: date) -> SteeringSeat:
    """The same. Raises Refused ``no-seat``."""
    found = seat_of(group_id, party_id, day)
    if found is None:
        raise no_seat()
    return found


def no_seat() -> Refused:
    """The organisation has no vote in the group that day."""
    return Refused(
        "no-seat", _("Your organisation has no seat in this steering group on that day."),
        status=403,
    )  # fmt: skip


def holders_on(group_id: int, day: date) -> list[SeatHolder]:
    """Who is appointed on a day, seat by seat, the member first, then the deputies in order."""
    rows = SeatHolder.objects.filter(valid_on(day), group_id=group_id)
    return list(rows.select_related("party").order_by("seat_id", "rank", "id"))


@dataclass(frozen=True)
class SeatShown:
    """A seat with who is appointed to it, and whether it has a vote today."""

    seat: SteeringSeat
    holders: list[SeatHolder]
    votes: bool


def seats_shown(group_id: int, day: date) -> list[SeatShown]:
    """All seats of a group with their holders of today and to come; those of left members too."""
    voting = set(seats_with_vote(group_id, day).values_list("id", flat=True))
    held: dict[int, list[SeatHolder]] = {}
    rows = SeatHolder.objects.filter(group_id=group_id).exclude(valid_until__lt=day)
    for one in rows.order_by("rank", "valid_from", "id"):
        held.setdefault(one.seat_id, []).append(one)
    seats = SteeringSeat.objects.filter(group_id=group_id).select_related("party")
    return [
        SeatShown(seat, held.get(seat.pk, []), seat.pk in voting)
        for seat in seats.order_by("party__legal_name", "id")
    ]


def _groups() -> QuerySet[SteeringGroup]:
    return SteeringGroup.objects.select_related("lead", "region__purchasing_body")
