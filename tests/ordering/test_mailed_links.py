"""The link in the mail: its page shows, its button decides, once, for one person, for a week."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connections

from approving import client_of, code_of
from browser_ground import a_client
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition, adopted
from factories.parties import a_person, acting, an_account
from samkop.ordering.models import ApprovalLink, Order, Requisition
from samkop.ordering.usecases.approval_links import LIVES, decide_by_link
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.vocabulary import Outcome, RequisitionState
from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications.mailing import mail_waiting
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
LINK = re.compile(r"https?://[^/\s]+(/decide/[0-9a-f]{64}/)")


@pytest.fixture(autouse=True)
def _fresh():
    mail.outbox = []
    cache.clear()


def an_approver_with_mail(buyer, *, language="en", limit=10_000_00):
    person = a_person(buyer.party, RoleName.APPROVER, language=language, name="Åsa Attestant")
    an_account(person)
    actor = acting(person, buyer.party)
    perform(
        buyer.finance, grant_authority, person_id=person.pk, cost_centre_id=None,
        limit_cents=limit,
    )  # fmt: skip
    return actor, person


def mailed_to(person):
    """The paths of the links in the mails to this person, the newest last."""
    while dispatch_waiting(FACTS):
        pass
    while mail_waiting():
        pass
    found = [LINK.search(one.body) for one in mail.outbox if one.to == [person.email]]
    return [match.group(1) for match in found if match]


def a_link(buyer_market, code=PHONE):
    market = buyer_market
    buyer = market.buyers[0]
    approver, person = an_approver_with_mail(buyer)
    waiting = a_requisition(market, buyer, code, now=datetime.now(UTC))
    [path] = mailed_to(person)
    return buyer, approver, waiting, path


def state_of(buyer, waiting):
    with reading(buyer.manager):
        return Requisition.objects.get(id=waiting.pk).state


def refused(response):
    return response.status_code, re.search(r"<code>([a-z-]+)</code>", response.content.decode())[1]


def test_the_page_shows_the_cost_and_the_budget_and_showing_decides_nothing():
    buyer, _approver, waiting, path = a_link(a_market(budget_cents=1_000_00))
    shown = a_client().get(path)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert ("300.00" in text, "1,000.00" in text, "700.00" in text) == (True, True, True)
    assert shown.headers["Cache-Control"].count("no-store") == 1
    assert state_of(buyer, waiting) == RequisitionState.SUBMITTED


def test_its_button_decides_without_a_session_and_only_once():
    buyer, approver, waiting, path = a_link(a_market())
    client = a_client()
    done = client.post(path, {"decision": "approved"})
    assert (done.status_code, "sessionid" in client.cookies) == (200, False)
    assert state_of(buyer, waiting) == RequisitionState.ORDERED
    assert refused(client.post(path, {"decision": "approved"})) == (409, "link-used")
    assert refused(client.get(path)) == (409, "link-used")
    with reading(buyer.manager):
        assert Order.objects.filter(requisition=waiting).count() == 1
        decision = waiting.approvals.get()
        assert decision.person_id == approver.person_id


def test_it_rejects_with_a_reason_and_not_without():
    buyer, _approver, waiting, path = a_link(a_market())
    client = a_client()
    assert refused(client.post(path, {"decision": "rejected"})) == (422, "reason-missing")
    assert refused(client.post(path, {})) == (422, "decision-missing")
    client.post(path, {"decision": "rejected", "reason": "Use the old one"})
    assert state_of(buyer, waiting) == RequisitionState.REJECTED


def test_a_link_expires_by_the_clock():
    _buyer, approver, waiting, _path = a_link(a_market())
    with reading(approver):
        link = ApprovalLink.objects.get(requisition=waiting)
    asked = {"digest": link.digest, "decision": "approved"}
    late = link.made_at + LIVES
    assert code_of(approver, decide_by_link, now=late, **asked) == "link-expired"
    just = late - timedelta(microseconds=1)
    assert perform(approver, decide_by_link, now=just, **asked).state == RequisitionState.ORDERED


def test_what_was_decided_meanwhile_is_refused_with_the_reason():
    buyer, _approver, waiting, path = a_link(a_market())
    perform(buyer.approver, approve_requisition, requisition_id=waiting.pk)
    assert refused(a_client().post(path, {"decision": "approved"})) == (409, "decided-already")


def test_a_refused_order_leaves_the_link_unused():
    buyer, _approver, waiting, path = a_link(a_market(budget_cents=100_00))
    client = a_client()
    for _again in range(2):
        assert refused(client.post(path, {"decision": "approved"})) == (409, "budget-exceeded")
    assert client.get(path).status_code == 200
    assert state_of(buyer, waiting) == RequisitionState.SUBMITTED


def test_another_persons_use_case_does_not_take_the_link():
    buyer, approver, waiting, _path = a_link(a_market())
    with reading(approver):
        link = ApprovalLink.objects.get(requisition=waiting)
    asked = {"digest": link.digest, "decision": "approved"}
    assert code_of(buyer.approver, decide_by_link, now=link.made_at, **asked) == "not-found"


def test_the_database_keeps_the_hash_alone_and_a_made_up_link_finds_nothing():
    _buyer, _approver, _waiting, path = a_link(a_market())
    token = path.split("/")[2]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ordering_approvallink l WHERE l::text LIKE %s", [f"%{token}%"]
        )
        assert cursor.fetchone() == (0,)
    assert refused(a_client().get(f"/decide/{'0' * 64}/")) == (404, "not-found")


def test_who_has_lost_the_role_or_the_account_decides_no_more():
    buyer, approver, waiting, path = a_link(a_market())
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_account SET is_active = false WHERE person_id = %s",
            [approver.person_id],
        )
    assert refused(a_client().post(path, {"decision": "approved"})) == (404, "not-found")
    assert state_of(buyer, waiting) == RequisitionState.SUBMITTED


def test_the_mail_is_in_the_approvers_language_plain_and_as_html():
    market = a_market()
    buyer = market.buyers[0]
    _approver, person = an_approver_with_mail(buyer, language="fi")
    a_requisition(market, buyer, PHONE, now=datetime.now(UTC))
    [path] = mailed_to(person)
    [sent] = [one for one in mail.outbox if one.to == [person.email]]
    [html] = [part.content for part in sent.alternatives]
    assert "300,00" in sent.body
    assert (path in html, '<html lang="fi">' in html) == (True, True)
    assert '<html lang="fi"' in a_client().get(path).content.decode()


def test_a_mail_sent_again_carries_the_same_link():
    _buyer, approver, waiting, path = a_link(a_market())
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_notificationmail SET state = 'waiting', settled_at = NULL"
            " WHERE person_id = %s",
            [approver.person_id],
        )
    while mail_waiting():
        pass
    again = [LINK.search(one.body).group(1) for one in mail.outbox if LINK.search(one.body)]
    assert set(again) == {path}
    with reading(approver):
        assert ApprovalLink.objects.filter(requisition=waiting).count() == 1


def test_each_of_two_approvers_gets_a_link_when_it_is_the_turn():
    market = a_market()
    buyer = market.buyers[0]
    first, one = an_approver_with_mail(buyer, limit=2_000_00)
    second, two = an_approver_with_mail(buyer, limit=3_000_00)
    adopted(buyer.finance, [NewRule(Outcome.FOUR_EYES)])
    waiting = a_requisition(market, buyer, LAPTOP, now=datetime.now(UTC))
    [to_first], [to_second] = mailed_to(one), mailed_to(two)
    a_client().post(to_first, {"decision": "approved"})
    assert state_of(buyer, waiting) == RequisitionState.SUBMITTED
    # The first round's link is for a step that is taken; the second round brings a new one.
    assert refused(a_client().post(to_second, {"decision": "approved"})) == (
        409, "decided-already",
    )  # fmt: skip
    newest = mailed_to(two)[-1]
    a_client().post(newest, {"decision": "approved"})
    assert state_of(buyer, waiting) == RequisitionState.ORDERED
    with reading(buyer.manager):
        people = waiting.approvals.order_by("position").values_list("person_id", flat=True)
        assert list(people) == [first.person_id, second.person_id]


def test_too_many_tries_from_one_place_are_turned_away():
    _buyer, _approver, _waiting, path = a_link(a_market())
    client = a_client()
    answers = [client.post(path, {}).status_code for _ in range(31)]
    assert (set(answers[:30]), answers[30]) == ({422}, 429)


def test_a_session_of_somebody_else_changes_nothing_about_whose_decision_it_is():
    buyer, approver, waiting, path = a_link(a_market())
    client_of(buyer.finance).post(path, {"decision": "approved"})
    with reading(buyer.manager):
        assert waiting.approvals.get().person_id == approver.person_id
