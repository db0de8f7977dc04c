"""Guidelines and attestations: versions, wrong steps, the matrix by hand, the clock's reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from factories.parties import an_actor
from factories.planning import code_of
from factories.security import a_draft, a_guideline, a_secure_region, an_adopted_version
from factories.steering import MEETS, a_steering_group, an_open_meeting, count, put, vote
from samkop.governance.models import AttestationReason, GuidelineVersion, Motion
from samkop.governance.queries import regions_of
from samkop.governance.queries.attestations import matrix_of, reasons_read_by
from samkop.governance.queries.guidelines import changes_of, points_of, version_of
from samkop.governance.security_clock import watch_attestations
from samkop.governance.usecases.amendments import move_amendment
from samkop.governance.usecases.attestations import SaidOfPoint, attest_guideline
from samkop.governance.usecases.guidelines import (
    SUBJECT,
    adopt_version,
    draft_version,
    drop_version,
    propose_version,
)
from samkop.governance.usecases.motions import withdraw_motion
from samkop.governance.usecases.security_contacts import share_support, state_device_support
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import AuditEntry, Notification
from samkop.platform.outbox import Fact, any_postponed, dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
DAY = timedelta(days=1)
TODAY = datetime.now(ZoneInfo("Europe/Helsinki")).date()  # that of the parties


@pytest.fixture(scope="module")
def region(database):
    return a_secure_region()


@pytest.fixture(scope="module")
def keeper(region):
    return region.actor("town security-officer")


def follows(version, actor, now=None, **explained):
    """Attest each point; those explained by number: (mend_by, reason, mark)."""
    with reading(actor):
        points = points_of(version.pk)
    said = [
        SaidOfPoint(one.pk, "explains", *explained[f"n{one.number}"])
        if f"n{one.number}" in explained
        else SaidOfPoint(one.pk, "follows")
        for one in points
    ]
    return perform(actor, attest_guideline, now=now, version_id=version.pk, said=said)


def heard(person, kinds):
    dispatch_waiting(FACTS, limit=1000)
    assert not any_postponed()
    with reading(actors.person(person.pk, person.name)):
        rows = Notification.objects.filter(person_id=person.pk, kind__in=kinds).order_by("id")
        return [row.kind for row in rows]


def test_what_members_attest_to_is_not_changed_under_their_hands(region, keeper):
    guideline = a_guideline(keeper, region.region)
    version = an_adopted_version(keeper, guideline, TODAY, TODAY + 30 * DAY)
    asked = {"version_id": version.pk, "valid_from": TODAY, "attest_by": TODAY}
    another = "version-in-another-state"
    assert code_of(keeper, propose_version, **asked) == another
    assert code_of(keeper, drop_version, version_id=version.pk) == another

    def by_hand(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE governance_guidelineversion SET text_en = 'x'")

    with pytest.raises(Exception, match="version_transition"):
        perform(keeper, by_hand)
    following = perform(
        keeper, draft_version, guideline_id=guideline.pk,
        draft=a_draft(["Two factors for all.", "Backups are tested monthly.", "Logs are kept."]),
    )  # fmt: skip
    with reading(keeper):
        changes = changes_of(version_of(following.pk))
        assert [(one.number, str(one.change)) for one in changes] == [
            (1, "same"), (2, "changed"), (3, "added"),
        ]  # fmt: skip
        assert following.supersedes_id == version.pk
    other = region.actor("other security-officer")
    assert code_of(other, draft_version, guideline_id=guideline.pk, draft=a_draft()) == (
        "not-allowed"
    )
    bad = {"version_id": following.pk, "valid_from": TODAY, "attest_by": TODAY - DAY}
    assert code_of(keeper, propose_version, **bad) == "attested-before-valid"
    later = bad | {"attest_by": TODAY, "adopted_on": TODAY + 2 * DAY, "reference": "x"}
    assert code_of(keeper, adopt_version, **later) == "adopted-later"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (a_draft([], about={}), "guideline-empty"),
        (a_draft(content=b"no pdf", name="x.pdf"), "not-a-pdf"),
        (a_draft(["A.", ""]), None),
    ],
)
def test_a_draft_has_something_in_it_and_its_file_is_a_pdf(region, keeper, draft, code):
    guideline = a_guideline(keeper, region.region)
    if code is None:
        assert perform(keeper, draft_version, guideline_id=guideline.pk, draft=draft).number == 1
    else:
        assert code_of(keeper, draft_version, guideline_id=guideline.pk, draft=draft) == code


def test_the_matrix_is_what_a_hand_would_write(database):
    region = a_secure_region()
    keeper, other = (region.actor(f"{name} security-officer") for name in ("town", "other"))
    first = an_adopted_version(keeper, a_guideline(keeper, region.region), TODAY, TODAY + 30 * DAY)
    second = an_adopted_version(
        keeper, a_guideline(keeper, region.region, "Telephones"), TODAY - 60 * DAY, TODAY - DAY
    )
    follows(first, keeper)
    follows(first, other, n2=(TODAY + 9 * DAY, "The new store comes.", "amber"))
    follows(second, keeper)
    with reading(keeper):
        [found] = regions_of(region.town.pk, TODAY)
        matrix = matrix_of(found, [region.town, region.other], TODAY)
        stands = {
            (row.member.pk, version.pk): (str(stand.standing), stand.day)
            for row in matrix.rows
            for stand, (_guideline, version) in zip(row.stands, matrix.guidelines, strict=True)
        }
    year = TODAY.replace(year=TODAY.year + 1) if (TODAY.month, TODAY.day) != (2, 29) else None
    assert {key: value[0] for key, value in stands.items()} == {
        (region.town.pk, first.pk): "follows", (region.other.pk, first.pk): "explains",
        (region.town.pk, second.pk): "follows", (region.other.pk, second.pk): "overdue",
    }  # fmt: skip
    assert stands[region.other.pk, first.pk][1] == TODAY + 9 * DAY
    assert stands[region.other.pk, second.pk][1] == TODAY - DAY
    assert year is None or stands[region.town.pk, first.pk][1] == year
    assert sorted(matrix.following) == [1, 1]


def test_an_attestation_is_whole_of_the_version_in_force_and_by_a_member(region, keeper):
    version = an_adopted_version(keeper, a_guideline(keeper, region.region), TODAY, TODAY)
    with reading(keeper):
        first, second = points_of(version.pk)
    asked = {"version_id": version.pk}
    good = SaidOfPoint(first.pk, "follows")
    explained = SaidOfPoint(second.pk, "explains", TODAY + DAY, "Soon.", "amber")
    for said, code in (
        ([good], "attestation-incomplete"),
        ([good, SaidOfPoint(second.pk, "explains", TODAY + DAY, "  ")], "explanation-missing"),
        ([good, SaidOfPoint(second.pk, "explains", None, "Why")], "explanation-missing"),
        ([good, SaidOfPoint(second.pk, "explains", TODAY - DAY, "Why")], "mends-in-the-past"),
    ):
        assert code_of(keeper, attest_guideline, said=said, **asked) == code
    whole = [good, explained]
    for name in ("town ict-manager", "body security-officer"):
        assert code_of(region.actor(name), attest_guideline, said=whole, **asked) == "not-allowed"
    perform(keeper, draft_version, guideline_id=version.guideline_id, draft=a_draft())
    newer = GuidelineVersion.objects
    with reading(keeper):
        draft = newer.get(guideline_id=version.guideline_id, state="draft")
    assert code_of(keeper, attest_guideline, version_id=draft.pk, said=[]) == "version-not-current"
    perform(
        keeper, adopt_version, version_id=draft.pk, valid_from=TODAY, attest_by=TODAY,
        adopted_on=TODAY, reference="2/2026",
    )  # fmt: skip
    assert code_of(keeper, attest_guideline, said=whole, **asked) == "version-not-current"


@pytest.mark.parametrize(
    ("mark", "readers"),
    [
        ("red", {"town security-officer"}),
        ("amber+strict", {"town security-officer", "town second", "town ict-manager"}),
        ("amber", {"town security-officer", "town second", "town ict-manager",
                   "other security-officer", "body security-officer"}),
        ("green", {"town security-officer", "town second", "town ict-manager",
                   "other security-officer", "other ict-manager", "body security-officer",
                   "body ict-manager"}),
    ],
)  # fmt: skip
def test_why_not_yet_is_read_as_the_member_allows(region, keeper, mark, readers):
    version = an_adopted_version(keeper, a_guideline(keeper, region.region), TODAY, TODAY + DAY)
    made = follows(version, keeper, n1=(TODAY + DAY, "Our oldest server.", mark))
    with reading(keeper):
        [point] = made.points.filter(stance="explains")
    seen = set()
    for name in region.people:
        actor = region.actor(name)
        with reading(actor):
            if AttestationReason.objects.filter(attested=point).exists():
                seen.add(name)
            assert bool(reasons_read_by(actor, [point.pk])) == (name in seen)
    assert seen - {"town employee"} == readers
    with reading(region.actor("town second")):
        told = [one.payload or "" for one in AuditEntry.objects.order_by("-id")[:20]]
    assert [one for one in told if "oldest server" in one] == []


def test_members_are_told_of_a_version_and_reminded_once_of_each_day_that_passes(database):
    region = a_secure_region()
    keeper, person = region.actor("town security-officer"), region.people["other security-officer"]
    version = an_adopted_version(keeper, a_guideline(keeper, region.region), TODAY, TODAY + 5 * DAY)
    kinds = ["guideline-adopted", "attestation-due", "attestation-not-mended",
             "attestation-renewal-due"]  # fmt: skip
    assert heard(person, kinds) == kinds[:1]

    def noon(day):
        return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)

    watch_attestations(noon(TODAY + 4 * DAY))
    assert heard(person, kinds) == kinds[:1]
    for days in (5, 6, 7):
        watch_attestations(noon(TODAY + days * DAY))
    assert heard(person, kinds) == kinds[:2]
    follows(version, region.actor("other security-officer"), n1=(TODAY + 9 * DAY, "x", "amber"))
    watch_attestations(noon(TODAY + 9 * DAY))
    assert heard(person, kinds) == kinds[:2]
    for days in (10, 11):
        watch_attestations(noon(TODAY + days * DAY))
    assert heard(person, kinds) == kinds[:3]
    for days in (364, 365, 366, 400):
        watch_attestations(noon(TODAY + days * DAY))
    assert heard(person, kinds) == kinds
    assert heard(region.people["other ict-manager"], kinds) == []


@pytest.mark.parametrize(("outcome", "state"), [("carried", "adopted"), ("rejected", "draft")])
def test_a_motion_adopts_what_was_proposed_or_gives_it_back(region, keeper, outcome, state):
    from samkop.governance.security_handlers import settle_motion_on_guideline

    guideline = a_guideline(keeper, region.region)
    version = perform(keeper, draft_version, guideline_id=guideline.pk, draft=a_draft())
    perform(
        keeper, propose_version, version_id=version.pk, valid_from=TODAY - 9 * DAY,
        attest_by=TODAY + 30 * DAY,
    )  # fmt: skip
    body = {
        "motion_id": 7, "group_id": 1, "region_id": region.region.pk, "outcome": outcome,
        "subject_reference": f"{SUBJECT}:{version.pk}", "decided_on": TODAY.isoformat(),
    }  # fmt: skip
    fact = Fact(10**9 + version.pk, "motion-decided", None, body, datetime.now(UTC), 1)
    for _twice in range(2):
        settle_motion_on_guideline(fact)
    with reading(keeper):
        found = version_of(version.pk)
    assert found.state == state
    if state == "adopted":
        assert (found.valid_from, found.adopted_by, found.adopted_reference) == (
            TODAY, "motion", "governance.motion:7",
        )  # fmt: skip


def test_what_is_proposed_is_moved_in_the_steering_group_at_once(database):
    steering = a_steering_group()
    keeper = an_actor(steering.lead.party, RoleName.SECURITY_OFFICER)
    guideline = a_guideline(keeper, steering.region)
    version = perform(keeper, draft_version, guideline_id=guideline.pk, draft=a_draft())
    perform(
        keeper, propose_version, version_id=version.pk, valid_from=TODAY,
        attest_by=TODAY + 30 * DAY,
    )  # fmt: skip
    with reading(keeper):
        motion = Motion.objects.get(subject_reference=f"{SUBJECT}:{version.pk}")
        assert (motion.group_id, motion.proposed_by_id) == (
            steering.group.pk, steering.lead.party.pk,
        )  # fmt: skip
    perform(keeper, withdraw_motion, motion_id=motion.pk)
    dispatch_waiting(FACTS, limit=1000)
    assert not any_postponed()
    with reading(keeper):
        assert version_of(version.pk).state == "draft"


def test_a_guideline_is_not_adopted_in_other_words_than_were_carried(database):
    steering = a_steering_group(2)
    keeper = an_actor(steering.lead.party, RoleName.SECURITY_OFFICER)
    guideline = a_guideline(keeper, steering.region)
    version = perform(keeper, draft_version, guideline_id=guideline.pk, draft=a_draft())
    days = {"valid_from": TODAY, "attest_by": TODAY + 30 * DAY}
    perform(keeper, propose_version, version_id=version.pk, **days)
    with reading(keeper):
        motion = Motion.objects.get(subject_reference=f"{SUBJECT}:{version.pk}")
    an_open_meeting(steering, motion)
    perform(
        steering.lead.actor, move_amendment, now=MEETS, motion_id=motion.pk,
        seat_id=steering.lead.seat.pk, kind="replace", passage=motion.text[:20], text="Nothing.",
    )  # fmt: skip
    for _question in ("amendment", "motion"):
        question = put(steering, motion)
        for each in steering.members:
            vote(each, question, "yes")
        assert count(steering, question).outcome == "carried"
    dispatch_waiting(FACTS, limit=1000)
    with reading(keeper):
        assert Motion.objects.get(id=motion.pk).final_text != motion.text
        assert version_of(version.pk).state == "draft"


def test_members_read_each_others_totals_of_devices_unless_one_keeps_its_own(region):
    from samkop.governance.models import DeviceSupport

    job = actors.job("fleet-keeper", region.town.pk)
    counts = {"in_use": 10, "lost": 2, "losing": 3, "unknown": 1, "counted_on": date(2026, 11, 29)}
    perform(job, state_device_support, **counts)
    officer = region.actor("town security-officer")
    assert code_of(officer, state_device_support, **counts) == "not-allowed"

    def seen():
        found = set()
        for name in ("town ict-manager", "other ict-manager", "body ict-manager"):
            with reading(region.actor(name)):
                if DeviceSupport.objects.filter(party=region.town).exists():
                    found.add(name)
        return found

    assert seen() == {"town ict-manager", "other ict-manager", "body ict-manager"}
    perform(officer, share_support, shared=False)
    assert seen() == {"town ict-manager"}
    perform(officer, share_support, shared=True)
    assert len(seen()) == 3
