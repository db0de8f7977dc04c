"""Proposals for the joint range: their figures, wrong steps, and a change on its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from browser_ground import a_client
from factories.agreements import a_runner
from factories.catalogue import (
    BETTER_PHONE,
    LAPTOP,
    PHONE,
    a_shelf,
    in_range,
    many_offers,
    priced,
)
from factories.fleet_register import MODELS, Keeper, registered
from factories.joint_range import a_draft, a_new_proposal, a_proposal, a_wish, soon
from factories.parties import (
    a_delivery_location,
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    an_account,
    an_actor,
)
from factories.steering import DECISION, NAMES
from samkop.catalogue.models import ConfigurationVersion, RangeChange, RangeItem, RangeProposal
from samkop.catalogue.queries import item_of, range_of
from samkop.catalogue.queries.range_proposals import proposal_of
from samkop.catalogue.range_handlers import motion_decided, put_due_changes_in_effect
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
)
from samkop.catalogue.usecases.joint_range import end_range
from samkop.catalogue.usecases.range_changes import (
    bring_to_table,
    decide_range_proposal,
    put_in_effect,
    write_range_change,
)
from samkop.catalogue.usecases.range_proposals import (
    change_range_proposal,
    propose_range_change,
    withdraw_range_proposal,
)
from samkop.governance.usecases.motions import withdraw_motion
from samkop.governance.usecases.steering_groups import NewRules, establish_group
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.outbox import Fact, dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


@pytest.fixture
def scene(trade):
    """A range with one phone, a region of two members, and a better phone on the shelf."""
    other = a_municipality()
    region = a_region(trade.body, trade.buyer, other)
    items = a_shelf(trade.agreement, PHONE, BETTER_PHONE, LAPTOP, runner=trade.runner)
    in_range(items["PHONE-1"], trade.runner)
    return SimpleNamespace(
        trade=trade, region=region, other=other, items=items, body=trade.body,
        runner=trade.runner, old=items["PHONE-1"], new=items["PHONE-2"],
        manager=an_actor(trade.buyer, RoleName.ICT_MANAGER),
        whose=(trade.body.pk, region.pk),
    )  # fmt: skip


def replacing(scene, **said):
    return a_proposal(
        scene.manager, *scene.whose, "replace", item_id=scene.old.pk, successor_id=scene.new.pk,
        **said,
    )  # fmt: skip


def carried(scene, proposal, **inputs):
    return perform(
        scene.runner, decide_range_proposal, proposal_id=proposal.pk, carried=True,
        reason="Agreed by mail.", **inputs,
    )  # fmt: skip


def in_range_on(scene, day):
    with reading(scene.trade.employee):
        return {
            number for number, item in scene.items.items() if item.pk in range_of([item.pk], day)
        }


def test_the_figures_of_a_proposal_by_hand(scene, monkeypatch):
    """Two members, 8,000 euros a model and year: one model less saves 16,000; three phones."""
    for one in (scene.trade.employee, an_actor(scene.trade.buyer), an_actor(scene.other)):
        if one.party_id == scene.trade.buyer.pk:
            a_wish(one, scene.old, "complaint")
    a_wish(scene.trade.employee, scene.old)
    monkeypatch.setitem(MODELS, "phone", (PHONE.manufacturer, PHONE.model or PHONE.name))
    for party, count in ((scene.trade.buyer, 2), (scene.other, 1)):
        manager = an_actor(party, RoleName.ICT_MANAGER)
        keeper = Keeper(party, a_delivery_location(party), manager, manager, manager)
        registered(keeper, count, "phone")
        registered(keeper, 5, "laptop")
    made = a_proposal(scene.manager, *scene.whose, "take-out", item_id=scene.old.pk)
    with reading(scene.runner):
        figures = proposal_of(made.pk).figures
    assert (figures.wishes, figures.complaints, figures.devices, figures.users) == (1, 2, 3, 2)
    assert (figures.variety_cents, figures.price_cents) == (-16_000_00, None)
    assert figures.price_before_cents == 400_00
    added = a_proposal(scene.manager, *scene.whose, "take-in", item_id=scene.new.pk)
    with reading(scene.runner):
        figures = proposal_of(added.pk).figures
    assert (figures.variety_cents, figures.price_cents) == (16_000_00, 799_00)
    assert figures.origin["net_cents"] == 799_00


def test_what_was_known_stays_when_more_is_said_afterwards(scene):
    made = a_proposal(scene.manager, *scene.whose, "take-out", item_id=scene.old.pk)
    a_wish(scene.trade.employee, scene.old)
    with reading(scene.runner):
        assert proposal_of(made.pk).figures.wishes == 0


def test_a_replacement_takes_effect_on_its_day_and_not_before(scene):
    day = soon()
    proposal = replacing(scene, sold_until=day + 10 * DAY)
    carried(scene, proposal)
    change = perform(scene.runner, write_range_change, proposal_id=proposal.pk)
    assert change.effective_on == day
    assert [in_range_on(scene, one) for one in (day - DAY, day)] == [{"PHONE-1"}, {"PHONE-2"}]
    with reading(scene.trade.employee):
        old = item_of(scene.old.pk)
        rows = RangeItem.objects.filter(item=scene.old).count()
    assert (old.replaced_by_id, old.sold_until, rows) == (scene.new.pk, day + 10 * DAY, 1)
    before = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
    states = []
    for moment in (before, before + DAY):
        put_due_changes_in_effect(moment)
        with reading(scene.runner):
            states.append(RangeProposal.objects.get(pk=proposal.pk).state)
    assert states == ["carried", "in-effect"]


def test_a_configuration_gets_its_next_version_on_the_day(scene):
    made = perform(scene.runner, add_configuration, code="T", names={"en": "Teacher"})
    perform(
        scene.runner, add_configuration_version, configuration_id=made.pk,
        parts=[WantedPart(scene.old.pk)], valid_from=timezone.localdate() - DAY,
    )  # fmt: skip
    proposal = a_proposal(
        scene.manager, *scene.whose, "configuration", configuration_id=made.pk, image="B",
        parts=[WantedPart(scene.new.pk), WantedPart(scene.items["LAPTOP-1"].pk, 2)],
    )  # fmt: skip
    with reading(scene.runner):
        figures = proposal_of(proposal.pk).figures
    assert (figures.price_before_cents, figures.price_cents) == (400_00, 799_00 + 2 * 1_100_00)
    carried(scene, proposal)
    perform(scene.runner, write_range_change, proposal_id=proposal.pk)
    with reading(scene.runner):
        versions = ConfigurationVersion.objects.filter(configuration=made).order_by("number")
        found = [(one.number, one.valid_from, one.valid_until, one.image) for one in versions]
    today = timezone.localdate()
    assert found == [(1, today - DAY, soon() - DAY, ""), (2, soon(), None, "B")]


@pytest.mark.parametrize(
    ("step", "said", "code"),
    [
        ("swap", {}, "step-unknown"),
        ("take-in", {"reason": "  "}, "reason-missing"),
        ("take-in", {"wanted_from": timezone.localdate()}, "change-in-the-past"),
        ("take-in", {"members": 1001}, "assumption-out-of-bounds"),
        ("take-in", {"image_cents": -1}, "assumption-out-of-bounds"),
        ("take-in", {"item_id": 2**62}, "not-found"),
        ("replace", {}, "not-found"),
        ("take-out", {"sold_until": timezone.localdate() - DAY}, "sold-in-the-past"),
        ("configuration", {"configuration_id": 2**62}, "not-found"),
    ],
)
def test_what_makes_no_proposal_is_refused(scene, step, said, code):
    given = {"item_id": scene.new.pk, **said}
    with pytest.raises(Refused) as refusal:
        a_draft(scene.manager, *scene.whose, step, **given)
    assert refusal.value.code == code


def test_an_item_is_not_its_own_successor_and_a_range_one_does_not_order_from_is_none(scene):
    with pytest.raises(Refused) as same:
        a_draft(
            scene.manager, *scene.whose, "replace", item_id=scene.old.pk,
            successor_id=scene.old.pk,
        )  # fmt: skip
    elsewhere = a_region(a_purchasing_body())
    with pytest.raises(Refused) as strange:
        a_draft(
            scene.manager, elsewhere.purchasing_body_id, elsewhere.pk, "take-in",
            item_id=scene.new.pk,
        )  # fmt: skip
    assert (same.value.code, strange.value.code) == ("successor-is-itself", "range-unknown")


def test_who_may_propose_and_who_decides(scene):
    for actor in (scene.trade.employee, scene.trade.salesperson):
        with pytest.raises(Refused) as refusal:
            a_draft(actor, *scene.whose, "take-in", item_id=scene.new.pk)
        assert refusal.value.code == "not-allowed"
    draft = a_draft(scene.manager, *scene.whose, "take-in", item_id=scene.new.pk)
    colleague = an_actor(scene.other, RoleName.ICT_MANAGER)
    assert code_of(colleague, propose_range_change, proposal_id=draft.pk) == "not-found"
    assert code_of(scene.runner, propose_range_change, proposal_id=draft.pk) == "not-found"
    perform(scene.manager, propose_range_change, proposal_id=draft.pk)
    assert code_of(colleague, withdraw_range_proposal, proposal_id=draft.pk) == "not-found"
    inputs = {"proposal_id": draft.pk, "carried": True, "reason": "Yes."}
    stranger = a_runner(a_purchasing_body())
    assert code_of(scene.manager, decide_range_proposal, **inputs) == "not-allowed"
    assert code_of(stranger, decide_range_proposal, **inputs) == "not-found"
    inputs["reason"] = " "
    assert code_of(scene.runner, decide_range_proposal, **inputs) == "reason-missing"


def test_wrong_steps_are_refused_one_by_one(scene):
    draft = a_draft(scene.manager, *scene.whose, "take-in", item_id=scene.old.pk)
    decision = {"proposal_id": draft.pk, "carried": True, "reason": "Yes."}
    with reading(scene.manager):
        wanted = a_new_proposal(*scene.whose, "take-in", item_id=scene.new.pk)
    assert code_of(scene.manager, propose_range_change, proposal_id=draft.pk) == "item-in-range"
    out = a_draft(scene.manager, *scene.whose, "take-out", item_id=scene.new.pk)
    assert code_of(scene.manager, propose_range_change, proposal_id=out.pk) == "item-not-in-range"
    perform(scene.manager, change_range_proposal, proposal_id=draft.pk, proposal=wanted)
    assert code_of(scene.runner, write_range_change, proposal_id=draft.pk) == "not-found"
    perform(scene.manager, propose_range_change, proposal_id=draft.pk)
    again = "proposal-in-another-state"
    assert code_of(scene.manager, propose_range_change, proposal_id=draft.pk) == again
    change = {"proposal_id": draft.pk, "proposal": wanted}
    assert code_of(scene.manager, change_range_proposal, **change) == again
    assert code_of(scene.runner, write_range_change, proposal_id=draft.pk) == "proposal-not-carried"
    perform(scene.runner, decide_range_proposal, **decision)
    assert code_of(scene.runner, decide_range_proposal, **decision) == again
    assert code_of(scene.manager, withdraw_range_proposal, proposal_id=draft.pk) == again
    assert code_of(scene.runner, put_in_effect, proposal_id=draft.pk) == "change-not-due"
    late = {"proposal_id": draft.pk, "effective_on": timezone.localdate()}
    assert code_of(scene.runner, write_range_change, **late) == "change-in-the-past"
    perform(scene.runner, write_range_change, proposal_id=draft.pk)
    assert code_of(scene.runner, write_range_change, proposal_id=draft.pk) == "change-written"
    assert code_of(scene.runner, put_in_effect, proposal_id=draft.pk) == "change-not-due"


def test_the_database_too_refuses_wrong_steps_and_changes_of_what_was_proposed(scene):
    made = a_proposal(scene.manager, *scene.whose, "take-in", item_id=scene.new.pk)
    for said in ("state = 'in-effect'", "reason = 'Another.'", "members = 9"):
        with pytest.raises(DatabaseError), connections["owner"].cursor() as cursor:
            cursor.execute(f"UPDATE catalogue_rangeproposal SET {said} WHERE id = %s", [made.pk])


def test_a_draft_is_its_owners_alone_and_suppliers_see_no_proposal(scene):
    draft = a_draft(scene.manager, *scene.whose, "take-in", item_id=scene.new.pk)
    proposed = a_proposal(scene.runner, *scene.whose, "take-out", item_id=scene.old.pk)
    readers = (
        scene.manager, scene.runner, an_actor(scene.other, RoleName.ICT_MANAGER),
        scene.trade.salesperson, an_actor(a_municipality(), RoleName.ICT_MANAGER),
    )  # fmt: skip
    seen = []
    for actor in readers:
        with reading(actor):
            seen.append(set(RangeProposal.objects.values_list("id", flat=True)))
    both = {draft.pk, proposed.pk}
    assert seen == [both, {proposed.pk}, {proposed.pk}, set(), set()]


def test_members_are_told_of_what_is_proposed_and_of_what_changes(scene):
    a_person(scene.other, RoleName.ICT_MANAGER)
    dispatch_waiting(FACTS)
    proposal = replacing(scene)
    carried(scene, proposal)
    perform(scene.runner, write_range_change, proposal_id=proposal.pk)
    while dispatch_waiting(FACTS):
        pass
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT party_id, kind, count(*) FROM platform_notification WHERE kind LIKE 'range-%%'"
            " AND party_id = ANY (%s) GROUP BY 1, 2",
            [[scene.other.pk, scene.trade.buyer.pk, scene.body.pk]],
        )
        found = {(party, kind): people for party, kind, people in cursor.fetchall()}
    assert found == {
        (scene.body.pk, "range-proposed"): 1, (scene.other.pk, "range-proposed"): 1,
        (scene.trade.buyer.pk, "range-proposal-decided"): 2,
        (scene.trade.buyer.pk, "range-changes"): 2, (scene.other.pk, "range-changes"): 1,
    }  # fmt: skip


def test_only_the_job_of_the_body_itself_puts_in_effect(scene):
    proposal = replacing(scene)
    carried(scene, proposal)
    perform(scene.runner, write_range_change, proposal_id=proposal.pk)
    elsewhere = actors.job("range-keeper", scene.other.pk)
    assert code_of(elsewhere, put_in_effect, proposal_id=proposal.pk) == "not-found"
    with reading(scene.runner):
        assert RangeChange.objects.filter(proposal=proposal).count() == 1


def with_a_group(scene):
    """The region's steering group, led by the first member."""
    lead = an_actor(scene.trade.buyer, RoleName.REGISTRAR)
    return perform(
        lead, establish_group, region_id=scene.region.pk, decision=DECISION, **NAMES,
        rules=NewRules(valid_from=DECISION.decided_on),
    )  # fmt: skip


