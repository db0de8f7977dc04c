"""The pages of an award, from the proposal to the signature, as the buyer and a bidder see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from lxml import html

from factories.awards import a_decided_tender, a_sent_decision, an_opened_tender
from factories.parties import an_account, an_actor
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import clock_of, perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.models import DecisionLetter, Standstill, Tender
from samkop.tendering.queries.awards import bound_until
from samkop.tendering.usecases.bid_validity import answer_extension, ask_extension
from samkop.tendering.usecases.documents import Document, decide_bid_secrecy
from samkop.tendering.vocabulary import TenderState

pytestmark = pytest.mark.usefixtures("database", "pages")

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFERS = {"Ask Ab": {1: 100_00, 2: 210_00}, "Embla Ab": {1: 120_00, 2: 200_00}}


def as_(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    client = Client()
    client.force_login(an_account(person))
    return client


def sent(client, address, **values):
    answer = client.post(address, values)
    assert answer.status_code == 303, answer.content.decode()
    return answer


def form_of(client, address, ending="/send/"):
    """The fields of the page's form whose action ends so, as they begin."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    forms = html.fromstring(answer.content).forms
    (form,) = [one for one in forms if one.get("action", "").endswith(ending)]
    return {name: value or "" for name, value in form.form_values()}


def test_an_award_is_decided_sent_reviewed_judged_and_signed_by_its_pages():
    opened = an_opened_tender(OFFERS, now=NOW)
    buyer, bidder = as_(opened.runner), as_(opened.salesperson("Embla Ab"))
    award = f"/tenders/{opened.tender.pk}/award/"
    at = {"register_number": "D/9", "decided_on": "2026-03-02"}
    with clock_of(lambda: NOW):
        fields = form_of(buyer, f"{award}do/decide/", "decide/send/")
        reasons = {k: text for k, text in fields.items() if k.startswith(("lot_", "bid_"))}
        assert len(reasons) == 4
        assert "Ask Ab" in next(iter(reasons.values()))
        refused = buyer.post(f"{award}do/decide/send/", {**at, **reasons, "case": "sole-bid"})
        assert refused.status_code == 422
        decided = {**at, **reasons, "case": "award", "decided_by": "Nämnden"}
        sent(buyer, f"{award}do/decide/send/", **decided)
        preview = buyer.get(f"{award}preview/{opened.bidders['Ask Ab'].pk}/")
        assert preview["Content-Type"] == "application/pdf"
        assert bidder.get(f"{award}preview/{opened.bidders['Ask Ab'].pk}/").status_code == 403
        assert "Ask Ab" not in bidder.get(award).content.decode()
        sent(buyer, f"{award}do/send/send/", **form_of(buyer, f"{award}do/send/", "send/send/"))
        dispatch_waiting(FACTS, now=NOW)
        shown = bidder.get(award).content.decode()
    assert "Ask Ab" in shown
    with reading(opened.salesperson("Embla Ab")):
        (letter,) = DecisionLetter.objects.filter(tender_id=opened.tender.pk)
        standing = Standstill.objects.get(tender_id=opened.tender.pk)
    assert bidder.get(f"{award}letters/{letter.pk}/").content == bytes(letter.content)
    assert as_(opened.salesperson("Ask Ab")).get(f"{award}letters/{letter.pk}/").status_code == 404
    assert standing.first_day_to_sign == date(2026, 3, 13)
    with clock_of(lambda: datetime(2026, 3, 6, 12, tzinfo=UTC)):
        sent(
            buyer, f"{award}do/review/send/", court="Förvaltningsrätten", instance="first",
            case_number="1-26", applicant="Embla Ab", filed_on="2026-03-05",
            register_number="D/10",
        )  # fmt: skip
        review = form_of(buyer, f"{award}do/judgment/", "judgment/send/")["review_id"]
    with clock_of(lambda: datetime(2026, 5, 4, 12, tzinfo=UTC)):
        sent(
            buyer, f"{award}do/judgment/send/", review_id=review, outcome="award-stands",
            decided_on="2026-05-04", register_number="D/11",
        )  # fmt: skip
        lot = opened.awarded()[0]
        signature = {
            "awarded_lot_id": lot.pk, "signed_on": "2026-05-04", "starts_on": "2026-06-01",
            "signed_for_buyer": "Direktören", "signed_for_supplier": "Vd:n",
            "register_number": "D/12",
        }  # fmt: skip
        early = buyer.post(f"{award}do/sign/send/", signature)
    assert early.status_code == 409
    with clock_of(lambda: datetime(2026, 5, 18, 12, tzinfo=UTC)):
        for awarded in opened.awarded():
            signature |= {"awarded_lot_id": awarded.pk, "signed_on": "2026-05-18"}
            sent(buyer, f"{award}do/sign/send/", **signature)
        dispatch_waiting(FACTS, now=datetime(2026, 5, 18, 12, tzinfo=UTC))
        page = buyer.get(award).content.decode()
        agreement = bidder.get(award).content.decode()
    with reading(opened.runner):
        assert Tender.objects.get(id=opened.tender.pk).state == TenderState.CONCLUDED
    number = opened.tender.number
    assert (f"{number}/1" in page, f"{number}/2" in page) == (True, True)
    # Each supplier sees its own agreement alone.
    assert (f"{number}/1" in agreement, f"{number}/2" in agreement) == (False, True)


