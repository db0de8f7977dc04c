"""A tender with everything that a release can tell, and what it became; invented throughout."""

from datetime import UTC, datetime, timedelta, timezone

from samkop.core.ocds import (
    Amendment,
    Amount,
    Award,
    Contract,
    Document,
    Framework,
    Item,
    Lot,
    Milestone,
    Organisation,
    Planning,
    Publisher,
    Release,
    Span,
    Spending,
    Tag,
    Tender,
)

HELSINKI = timezone(timedelta(hours=2))
AT = datetime(2027, 1, 15, 9, 30, tzinfo=HELSINKI)
LATER = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)
BODY = Organisation(
    register="FI-PRO", number="1234567-1", name="Alueen hankinnat Oy",
    names={"sv": "Regionens upphandling Ab"}, country="Finland",
)  # fmt: skip
CITY = Organisation(register="FI-PRO", number="0211675-2", name="Kaupunki")
SHOP = Organisation(register="SE-ON", number="556036-0793", name="Säljaren AB", country="Sweden")
TERM = Span(start=AT, end=LATER, at_most=LATER + timedelta(days=365))
TITLE = {"sv": "Bärbara datorer", "fi": "Kannettavat tietokoneet", "en": "Laptops"}
EURO = Amount(1_234_550, "EUR")
ITEM = Item(
    id="P1", description={"fi": "Kannettava"}, cpv="30213100", quantity=12, unit="C62",
    unit_name="piece", unit_price=Amount(64_900, "EUR"), lot="LOT-0001",
)  # fmt: skip
NOTICE = Document(
    id="notice", kind="tenderNotice", title=TITLE, url="https://samkop.example/notices/1",
    published=AT, format="application/xml", language="fi",
)  # fmt: skip
FRAMEWORK = Framework(
    maximum=Amount(900_000_00, "EUR"), term=TERM, method="withoutReopeningCompetition",
    most_suppliers=1, buyers="Municipalities of the region",
    term_reason={"en": "Devices are leased for longer."},
)  # fmt: skip
TENDER = Tender(
    id="T-2027-1", owner=BODY, buyers=(CITY,), title=TITLE, description={"en": "For all."},
    status="active", value=EURO, method="open", method_details="Open procedure",
    category="goods", award_criteria="ratedCriteria",
    award_criteria_details={"en": "Quality is priced in."}, submission=("electronicSubmission",),
    bids=Span(start=AT, end=LATER), questions=Span(end=LATER), awarding=Span(start=LATER),
    term=TERM, has_questions=False, bidders=(SHOP,), number_of_bidders=1,
    lots=(
        Lot(
            id="LOT-0001", title=TITLE, description={"en": "All laptops"}, status="active",
            value=EURO, term=TERM, framework=FRAMEWORK,
        ),
    ),
    items=(ITEM,), documents=(NOTICE,), framework=FRAMEWORK,
)  # fmt: skip
AWARD = Award(
    id="A1", title=TITLE, description={"en": "The best bid"}, status="active", decided=LATER,
    value=EURO, suppliers=(SHOP,), lots=("LOT-0001",), items=(ITEM,), term=TERM,
    documents=(NOTICE,),
)  # fmt: skip
SPENDING = Spending(
    id="2027-05/FI-PRO-0211675-2", at=LATER, value=Amount(77_880, "EUR"), payer=CITY, payee=SHOP
)
CONTRACT = Contract(
    id="C1", award_id="A1", title=TITLE, status="active", term=TERM, value=EURO, signed=LATER,
    items=(ITEM,),
    amendments=(
        Amendment(id="1", at=LATER, rationale="art. 72(1)(b)", description="More of them"),
    ),
    documents=(NOTICE,), spending=(SPENDING,),
)  # fmt: skip
PLANNING = Planning(
    rationale={"sv": "De gamla tar slut."},
    budget=Amount(100, "SEK"),
    documents=(NOTICE,),
    milestones=(
        Milestone(
            id="answers", kind="engagement", title="Vastaukset", due=AT, met=AT, status="met"
        ),
    ),
)
WHOLE = Release(
    ocid="ocds-000000-1234567-1-tender-T-2027-1", id="1", at=AT, tags=(Tag.TENDER,),
    language="fi", buyers=(CITY,), planning=PLANNING, tender=TENDER, awards=(AWARD,),
    contracts=(CONTRACT,), planned_in=("ocds-000000-1234567-1-consultation-MD-1",),
)  # fmt: skip
PUBLISHER = Publisher(
    name="Alueen hankinnat Oy", uri="https://samkop.example/", register="FI-PRO",
    number="1234567-1", licence="https://creativecommons.org/licenses/by/4.0/",
    policy="https://samkop.example/open-data/published/",
)  # fmt: skip
