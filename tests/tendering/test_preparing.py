"""A tender from its first terms to the time in which bids come, and who sees it meanwhile."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from browser_ground import a_client
from factories.bids import a_key_ceremony
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    an_account,
    an_actor,
)
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_announced_tender,
    an_open_tender,
    lot_terms,
    lots_in,
    tender_terms,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Notice, Tender, TenderBuyer
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.contents import documents_of
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.usecases.announcing import (
    NoticeGiven,
    announce_tender,
    record_notice,
    set_tender_dates,
)
from samkop.tendering.usecases.contents import DocumentFile, add_tender_document
from samkop.tendering.usecases.invitations import invite_supplier, withdraw_invitation
from samkop.tendering.usecases.lots import (
    Volume,
    add_lot,
    change_lot,
    name_tender_buyer,
    remove_lot,
    take_out_tender_buyer,
)
from samkop.tendering.usecases.tender import change_prepared_tender, prepare_tender
from samkop.tendering.vocabulary import TRANSITIONS, KeyFault, Procedure, TenderState

pytestmark = pytest.mark.usefixtures("database")
VALID = date(2026, 9, 1)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, **inputs)
    return caught.value.code


@pytest.fixture(scope="module")
def body(database):
    return a_purchasing_body()


@pytest.fixture(scope="module")
def runner(body):
    return a_tender_runner(body)


# What no tender here has, which only warns.
ALWAYS_MISSING = {"no-documents", "no-laboratory-report"}


def codes(runner, tender, now=AT):
    """All findings but the two warnings that every tender here gets."""
    with reading(runner):
        found = [finding.code for finding in findings_of(tender_of(tender.pk), now)]
    assert set(found) >= ALWAYS_MISSING
    # What officers and keys lack is told in test_sealed_bids.
    return [code for code in found if code not in ALWAYS_MISSING | set(KeyFault.values)]


def test_the_database_lets_a_tender_take_exactly_the_steps_that_the_vocabulary_knows():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'tendering_tender_transition'")
        (source,) = cursor.fetchone()
    held = set(re.findall(r"\('([a-z-]+)', '([a-z-]+)'\)", source))
    assert held == {(str(one), str(to)) for one, others in TRANSITIONS.items() for to in others}


def test_the_database_refuses_a_step_that_is_none(runner):
    tender = a_tender_in_preparation(runner)
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("UPDATE tendering_tender SET state = 'opened' WHERE id = %s", [tender.pk])


def test_a_tender_that_lacks_everything_is_told_everything_at_once(runner):
    terms = tender_terms(term_months=49, procedure=Procedure.MINI_COMPETITION)
    bare = perform(runner, prepare_tender, now=AT, terms=terms)
    missing = ["no-lots", "no-buyers", "no-term-reason", "no-dates", "nobody-invited"]
    assert codes(runner, bare) == [*missing, "no-exclusion-grounds"]
    with pytest.raises(Refused) as caught:
        perform(runner, announce_tender, now=AT, tender_id=bare.pk)
    missing.append("officers-missing")
    assert (caught.value.code, caught.value.facts["codes"]) == ("tender-not-ready", missing)
    perform(runner, add_lot, tender_id=bare.pk, terms=lot_terms())
    assert codes(runner, bare)[:2] == ["no-division-reason", "no-buyers"]


def test_volumes_and_estimates_that_contradict_each_other_are_faults(runner):
    tender = a_tender_in_preparation(runner)
    first, second = lots_in(runner, tender)
    dear = lot_terms(estimated_value_cents=5 * 10**8, maximum_value_cents=5 * 10**8)
    perform(runner, change_lot, lot_id=first.pk, terms=dear)
    buyer = a_municipality()
    volume = Volume(buyer.pk, 1, "piece", 80_000_001)
    perform(runner, name_tender_buyer, lot_id=second.pk, volume=volume)
    third = perform(runner, add_lot, tender_id=tender.pk, terms=lot_terms("Skrivare"))
    assert codes(runner, tender) == [
        "lot-without-volumes", "lots-exceed-estimate", "volumes-exceed-maximum", "no-price-sheet",
    ]  # fmt: skip
    assert third.code == "LOT-0003"
    perform(runner, remove_lot, lot_id=third.pk)
    named = perform(runner, name_tender_buyer, lot_id=second.pk, volume=replace(volume, quantity=7))
    with reading(runner):
        assert TenderBuyer.objects.get(id=named.pk).expected_quantity == 7
    perform(runner, take_out_tender_buyer, tender_buyer_id=named.pk)
    assert codes(runner, tender) == ["lots-exceed-estimate"]


def test_the_time_for_bids_is_at_least_what_the_law_asks_for(runner):
    # 30 days from 2 March 2026, the day itself not counted: 1 April has to pass.
    tender = a_tender_in_preparation(runner, bids_until=datetime(2026, 4, 1, 20, 59, tzinfo=UTC))
    assert codes(runner, tender) == ["time-too-short"]
    dates = {"tender_id": tender.pk, "bids_valid_until": VALID}
    midnight = datetime(2026, 4, 1, 21, 0, tzinfo=UTC)  # in Helsinki, summer time
    perform(runner, set_tender_dates, now=AT, bids_until=midnight, **dates)
    assert codes(runner, tender) == ["no-day-for-questions"]
    urgent = replace(
        tender_terms(), number=tender.number, urgency_reason="The agreement was annulled."
    )
    perform(runner, change_prepared_tender, tender_id=tender.pk, terms=urgent)
    # 15 days in urgency.
    soon = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
    perform(runner, set_tender_dates, now=AT, bids_until=soon, questions_until=soon, **dates)
    assert codes(runner, tender) == []


def test_the_least_time_is_reckoned_anew_from_the_day_of_dispatch(runner):
    tender = an_announced_tender(runner, bids_until=datetime(2026, 4, 2, 9, 0, tzinfo=UTC))
    later = AT + timedelta(days=7)
    given = {"now": later, "tender_id": tender.pk}
    notice = NoticeGiven("Hilma", "2026-100", later.date())
    assert refused(runner, record_notice, notice=notice, **given) == "time-too-short"
    perform(runner, set_tender_dates, bids_until=BIDS_UNTIL, bids_valid_until=VALID, **given)
    ahead = replace(notice, dispatched_on=later.date() + timedelta(days=1))
    assert refused(runner, record_notice, notice=ahead, **given) == "dispatched-in-the-future"
    unnumbered = replace(notice, number=" ")
    assert refused(runner, record_notice, notice=unnumbered, **given) == "notice-number-missing"
    opened = perform(runner, record_notice, notice=notice, **given)
    assert opened.state == TenderState.OPEN
    assert refused(runner, record_notice, notice=notice, **given) == "tender-in-another-state"
    with reading(runner):
        assert Notice.objects.get(tender_id=tender.pk).dispatched_on == date(2026, 3, 9)


WRONG_DATES = [
    (AT, VALID, None, "time-is-past"),
    (BIDS_UNTIL, VALID, BIDS_UNTIL + timedelta(seconds=1), "questions-after-bids"),
    (BIDS_UNTIL, BIDS_UNTIL.date(), None, "validity-too-short"),
]


@pytest.mark.parametrize(("bids", "valid", "questions", "code"), WRONG_DATES)
def test_dates_that_contradict_each_other_are_refused(runner, bids, valid, questions, code):
    tender = perform(runner, prepare_tender, terms=tender_terms())
    assert code == refused(
        runner, set_tender_dates, now=AT, tender_id=tender.pk, bids_until=bids,
        bids_valid_until=valid, questions_until=questions,
    )  # fmt: skip


def test_what_is_announced_is_not_changed_by_preparing(runner):
    tender = an_announced_tender(runner)
    (lot, _second) = lots_in(runner, tender)
    with reading(runner):
        named = TenderBuyer.objects.filter(lot=lot).get()
    volume = Volume(named.buyer_id, 5, "piece", 5)
    steps = [
        (change_prepared_tender, {"tender_id": tender.pk, "terms": tender_terms()}),
        (add_lot, {"tender_id": tender.pk, "terms": lot_terms()}),
        (change_lot, {"lot_id": lot.pk, "terms": lot_terms()}),
        (remove_lot, {"lot_id": lot.pk}),
        (name_tender_buyer, {"lot_id": lot.pk, "volume": volume}),
        (take_out_tender_buyer, {"tender_buyer_id": named.pk}),
        (announce_tender, {"tender_id": tender.pk}),
    ]
    found = {refused(runner, use_case, **inputs) for use_case, inputs in steps}
    assert found == {"tender-in-another-state"}


REFUSED_TERMS = [
    ({"estimated_value_cents": 0}, "estimated-value-missing"),
    ({"term_months": 0}, "term-missing"),
    ({"procedure": Procedure.RESTRICTED}, "procedure-not-run-here"),
]


@pytest.mark.parametrize(("fields", "code"), REFUSED_TERMS)
def test_terms_that_cannot_be_run_are_refused(runner, fields, code):
    assert refused(runner, prepare_tender, terms=tender_terms(**fields)) == code


def test_a_number_is_given_once_and_a_supplier_runs_no_tender(runner):
    terms = tender_terms()
    perform(runner, prepare_tender, terms=terms)
    assert refused(runner, prepare_tender, terms=terms) == "tender-number-taken"
    supplier = an_actor(a_supplier(), RoleName.BUYER)
    assert refused(supplier, prepare_tender, terms=terms) == "not-a-contracting-authority"
    employee = an_actor(a_municipality())
    assert refused(employee, prepare_tender, terms=terms) == "not-allowed"


def test_only_who_buys_is_named_and_with_a_volume(runner):
    tender = a_tender_in_preparation(runner)
    (lot, _second) = lots_in(runner, tender)
    supplier = Volume(a_supplier().pk, 1, "piece", 1)
    assert refused(runner, name_tender_buyer, lot_id=lot.pk, volume=supplier) == "not-a-buyer"
    nothing = Volume(a_municipality().pk, 0, "piece", 1)
    assert refused(runner, name_tender_buyer, lot_id=lot.pk, volume=nothing) == "volume-missing"
    small = lot_terms(maximum_value_cents=1)
    assert refused(runner, change_lot, lot_id=lot.pk, terms=small) == "lot-value-wrong"


def test_only_who_is_invited_sees_a_tender_by_invitation_once_it_is_announced(runner):
    invited, other = (an_actor(a_supplier(), RoleName.SALESPERSON) for _ in range(2))
    tender = a_tender_in_preparation(runner, procedure=Procedure.MINI_COMPETITION)
    given = {"tender_id": tender.pk}
    one = perform(runner, invite_supplier, supplier_id=invited.party_id, **given)
    code = refused(runner, invite_supplier, supplier_id=invited.party_id, **given)
    assert code == "invited-already"
    two = perform(runner, invite_supplier, supplier_id=other.party_id, **given)
    perform(runner, withdraw_invitation, invitation_id=two.pk)
    municipality = a_municipality().pk
    assert refused(runner, invite_supplier, supplier_id=municipality, **given) == "not-a-supplier"
    with reading(invited):
        assert not Tender.objects.filter(id=tender.pk).exists()
    a_key_ceremony(tender, runner, now=AT)
    perform(runner, announce_tender, now=AT, **given)
    assert refused(runner, withdraw_invitation, invitation_id=one.pk) == "tender-in-another-state"
    # An invitation has no number, and a reasonable time is enough.
    perform(runner, record_notice, now=AT, notice=NoticeGiven("", "", AT.date()), **given)
    for actor, seen in ((invited, True), (other, False)):
        with reading(actor):
            assert Tender.objects.filter(id=tender.pk).exists() == seen
    public = a_tender_in_preparation(runner)
    supplier = {"tender_id": public.pk, "supplier_id": other.party_id}
    assert refused(runner, invite_supplier, **supplier) == "not-by-invitation"


def test_a_supplier_sees_what_is_announced_and_changes_nothing(runner):
    supplier = an_actor(a_supplier(), RoleName.SALESPERSON, RoleName.BUYER)
    hidden, tender = a_tender_in_preparation(runner), an_open_tender(runner)
    with reading(supplier):
        seen = set(
            Tender.objects.filter(id__in=[hidden.pk, tender.pk]).values_list("id", flat=True)
        )
        assert (seen, TenderBuyer.objects.filter(tender_id=tender.pk).count()) == ({tender.pk}, 2)
    dates = {"bids_until": BIDS_UNTIL, "bids_valid_until": VALID}
    assert refused(supplier, set_tender_dates, tender_id=tender.pk, **dates) == "not-found"
    assert refused(supplier, announce_tender, tender_id=hidden.pk) == "not-found"


def field_names(html):
    return set(re.findall(r' name="([a-z_]+)"', html)) - {"csrfmiddlewaretoken"}


@pytest.mark.usefixtures("pages")
def test_a_tender_is_prepared_and_opened_for_bids_by_its_pages(body):
    buyer, invited = a_municipality("Norrby"), a_supplier("Sista Telefonen Ab")
    client = a_client(an_account(a_person(body, RoleName.BUYER)))
    terms = {**vars(tender_terms()), "estimated_value": "900000", "prior_information_on": ""}
    del terms["estimated_value_cents"]
    assert field_names(client.get("/tenders/prepare/").content.decode()) >= terms.keys()
    again = client.post("/tenders/prepare/send/", terms | {"cpv": "30"})
    assert again.status_code == 422
    at = client.post("/tenders/prepare/send/", terms)["Location"]
    page = at.removesuffix("lots/")
    lot = {
        "title_sv": "Datorer", "title_fi": "Tietokoneet", "title_en": "Computers",
        "cpv": "30213100", "estimated_value": "500000", "maximum_value": "700000",
    }  # fmt: skip
    lot_page = client.post(f"{at}add/", lot)["Location"]
    volume = {"buyer": buyer.pk, "quantity": 1200, "unit": "piece", "value": "480000"}
    assert client.post(f"{lot_page}buyers/", volume)["Location"] == lot_page
    assert client.post(f"{lot_page}change/", lot | {"reason": "Own market"}).status_code == 303
    client.post(f"{page}terms/send/", terms | {"division_reason": "One market."})
    shown = client.get(lot_page).content.decode()
    assert "Norrby" in shown
    assert "1,200" in shown
    priced = {"lot": "LOT-0001", "code": "P1", "text": "Device", "unit": "piece", "quantity": 100}
    assert client.post(f"{page}prices/set/", priced)["Location"] == f"{page}prices/"
    model = {"kind": "lowest-price", "method": "per-lot"}
    assert client.post(f"{page}evaluation/model/", model)["Location"] == f"{page}evaluation/"
    told = client.get(page).content.decode()
    assert f'href="{page}dates/"' in told
    assert client.post(f"{page}announce/", {}).status_code == 409
    day = datetime.now(UTC) + timedelta(days=60)
    dates = {
        "bids_until": f"{day:%Y-%m-%dT12:00}", "questions_until": f"{day:%Y-%m-%dT11:00}",
        "bids_valid_until": f"{day + timedelta(days=90):%Y-%m-%d}",
    }  # fmt: skip
    assert client.post(f"{page}dates/set/", dates)["Location"] == f"{page}dates/"
    runner = a_tender_runner(body)
    with reading(runner):
        made = tender_of(int(page.split("/")[-2]))
    a_key_ceremony(made, runner, now=datetime.now(UTC))
    assert client.post(f"{page}announce/", {})["Location"] == f"{page}dates/"
    notice = {
        "portal": "Hilma",
        "number": "2026-7",
        "dispatched_on": f"{day - timedelta(60):%Y-%m-%d}",
    }
    assert client.post(f"{page}notice/", notice)["Location"] == page
    assert client.get(f"{page}invitations/").status_code == 200
    seller = a_client(an_account(a_person(invited, RoleName.SALESPERSON)))
    text = seller.get(page).content.decode()
    assert ("Hilma 2026-7" in text, "Computers and phones" in text) == (True, True)
    assert f'href="{page}"' in seller.get("/tenders/?whose=others&state=open").content.decode()
    assert seller.get(f"{page}lots/").status_code == 200
    assert seller.get(f"{page}dates/").status_code == 403
    assert Client().get(page).status_code == 200


@pytest.mark.usefixtures("pages")
def test_everybody_reads_what_is_asked_for_once_the_notice_is_out(runner):
    """Art. 53(1): without signing in; what is not published leads to the sign-in page."""
    tender = a_tender_in_preparation(runner)
    file = DocumentFile("specification", "Specification", "spec.pdf", b"What is wanted.")
    perform(runner, add_tender_document, now=AT, tender_id=tender.pk, file=file)
    with reading(runner):
        (document,) = documents_of(tender.pk)
    nobody, page = Client(), f"/tenders/{tender.pk}/"
    parts = ("", "lots/", "documents/", "requirements/", "prices/", "evaluation/")
    open_to_all = [*(f"{page}{part}" for part in parts), f"/tenders/documents/{document.pk}/"]
    answers = {nobody.get(address)["Location"] for address in open_to_all}
    assert answers == {f"/sign-in/?next={address}" for address in open_to_all}
    officers = a_key_ceremony(tender, runner, now=AT)
    perform(runner, announce_tender, now=AT, tender_id=tender.pk)
    assert nobody.get(page).status_code == 302
    notice = NoticeGiven("Hilma", "2026-53", AT.date())
    perform(runner, record_notice, now=AT, tender_id=tender.pk, notice=notice)
    told = {address: nobody.get(address) for address in [*open_to_all, f"{page}questions/"]}
    assert {answer.status_code for answer in told.values()} == {200}
    assert told[open_to_all[-1]].content == b"What is wanted."
    assert "/sign-in/" in told[page].content.decode()
    linked = set(re.findall(rf'href="({page}[^"]*)"', told[page].content.decode()))
    assert {nobody.get(address).status_code for address in linked} == {200}
    kept = ("dates/", "bids/", "opening/", "opened-bids/", "award/", "laboratory/", "notices/")
    assert {nobody.get(f"{page}{part}").status_code for part in kept} == {302}
    assert len(officers) == 3
