"""The notices of a tender as files: made of it, and of nothing that no official sample has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connections
from lxml import etree

from browser_ground import a_client
from core.eforms.corpus import foreign, values
from factories.awards import (
    DECIDED,
    Opened,
    a_decided_tender,
    a_sent_decision,
    a_signature,
    an_opened_tender,
)
from factories.notices import (
    NOW,
    a_tender_in_notices,
    a_winner_in_notices,
    details,
    notice_terms,
)
from factories.opened_bids import NOW as EVALUATED
from factories.opened_bids import Evaluation
from factories.parties import a_municipality, a_person, an_account, an_actor
from factories.tendering import (
    AT,
    a_tender_in_preparation,
    a_tender_runner,
    an_open_tender,
    lot_terms,
)
from samkop.opendata import notice_files
from samkop.opendata.models import NoticeOrganisation
from samkop.opendata.notice_files import (
    contract_notice_file,
    missing_of_contract_notice,
    missing_of_result,
    result_notice_file,
)
from samkop.opendata.usecases.notices import (
    describe_organisation,
    describe_winner,
    set_notice_terms,
)
from samkop.opendata.vocabulary import NoticeRole
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries import lots_of, proposal_of, tender_of
from samkop.tendering.queries.awards import awarded_lots_of, decision_of
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_runs import propose_award
from samkop.tendering.usecases.comparing import (
    CriterionTerms,
    ModelTerms,
    set_award_criterion,
    set_evaluation_model,
)
from samkop.tendering.usecases.lots import change_lot
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.vocabulary import CallOffMethod, ModelKind, Procedure

pytestmark = pytest.mark.usefixtures("database", "pages")
SIGNED = date(2026, 3, 20)
OFFERS = {"Vinnaren Ab": {1: 500_000_00, 2: 90_000_00}, "Förloraren Ab": {1: 600_000_00}}


def codes_of(findings) -> list[str]:
    return [one.code for one in findings]


def refused_by(actor, use_case, **inputs) -> str:
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def test_what_is_missing_is_said_before_a_contract_notice_is_made(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    with reading(runner):
        assert codes_of(missing_of_contract_notice(tender)) == [
            "own-details-missing", "review-body-missing", "notice-terms-missing",
            "espd-in-documents",
        ]  # fmt: skip
        with pytest.raises(Refused) as refused:
            contract_notice_file(tender, AT)
    assert refused.value.facts["codes"] == [
        "own-details-missing", "review-body-missing", "notice-terms-missing",
    ]  # fmt: skip
    a_tender_in_notices(runner, tender)
    with reading(runner):
        assert codes_of(missing_of_contract_notice(tender)) == ["espd-in-documents"]


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("sv", "Datorer och telefoner", "SWE"), ("fi", "Tietokoneet ja puhelimet", "FIN"),
        ("en", "Computers and phones", "ENG"),
    ],
)  # fmt: skip
def test_a_contract_notice_is_made_of_the_tender_in_each_language(database, language, title, code):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    a_tender_in_notices(runner, tender, language)
    with reading(runner):
        written = contract_notice_file(tender, AT)
        again = contract_notice_file(tender, AT + timedelta(days=1))
    assert foreign(written) == []
    assert values(written, "NoticeLanguageCode") == [code]
    assert values(written, "ProcurementProject", "Name")[0] == title
    assert values(written, "ProcurementProjectLot", "ID") == ["LOT-0001", "LOT-0002"]
    # 4 May at 12 in Helsinki; valid for 120 days more.
    assert values(written, "TenderSubmissionDeadlinePeriod", "EndTime") == ["12:00:00+03:00"] * 2
    assert values(written, "TenderValidityPeriod", "DurationMeasure") == ["120"] * 2
    assert values(written, "RequestedTenderTotal", "EstimatedOverallContractAmount") == [
        "5000000.00", "500000.00", "500000.00",
    ]  # fmt: skip
    # BT-271 has no element in any sample: the description of each lot says it.
    maxima = [
        text for text in values(written, "ProcurementProject", "Description") if "800" in text
    ]
    assert len(maxima) == 2
    # The same procedure and notice each time, as version 4 of UUIDs.
    assert values(written, "ContractFolderID") == values(again, "ContractFolderID")
    assert values(written, "ContractNotice", "ID") == values(again, "ContractNotice", "ID")
    assert values(written, "ContractFolderID")[0][14] == "4"


def test_weights_are_told_in_per_cent_where_points_are_given(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner, lots=["Datorer"])
    a_tender_in_notices(runner, tender)

    def told() -> list[list[str]]:
        with reading(runner):
            written = contract_notice_file(tender, AT)
        assert foreign(written) == []
        within = "SubordinateAwardingCriterion"
        kinds = values(written, within, "AwardingCriterionTypeCode")
        return [kinds, values(written, "AwardCriterionParameter", "ParameterNumeric")]

    assert told() == [["price", "quality"], []]
    given = {"now": AT, "tender_id": tender.pk}
    criterion = CriterionTerms("Q1", "Plan of installation", 10, weight=375)
    perform(runner, set_award_criterion, terms=criterion, **given)
    model = ModelTerms(ModelKind.RELATIVE, price_weight=625)
    perform(runner, set_evaluation_model, terms=model, **given)
    assert told() == [["price", "quality"], ["62.5", "37.5"]]


def test_how_many_suppliers_a_lot_has_and_whether_they_compete_stands_in_the_notice(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    a_tender_in_notices(runner, tender)
    with reading(runner):
        first, second = lots_of(tender.pk)
    several = lot_terms(most_suppliers=3, call_off_method=CallOffMethod.MINI_COMPETITION)
    perform(runner, change_lot, now=AT, lot_id=second.pk, terms=several)
    with reading(runner):
        written = contract_notice_file(tender, AT)
    assert foreign(written) == []
    assert values(written, "FrameworkAgreement", "MaximumOperatorQuantity") == ["1", "3"]
    systems = values(written, "ContractingSystem", "ContractingSystemTypeCode")
    assert systems == ["fa-wo-rc", "none", "fa-w-rc", "none"]
    mixed = lot_terms(
        most_suppliers=2, call_off_method=CallOffMethod.RANKING,
        mini_competition_from_cents=10_000_00,
    )  # fmt: skip
    perform(runner, change_lot, now=AT, lot_id=first.pk, terms=mixed)
    with reading(runner):
        found = missing_of_contract_notice(tender)
    assert codes_of(found) == ["call-off-without-sample", "espd-in-documents"]


def test_a_lot_with_two_winners_is_told_once_both_have_signed(database):
    call_off = {"most_suppliers": 2, "call_off_method": CallOffMethod.RANKING}
    scene = Evaluation(call_off=call_off, buyers=[a_municipality()]).evaluated((("5", "2"),) * 3)
    runner, given = scene.runner, {"now": EVALUATED, "tender_id": scene.tender.pk}
    perform(runner, propose_award, **given)
    with reading(runner):
        won = [one.bid for one in proposal_of(scene.tender.pk).awards.order_by("place")]
        (lot,) = lots_of(scene.tender.pk)
    perform(
        runner, decide_award, **given, register_number="D/9", decided_by="Nämnden",
        decided_on=EVALUATED.date(), case="award", lot_reasons={lot.pk: "The best price."},
        bid_reasons={bid.pk: "Dearer." for bid in scene.bids[0] if bid.pk != won[0].pk},
    )  # fmt: skip
    letters = [LetterTo(bidder.pk, "sv", "electronic") for bidder in scene.bidders]
    perform(runner, send_decision, **given, letters=letters, instructions={"sv": "Hos rätten."})
    a_tender_in_notices(runner, scene.tender)
    for bid in won:
        a_winner_in_notices(runner, scene.tender, bid.bidder_id)
    with reading(runner):
        awarded = awarded_lots_of(decision_of(scene.tender.pk).pk)

    def sign(one):
        on = EVALUATED.date() + timedelta(days=30)
        perform(
            runner, sign_award, now=EVALUATED + timedelta(days=31), tender_id=scene.tender.pk,
            awarded_lot_id=one.pk, signed_on=on, starts_on=on, signed_for_buyer="Chefen",
            signed_for_supplier="Chefen", register_number="D/10",
        )  # fmt: skip

    sign(awarded[0])
    with reading(runner):
        assert codes_of(missing_of_result(tender_of(scene.tender.pk))) == [
            "nothing-signed", "lot-not-signed",
        ]  # fmt: skip
    sign(awarded[1])
    with reading(runner):
        written = result_notice_file(tender_of(scene.tender.pk), EVALUATED)
    assert foreign(written) == []
    assert values(written, "LotResult", "TenderResultCode") == ["selec-w"]
    assert values(written, "LotResult", "LotTender", "ID") == ["TEN-0001", "TEN-0002"]
    assert values(written, "LotTender", "RankCode") == ["1", "2"]
    maximum = f"{lot.maximum_value_cents // 100}.00"
    # The lot's maximum is that of its suppliers together.
    assert values(written, "OverallMaximumFrameworkContractsAmount") == [maximum]


def test_the_file_is_made_until_the_notice_has_its_number(database):
    runner = a_tender_runner()
    tender = an_open_tender(runner)
    a_tender_in_notices(runner, tender)
    with reading(runner), pytest.raises(Refused) as refused:
        contract_notice_file(tender, AT)
    assert refused.value.facts["codes"] == ["notice-recorded"]


def test_an_invitation_has_no_notice(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner, procedure=Procedure.MINI_COMPETITION)
    a_tender_in_notices(runner, tender)
    with reading(runner):
        found = codes_of(missing_of_contract_notice(tender))
    assert found == ["no-notice-by-invitation", "espd-in-documents"]


def compared_by_price(opened: Opened) -> None:
    """Bids on both lots were compared by their price: an opened tender of rows has no model."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO tendering_evaluationmodel (tender_id, kind, parameters, method, discounts)"
            " VALUES (%s, 'lowest-price', '{}', 'per-lot', false)",
            [opened.tender.pk],
        )


