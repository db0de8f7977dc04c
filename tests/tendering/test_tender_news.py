"""What suppliers hear of a tender: each the same, whether it has bid or not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.bids import bid_content, database_clock, submitted_bid
from factories.parties import a_person, a_supplier, acting
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_announced_tender,
    an_open_tender,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.queries import invitations_of
from samkop.tendering.usecases.announcing import NoticeGiven, record_notice
from samkop.tendering.usecases.corrections import CorrectionTerms, cancel_tender, correct_tender
from samkop.tendering.usecases.questions import inform_bidders
from samkop.tendering.vocabulary import Procedure

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
LOT = "LOT-0001"


class Seller:
    """Somebody who sells for a supplier, and what it is told."""

    def __init__(self, name: str, *roles: str) -> None:
        self.party = a_supplier(name)
        self.person = a_person(self.party, *(roles or (RoleName.SALESPERSON,)), name=name)
        self.actor = acting(self.person, self.party)

    def heard(self) -> list[tuple[str, str, str]]:
        """Kind, page and words of each, in the order in which they came."""
        dispatch_waiting(FACTS, now=AT + timedelta(days=200), limit=1000)
        assert not any_postponed()
        with reading(actors.person(self.person.pk, self.person.name)):
            rows = Notification.objects.filter(person_id=self.person.pk).order_by("id")
            return [(row.kind, row.url, told(row.kind, row.facts).sentence) for row in rows]


def test_who_bids_and_who_does_not_are_told_the_same_once_each(database):
    runner = a_tender_runner()
    bids, silent = Seller("Budgivaren Ab"), Seller("Tysta Ab")
    employee = Seller("Utan Säljare Ab", RoleName.EMPLOYEE)
    tender = an_open_tender(runner)
    with database_clock(BIDS_UNTIL - timedelta(days=30)):
        submitted_bid(tender, LOT, bids.actor, bid_content(tender, LOT, bids.party))
    given = {"now": AT + timedelta(days=1), "tender_id": tender.pk}
    perform(runner, inform_bidders, text="The sites are three.", **given)
    correction = CorrectionTerms("A date was wrong.", substantial=False)
    perform(runner, correct_tender, terms=correction, **given)
    perform(runner, cancel_tender, reason="The need is gone.", **given)
    heard = silent.heard()
    page = f"/tenders/{tender.pk}/"
    assert [(kind, url) for kind, url, _words in heard] == [
        ("tender-answered", f"{page}questions/"), ("tender-corrected", f"{page}questions/"),
        ("tender-cancelled", page),
    ]  # fmt: skip
    assert bids.heard() == heard
    assert employee.heard() == []
    # What was said stands on the page alone.
    words = " ".join(words for _kind, _url, words in heard)
    assert tender.number in words
    assert [text for text in ("three", "date was wrong", "need is gone") if text in words] == []


def test_of_a_tender_by_invitation_only_those_invited_hear(database):
    runner = a_tender_runner()
    invited, other = Seller("Inbjudna Ab"), Seller("Andra Ab")
    tender = an_announced_tender(
        runner, invited=[invited.party], procedure=Procedure.MINI_COMPETITION
    )
    notice = NoticeGiven("", "", AT.date())
    perform(runner, record_notice, now=AT, tender_id=tender.pk, notice=notice)
    with reading(runner):
        assert [row.supplier_id for row in invitations_of(tender.pk)] == [invited.party.pk]
    now = AT + timedelta(days=1)
    perform(runner, inform_bidders, now=now, tender_id=tender.pk, text="More is known.")
    assert [kind for kind, _url, _words in invited.heard()] == ["tender-answered"]
    assert other.heard() == []


def test_nobody_hears_of_a_tender_that_ends_before_it_was_open(database):
    runner = a_tender_runner()
    seller = Seller("Nyfikna Ab")
    for tender in (a_tender_in_preparation(runner), an_announced_tender(runner)):
        perform(runner, cancel_tender, now=AT, tender_id=tender.pk, reason="No need.")
    assert seller.heard() == []
