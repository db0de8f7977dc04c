"""The tenders of the demonstration stand where its people expect them, and say what was worked out
by hand.
"""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connections
from django.test import Client

from browser_ground import a_client, pages  # noqa: F401 - a fixture
from samkop.core.holidays import is_working_day
from samkop.core.sealing import findings, read_dossier, read_private_file
from samkop.platform.models import Account
from samkop.platform.unit_of_work import reading
from samkop.site.demo import seeds
from samkop.site.demo.agreeing import agree
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import ZONE
from samkop.site.demo.organising import organise, set_budgets
from samkop.site.demo.post import Post
from samkop.site.demo.preparing import BEGINNING
from samkop.site.demo.sourcing.officers import file_of, passphrase
from samkop.site.demo.sourcing.playing import source
from samkop.site.demo.sourcing.publishing import decide_what_is_public, publish
from samkop.site.demo.sourcing.scene import Scene
from samkop.site.demo.sourcing.telling import told_of_sourcing
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.dossier import dossier_of
from samkop.tendering.queries.opening import opening_of
from samkop.tendering.queries.register import register_keeper

pytestmark = pytest.mark.empty_database

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZONE).date()


class Tenders(NamedTuple):
    """Who there is, and the data folder."""

    cast: Cast
    data: Path

    def client(self, part: str, organisation: str) -> Client:
        """The browser of somebody."""
        return a_client(Account.objects.get(email=seeds.address_of(part, organisation)))


@pytest.fixture(scope="module")
def tenders(database: str, pages: None, tmp_path_factory) -> Tenders:  # noqa: F811
    data = tmp_path_factory.mktemp("demo")
    cast = organise(BEGINNING)
    set_budgets(cast, range(TODAY.year - 1, TODAY.year + 4), BEGINNING)
    decide_what_is_public(cast, BEGINNING)
    agree(cast, TODAY)
    scene = Scene(cast, TODAY, data)
    source(scene, Post(data))
    publish(scene)
    return Tenders(cast, data)


