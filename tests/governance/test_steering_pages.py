"""The pages of the steering group: a meeting from its plan to its approved minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client
from factories.parties import a_person, an_account
from factories.steering import a_motion, a_steering_group
from factories.steering_things import steering_things
from samkop.governance.models import (
    AgendaPaper,
    Attendance,
    Ballot,
    Meeting,
    Minutes,
    Motion,
    SeatHolder,
    SteeringGroup,
    Vote,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
NOTHING_NEW = 204


class Pages:
    """One person's pages; a form is sent, and what it answers is 303 unless said otherwise."""

    def __init__(self, person):
        self.client = a_client(an_account(person))

    def get(self, path, status=200):
        answer = self.client.get(path)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer.content.decode()

    def post(self, path, status=303, **fields):
        answer = self.client.post(path, fields)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer.headers.get("Location", answer.content.decode())


def one(actor, model, **named):
    with reading(actor):
        return model.objects.filter(**named).order_by("-id").first()


def soon():
    """In a moment, as the browser sends it where the group is led."""
    there = datetime.now(ZoneInfo("Europe/Helsinki")) + timedelta(minutes=1)
    return there.strftime("%Y-%m-%dT%H:%M")


def called(steering, led, two):
    """The addresses of a meeting that is called, and of the motion on its agenda."""
    group, actor = f"/cooperation/groups/{steering.group.pk}/", steering.lead.actor
    assert "Ledamot i Kommun 3" in led.get(group)
    plan = {"number": "1/2026", "starts_at": soon(), "venue": "Stadshuset", "link": ""}
    assert two.post(f"{group}meetings/send/", 403, **plan)
    assert "Stadshuset" in led.post(f"{group}meetings/send/", 422, **plan | {"number": ""})
    meeting = led.post(f"{group}meetings/send/", **plan)
    sent = {"title": "Pekplattor till skolorna", "text": "Vi går med från mars.", "reasons": ""}
    motion = two.post(f"{group}motions/send/", **sent)
    motion_id = int(motion.rstrip("/").rpartition("/")[2])
    led.post(f"{meeting}items/", title="Läget", text="")
    led.post(f"{meeting}motions/", motion=motion_id)
    with reading(actor):
        item = Meeting.objects.get(number="1/2026", group=steering.group).items.get(point=1)
    paper = SimpleUploadedFile("underlag.pdf", b"%PDF-1.7")
    led.post(f"{meeting}papers/", item=item.pk, file=paper)
    kept = one(actor, AgendaPaper, item=item)
    assert two.client.get(f"/cooperation/papers/{kept.pk}/").content == b"%PDF-1.7"
    led.post(f"{meeting}call/")
    return meeting, motion


def test_a_meeting_from_its_plan_to_its_approved_minutes():
    steering = a_steering_group(4, notice_days=0)
    lead, second, third, fourth = steering.members
    pages = {each.party.pk: Pages(each.person) for each in steering.members}
    led, two, three, four = pages.values()
    meeting, motion = called(steering, led, two)
    assert "Seats represented" in four.get(meeting)
    four.post(f"{meeting}delegate/", seat=third.seat.pk)
    for page, member in ((led, lead), (two, second), (three, third)):
        holder = one(member.actor, SeatHolder, seat=member.seat)
        page.post(f"{meeting}now/come/{holder.pk}/")
    led.post(f"{meeting}now/open/")
    led.post(f"{motion}vote/")
    vote = one(lead.actor, Vote, motion__title="Pekplattor till skolorna")
    now = three.get(f"{meeting}now/")
    assert f"/votes/{vote.pk}/{fourth.seat.pk}/yes/" in now
    stamp = now.partition("?seen=")[2].partition('"')[0]
    assert three.client.get(f"{meeting}now/?seen={stamp}").status_code == NOTHING_NEW
    cast = f"/cooperation/votes/{vote.pk}"
    led.post(f"{cast}/{lead.seat.pk}/yes/")
    three.post(f"{cast}/{fourth.seat.pk}/yes/")
    three.post(f"{cast}/{third.seat.pk}/yes/")
    two.post(f"{cast}/{second.seat.pk}/no/")
    two.post(f"{cast}/{second.seat.pk}/abstain/")
    two.post(f"{cast}/{second.seat.pk}/no/")
    two.post(f"{cast}/{third.seat.pk}/no/", 403)
    assert three.client.get(f"{meeting}now/?seen={stamp}").status_code == 200
    led.post(f"{cast}/close/")
    assert "More than half of 4 votes that count are 3." in two.get(motion)
    two.post(f"{motion}dissent/", seat=second.seat.pk, text="Vi vill se priset först.")
    assert "Vi vill se priset först." in four.get(motion)
    led.post(f"{meeting}now/close/", 409)
    approved(steering, meeting, led, (two, three))