@pytest.fixture
def decided(database) -> Opened:
    """Two lots to one supplier; the decision is not sent yet."""
    opened = an_opened_tender(OFFERS)
    compared_by_price(opened)
    a_decided_tender(opened)
    a_tender_in_notices(opened.runner, opened.tender)
    return opened


def test_a_result_is_made_of_what_is_signed(decided):
    runner, tender = decided.runner, decided.tender
    winner, loser = (decided.bidders[name].pk for name in OFFERS)
    found = tender_read(decided)
    with reading(runner):
        assert codes_of(missing_of_result(found)) == ["decision-not-sent"]
    # Before the decision is sent nobody is described as a winner.
    wrong = {"tender_id": tender.pk, "supplier_id": winner, "details": details(size="small")}
    assert refused_by(runner, describe_winner, **wrong) == "not-found"
    a_sent_decision(decided)
    found = tender_read(decided)
    with reading(runner):
        assert codes_of(missing_of_result(found)) == [
            "nothing-signed", "lot-not-signed", "lot-not-signed",
        ]  # fmt: skip
    first, second = decided.awarded()
    a_signature(decided, first, SIGNED)
    with reading(runner):
        assert codes_of(missing_of_result(found)) == ["winner-details-missing", "lot-not-signed"]
    assert refused_by(runner, describe_winner, **{**wrong, "supplier_id": loser}) == "not-found"
    client = a_client(an_account(a_person(tender.owner, RoleName.CATEGORY_MANAGER)))
    address = f"/tenders/{tender.pk}/notices/"
    mends = f"{address}winners/{winner}/"
    assert mends in client.get(address).content.decode()
    assert 'name="size"' in client.get(mends).content.decode()
    assert client.get(f"{address}winners/{loser}/").status_code == 404
    office = {"city": "Borås", "country": "SE", "nuts": "SE232", "size": "small"}
    assert client.post(f"{mends}send/", {**office, "nuts": "Borås"}).status_code == 422
    assert client.post(f"{mends}send/", office).status_code == 303
    # Without telephone and e-mail it is not whole yet.
    with reading(runner):
        assert codes_of(missing_of_result(found)) == ["winner-details-missing", "lot-not-signed"]
    a_winner_in_notices(runner, tender, winner)
    with reading(runner):
        written = result_notice_file(found, DECIDED)
    assert foreign(written) == []
    assert values(written, "LotResult", "TenderResultCode") == ["selec-w", "open-nw"]
    assert values(written, "LotTender", "LegalMonetaryTotal", "PayableAmount") == ["500000.00"]
    maximum = f"{first.lot.maximum_value_cents // 100}.00"
    # BT-709 of the lot, BT-118 of all.
    assert values(written, "FrameworkAgreementValues", "MaximumValueAmount") == [maximum]
    assert values(written, "OverallMaximumFrameworkContractsAmount") == [maximum]
    assert values(written, "ReceivedSubmissionsStatistics", "StatisticsNumeric") == ["2", "2"]
    assert values(written, "PartyName", "Name")[2:] == ["Vinnaren Ab"]
    a_signature(decided, second, SIGNED)
    found = tender_read(decided)
    with reading(runner):
        whole = result_notice_file(found, DECIDED)
    assert foreign(whole) == []
    assert values(whole, "SettledContract", "IssueDate") == ["2026-03-20+01:00"] * 2
    assert values(whole, "PartyName", "Name")[2:] == ["Vinnaren Ab"]
    # What is told later is a notice of its own, of the same procedure.
    assert identifiers(whole)[0] != identifiers(written)[0]
    assert identifiers(whole)[1] == identifiers(written)[1]


