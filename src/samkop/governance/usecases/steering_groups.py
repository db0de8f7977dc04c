"""A steering group: established with its seats and rules; members appoint to their seats."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core import ballots
from samkop.core.texts import visible
from samkop.governance.models import GroupRules, Meeting, SteeringGroup, SteeringSeat
from samkop.governance.policies import may_lead, may_prepare
from samkop.governance.queries.steering import group_of
from samkop.governance.usecases.meeting_steps import require_state
from samkop.governance.vocabulary.steering import MeetingState
from samkop.parties.models import Region, RegionMember
from samkop.parties.queries import own_today, valid_on
from samkop.platform.actors import Actor
from samkop.platform.records import create_each, create_new
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class Decision:
    """Of whose organ, on which day, under which number something was decided."""

    decided_on: date
    organ: str
    register_number: str
    section: str = ""


@dataclass(frozen=True)
class NewRules:
    """By which rules a group meets and votes; see ``GroupRules``."""

    valid_from: date
    majority: str = ballots.MajorityKind.SIMPLE.value
    basis: str = ballots.Basis.VOTES_CAST.value
    abstentions: str = ballots.Abstentions.NOT_COUNTED.value
    tie: str = ballots.Tie.CHAIR.value
    numerator: int = 0
    denominator: int = 1
    quorum_numerator: int = 1
    quorum_denominator: int = 2
    quorum_more_than: bool = True
    notice_days: int = 7
    delegations_a_holder: int = 1
    body_takes_part: bool = True


def establish_group(
    *,
    actor: Actor,
    now: datetime,
    region_id: int,
    name_sv: str,
    name_fi: str,
    name_en: str,
    rules: NewRules,
    decision: Decision,
    party_ids: Collection[int] | None = None,
) -> SteeringGroup:
    """Give one's region its steering group, which one's own party leads, with a seat a member.

    Without ``party_ids`` every member of the region has one. Raises Refused ``not-found``,
    ``not-allowed``, ``group-exists``, ``text-missing``, ``not-a-member``, ``rules-wrong``.
    """
    require(may_prepare(actor))
    region = Region.objects.filter(id=region_id).first()
    if region is None:
        raise not_found()
    members = members_today(region_id)
    require(actor.own_party_id in members)
    names = require_texts(name_sv=name_sv, name_fi=name_fi, name_en=name_en)
    group = SteeringGroup(region=region, lead_id=actor.own_party_id, established_at=now, **names)
    if not create_new(group):
        raise Refused("group-exists", _("This region has a steering group already."))
    seated = sorted(members if party_ids is None else set(party_ids) | {actor.own_party_id})
    if not members.issuperset(seated):
        raise _no_member()
    create_each(
        [SteeringSeat(group=group, region=region, party_id=each, created_at=now) for each in seated]
    )
    _write_rules(group, rules, decision, now)
    return group


def adopt_rules(
    *, actor: Actor, now: datetime, group_id: int, rules: NewRules, decision: Decision
) -> GroupRules:
    """Record the rules that the group has adopted, from today or a later day on; by its lead.

    Not for a meeting that is open: its quorum and majority stand. Raises Refused ``not-found``,
    ``not-allowed``, ``rules-wrong``, ``rules-in-the-past``, ``rules-of-that-day``,
    ``text-missing``, ``meeting-in-another-state``.
    """
    group = group_of(group_id)
    require(may_lead(actor, group))
    if rules.valid_from < own_today():
        words = _("New rules begin today or later: what was voted on stands by the old ones.")
        raise Refused("rules-in-the-past", words, status=422, fields={"valid_from": words})
    if rules.valid_from == own_today():
        for meeting in Meeting.objects.filter(group=group, state=MeetingState.OPEN):
            require_state(meeting, MeetingState.CLOSED)
    return _write_rules(group, rules, decision, now)


def give_seat(*, actor: Actor, now: datetime, group_id: int, party_id: int) -> SteeringSeat:
    """Give a member of the region that came later its seat; by the lead.

    Raises Refused ``not-found``, ``not-allowed``, ``not-a-member``, ``seat-exists``.
    """
    group = group_of(group_id)
    require(may_lead(actor, group))
    if party_id not in members_today(group.region_id):
        raise _no_member()
    seat = SteeringSeat(group=group, region_id=group.region_id, party_id=party_id, created_at=now)
    if not create_new(seat):
        raise Refused("seat-exists", _("This member has its seat: one each, whatever its size."))
    return seat


def members_today(region_id: int) -> frozenset[int]:
    """The ids of a region's members on the acting party's day."""
    rows = RegionMember.objects.filter(valid_on(own_today()), region_id=region_id)
    return frozenset(rows.values_list("party_id", flat=True))


def written(text: str) -> str:
    """A text as it is kept: without what nobody sees, its lines ended alike."""
    return visible(text).replace("\r\n", "\n").strip()


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


def require_decision(decision: Decision, begins: date) -> dict[str, object]:
    """The decision's fields. Raises Refused ``text-missing``, ``before-its-decision``."""
    texts = require_texts(organ=decision.organ, register_number=decision.register_number)
    if begins < decision.decided_on:
        words = _("It begins on the day of its decision or later.")
        raise Refused("before-its-decision", words, status=422, fields={"valid_from": words})
    return {
        **texts, "section": written(decision.section), "decided_on": decision.decided_on,
    }  # fmt: skip


def _write_rules(
    group: SteeringGroup, rules: NewRules, decision: Decision, now: datetime
) -> GroupRules:
    fields = asdict(rules)
    try:
        majority = ballots.Majority(
            ballots.MajorityKind(rules.majority), ballots.Basis(rules.basis),
            ballots.Abstentions(rules.abstentions), ballots.Tie(rules.tie),
            rules.numerator, rules.denominator,
        )  # fmt: skip
    except ValueError:
        words = _("A majority of its own is a share of more than a half, at most the whole.")
        raise Refused("rules-wrong", words, status=422, fields={"numerator": words}) from None
    if majority.kind is not ballots.MajorityKind.QUALIFIED:
        fields |= {"numerator": 0, "denominator": 1}
    if not 1 <= rules.quorum_numerator <= rules.quorum_denominator:
        words = _("The quorum is a share of the members.")
        raise Refused("rules-wrong", words, status=422, fields={"quorum_numerator": words})
    if rules.notice_days < 0 or rules.delegations_a_holder < 0:
        raise Refused("rules-wrong", _("Days and delegations are not below zero."), status=422)
    made = GroupRules(
        group=group, region_id=group.region_id, recorded_at=now, **fields,
        **require_decision(decision, rules.valid_from),
    )  # fmt: skip
    if not create_new(made):
        raise Refused("rules-of-that-day", _("Other rules begin on that very day already."))
    return made


def _no_member() -> Refused:
    words = _("Only members of the region have a seat in its steering group.")
    return Refused("not-a-member", words, status=422, fields={"party_id": words})
