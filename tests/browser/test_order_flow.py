"""An employee orders a phone in three clicks; the approver approves; the answer shows.

Played in each language, with everything real: pages, database, outbox files, simulator.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from browser_ground import signed_in
from factories.ordering import PHONE, a_market
from factories.parties import an_account
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import Order
from samkop.parties.models import Person
from samkop.parties.usecases.accounts import choose_language
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.misbehaviour import Habits
from samkop.site.simulator.suppliers import Suppliers
from samkop.site.wiring import FACTS

ORDER, SEND, APPROVE, CONFIRMED = 0, 1, 2, 3
WORDS = {
    "en": ["Order now", "Send for approval", "Approve and order", "Confirmed"],
    "sv": ["Beställ nu", "Skicka för godkännande", "Godkänn och beställ", "Bekräftad"],
    "fi": ["Tilaa nyt", "Lähetä hyväksyttäväksi", "Hyväksy ja tilaa", "Vahvistettu"],
}


def account_of(actor, language):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    account = an_account(person)
    perform(actor, choose_language, language=language)
    account.refresh_from_db()
    return account


def carry(data: Path, seed: int) -> None:
    """What the worker and the supplier do, once."""
    transmit_waiting(data)
    played = Suppliers(data, Habits(Mode.FULL), seed).play(timezone.localdate())
    assert [line["what"] for line in played] == ["heard", "sent"]
    collect_inboxes(data)
    while dispatch_waiting(FACTS):
        pass


@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_a_phone_is_ordered_in_three_clicks_approved_and_confirmed(
    live_server, context, tmp_path, language
):
    market, words = a_market(), WORDS[language]
    buyer = market.buyers[0]
    page = signed_in(context.new_page(), live_server, account_of(buyer.employee, language))
    page.goto(f"{live_server}/shop/")
    clicks = 0
    card = page.locator("article", has_text=f"Item {PHONE}")
    card.get_by_role("button", name=words[ORDER]).click()
    clicks += 1
    page.get_by_role("button", name=words[SEND]).click()
    clicks += 1
    page.wait_for_url("**/requisitions/**")
    assert clicks <= 3
    requisition = page.url.split("?")[0]

    context.clear_cookies()
    signed_in(page, live_server, account_of(buyer.approver, language))
    page.goto(f"{live_server}/to-approve/")
    page.get_by_role("button", name=words[APPROVE]).click()
    page.wait_for_url("**/to-approve/")
    with reading(buyer.manager):
        order = Order.objects.get(buyer=buyer.party)

    carry(tmp_path, seed=1)
    (sent,) = tmp_path.glob(f"exchange/*/outbox/order-{order.number}.xml")
    assert edocs.validate(sent.read_bytes()).faults == ()
    page.goto(requisition)
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_text(words[CONFIRMED]).count() >= 1