def identifiers(written: bytes) -> tuple[str, str]:
    notice = etree.fromstring(written)
    return notice.findtext("{*}ID"), notice.findtext("{*}ContractFolderID")


def tender_read(opened: Opened):
    with reading(opened.runner):
        return tender_of(opened.tender.pk)


def test_a_supplier_describes_itself_and_nobody_reads_how_another_describes_it(decided):
    a_sent_decision(decided)
    supplier = decided.bidders["Vinnaren Ab"]
    seller = decided.salesperson("Vinnaren Ab")
    a_winner_in_notices(decided.runner, decided.tender, supplier.pk)
    with reading(seller):
        assert not NoticeOrganisation.objects.filter(party=supplier).exists()
    own = details(city="Borås", nuts="SE232", size="micro")
    perform(seller, describe_organisation, now=NOW, role=NoticeRole.OWN, details=own)
    stranger = an_actor(a_municipality(), RoleName.BUYER)
    with reading(stranger):
        (read,) = NoticeOrganisation.objects.filter(party=supplier)
    assert (read.city, read.role) == ("Borås", NoticeRole.OWN)


def test_a_person_that_won_is_entered_at_the_portal(decided, monkeypatch):
    a_sent_decision(decided)
    a_signature(decided, decided.awarded()[0], SIGNED)
    monkeypatch.setattr(notice_files, "is_told_as_it_is", lambda _party: False)
    with reading(decided.runner):
        found = codes_of(missing_of_result(tender_of(decided.tender.pk)))
    assert found == ["winner-is-a-person", "lot-not-signed"]


