"""Catalogues as they come: Peppol, CSV and xlsx read into one form."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from factories.catalogue import BETTER_PHONE, LAPTOP, PHONE, a_catalogue_document
from samkop.catalogue.documents import format_of, offered_by_document, read_peppol, read_sheet
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.rules.plan import plan_of
from samkop.catalogue.vocabulary import FileFormat, RowFaultCode
from samkop.core import edocs
from samkop.core.edocs.model import Period, Quantity, RelatedItem

ROWS = [
    ["Item number", "Name", "Manufacturer", "Price", "Category", "Lead time", "Colour"],
    ["A-1", "Phone Å", "Provex", "1234.50", "phone", "3", "blue"],
    ["A-2", "Case", "Provex", "9.9", "", "", ""],
]


def read(content: bytes, file_format: str = FileFormat.CSV, **more) -> OfferedCatalogue:
    given = {"name": "list.csv", "currency": "EUR", "replaces_all": True, **more}
    sha256 = hashlib.sha256(content).hexdigest()
    return read_sheet(content, file_format=file_format, sha256=sha256, **given)


def as_csv(rows: list[list[str]], delimiter: str = ";") -> bytes:
    return "\n".join(delimiter.join(row) for row in rows).encode()


def as_xlsx(rows: list[list[object]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def faults(offered: OfferedCatalogue) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in offered.faults]


FIRST = Offer(
    row=2, seller_item_id="A-1", name="Phone Å", manufacturer="Provex",
    price=Decimal("1234.50"), currency="EUR", category="phone", lead_time_days=3,
    properties={"Colour": "blue"},
)  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_sheet_is_read_with_comma_and_with_semicolon(delimiter):
    offered = read(as_csv(ROWS, delimiter))
    assert offered.offers[0] == FIRST
    assert [offer.seller_item_id for offer in offered.offers] == ["A-1", "A-2"]
    assert offered.faults == ()


def test_an_xlsx_sheet_reads_as_the_same_csv_sheet():
    typed = [ROWS[0], ["A-1", "Phone Å", "Provex", 1234.5, "phone", 3, "blue"], ROWS[2]]
    offered = read(as_xlsx(typed), FileFormat.XLSX)
    assert replace(offered.offers[0], price=Decimal("1234.50")) == FIRST
    assert offered.offers[0].price == Decimal("1234.5")
    assert offered.offers[1].price == Decimal("9.9")


@pytest.mark.parametrize(
    "heading",
    [
        "Artikelnummer;Benämning;Pris;Leveranstid",
        "tuotenumero;nimi;hinta;toimitusaika",
        "Item number;NAME;list_price;Lead time days",
    ],
)
def test_columns_are_known_by_their_names_in_three_languages(heading):
    offered = read(f"{heading}\nA-1;Phone;10,50;4".encode())
    only = offered.offers[0]
    assert (only.seller_item_id, only.name, only.price, only.lead_time_days) == (
        "A-1", "Phone", Decimal("10.50"), 4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1234,50", "1234.50"), ("1 234,50", "1234.50"), ("1\u00a0234,50 €", "1234.50"),
        ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("12", "12"), ("99 kr", "99"),
        (",5", "0.5"), ("-3,00", "-3.00"),
    ],
)  # fmt: skip
def test_a_price_is_read_as_people_write_it(written, read_as):
    offered = read(f"Artikelnummer;Namn;Pris\nA;B;{written}".encode())
    assert offered.offers[0].price == Decimal(read_as)


@pytest.mark.parametrize("written", ["abc", "1-2", "12€€x", "NaN", "inf"])
def test_what_is_no_number_is_a_fault_in_its_row_and_column(written):
    offered = read(f"Artikelnummer;Namn;Pris\nA;B;{written}".encode())
    assert faults(offered) == [(2, "price", RowFaultCode.NOT_A_NUMBER)]


def test_an_unknown_category_is_a_fault_and_a_known_word_is_none():
    sheet = "Artikelnummer;Namn;Pris;Kategori\nA;B;1;surfplatta\nC;D;1;rymdskepp\nE;F;1;Laptop"
    offered = read(sheet.encode())
    assert faults(offered) == [(3, "category", RowFaultCode.CATEGORY_UNKNOWN)]
    assert [offer.category for offer in offered.offers] == ["tablet", "", "laptop"]


def test_a_sheet_without_a_needed_column_says_which():
    offered = read(b"Artikelnummer;Pris\nA;1")
    assert faults(offered) == [(1, "name", RowFaultCode.COLUMN_MISSING)]
    assert offered.offers == ()


@pytest.mark.parametrize(
    ("content", "file_format"),
    [
        (b"PK\x03\x04 no workbook", FileFormat.XLSX),
        (b"a\0b", FileFormat.CSV),
        (b"", FileFormat.CSV),
    ],
)
def test_bytes_that_are_no_sheet_have_one_fault(content, file_format):
    assert faults(read(content, file_format)) == [(0, "", RowFaultCode.FILE_UNREADABLE)]


def test_the_same_sheet_is_the_same_version_and_another_one_is_another():
    one, again, other = (read(as_csv(rows)) for rows in (ROWS, ROWS, ROWS[:2]))
    assert (one.number, one.version) == (again.number, again.version)
    assert one.version != other.version


def test_a_peppol_catalogue_is_read_as_it_was_written():
    document = a_catalogue_document([PHONE, BETTER_PHONE, LAPTOP], contract="RA-1")
    content = edocs.write(document)
    told: list[int] = []
    offered = read_peppol(content, "hash", told.append)
    assert offered == offered_by_document(document, "hash")
    assert (offered.number, offered.version, offered.issue_date) == (
        document.id, "1", date(2026, 11, 2),
    )  # fmt: skip
    first, laptop = offered.offers[0], offered.offers[2]
    assert (first.seller_item_id, first.price, first.currency) == ("PHONE-1", Decimal(400), "EUR")
    assert (first.category, laptop.category) == ("phone", "laptop")
    assert (first.manufacturer, first.model) == ("Fairphone", "Fairphone 4")
    assert (first.lead_time_days, first.vat_percent) == (5, Decimal("25.5"))


@pytest.mark.parametrize(
    ("action", "replaces_all", "deleted"),
    [
        (None, False, False),
        ("Add", False, False),
        ("Replace", True, False),
        ("Delete", False, True),
    ],
)
def test_the_action_code_says_what_happens_to_the_rest(action, replaces_all, deleted):
    offered = offered_by_document(a_catalogue_document([PHONE], action=action), "hash")
    assert (offered.replaces_all, offered.offers[0].deleted) == (replaces_all, deleted)


def test_a_price_for_several_units_is_taken_for_one():
    document = a_catalogue_document([PHONE])
    line = document.lines[0]
    terms = line.prices[0]
    assert terms.price is not None
    pack = replace(terms, price=replace(terms.price, base_quantity=Quantity(Decimal(10), "EA")))
    offered = offered_by_document(replace(document, lines=(replace(line, prices=(pack,)),)), "h")
    assert offered.offers[0].price == Decimal(40)


def test_the_price_of_a_single_unit_holds_among_those_for_larger_quantities():
    document = a_catalogue_document([PHONE])
    line = document.lines[0]
    one = line.prices[0]
    assert one.price is not None
    many = replace(
        one, minimum_quantity=Quantity(Decimal(100), "EA"),
        price=replace(one.price, amount=replace(one.price.amount, amount=Decimal(1))),
    )  # fmt: skip
    changed = replace(document, lines=(replace(line, prices=(many, one)),))
    assert offered_by_document(changed, "hash").offers[0].price == Decimal(400)


def test_of_prices_for_several_periods_the_one_of_the_issue_date_holds():
    document = a_catalogue_document([PHONE])
    line = document.lines[0]
    now = line.prices[0]
    assert now.price is not None
    later = replace(
        now, minimum_quantity=None,
        price=replace(
            now.price, amount=replace(now.price.amount, amount=Decimal(1)),
            validity=Period(date(2027, 1, 1), date(2027, 12, 31)),
        ),
    )  # fmt: skip
    changed = replace(document, lines=(replace(line, prices=(later, now)),))
    assert offered_by_document(changed, "hash").offers[0].price == Decimal(400)


def test_without_a_version_the_issue_date_tells_one_catalogue_from_the_next():
    document = replace(a_catalogue_document([PHONE]), version=None)
    assert offered_by_document(document, "hash").version == "2026-11-02"


def test_a_line_names_the_item_that_it_replaces_by_the_line_or_by_the_items_number():
    document = a_catalogue_document([PHONE, BETTER_PHONE])
    named = [
        replace(line, replaced_items=(RelatedItem(reference),))
        for line, reference in zip(document.lines, ("2", "OLD-1"), strict=True)
    ]
    offered = offered_by_document(replace(document, lines=tuple(named)), "hash")
    assert [offer.replaces for offer in offered.offers] == ["PHONE-2", "OLD-1"]


def test_an_invalid_document_has_its_faults_and_no_offers():
    offered = read_peppol(b"<Catalogue/>", "hash")
    assert {fault.code for fault in offered.faults} == {RowFaultCode.DOCUMENT_INVALID}
    assert offered.offers == ()


def prices(*texts: str) -> list[Decimal | None]:
    rows = [["Item number", "Name", "Price"], *(["A", "B", f'"{text}"'] for text in texts)]
    return [offer.price for offer in read(as_csv(rows)).offers]


def test_thousands_are_groups_of_three_digits():
    assert prices("1 234,50", "1.234.567", "1,234.50", "1\xa0234", "12,5 kr", "€ 9") == [
        Decimal("1234.50"), Decimal(1234567), Decimal("1234.50"), Decimal(1234),
        Decimal("12.5"), Decimal(9),
    ]  # fmt: skip
    assert prices("1 0,00", "12 34,00", "1,234,50", "1 23", "1e3", "") == [None] * 6


def test_all_faults_of_a_row_are_told_under_the_names_of_the_sheet():
    rows = [
        ["Artikelnummer", "Benämning", "Pris", "Moms", "Leveranstid", "Kategori", "Enhet"],
        ["A-1", "", "gratis", "tjugo", '"2,5"', "tefat", "foo"],
    ]
    plan = plan_of(read(as_csv(rows)), currency="EUR", rule_prices={}, scopes={}, shelf={})
    assert {(fault.column, fault.code) for fault in plan.faults} == {
        ("Benämning", RowFaultCode.NAME_MISSING),
        ("Pris", RowFaultCode.NOT_A_NUMBER),
        ("Moms", RowFaultCode.NOT_A_NUMBER),
        ("Leveranstid", RowFaultCode.NOT_DAYS),
        ("Kategori", RowFaultCode.CATEGORY_UNKNOWN),
        ("Enhet", RowFaultCode.UNIT_UNKNOWN),
    }
    assert (plan.lines, plan.refused) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name", "file_format"),
    [
        (b"\xef\xbb\xbfItem number;Name;Price", "list.csv", FileFormat.CSV),
        (b"\xef\xbb\xbf<Catalogue", "list", FileFormat.PEPPOL),
        ("<Catalogue".encode("utf-16"), "list", FileFormat.PEPPOL),
        (b"Catalogue>", "broken.xml", FileFormat.PEPPOL),
        (b"PK\x03\x04", "list.csv", FileFormat.XLSX),
    ],
)
def test_the_format_is_known_by_the_beginning(content, name, file_format):
    assert format_of(content, name) == file_format
