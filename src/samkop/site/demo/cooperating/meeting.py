"""Two meetings of the steering group: one with minutes, and one that has been called."""

from __future__ import annotations

from datetime import datetime

from samkop.catalogue.usecases.range_changes import bring_to_table
from samkop.governance.models import Meeting, Motion, SeatHolder, SteeringGroup, SteeringSeat
from samkop.governance.usecases.agenda import add_agenda_item, attach_motion
from samkop.governance.usecases.amendments import record_dissent
from samkop.governance.usecases.attendance import arrive, delegate_seat
from samkop.governance.usecases.meetings import (
    call_meeting,
    choose_adjusters,
    close_meeting,
    open_meeting,
    plan_meeting,
)
from samkop.governance.usecases.minutes import approve_minutes, write_minutes
from samkop.governance.usecases.motions import propose_motion
from samkop.governance.usecases.votes import cast_ballot, close_vote, put_to_vote
from samkop.governance.vocabulary.steering import BallotChoice
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation


def recommend_tablets(scene: Together, group: SteeringGroup, project_id: int) -> None:
    """The past meeting: one votes for another by delegation, one is against and says why."""
    seed = cooperation()["past"]
    motion = scene.play(
        scene.body, propose_motion, "motion:tablets", scene.at(seed["planned"], 8),
        group_id=group.pk, title=seed["title"], text=seed["text"], reasons=seed["reasons"],
        subject_reference=f"governance.project:{project_id}",
    )  # fmt: skip
    meeting = _called(scene, group, seed, [motion])
    seats = _seats(scene, group)
    scene.play(
        _member(scene, seed["delegates"]), delegate_seat, "delegated",
        scene.at(seed["called"] - 5, 9), meeting_id=meeting.pk, holder_seat_id=seats[seed["to"]],
    )  # fmt: skip
    now = scene.at(seed["held"], 9)
    for key in seats:
        if key != seed["delegates"]:
            _arrives(scene, meeting, key, seats[key], now)
    lead = _lead(scene)
    scene.play(lead, open_meeting, "meeting:open", now, meeting_id=meeting.pk)
    _voted(scene, seed, motion, seats, lead)
    later, known = scene.at(seed["held"], 11), {"meeting_id": meeting.pk}
    chosen = [seats[key] for key in seed["adjusters"]]
    scene.play(lead, choose_adjusters, "meeting:adjusters", later, seat_ids=chosen, **known)
    scene.play(lead, close_meeting, "meeting:close", later, **known)
    minutes = scene.play(
        lead, write_minutes, "minutes", scene.at(seed["held"] - 2, 9),
        register_number="STY/2 (demo)", **known,
    )  # fmt: skip
    for key in seed["adjusters"]:
        scene.play(
            _member(scene, key), approve_minutes, f"minutes:{key}", scene.at(seed["approved"], 9),
            version=minutes.version, **known,
        )  # fmt: skip


def call_the_next(scene: Together, group: SteeringGroup, proposal_id: int) -> None:
    """The coming meeting, with the change of the range on its agenda."""
    seed = cooperation()["coming"]
    proposal = scene.play(
        scene.body, bring_to_table, "range:table", scene.at(seed["planned"] - 1),
        proposal_id=proposal_id,
    )  # fmt: skip
    with reading(scene.body):
        motion = Motion.objects.get(id=proposal.motion_id or 0)
    _called(scene, group, seed, [motion])


def _called(scene: Together, group: SteeringGroup, seed: Seed, motions: list[Motion]) -> Meeting:
    lead, year = _lead(scene), scene.day(seed["held"]).year
    number = f"{seed['number']}/{year}"
    meeting = scene.play(
        lead, plan_meeting, f"meeting:{seed['number']}", scene.at(seed["planned"], 12),
        group_id=group.pk, number=number, starts_at=scene.at(seed["held"], 9), venue=seed["venue"],
    )  # fmt: skip
    now, known = scene.at(seed["called"], 9), {"meeting_id": meeting.pk}
    if "point" in seed:
        scene.play(
            lead, add_agenda_item, f"point:{number}", now, title=seed["point"],
            text=seed["point_text"], **known,
        )  # fmt: skip
    for motion in motions:
        scene.play(lead, attach_motion, f"attached:{motion.pk}", now, motion_id=motion.pk, **known)
    return scene.play(lead, call_meeting, f"called:{number}", now, **known)


def _arrives(scene: Together, meeting: Meeting, key: str, seat_id: int, now: datetime) -> None:
    member = _member(scene, key)
    with reading(member):
        holder = SeatHolder.objects.get(seat_id=seat_id, person_id=member.own_person_id)
    scene.play(member, arrive, f"arrived:{key}", now, meeting_id=meeting.pk, holder_id=holder.pk)


def _voted(scene: Together, seed: Seed, motion: Motion, seats: dict[str, int], lead: Actor) -> None:
    now = scene.at(seed["held"], 10)
    vote = scene.play(lead, put_to_vote, "vote", now, motion_id=motion.pk)
    for key, seat_id in seats.items():
        voter = _member(scene, seed["to"] if key == seed["delegates"] else key)
        choice = BallotChoice.NO if key in seed["against"] else BallotChoice.YES
        scene.play(
            voter, cast_ballot, f"ballot:{key}", now, vote_id=vote.pk, seat_id=seat_id,
            choice=choice,
        )  # fmt: skip
    scene.play(lead, close_vote, "vote:closed", scene.at(seed["held"], 10, 10), vote_id=vote.pk)
    for key in seed["against"]:
        scene.play(
            _member(scene, key), record_dissent, f"dissent:{key}",
            scene.at(seed["held"], 10, 20), motion_id=motion.pk, seat_id=seats[key],
            text=seed["dissent"],
        )  # fmt: skip


def _seats(scene: Together, group: SteeringGroup) -> dict[str, int]:
    keys = {scene.cast.parties[key]: key for key in scene.members()}
    with reading(_lead(scene)):
        found = SteeringSeat.objects.filter(group=group).order_by("id")
        return {keys[one.party_id]: int(one.pk) for one in found}


def _member(scene: Together, key: str) -> Actor:
    return scene.cast.person("steering", key)


def _lead(scene: Together) -> Actor:
    return _member(scene, cooperation()["group"]["lead"])