def voted(scene, proposal, outcome, number=1):
    """The fact that a vote brings, as the dispatcher hands it on."""
    body = {
        "motion_id": proposal.motion_id, "group_id": 1, "region_id": scene.region.pk,
        "outcome": outcome, "subject_reference": f"catalogue.rangeproposal:{proposal.pk}",
        "decided_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    fact = Fact(10**9 + 100 * proposal.pk + number, "motion-decided", None, body, timezone.now(), 1)
    motion_decided(fact)
    while dispatch_waiting(FACTS):
        pass
    with reading(scene.runner):
        return proposal_of(proposal.pk)


def on_table(scene, **said):
    proposal = replacing(scene, **said)
    return perform(scene.manager, bring_to_table, proposal_id=proposal.pk)


def test_a_vote_that_carries_writes_the_change_with_its_day(scene):
    with_a_group(scene)
    proposal = on_table(scene)
    decision = {"proposal_id": proposal.pk, "carried": True, "reason": "Yes."}
    assert code_of(scene.manager, withdraw_range_proposal, proposal_id=proposal.pk) == (
        "proposal-in-another-state"
    )
    assert code_of(scene.runner, decide_range_proposal, **decision) == "group-decides"
    found = voted(scene, proposal, "carried")
    assert (found.state, found.decision.motion_id) == ("carried", proposal.motion_id)
    assert found.change.effective_on == soon()
    assert [in_range_on(scene, one) for one in (soon() - DAY, soon())] == [
        {"PHONE-1"}, {"PHONE-2"},
    ]  # fmt: skip
    again = voted(scene, proposal, "rejected", number=2)
    assert again.state == "carried"


def test_a_vote_that_rejects_changes_nothing_and_one_that_lapses_gives_it_back(scene):
    with_a_group(scene)
    rejected = voted(scene, on_table(scene), "rejected")
    assert (rejected.state, hasattr(rejected, "change")) == ("rejected", False)
    lapsing = on_table(scene)
    with reading(scene.manager):
        motion_id = lapsing.motion_id
    perform(scene.manager, withdraw_motion, motion_id=motion_id)
    while dispatch_waiting(FACTS):
        pass
    with reading(scene.manager):
        found = proposal_of(lapsing.pk)
    assert (found.state, found.motion_id) == ("proposed", None)
    perform(scene.manager, bring_to_table, proposal_id=lapsing.pk)
    assert in_range_on(scene, soon()) == {"PHONE-1"}


def test_a_motion_of_another_changes_no_proposal(scene):
    with_a_group(scene)
    proposal = on_table(scene)
    proposal.motion_id += 1
    assert voted(scene, proposal, "carried").state == "on-table"


def another_region(scene, _proposal):
    a_region(scene.body, a_municipality())


def another_text(_scene, proposal):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE governance_motion SET final_text = 'Next year.' WHERE id = %s",
            [proposal.motion_id],
        )