def test_what_cannot_stand_in_a_notice_is_refused(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    own = {"role": NoticeRole.OWN}
    for fields, code in (
        ({"nuts": "FI197"}, "nuts-wrong"), ({"nuts": "SE 11"}, "nuts-wrong"),
        ({"country": "XX"}, "country-unknown"), ({"telephone": "08-718 80 00"}, "telephone-wrong"),
    ):  # fmt: skip
        wrong = details(**fields)
        assert refused_by(runner, describe_organisation, details=wrong, **own) == code
    nameless = {"role": NoticeRole.REVIEW_BODY, "details": details(number="1")}
    assert refused_by(runner, describe_organisation, **nameless) == "review-body-without-name"
    winner = {"role": NoticeRole.WINNER, "details": details()}
    assert refused_by(runner, describe_organisation, **winner) == "not-allowed"
    terms = notice_terms(bid_languages=())
    given = {"tender_id": tender.pk, "terms": terms}
    assert refused_by(runner, set_notice_terms, **given) == "language-unknown"
    employee = an_actor(a_municipality(), RoleName.EMPLOYEE)
    assert refused_by(employee, describe_organisation, details=details(), **own) == "not-allowed"


def test_the_pages_say_what_is_missing_and_give_the_file(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    with reading(runner):
        body = party_of(runner.own_party_id)
    client = a_client(an_account(a_person(body, RoleName.CATEGORY_MANAGER)))
    address = f"/tenders/{tender.pk}/notices/"
    shown = client.get(address).content.decode()
    assert "/open-data/our-details/" in shown
    assert f"{address}contract-notice.xml" not in shown
    assert client.get(f"{address}contract-notice.xml").status_code == 409
    office = {
        "city": "Tampere", "country": "FI", "nuts": "FI197", "telephone": "+358 3 1234567",
        "email": "kirjaamo@samkop.example", "street": "Katu 1", "postal_code": "33100",
    }  # fmt: skip
    sent = [
        ("/open-data/our-details/own/send/", {**office, "form": "body-pl", "activity": "gen-pub"}),
        (
            "/open-data/our-details/review-body/send/",
            {**office, "name": "Provdomstolen", "number": "3006157-6"},
        ),
        (
            f"{address}terms/",
            {
                "language": "fi", "bid_languages": ["fi", "sv"], "nuts": "FI197",
                "documents_url": "https://samkop.example/asiakirjat/", "review_time": "14 päivää",
            },
        ),
    ]  # fmt: skip
    for path, form in sent:
        assert client.post(path, form).status_code == 303
    assert client.post(f"{address}terms/", {"language": "fi"}).status_code == 422
    shown = client.get(address).content.decode()
    assert f"{address}contract-notice.xml" in shown
    assert 'value="Provdomstolen"' in client.get("/open-data/our-details/").content.decode()
    file = client.get(f"{address}contract-notice.xml")
    assert (file.status_code, file["Content-Type"]) == (200, "application/xml")
    assert foreign(file.content) == []
    stranger = a_client(an_account(a_person(a_municipality(), RoleName.BUYER)))
    assert stranger.get(f"{address}contract-notice.xml").status_code == 404
    # The next tender begins with these terms, and with its own address and not this one's.
    following = a_tender_in_preparation(runner)
    begun = client.get(f"/tenders/{following.pk}/notices/").content.decode()
    assert ("14 päivää" in begun, "asiakirjat" in begun) == (True, False)
    assert f'value="{settings.PUBLIC_ADDRESS}/tenders/{following.pk}/documents/"' in begun
