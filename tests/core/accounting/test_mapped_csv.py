"""CSV by mapping: columns as data, read back by a reader that knows RFC 4180 alone."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting_files import read_separated
from factories.vouchers import voucher
from samkop.core.accounting import (
    Coding,
    Column,
    CsvForm,
    DateForm,
    Encoding,
    Entry,
    Field,
    write_csv,
)

EVERY = CsvForm(tuple(Column(one.name.title(), one, "1234") for one in Field))
FORM = CsvForm(
    (
        Column("Yritys", Field.FIXED, "837"),
        Column("Tosite", Field.VOUCHER),
        Column("Pvm", Field.VOUCHER_DAY),
        Column("Tili", Field.ACCOUNT),
        Column("Kustannuspaikka", Field.COST_CENTRE),
        Column("ALV-koodi", Field.VAT_CODE),
        Column("Määrä", Field.AMOUNT),
        Column("Selite", Field.TEXT),
    )
)


def test_rows_are_in_the_order_of_the_mapping_with_decimal_comma_and_finnish_days():
    assert write_csv(FORM, [voucher()]).decode() == (
        "Yritys;Tosite;Pvm;Tili;Kustannuspaikka;ALV-koodi;Määrä;Selite\r\n"
        "837;1;28.11.2026;6560;4100;I25;1000,00;Bärbar dator\r\n"
        '837;1;28.11.2026;1681;;;250,00;"Datorbolaget i Växjö AB, faktura F-1"\r\n'
        '837;1;28.11.2026;2510;;;-1250,00;"Datorbolaget i Växjö AB, faktura F-1"\r\n'
    ).replace('"', "")


def test_each_field_has_its_place():
    [heading, first, _, last] = read_separated(write_csv(EVERY, [voucher()]), encoding="utf-8")
    assert heading[:3] == ["Voucher", "Voucher_Day", "Account"]
    assert first == [
        "1", "28.11.2026", "6560", "4100", "P-12", "IT", "I25", "1000,00", "1000,00", "", "SEK",
        "Bärbar dator", "F-1", "20.11.2026", "20.12.2026", "12344", "Datorbolaget i Växjö AB",
        "5566778899", "1234",
    ]  # fmt: skip
    assert last[7:10] == ["-1250,00", "", "1250,00"]


@pytest.mark.parametrize(
    ("form", "day"),
    [(DateForm.ISO, "2026-01-05"), (DateForm.DOTTED, "5.1.2026"), (DateForm.PLAIN, "20260105")],
)
def test_days_have_the_form_of_the_mapping(form, day):
    made = CsvForm((Column("Pvm", Field.VOUCHER_DAY),), dates=form, heading=False)
    content = write_csv(made, [voucher(day=date(2026, 1, 5), entries=(Entry(Coding("1"), 0),))])
    assert content == day.encode() + b"\r\n"


@pytest.mark.parametrize("encoding", list(Encoding))
def test_what_the_encoding_lacks_is_replaced_and_letters_stay(encoding):
    made = CsvForm((Column("Selite", Field.TEXT),), encoding=encoding, heading=False)
    text = "Ääniö 5 € \ud800 東;\r\nrivi"
    content = write_csv(made, [voucher(entries=(Entry(Coding("1"), 0, text),))])
    lost = "?" if encoding in {Encoding.WINDOWS_1252, Encoding.LATIN_9} else "東"
    assert read_separated(content, encoding=encoding) == [[f"Ääniö 5 € ? {lost};  rivi"]]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (text, Encoding.UTF_8)
            for text in ("=1+1", "+358", "-1", "@SUM(A1)", "\N{FULLWIDTH EQUALS SIGN}1+1")
        ),
        ("\N{FULLWIDTH EQUALS SIGN}1+1", Encoding.WINDOWS_1252),  # becomes a plain sign there
        ("\N{MINUS SIGN}1", Encoding.LATIN_9),
    ],
)
def test_what_a_supplier_wrote_is_no_formula(text, encoding):
    made = CsvForm((Column("Lasku", Field.INVOICE),), encoding=encoding, heading=False)
    content = write_csv(made, [voucher(invoice_number=text, entries=(Entry(Coding("1"), 0),))])
    assert content.startswith(b"'")
    assert unicodedata.normalize("NFKC", content.decode(encoding)) in {
        f"'{sign}{text[1:]}\r\n" for sign in "=+-@"
    }


@given(
    st.lists(st.tuples(st.integers(-(10**9), 10**9), st.text(max_size=20)), max_size=8),
    st.sampled_from(Encoding),
    st.sampled_from(",;\t|"),
)
def test_debit_and_credit_are_equal_in_what_is_read(every, encoding, separator):
    entries = [Entry(Coding("6560"), cents, text) for cents, text in every]
    entries.append(Entry(Coding("2510"), -sum(cents for cents, _ in every)))
    form = CsvForm(EVERY.columns, encoding=encoding, separator=separator)
    content = write_csv(form, [voucher(entries=tuple(entries))])
    rows = read_separated(content, encoding=encoding, separator=separator)[1:]
    cents = [[int(row[at].replace(",", "") or 0) for row in rows] for at in (7, 8, 9)]
    assert len(rows) == len(entries)
    assert sum(cents[0]) == 0
    assert sum(cents[1]) == sum(cents[2])