def taken_out_meanwhile(scene, _proposal):
    perform(scene.runner, end_range, item_id=scene.old.pk)


@pytest.mark.parametrize("hindrance", [another_region, another_text, taken_out_meanwhile])
def test_what_is_carried_waits_for_the_keeper_where_something_stands_in_the_way(scene, hindrance):
    with_a_group(scene)
    proposal = on_table(scene)
    hindrance(scene, proposal)
    found = voted(scene, proposal, "carried")
    assert (found.state, hasattr(found, "change")) == ("carried", False)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM platform_notification WHERE kind = 'range-change-waits'"
            " AND party_id = %s", [scene.body.pk],
        )  # fmt: skip
        assert cursor.fetchone() == (1,)


def test_the_range_needs_the_same_queries_for_1_and_30_items(scene):
    client = client_of(scene.body, RoleName.CATEGORY_MANAGER)
    offers = many_offers(31)
    priced(scene.trade.agreement, offers, scene.runner)

    def counted(path):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    paths = ("/cooperation/range/", "/cooperation/range/proposals/", "/cooperation/range/wishes/")
    replacing(scene)
    a_wish(scene.trade.employee, scene.old)
    few = [counted(path) for path in paths]
    more = a_shelf(scene.trade.agreement, *offers, runner=scene.runner)
    listed = [item for number, item in more.items() if number.startswith("N-")]
    for number, item in enumerate(listed):
        in_range(item, scene.runner)
        a_wish(scene.trade.employee, item)
        if number < 5:
            replacing(scene)
    assert [counted(path) for path in paths] == few


