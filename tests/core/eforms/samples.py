"""A tender in three lots with everything that a notice can tell, and its result; invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from samkop.core.eforms import (
    Buyer,
    ContractNotice,
    Criterion,
    Framework,
    Heading,
    LotResult,
    NoticeLot,
    Object,
    Organisation,
    Place,
    Requirement,
    ResultNotice,
    Review,
    Submission,
    Term,
    Winner,
)

HELSINKI = timezone(timedelta(hours=2))
AT = datetime(2027, 1, 15, 9, 30, tzinfo=HELSINKI)
HEADING = Heading(
    notice_id="0f0e6b8e-5b1e-4f7b-8f3b-3a1b8f1f2c11",
    procedure_id="6a1f3f04-0c54-4f57-9f3e-5d3d1c7e0a22",
    at=AT, language="fi", other_languages=("sv",),
)  # fmt: skip
REGION = Place(country="FIN", nuts="FI197", description={"fi": "Kunnat", "sv": "Kommunerna"})
BODY = Organisation(
    id="ORG-0001", name={"fi": "Alueen hankinnat Oy", "sv": "Regionens upphandling Ab"},
    number="1234567-1", street="Katu 1", town="Tampere", post_code="33100",
    place=Place(country="FIN", nuts="FI197"), telephone="+358 3 1234567",
    email="hankinnat@samkop.example", website="https://samkop.example/",
)  # fmt: skip
COURT = Organisation(
    id="ORG-0002", name={"fi": "Markkinaoikeus"}, number="3006157-6", town="Helsinki",
    post_code="00520", place=Place(country="FIN", nuts="FI1B1"), telephone="+358 29 5643300",
    email="oikeus@samkop.example",
)  # fmt: skip
SHOP = Organisation(
    id="ORG-0003", name={"sv": "Säljaren AB"}, number="556036-0793", street="Gatan 2",
    town="Nacka", post_code="131 40", place=Place(country="SWE", nuts="SE110"),
    telephone="+46 8 123456", email="anbud@samkop.example", website="https://shop.example/",
    size="medium",
)  # fmt: skip
BUYER = Buyer(
    organisation="ORG-0001", legal_type="body-pl", profile="https://samkop.example/open-data/"
)
TITLE = {"fi": "Kannettavat tietokoneet", "sv": "Bärbara datorer"}
WHOLE = Object(
    number="D 12/2027", title=TITLE, description={"fi": "Kaikille kunnille."}, nature="supplies",
    cpv="30200000", more_cpv=("30213100",), place=REGION, estimated_cents=900_000_00,
)  # fmt: skip
PART = Object(
    number="LOT-0001", title=TITLE, description={"fi": "Kannettavat."}, nature="supplies",
    cpv="30213100", place=REGION, estimated_cents=800_000_00,
)  # fmt: skip
CRITERIA = (
    Criterion(kind="price", name={"fi": "Hinta"}, description={"fi": "Halvin."}, percent="60"),
    Criterion(
        kind="quality", name={"fi": "Laatu"}, description={"fi": "Akun kesto."}, percent="40"
    ),
)
REVIEW = Review(time={"fi": "14 päivää"}, body="ORG-0002", information="ORG-0001")
LOTS = tuple(
    NoticeLot(
        code=code, object=PART, criteria=CRITERIA, review=REVIEW,
        term=Term(
            months=48, starts_on=date(2027, 6, 1), renewals=2,
            renewal={"fi": "Kaksi vuotta lisää."},
        ),
        framework=Framework(technique="fa-wo-rc", most_suppliers=3),
    )
    for code in ("LOT-0001", "LOT-0002", "LOT-0003")
)  # fmt: skip
SUBMISSION = Submission(
    until=datetime(2027, 3, 1, 12, 0, tzinfo=HELSINKI),
    opening=datetime(2027, 3, 1, 10, 0, tzinfo=UTC),
    address="https://samkop.example/tenders/1/bid/",
    documents="https://samkop.example/tenders/1/documents/", documents_id="T-2027-1",
    receiver="ORG-0001", languages=("fi", "sv"), valid_months=6,
    selection=(
        Requirement(code="slc-suit-reg-prof", text={"fi": "Kaupparekisteri"}),
        Requirement(code="slc-stand-other", text={"fi": "Vakavaraisuus"}),
    ),
)  # fmt: skip
ANNOUNCED = ContractNotice(
    heading=HEADING, organisations=(BODY, COURT), buyer=BUYER, procedure="open", object=WHOLE,
    currency="EUR", lots=LOTS,
    submissions=(SUBMISSION, SUBMISSION, replace(SUBMISSION, valid_months=None, valid_days=199)),
    exclusions=(
        Requirement(code="exg-crim-corrpt", text={"fi": "Lahjonta"}),
        Requirement(code="exg-pmt-bre-tax", text={"fi": "Verot"}),
    ),
    most_lots_bid=2, most_lots_won=1,
)  # fmt: skip
WINNER = Winner(
    tender="TEN-0001", reference="B-1", rank=1, value_cents=734_567_89, party="TPA-0001",
    organisation="ORG-0003", contract="CON-0001", contract_number="S-2027-1",
    contract_title={"fi": "Kannettavat"}, decided_on=date(2027, 4, 1),
    signed_on=date(2027, 4, 20), signatory="ORG-0001",
)  # fmt: skip
RESULTS = (
    LotResult(
        id="RES-0001", lot="LOT-0001", winners=(WINNER,), maximum_cents=900_000_00,
        reestimated_cents=800_000_00,
        received={"tenders": 4, "t-sme": 3, "t-no-eea": 0, "t-oth-eea": 1, "t-esubm": 4},
    ),
    LotResult(
        id="RES-0002", lot="LOT-0002", without_winner="no-rece", received={"tenders": 0},
    ),
    LotResult(id="RES-0003", lot="LOT-0003", to_come=True),
)  # fmt: skip
DECIDED = ResultNotice(
    heading=HEADING, organisations=(BODY, COURT, SHOP), buyer=BUYER, procedure="open",
    object=WHOLE, currency="EUR", lots=LOTS, results=RESULTS, total_cents=734_567_89,
    maximum_cents=900_000_00, approximate_cents=800_000_00,
)  # fmt: skip