def rows(sql, *params):
    """What the owner reads, whom no row security stops."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tender_id(prefix: str) -> int:
    [(found,)] = rows("SELECT id FROM tendering_tender WHERE number LIKE %s", f"{prefix}-%")
    return found


def test_the_best_combination_is_the_one_that_was_worked_out_by_hand(tenders):
    """By hand in ``sourcing.toml``: one is best on all three lots and may win two."""
    awarded = rows(
        "SELECT l.code, a.supplier_id, a.evaluated_cost_cents, a.rank FROM tendering_awardedlot a"
        " JOIN tendering_lot l ON l.id = a.lot_id ORDER BY l.code"
    )
    computers, operator = (tenders.cast.parties[key] for key in ("computers", "operator"))
    assert awarded == [
        ("LOT-0001", computers, 646_000_00, 1),
        ("LOT-0002", computers, 467_500_00, 1),
        ("LOT-0003", operator, 184_400_00, 2),
    ]
    [(outcome,)] = rows("SELECT outcome->>'cost' FROM tendering_awardrun")
    assert outcome == "1297900.00"


def test_its_agreements_are_in_force_and_something_of_them_is_ordered(tenders):
    agreements = rows(
        "SELECT a.number, a.state, a.category FROM agreements_frameworkagreement a"
        " JOIN agreements_tenderedagreement t ON t.agreement_id = a.id ORDER BY 1"
    )
    assert [(state, category) for _number, state, category in agreements] == [
        ("in-force", "meeting-rooms")
    ] * 3
    prices = dict(
        rows(
            "SELECT seller_item_id, list_price_cents FROM catalogue_catalogueitem i"
            " JOIN agreements_tenderedagreement t ON t.agreement_id = i.agreement_id"
        )
    )
    assert prices == {"SK-65": 1_390_00, "SK-86": 2_890_00, "VK-8": 2_650_00, "VK-20": 5_900_00}
    ordered = rows(
        "SELECT o.state, o.total_cents FROM ordering_order o JOIN agreements_tenderedagreement t"
        " ON t.agreement_id = o.agreement_id"
    )
    assert ordered == [("confirmed", 2 * 1_390_00)]


def test_a_stranger_finds_the_opening_whole_with_the_bid_that_came_too_late(tenders):
    told = told_of_sourcing(tenders.cast, tenders.data)
    assert (told.bids, told.late, len(told.agreements)) == (7, 1, 3)
    with reading(tenders.cast.person("category", "body")):
        tender, opening = tender_of(tender_id("MR")), opening_of(tender_id("MR"))
    with reading(register_keeper(tender.owner_id)):
        dossier = read_dossier(dossier_of(tender, opening))
    assert findings(dossier) == []
    assert len(dossier.late) == 1


def test_two_officers_can_open_what_came_in_by_the_keys_in_the_data_folder(tenders):
    headsets = tender_id("HS")
    [(state, over)] = rows(
        "SELECT state, bids_until < %s FROM tendering_tender WHERE id = %s", NOW, headsets
    )
    assert (state, over) == ("open", True)
    assert rows("SELECT count(*) FROM tendering_registerroot WHERE tender_id = %s", headsets) == [
        (1,)
    ]
    appointed = dict(
        rows("SELECT name, public_key FROM tendering_openingofficer WHERE tender_id = %s", headsets)
    )
    assert len(appointed) == 3
    file = file_of(tenders.data, "opening")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    name, key = read_private_file(file.read_bytes(), passphrase())
    assert appointed[name] == key.public.raw.hex()
    assert rows("SELECT count(*) FROM tendering_openedbid WHERE tender_id = %s", headsets) == [(0,)]


def test_suppliers_can_bid_for_weeks_have_an_answer_and_a_correction(tenders):
    pupils = tender_id("EL")
    [(state, days)] = rows(
        "SELECT state, extract(day FROM bids_until - %s) FROM tendering_tender WHERE id = %s",
        NOW, pupils,
    )  # fmt: skip
    assert state == "open"
    assert days >= 28
    for table, count in (("question", 2), ("answer", 1)):
        found = rows(f"SELECT count(*) FROM tendering_tender{table} WHERE tender_id = %s", pupils)
        assert found == [(count,)]
    assert rows("SELECT count(*) FROM tendering_correction WHERE tender_id = %s", pupils) == [(1,)]
    form = tenders.client("sales", "phones").get(f"/tenders/{pupils}/bids/lots/LOT-0001/")
    assert form.status_code == 200


def test_the_town_has_homework_missing_asks_the_market_and_has_tried_its_model_out(tenders):
    town = tenders.cast.parties["bjorkasnas"]
    points = dict(
        rows("SELECT state, count(*) FROM planning_homeworkpoint WHERE owner_id = %s GROUP BY 1",
             town)
    )  # fmt: skip
    assert points == {"accepted": 4, "answered": 3, "open": 9}
    [(state, runs)] = rows(
        "SELECT state, answers_until > %s FROM planning_marketconsultation WHERE owner_id = %s",
        NOW, town,
    )  # fmt: skip
    assert (state, runs) == ("open", True)
    assert rows("SELECT made_at IS NOT NULL, attached_at IS NOT NULL FROM tendering_laboratoryrun"
                ) == [(True, True)]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "organisation", "page"),
    [
        ("category", "body", "/tenders/{MR}/"), ("category", "body", "/tenders/{MR}/award/"),
        ("category", "body", "/tenders/{MR}/scores/"), ("buyer", "body", "/pre-studies/"),
        ("opening", "body", "/tenders/{HS}/opening/"), ("sales", "operator", "/tenders/{EL}/"),
        ("evaluator", "body", "/tenders/{MR}/marking/"), ("category", "bjorkasnas", "/tenders/"),
    ],
)  # fmt: skip
def test_whoever_the_page_of_people_sends_there_finds_something(tenders, part, organisation, page):
    ids = {prefix: tender_id(prefix) for prefix in ("MR", "HS", "EL")}
    answer = tenders.client(part, organisation).get(page.format(**ids))
    assert answer.status_code == 200


def test_everybody_reads_agreements_the_award_and_spending(tenders):
    everybody = Client(HTTP_HOST="localhost")
    kinds = dict(rows("SELECT kind, count(*) FROM opendata_release GROUP BY 1"))
    assert kinds["agreement"] > 8
    # Open, and with its record; the town's is open.
    assert kinds["planning"] == 3
    [(until,)] = rows("SELECT bids_until FROM tendering_tender WHERE id = %s", tender_id("EL"))
    told = [body for (body,) in rows(
        "SELECT body FROM opendata_release WHERE kind = 'tender' AND subject_id = %s"
        " ORDER BY number", tender_id("EL"),
    )]  # fmt: skip
    # What was corrected is published as it is now.
    assert f"{until.astimezone(ZONE):%Y-%m-%d}" in told[-1]
    assert len(told) == 2
    assert is_working_day(until.astimezone(ZONE).date(), "FI")
    for page in ("", "agreements/", "tenders/", "spending/", "published/"):
        assert everybody.get(f"/open-data/{page}").status_code == 200
    # Whoever has a person's number is not named: no organisation of the demonstration has one.
    told = rows("SELECT count(*) FROM opendata_release WHERE body LIKE '%%SAMKOP%%'")
    assert told == [(0,)]


def test_the_database_s_clock_is_right_again_and_nothing_is_left_to_tell(tenders):
    [(source_text,)] = rows("SELECT prosrc FROM pg_proc WHERE proname = 'samkop_clock'")
    assert source_text.split() == ["SELECT", "clock_timestamp()"]
    assert rows("SELECT count(*) FROM platform_fact WHERE done_at IS NULL") == [(0,)]