def test_a_region_without_a_steering_group_has_no_table(scene):
    proposal = replacing(scene)
    code = code_of(scene.manager, bring_to_table, proposal_id=proposal.pk)
    assert code == "no-steering-group"


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def words(answer, status=200):
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


FORM = {
    "reason": "Lasts longer.", "image_cost": "4000", "spares_cost": "1500",
    "knowledge_cost": "2500", "members": "2", "wanted_from": soon().isoformat(),
}  # fmt: skip


def test_from_the_form_to_a_change_that_everybody_reads_in_the_shop(scene):
    manager = client_of(scene.trade.buyer, RoleName.ICT_MANAGER)
    keeper = client_of(scene.body, RoleName.CATEGORY_MANAGER)
    assert "range/proposals/new/?step=replace" in words(manager.get("/cooperation/range/"))
    form = words(manager.get("/cooperation/range/proposals/new/?step=replace"))
    assert 'name="sold_until"' in form
    sent = {
        **FORM, "step": "replace", "kept": f"{scene.body.pk}-{scene.region.pk}",
        "goes": scene.old.pk, "comes": "NOTHING",
    }  # fmt: skip
    wrong = manager.post("/cooperation/range/proposals/send/", sent)
    assert b"error-summary" in wrong.content
    made = manager.post("/cooperation/range/proposals/send/", {**sent, "comes": "PHONE-2"})
    path = made["Location"]
    assert (made.status_code, keeper.get(path).status_code) == (303, 404)
    changed = {**sent, "comes": "PHONE-2", "reason": "Lasts much longer."}
    assert 'value="PHONE-2"' in words(manager.get(f"{path}change/"))
    assert manager.post(f"{path}change/send/", changed).status_code == 303
    assert manager.post(f"{path}propose/").status_code == 303
    assert "Lasts much longer." in words(keeper.get(path))
    assert path in words(keeper.get("/cooperation/range/proposals/"))
    refused = keeper.post(f"{path}decide/", {"outcome": "carried", "reason": " "})
    assert refused.status_code == 422
    said = {"outcome": "carried", "reason": "Agreed by mail."}
    assert keeper.post(f"{path}decide/", said).status_code == 303
    day = {"effective_on": soon(40).isoformat()}
    assert keeper.post(f"{path}write/", day).status_code == 303
    for client in (manager, keeper):
        shown = words(client.get("/cooperation/range/"))
        assert (path in shown, "chart-span" in shown) == (True, True)
    rows = keeper.get("/cooperation/range/?file=csv")
    assert scene.new.name in b"".join(rows.streaming_content).decode("utf-8-sig")
    shop, item = "/shop/", f"/shop/items/{scene.old.pk}/"
    employee = client_of(scene.trade.buyer, RoleName.EMPLOYEE)
    told = f"{scene.new.name} replaces {scene.old.name}."
    assert [told in words(employee.get(one)) for one in (shop, item)] == [True, True]


