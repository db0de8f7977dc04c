"""From two suppliers that lock in to the best in each of seven areas: from need to order."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.eforms.corpus import foreign, values
from core.ocds.test_releases import faults
from factories import nacka
from factories import nacka_afterwards as afterwards
from factories.consultations import a_reported_consultation
from factories.nacka import (
    ANNOUNCED,
    COST,
    LATE,
    LOW,
    OFFERS,
    RULE_COST,
    SENT,
    UNFIT,
    WINNERS,
    WITHDRAWN,
    Nacka,
    a_town,
)
from factories.notices import a_tender_in_notices, a_winner_in_notices
from samkop.agreements.queries import ceiling_of
from samkop.agreements.vocabulary import State
from samkop.core.ocds import compiled
from samkop.core.sealing import findings, read_dossier
from samkop.opendata.notice_files import contract_notice_file, result_notice_file
from samkop.ordering.models import Order
from samkop.ordering.vocabulary import OrderState
from samkop.planning.queries import planned_lots_of, record_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries import lots_of, proposal_of
from samkop.tendering.queries.contents import documents_of
from samkop.tendering.queries.evaluation import rejections_of
from samkop.tendering.usecases.compliance import reject_bid
from samkop.tendering.usecases.corrections import CorrectionTerms, correct_tender
from samkop.tendering.vocabulary import EntryKind
from serving_ground import COMMAND

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]


@pytest.fixture(scope="module")
def town(database):
    return a_town()


def test_homework_and_dialogue_come_before_the_tender(town: Nacka):
    study = nacka.homework_of_the_town(town)
    with reading(town.runner):
        assert len(planned_lots_of(study.pk)) == 7
    town.dialogue, record = a_reported_consultation(
        owner=town.owner, runner=town.runner, study_id=study.pk
    )
    with reading(town.dialogue.sellers[5]):
        everybodys = record_of(town.dialogue.consultation.pk)
    assert everybodys.sha256 == record.sha256
    assert "990 euros" not in str(everybodys)


def test_seven_lots_are_tendered_and_a_substantial_correction_extends_the_time(town: Nacka):
    nacka.tender_of_the_town(town)
    with reading(town.runner):
        attached = [row for row in documents_of(town.tender.pk) if row.kind == "consultation"]
        record = record_of(town.dialogue.consultation.pk)
    # The record reaches every bidder, and whoever had it before finds its hash.
    assert [row.name.rpartition(".")[2] for row in attached] == ["json", "pdf"]
    assert attached[0].sha256 == record.sha256
    a_tender_in_notices(town.runner, town.tender)
    with reading(town.runner):
        notice = contract_notice_file(town.tender, ANNOUNCED)
    assert foreign(notice) == []
    assert values(notice, "ProcurementProjectLot", "ID") == list(WINNERS)
    assert values(notice, "LotDistribution", "MaximumLotsAwardedNumeric") == ["2"]
    afterwards.all_published(town)
    nacka.announced(town)
    short = CorrectionTerms("The sites are 140, not 120.", substantial=True)
    with pytest.raises(Refused) as refused:
        perform(town.runner, correct_tender, now=ANNOUNCED, tender_id=town.tender.pk, terms=short)
    assert refused.value.code == "extension-missing"
    nacka.told(ANNOUNCED + timedelta(minutes=5))
    nacka.corrected(town)
    assert town.tender.bids_until == nacka.UNTIL


def test_nine_bid_and_two_officers_open_what_stands(town: Nacka):
    nacka.bidders_of_the_town(town)
    nacka.bids_in(town)
    assert town.entries[LATE, 1].kind == EntryKind.LATE
    nacka.opened(town)
    standing = {
        (name, place) for name, lots in OFFERS.items() for place in lots
        if name not in {LATE, WITHDRAWN}
    }  # fmt: skip
    assert town.bids.keys() == standing
    # Neither the late bid nor the withdrawn one, nor the one that was replaced, is opened.
    listed = {row["number"] for row in town.made["opening"].listed}
    assert listed == {town.entries[key].number for key in standing}
    assert listed == {bid.number for bid in town.bids.values()}
    assert town.bids["Nätbyggarna Ab", 4].answers["prices"] == [{"line": "P1", "price": "80000.00"}]


def test_the_best_combination_is_the_one_that_was_worked_out_by_hand(town: Nacka):
    with pytest.raises(Refused) as refused:
        nacka.dossier(town)
    assert refused.value.code == "secret-until-award"
    low = {"bid_id": town.bids[LOW, 7].pk, "ground": "abnormally-low", "reason": "So low."}
    with pytest.raises(Refused) as refused:
        perform(town.runner, reject_bid, now=nacka.EVALUATED, **low)
    assert refused.value.code == "explanation-not-asked"
    nacka.compliance(town)
    with reading(town.runner):
        out = {
            one.bid.bidder.legal_name: one.ground for one in rejections_of(town.tender.pk).values()
        }
    assert out == {UNFIT: "requirement", LOW: "abnormally-low"}
    nacka.marked(town)
    run = nacka.combined(town)
    assert (run.outcome["status"], run.outcome["cost"]) == ("optimal", COST)
    assert run.outcome["rule_prices"] == [{"rule": "max_lots_per_bidder", "cost": RULE_COST}]
    with reading(town.runner):
        proposed = {
            one.lot.code: (one.bid.bidder.legal_name, one.evaluated_cost_cents, one.rank)
            for one in proposal_of(town.tender.pk).awards.all()
        }
    assert proposed == {
        lot: (name, cents, 2 if lot == "LOT-0003" else 1) for lot, (name, cents) in WINNERS.items()
    }


def test_five_suppliers_sign_once_the_standstill_with_its_sunday_is_over(town: Nacka):
    standing = nacka.decided(town)
    # The tenth day is Sunday 12 September: the standstill ends with the Monday.
    assert (standing.last_day, standing.first_day_to_sign) == (date(2027, 9, 13), date(2027, 9, 14))
    nacka.told(SENT + timedelta(minutes=5))
    with pytest.raises(Refused) as refused:
        nacka.signed(town, date(2027, 9, 13))
    assert refused.value.code == "standstill-runs"
    nacka.signed(town, date(2027, 9, 14))
    agreements = nacka.agreements_of_the_town(town)
    assert [(one.state, one.supplier.legal_name) for one in agreements] == [
        (State.IN_FORCE, name) for name, _cents in WINNERS.values()
    ]
    assert len({one.supplier_id for one in agreements}) == 5


def test_the_result_for_the_portal_tells_the_five_with_what_each_lot_may_cost_at_most(town: Nacka):
    suppliers = {name: town.bidders[name].pk for name, _cents in WINNERS.values()}
    for supplier_id in suppliers.values():
        a_winner_in_notices(town.runner, town.tender, supplier_id)
    town.keep_tender(town.tender.pk)
    with reading(town.runner):
        result = result_notice_file(town.tender, SENT)
        maxima = [f"{lot.maximum_value_cents // 100}.00" for lot in lots_of(town.tender.pk)]
    assert foreign(result) == []
    assert values(result, "LotResult", "TenderResultCode") == ["selec-w"] * 7
    assert values(result, "FrameworkAgreementValues", "MaximumValueAmount") == maxima
    assert set(values(result, "PartyName", "Name")[2:]) == suppliers.keys()
    assert "Norrservice" not in result.decode()


def test_a_stranger_finds_the_opening_whole_and_any_change_of_it(town: Nacka, tmp_path: Path):
    kept = nacka.dossier(town)
    assert findings(read_dossier(kept)) == []
    whole = json.loads(kept)
    assert [one["number"] for one in whole["late"]] == [town.entries[LATE, 1].number]
    kinds = Counter(one["kind"] for one in whole["openings"])
    # One replaced and one withdrawn besides the fifteen that stand.
    assert (kinds["bid"], kinds["withdrawal"], len(whole["opened"]["bids"])) == (17, 1, 15)
    for change in (
        lambda value: value["openings"].pop(),
        lambda value: value["opened"]["bids"].pop(),
        lambda value: value["opened"]["bids"][0].update(sealed="0" * 64),
        lambda value: value["openings"].append(value["late"][0]),
    ):
        value = json.loads(kept)
        change(value)
        assert findings(read_dossier(json.dumps(value).encode())) != []
    file, other = tmp_path / "dossier.json", tmp_path / "changed.json"
    file.write_bytes(kept)
    whole["opened"]["bids"].pop()
    other.write_text(json.dumps(whole))
    done, changed = verified(file), verified(other, "--json")
    assert (done.returncode, done.stdout.splitlines()) == (
        0, ["U-2027-7: bids 15, withdrawn 1, replaced 1, late 1.", "It holds."],
    )  # fmt: skip
    told = json.loads(changed.stdout)
    assert (changed.returncode, told["whole"]) == (1, False)
    assert [one["code"] for one in told["findings"]] == ["bid-missing"]


def verified(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What the command says, of a file and of nothing else."""
    command = [*COMMAND, "tender", "verify", str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_order_is_placed_under_what_was_tendered(town: Nacka):
    agreement = nacka.agreements_of_the_town(town)[0]
    nacka.joined(town, agreement, date(2027, 10, 1))
    nacka.ordered(town, agreement, date(2027, 10, 4))
    with reading(town.buyer.manager):
        (order,) = Order.objects.filter(agreement=agreement)
        assert order.total_cents == 100_000_00
        assert ceiling_of(agreement.pk).committed_cents == 100_000_00


def test_its_supplier_confirms_the_order(town: Nacka, tmp_path: Path):
    (agreement, *_others), on = nacka.agreements_of_the_town(town), date(2027, 10, 5)
    sent = afterwards.sent_to_supplier(town, tmp_path, on)
    assert (sent.currency, str(sent.totals.line_extension_amount)) == ("SEK", "100000.00")
    afterwards.answered_by_supplier(town, tmp_path, agreement, sent, on)
    with reading(town.buyer.manager):
        order = Order.objects.get(agreement=agreement)
        assert (order.number, order.state) == (sent.id, OrderState.CONFIRMED)


def test_everybody_may_follow_it_from_the_dialogue_to_what_was_bought(town: Nacka):
    afterwards.month_published(date(2027, 11, 3))
    dialogue, *releases = afterwards.releases_of(town)
    assert [fault for one in (dialogue, *releases) for fault in faults(one)] == []
    assert dialogue["tag"] == ["planning"]
    assert releases[0]["relatedProcesses"][0]["identifier"] == dialogue["ocid"]
    assert len({one["ocid"] for one in releases}) == 1
    tags = [tag for one in releases for tag in one["tag"]]
    assert list(dict.fromkeys(tags)) == [
        "tender", "tenderUpdate", "award", "contract", "implementation",
    ]  # fmt: skip
    together = compiled(releases)
    assert faults(together) == []
    assert {
        award["relatedLots"][0]: (award["suppliers"][0]["name"], award["value"]["amount"])
        for award in together["awards"]
    } == {
        # The price of a unit times 100, before any deduction.
        lot: (name, OFFERS[name][int(lot[-1])][0] * 100)
        for lot, (name, _cents) in WINNERS.items()
    }
    assert together["tender"]["numberOfTenderers"] == 7
    spent = [
        (one["id"], payment["value"])
        for one in together["contracts"]
        for payment in one.get("implementation", {}).get("transactions", [])
    ]
    assert spent == [("U-2027-7/1", {"amount": 100_000, "currency": "SEK"})]
    text = json.dumps([dialogue, *releases], ensure_ascii=False)
    losers = town.bidders.keys() - {name for name, _cents in WINNERS.values()}
    assert [name for name in losers if name in text] == []