def forms_to(client, address, part):
    """The actions of the page's forms that hold a part of an address."""
    forms = html.fromstring(client.get(address).content).forms
    return [one.get("action") for one in forms if part in one.get("action", "")]


def test_a_bidder_answers_whether_it_is_bound_for_longer():
    opened = a_decided_tender(an_opened_tender(OFFERS, now=NOW), now=NOW)
    a_sent_decision(opened, now=NOW)
    buyer, bidder = as_(opened.runner), as_(opened.salesperson("Embla Ab"))
    award = f"/tenders/{opened.tender.pk}/award/"
    with clock_of(lambda: NOW):
        sent(
            buyer, f"{award}do/extension/send/", bound_until="2026-12-31",
            answer_by="2026-03-20", reason="A review runs.", register_number="D/14",
        )  # fmt: skip
        (answering,) = forms_to(bidder, award, "/validity/")
        assert forms_to(buyer, award, "/validity/") == []
        sent(bidder, answering, consents="yes")
        assert forms_to(bidder, award, "/validity/") == []
    with reading(opened.runner):
        days = bound_until(opened.tender)
    assert days == {
        opened.bidders["Ask Ab"].pk: date(2026, 8, 31),
        opened.bidders["Embla Ab"].pk: date(2026, 12, 31),
    }


def test_a_colleague_learns_no_bidder_before_the_decision_is_sent():
    opened = an_opened_tender(OFFERS, now=NOW)
    colleague = as_(an_actor(opened.tender.owner, RoleName.EMPLOYEE))
    buyer, bidder = as_(opened.runner), opened.salesperson("Embla Ab")
    award = f"/tenders/{opened.tender.pk}/award/"
    with clock_of(lambda: NOW):
        asked = perform(
            opened.runner, ask_extension, now=NOW, tender_id=opened.tender.pk,
            bound_until=date(2027, 3, 1), answer_by=date(2026, 3, 20), reason="It takes longer.",
            register_number="D/14",
        )  # fmt: skip
        perform(bidder, answer_extension, now=NOW, extension_id=asked.pk, consents=True)
        assert told_in(buyer, award) == {"Ask Ab", "Embla Ab"}
        assert told_in(colleague, award) == set()
        a_decided_tender(opened, now=NOW)
        assert told_in(buyer, award) == {"Ask Ab", "Embla Ab"}
        assert told_in(colleague, award) == set()
        a_sent_decision(opened, now=NOW)
        assert told_in(colleague, award) == {"Ask Ab", "Embla Ab"}
        with reading(opened.runner):
            letter = DecisionLetter.objects.filter(tender_id=opened.tender.pk).first()
        address = f"{award}letters/{letter.pk}/"
        assert address in buyer.get(award).content.decode()
        assert address not in colleague.get(award).content.decode()
        assert (buyer.get(address).status_code, colleague.get(address).status_code) == (200, 403)


def told_in(client, address):
    page = client.get(address).content.decode()
    return {name for name in OFFERS if name in page}


def test_a_masked_copy_is_a_paper_for_who_runs_the_tender_and_nobody_else():
    opened = a_decided_tender(an_opened_tender(OFFERS, now=NOW), now=NOW)
    bid = opened.bids["Embla Ab", "LOT-0001"]
    made = perform(
        opened.runner, decide_bid_secrecy, now=NOW, tender_id=opened.tender.pk,
        document=Document(bid_id=bid.pk), secrecy="partly", pieces=["criteria.Q1"],
        ground="trade-secret", reason="It is its own.", register_number="D/7",
    )  # fmt: skip
    address = f"/tenders/{opened.tender.pk}/secrecy/copies/{made.pk}/"
    answer = as_(opened.runner).get(address)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)[:5]) == (
        "application/pdf", b"%PDF-"
    )  # fmt: skip
    assert as_(opened.salesperson("Ask Ab")).get(address).status_code == 403
