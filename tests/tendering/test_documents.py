"""Secrecy of what bidders sent, masked copies, and requests for documents."""

from __future__ import annotations

import json
from datetime import date

import pytest

from factories.awards import (
    DECIDED,
    a_decided_tender,
    a_document_request,
    a_sent_decision,
    an_opened_tender,
)
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import (
    BidSecrecyDecision,
    DocumentRequest,
    MaskedCopy,
    OpenedFile,
    RequestedDocument,
)
from samkop.tendering.queries.documents import documents_of_bids
from samkop.tendering.rules import grounds_of
from samkop.tendering.usecases.documents import (
    Copy,
    Document,
    decide_bid_secrecy,
    decide_on_document,
    record_document_appeal,
)

pytestmark = pytest.mark.usefixtures("database")

OFFERS = {"Ask Ab": {1: 100_00}, "Embla Ab": {1: 120_00}}
SECRET = {"ground": "trade-secret", "reason": "Known to nobody else.", "register_number": "D/21"}


@pytest.fixture
def opened():
    return a_decided_tender(an_opened_tender(OFFERS))


def secrecy(opened, document, **fields):
    return perform(
        opened.runner, decide_bid_secrecy, now=DECIDED, tender_id=opened.tender.pk,
        document=document, **{**SECRET, **fields},
    )  # fmt: skip


def decided(opened, request, document, outcome, **fields):
    return perform(
        opened.runner, decide_on_document, now=DECIDED, tender_id=opened.tender.pk,
        request_id=request.pk, document=document, outcome=outcome, decided_by="Registrator",
        register_number="D/22", **fields,
    )  # fmt: skip


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.code


def bid_of(opened, name="Embla Ab"):
    return Document(bid_id=opened.bids[name, "LOT-0001"].pk)


def test_pieces_of_a_bid_are_masked_and_the_rest_stands_as_it_was_sent(opened):
    bid = bid_of(opened)
    partly = {"secrecy": "partly", "pieces": ["criteria.Q1"]}
    assert code_of(secrecy, opened, bid, secrecy="partly", pieces=["criteria.Q9"]) == (
        "piece-unknown"
    )
    assert code_of(secrecy, opened, bid, **partly, ground="because") == "ground-missing"
    made = secrecy(opened, bid, **partly)
    assert made.claim == "Our method is our own."
    with reading(opened.salesperson("Embla Ab")):
        copy = MaskedCopy.objects.get(decision=made)
    answers = json.loads(bytes(copy.content))
    before = opened.bids["Embla Ab", "LOT-0001"].answers
    assert answers["criteria"] == [{"code": "Q1", "answer": "\u2588\u2588\u2588"}]
    assert {**answers, "criteria": before["criteria"]} == before
    with reading(opened.salesperson("Ask Ab")):
        assert BidSecrecyDecision.objects.filter(tender_id=opened.tender.pk).count() == 0
        assert MaskedCopy.objects.filter(tender_id=opened.tender.pk).count() == 0


def test_a_file_that_is_secret_in_part_needs_its_masked_copy(opened):
    bid = opened.bids["Embla Ab", "LOT-0001"]

    def attached(*, actor, now):
        return create(OpenedFile(bid=bid, name="plan.pdf", sha256="0" * 64, content=b"secret"))

    file = perform(opened.runner, attached)
    document = Document(bid_id=bid.pk, file_id=file.pk)
    assert code_of(secrecy, opened, document, secrecy="partly") == "masked-copy-missing"
    secrecy(opened, document, secrecy="partly", copy=Copy("plan-masked.pdf", b"masked"))
    with reading(opened.runner):
        found = {one.name: one for one in documents_of_bids(opened.tender.pk) if one.decided}
    assert list(found) == ["plan.pdf"]


def test_nothing_of_a_bid_is_given_before_the_decision_is_sent(opened):
    request = a_document_request(opened)
    bid = bid_of(opened)
    assert code_of(decided, opened, request, bid, "given") == "secret-until-the-award"
    assert code_of(decided, opened, request, bid, "refused") == "ground-missing"
    refused = {"ground": "bids-before-award", "reason": "The award is not decided."}
    decided(opened, request, bid, "refused", **refused)
    a_sent_decision(opened)
    decided(opened, request, bid, "given")
    with reading(opened.runner):
        rows = RequestedDocument.objects.filter(request=request).order_by("id")
        assert [row.outcome for row in rows] == ["refused", "given"]


def test_what_was_decided_to_be_secret_is_given_masked_or_not_at_all(opened):
    a_sent_decision(opened)
    request, bid = a_document_request(opened), bid_of(opened)
    secrecy(opened, bid, secrecy="secret")
    kept = {"ground": "trade-secret", "reason": "A trade secret."}
    assert code_of(decided, opened, request, bid, "given") == "secret-as-decided"
    assert code_of(decided, opened, request, bid, "masked", **kept) == "masked-copy-missing"
    secrecy(opened, bid, secrecy="partly", pieces=["prices.P1"])
    decided(opened, request, bid, "masked", **kept)
    secrecy(opened, bid, secrecy="open", ground="")
    decided(opened, request, bid, "given")


def test_a_request_is_a_case_of_the_owner_alone_and_can_be_appealed(opened):
    a_sent_decision(opened)
    request = a_document_request(opened)
    appeal = {
        "tender_id": opened.tender.pk, "request_id": request.pk, "court": "Kammarrätten",
        "filed_on": date(2026, 3, 2), "register_number": "D/23",
    }  # fmt: skip
    ask = (perform, opened.runner, record_document_appeal)
    assert code_of(*ask, now=DECIDED, **appeal) == "nothing-decided-yet"
    decided(opened, request, bid_of(opened), "given")
    perform(opened.runner, record_document_appeal, now=DECIDED, **appeal)
    assert (request.requester, request.contact) == ("", "")
    with reading(opened.salesperson("Embla Ab")):
        assert DocumentRequest.objects.filter(tender_id=opened.tender.pk).count() == 0
    assert (
        code_of(a_document_request, opened, received_on=date(2026, 3, 3))
        == "received-in-the-future"
    )


def test_each_country_has_the_same_grounds_each_with_its_source():
    assert set(grounds_of("SE")) == set(grounds_of("FI"))
    assert all(one.source for country in ("SE", "FI") for one in grounds_of(country).values())
