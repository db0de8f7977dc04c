"""The pages: one click, signed in or from the mail; the manager's list; the supplier's."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.answers import let_facts_work
from factories.feedback import an_employee, answered_by, asked, feedback_things, questions_in
from factories.ordering import NOW, TODAY, a_market
from factories.parties import an_account
from samkop.followup.models import FeedbackAnswer
from samkop.followup.rules.feedback import Asking
from samkop.followup.usecases.feedback_rules import decide_feedback_rule
from samkop.parties.models import Person
from samkop.platform.notifications.mailing import mail_waiting
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
SCOPES = ("feedback:read", "feedback:write")
LINK = re.compile(r"https?://[^/\s]+(/feedback/answer/\S+/)")


@pytest.fixture(autouse=True)
def _fresh():
    mail.outbox = []
    cache.clear()


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def waiting(market):
    """The first buyer asks for years: the pages read the clock."""
    buyer = market.buyers[0]
    perform(
        buyer.manager, decide_feedback_rule, now=NOW, valid_from=TODAY,
        asking=Asking(answer_within_days=3000, remind_after_days=0),
    )  # fmt: skip
    return buyer


def test_one_click_from_the_start_page_answers():
    market = a_market()
    buyer = waiting(market)
    question = asked(market, buyer)
    client, stranger = client_of(buyer.employee), client_of(buyer.manager)
    address = f"/feedback/{question.pk}/"
    assert address in page(client, "/")
    assert page(client, address).count('name="verdict"') == 3
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}answer/", {"verdict": "yes"}).status_code == 403
    assert client.post(f"{address}answer/", {}).status_code == 422
    done = client.post(f"{address}answer/", {"verdict": "yes"})
    assert (done.status_code, done["location"]) == (303, address)
    assert 'name="verdict"' not in page(client, address)
    assert client.post(f"{address}answer/", {"verdict": "no"}).status_code == 409
    assert address not in page(client, "/")
    assert address in page(client, "/feedback/")


def test_the_link_of_the_mail_answers_without_signing_in_and_once():
    market = a_market()
    buyer = waiting(market)
    with reading(buyer.employee):
        person = Person.objects.get(id=buyer.employee.person_id)
    an_account(person)
    asked(market, buyer)
    while mail_waiting():
        pass
    (link,) = [LINK.search(one.body).group(1) for one in mail.outbox if one.to == [person.email]]
    nobody = a_client()
    assert page(nobody, link).count('name="verdict"') == 3
    assert questions_in(buyer)[0].state == "open"
    tampered = link.replace("/feedback/answer/", "/feedback/answer/x")
    assert nobody.get(tampered).status_code == 404
    said = {"verdict": "partly", "line": "It is slow", "minutes": "5"}
    assert nobody.post(link, said).status_code == 200
    assert nobody.get(link).status_code == 409
    assert nobody.post(link, said).status_code == 409
    # The link is the sign-in for this answer alone.
    assert nobody.get("/feedback/").status_code == 302
    (question,) = questions_in(buyer)
    with reading(buyer.manager):
        answer = FeedbackAnswer.objects.get(question=question)
    assert (answer.verdict, answer.minutes) == ("partly", 5)


def test_the_manager_replies_and_the_supplier_answers_without_a_name():
    market = a_market()
    buyer = market.buyers[0]
    ids = feedback_things(market, buyer, line="The screen flickers")
    let_facts_work()
    manager, seller = client_of(buyer.manager), client_of(market.salesperson)
    mine = f"/cooperation/feedback/answers/{ids['feedback_answer']}/"
    listed = page(manager, "/cooperation/feedback/answers/?verdict=no")
    assert mine in listed
    assert "The screen flickers" in listed
    with reading(buyer.manager):
        answer = FeedbackAnswer.objects.get(id=ids["feedback_answer"])
        name = answer.question.person.name
        number = answer.question.things.get().order.number
    shown = page(manager, mine)
    assert [word for word in (name, number, "The screen flickers") if word not in shown] == []
    theirs = f"/feedback/referrals/{ids['feedback_referral']}/"
    assert theirs in page(seller, "/feedback/referrals/")
    seen = page(seller, theirs)
    assert ("The screen flickers" in seen, name in seen) == (True, False)
    assert seller.get(mine).status_code == 403
    assert client_of(buyer.employee).get("/cooperation/feedback/answers/").status_code == 403
    assert seller.post(f"{theirs}respond/", {"text": ""}).status_code == 422
    assert seller.post(f"{theirs}respond/", {"text": "A new screen"}).status_code == 303
    assert "A new screen" in page(manager, mine)
    assert manager.post(f"{mine}settle/", {"reply": ""}).status_code == 422
    assert manager.post(f"{mine}settle/", {"reply": "A new screen comes"}).status_code == 303
    assert manager.get("/cooperation/feedback/answers/?format=csv").status_code == 200


def test_sums_and_rules_are_shown_and_a_page_asks_no_more_of_many_than_of_few():
    market = a_market()
    buyer = market.buyers[0]
    manager = client_of(buyer.manager)
    answered_by(market, buyer, ["yes"])
    address = "/cooperation/feedback/?year=2026"
    few, _html = queries_of(manager, address)
    answered_by(market, buyer, ["no", "partly", "yes", ""])
    many, html = queries_of(manager, address)
    assert few == many
    # Two of four say that it works, and four of five have answered.
    assert [share for share in ("50%", "80%") if share not in html] == []
    rows = manager.get("/cooperation/feedback/by-item.csv?year=2026").content.decode()
    assert rows.splitlines()[1].split(",")[3:9] == ["5", "4", "2", "1", "1", "0"]
    assert manager.get("/cooperation/feedback/by-nothing.csv").status_code == 404
    decided = {
        "valid_from": "2199-01-01", "ask_after_days": 1, "answer_within_days": 10,
        "remind_after_days": 5, "rest_days": 60, "keep_text_days": 100, "old_way_minutes": 45,
    }  # fmt: skip
    rules = "/cooperation/feedback/rules/"
    assert manager.post(f"{rules}decide/", {**decided, "remind_after_days": 10}).status_code == 422
    assert manager.post(f"{rules}decide/", decided).status_code == 303
    assert "2199" in page(manager, rules)


def test_programs_read_and_answer():
    market = a_market()
    buyer = waiting(market)
    question = asked(market, buyer)
    mine = caller(buyer.employee, scopes=SCOPES)
    (shown,) = mine.get("/feedback/questions").json()["questions"]
    assert (shown["id"], shown["state"]) == (question.pk, "open")
    address = f"/feedback/questions/{question.pk}/answer"
    for _ in range(2):
        done = mine.post(address, {"verdict": "yes", "minutes": 2}, key="k")
        assert (done.status_code, done.json()["state"]) == (200, "answered")
    assert mine.post(address, {"verdict": "no"}, key="l").json()["code"] == "feedback-answered"
    sums = caller(buyer.manager, scopes=SCOPES).get("/feedback/sums?year=2026").json()["sums"]
    assert [(one["scope"], one["asked"], one["yes"]) for one in sums] == [("own", 1, 1)]
    assert mine.get("/feedback/sums?year=2026").status_code == 403
    other = an_employee(buyer)
    assert caller(other, scopes=SCOPES).get("/feedback/questions").json()["questions"] == []