def test_the_pages_of_the_range_are_closed_to_employees_and_empty_for_suppliers(scene):
    proposal = replacing(scene)
    employee = client_of(scene.trade.buyer, RoleName.EMPLOYEE)
    seller = client_of(scene.trade.supplier, RoleName.SALESPERSON, RoleName.REGISTRAR)
    paths = (
        "/cooperation/range/", "/cooperation/range/wishes/", "/cooperation/range/proposals/",
        f"/cooperation/range/proposals/{proposal.pk}/",
        "/cooperation/range/proposals/new/?step=take-in",
    )  # fmt: skip
    assert [employee.get(path).status_code for path in paths] == [403] * 5
    assert [seller.get(path).status_code for path in paths] == [200, 200, 200, 404, 403]
    listed = words(seller.get("/cooperation/range/proposals/"))
    assert f"/proposals/{proposal.pk}/" not in listed


def test_counts_are_shown_by_organisation_and_lines_to_the_keeper_alone(scene):
    a_wish(scene.trade.employee, scene.old, line="cracks-at-the-hinge", line_shown=True)
    keeper = client_of(scene.body, RoleName.CATEGORY_MANAGER)
    member = client_of(scene.other, RoleName.ICT_MANAGER)
    seen = [words(one.get("/cooperation/range/wishes/")) for one in (keeper, member)]
    assert ["cracks-at-the-hinge" in one for one in seen] == [True, False]
    assert [scene.trade.buyer.legal_name in one for one in seen] == [True, True]


