"""Reads: motions, their amendments, votes with their ballots, dissents."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Prefetch, QuerySet

from samkop.core import ballots
from samkop.governance.models import Ballot, Meeting, Motion, MotionAmendment, Vote
from samkop.governance.vocabulary.steering import AmendmentState
from samkop.platform.refusals import not_found


def motion_of(motion_id: int) -> Motion:
    """A motion with what it hangs together with. Raises Refused ``not-found``."""
    rows = Motion.objects.select_related(
        "group__lead", "group__region__purchasing_body", "proposed_by",
        "agenda_item__meeting__chair_seat__party", "agenda_item__meeting__group__lead",
    )  # fmt: skip
    found = rows.filter(id=motion_id).first()
    if found is None:
        raise not_found()
    return found


def motions_of(group_ids: Iterable[int]) -> QuerySet[Motion]:
    """Motions in these groups."""
    return Motion.objects.filter(group_id__in=group_ids).select_related(
        "proposed_by", "agenda_item__meeting"
    )


def amendments_of(motion_id: int) -> list[MotionAmendment]:
    """A motion's amendments in the order in which they are voted on."""
    rows = MotionAmendment.objects.filter(motion_id=motion_id).select_related("seat__party")
    found = {one.pk: one for one in rows}
    return [found[one.id] for one in ballots.voted_in_order(map(plain, found.values()))]


def plain(amendment: MotionAmendment) -> ballots.Amendment:
    """An amendment as the arithmetic takes it."""
    return ballots.Amendment(
        amendment.pk, ballots.AmendmentKind(amendment.kind), amendment.text, amendment.passage,
        amendment.turn,
    )  # fmt: skip


def carried_in_order(motion_id: int) -> list[MotionAmendment]:
    """The carried amendments, in the order in which they were carried."""
    rows = Vote.objects.filter(
        motion_id=motion_id, amendment__state=AmendmentState.CARRIED, outcome="carried"
    )
    return [
        one.amendment for one in rows.select_related("amendment").order_by("id") if one.amendment
    ]


def text_now(motion: Motion) -> str:
    """The motion's text with the amendments that are carried so far."""
    return ballots.carry_over(motion.text, list(map(plain, carried_in_order(motion.pk)))).text


def votes_in(meeting: Meeting) -> list[Vote]:
    """A meeting's votes with the ballots that count, the newest first."""
    return list(_votes().filter(meeting=meeting).order_by("-id"))


def votes_on(motion_id: int) -> list[Vote]:
    """The votes on a motion and its amendments, in their order."""
    return list(_votes().filter(motion_id=motion_id).order_by("id"))


def vote_of(vote_id: int) -> Vote:
    """A vote with its ballots that count. Raises Refused ``not-found``."""
    found = _votes().filter(id=vote_id).first()
    if found is None:
        raise not_found()
    return found


def ballots_that_count(vote: Vote) -> QuerySet[Ballot]:
    """One for each seat that has said something."""
    return Ballot.objects.filter(vote=vote, replaced_at__isnull=True).select_related(
        "party", "cast_by"
    )


def _votes() -> QuerySet[Vote]:
    counted = Ballot.objects.filter(replaced_at__isnull=True).select_related("party", "cast_by")
    by_name = counted.order_by("party__legal_name", "id")
    return Vote.objects.select_related("motion", "amendment", "item", "rules").prefetch_related(
        Prefetch("ballots", queryset=by_name, to_attr="counted")
    )


def was_amended(motion_id: int) -> bool:
    """Whether what a group voted on in the end has other words than were proposed."""
    rows = Motion.objects.filter(id=motion_id).exclude(final_text="")
    return rows.exclude(final_text=F("text")).exists()