def approved(steering, meeting, led, adjusters):
    """The meeting is closed, its minutes written and approved."""
    lead, second, third, _fourth = steering.members
    two, three = adjusters
    led.post(f"{meeting}now/adjusters/", 422, seats=[second.seat.pk])
    led.post(f"{meeting}now/adjusters/", seats=[second.seat.pk, third.seat.pk])
    led.post(f"{meeting}now/close/")
    minutes = f"{meeting}minutes/"
    two.get(f"{minutes}pdf/", 404)
    led.post(f"{minutes}write/", register_number="7/2026", remarks="Inget övrigt.")
    for page in (two, three):
        assert "You were chosen to approve these minutes" in page.get(minutes)
        page.post(f"{minutes}1/approve/")
    held = one(lead.actor, Meeting, number="1/2026", group=steering.group)
    assert held.state == "minutes-approved"
    assert led.client.get(f"{minutes}pdf/").content.startswith(b"%PDF-1.7")
    content = one(lead.actor, Minutes, meeting=held).content
    assert [each["presence"] for each in content["attendance"]] == [
        "member", "member", "member", "delegation",
    ]  # fmt: skip
    (decided,) = content["items"][1]["motions"]
    assert (decided["state"], decided["votes"][0]["yes"]) == ("carried", 3)
    assert [each["text"] for each in decided["dissents"]] == ["Vi vill se priset först."]


def test_the_lists_show_what_is_there_and_suppliers_see_none_of_it():
    steering = a_steering_group(2)
    a_motion(steering, title="En fråga om pekplattor")
    seen = Pages(steering.members[1].person).get("/cooperation/motions/")
    assert "En fråga om pekplattor" in seen
    body = Pages(a_person(steering.body, RoleName.CATEGORY_MANAGER))
    assert "En fråga om pekplattor" in body.get("/cooperation/motions/")
    assert "No meetings yet" in body.get("/cooperation/meetings/")
    outside = Pages(a_person(a_steering_group(1).body, RoleName.CATEGORY_MANAGER))
    assert "En fråga om pekplattor" not in outside.get("/cooperation/motions/")
    outside.get(f"/cooperation/groups/{steering.group.pk}/", 404)


def test_a_group_is_established_and_appointed_to_on_its_pages():
    steering = a_steering_group(2, appointed=False)
    member = steering.members[1]
    registrar = a_person(member.party, RoleName.REGISTRAR)
    pages, group = Pages(registrar), f"/cooperation/groups/{steering.group.pk}/"
    decision = {
        "decided_on": "2026-01-12", "organ": "Kommunstyrelsen", "section": "§ 4",
        "register_number": "KS 4/2026",
    }  # fmt: skip
    given = {**decision, "person_id": member.person.pk, "rank": 0, "valid_from": "2026-01-12"}
    pages.post(f"{group}appoint/", 422, **given | {"valid_from": "2026-01-01"})
    pages.post(f"{group}appoint/", **given)
    assert f"{member.person.name}" in pages.get(group)
    holder = one(member.actor, SeatHolder, seat=member.seat)
    end = datetime.now(UTC).date() + timedelta(days=30)
    pages.post(f"/cooperation/appointments/{holder.pk}/end/", valid_until=end.isoformat())
    assert one(member.actor, SeatHolder, seat=member.seat).valid_until == end
    region = a_steering_group(1).region
    pages.get(f"/cooperation/regions/{region.pk}/group/", 404)
    rules = {
        "majority": "simple", "basis": "votes-cast", "abstentions": "counted", "tie": "rejected",
        "quorum_numerator": 2, "quorum_denominator": 3, "notice_days": 14,
        "delegations_a_holder": 2, "valid_from": "2099-01-01",
    }  # fmt: skip
    pages.post(f"{group}rules/", 403, **decision, **rules)
    Pages(a_person(steering.lead.party, RoleName.REGISTRAR)).post(
        f"{group}rules/", **decision, **rules
    )
    assert "Other rules hold from" in pages.get(group)


def test_things_for_those_who_look_at_all_are_filled():
    steering = a_steering_group(1)
    lead = steering.lead.registrar
    found = steering_things(lead)
    assert all(found.values())
    assert one(lead, Ballot, vote_id=found["vote"]).choice == "yes"
    assert one(lead, Attendance, meeting_id=found["meeting"], presence="delegation")
    assert one(lead, Motion, id=found["motion"]).state == "on-agenda"
    assert one(lead, SteeringGroup, id=found["steering_group"]).lead_id == lead.party_id