def test_programs_read_the_range_what_changes_and_what_is_proposed(scene):
    coming = replacing(scene)
    carried(scene, coming)
    perform(scene.runner, write_range_change, proposal_id=coming.pk)
    waits = a_proposal(
        scene.manager, *scene.whose, "take-in", item_id=scene.items["LAPTOP-1"].pk
    )  # fmt: skip
    text = new_token_text()
    perform(
        scene.manager, issue_token, name="A program", text=text, days=1, scopes=["range:read"],
    )  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {text}"})
    found = client.get("/api/v1/range").json()
    assert [(one["item_id"], one["valid_until"]) for one in found["items"]] == [
        (scene.new.pk, None), (scene.old.pk, (soon() - DAY).isoformat()),
    ]  # fmt: skip
    [change] = client.get("/api/v1/range/changes").json()["changes"]
    assert (change["proposal_id"], change["effective_on"]) == (coming.pk, soon().isoformat())
    listed = client.get("/api/v1/range/proposals").json()["proposals"]
    assert [one["id"] for one in listed] == [waits.pk, coming.pk]
    named = client.get("/api/v1/range/proposals?state=proposed").json()["proposals"]
    assert [one["id"] for one in named] == [waits.pk]
    whole = client.get(f"/api/v1/range/proposals/{waits.pk}").json()
    assert (whole["figures"]["variety_a_year"], whole["figures"]["price"]) == (
        "16000.00", "1100.00",
    )  # fmt: skip
