"""SIE 4I as it is written, read back by a checker that knows the format's text alone."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting_files import Transaction, checked_sie, read_sie
from factories.vouchers import voucher
from samkop.core.accounting import (
    Coding,
    Dimension,
    Dimensions,
    Entry,
    SieFile,
    UnbalancedVoucherError,
    UnfitVoucherError,
    write_sie,
)

FILE = SieFile(
    program="Samköp",
    version="0.1",
    generated=date(2026, 11, 28),
    company="Åmåls kommun",
    organisation="2120001587",
    series="L",
    accounts={"6560": "Förbrukningsinventarier", "2510": "Leverantörsskulder"},
    objects={(1, "4100"): "Skolförvaltningen"},
)
FREE = {"dimensions": Dimensions(vat_code=Dimension(21, "Momskod"))}
EXAMPLE = """\
#FLAGGA 0
#PROGRAM "Samköp" "0.1"
#FORMAT PC8
#GEN 20261128
#SIETYP 4
#ORGNR 212000-1587
#FNAMN "Åmåls kommun"
#VALUTA SEK
#KONTO 2510 "Leverantörsskulder"
#KONTO 6560 "Förbrukningsinventarier"
#DIM 1 "Kostnadsställe"
#DIM 6 "Projekt"
#DIM 20 "Objekt"
#OBJEKT 1 "4100" "Skolförvaltningen"
#VER "L" 1 20261128 "Datorbolaget i Växjö AB, faktura F-1"
{
   #TRANS 6560 {1 "4100" 6 "P-12" 20 "IT"} 1000.00 "" "Bärbar dator"
   #TRANS 1681 {} 250.00
   #TRANS 2510 {} -1250.00
}
"""

texts = st.text(max_size=30)
codes = st.text(st.sampled_from("0123456789ABCÅÄÖåäö -"), min_size=1, max_size=8).map(str.strip)
accounts = st.integers(1, 99_999).map(str)
codings = st.builds(
    Coding, accounts, cost_centre=codes, project=codes, object_code=codes, vat_code=codes
)
entries = st.lists(
    st.tuples(codings, st.integers(-(10**11), 10**11), texts).map(lambda one: Entry(*one)),
    min_size=1,
    max_size=5,
)


def balanced(found):
    return (*found, Entry(Coding("2510"), -sum(one.cents for one in found)))


def test_a_file_is_what_the_format_shows_in_code_page_437():
    content = write_sie(FILE, [voucher()])
    assert content == EXAMPLE.replace("\n", "\r\n").encode("cp437")


def test_the_checker_reads_it_with_its_letters_and_names():
    found = checked_sie(write_sie(FILE, [voucher()]))
    [made] = found.verifications
    assert found.about["#FNAMN"] == ["Åmåls kommun"]
    assert found.accounts == {"2510": "Leverantörsskulder", "6560": "Förbrukningsinventarier"}
    assert found.objects == {(1, "4100"): "Skolförvaltningen"}
    assert (made.series, made.number, made.day) == ("L", "1", date(2026, 11, 28))
    assert made.text == "Datorbolaget i Växjö AB, faktura F-1"
    assert made.transactions == [
        Transaction("6560", {1: "4100", 6: "P-12", 20: "IT"}, Decimal("1000.00"), "Bärbar dator"),
        Transaction("1681", {}, Decimal("250.00"), ""),
        Transaction("2510", {}, Decimal("-1250.00"), ""),
    ]


def test_a_vat_code_has_a_dimension_where_the_municipality_gives_it_one():
    found = checked_sie(write_sie(SieFile("S", "1", date.min, "K", **FREE), [voucher()]))
    assert found.dimensions[21] == "Momskod"
    assert found.verifications[0].transactions[0].objects[21] == "I25"


def test_without_a_series_the_receiving_system_gives_the_numbers():
    found = checked_sie(write_sie(SieFile("S", "1", date.min, "K"), [voucher(number=7)]))
    assert [(one.series, one.number) for one in found.verifications] == [("", "")]


def test_vouchers_are_in_order_of_their_numbers_however_they_are_given():
    found = checked_sie(write_sie(FILE, [voucher(number=number) for number in (10, 9, 2)]))
    assert [one.number for one in found.verifications] == ["2", "9", "10"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Åke Ärlig Öberg, é ü ñ ½", "Åke Ärlig Öberg, é ü ñ ½"),
        ("A\u030angstro\u0308m", "Ångström"),  # letters of two characters
        ('24" skärm', '24" skärm'),
        ("C:\\temp\\", "C:/temp/"),
        ('slut med \\"', 'slut med /"'),
        ("{klammer} # \t tabb", "{klammer} #   tabb"),
        ("två\r\nrader", "två  rader"),
        ("1–3 st à 5 €", "1-3 st à 5 EUR"),
        ("Škoda Øresund Łódź", "Skoda Öresund Lódz"),
        ("東京 😀", "?? ?"),
        ("\x00\x7f\ud800", "  ?"),
    ],
)
def test_what_code_page_437_lacks_is_replaced_by_the_rule(written, read):
    found = checked_sie(write_sie(FILE, [voucher(text=written)]))
    assert found.verifications[0].text == read


@given(st.lists(entries.map(balanced), max_size=4), texts, texts)
def test_whatever_is_written_is_read_back_to_the_ore(every, text, company):
    written = [
        voucher(number=number, entries=found, text=text) for number, found in enumerate(every)
    ]
    file = SieFile("Samköp", "1", date(2026, 1, 1), company or "K", series="L", objects={}, **FREE)
    found = checked_sie(write_sie(file, written))
    read = [
        [(one.account, int(one.amount * 100), one.objects) for one in made.transactions]
        for made in found.verifications
    ]
    assert read == [
        [
            (one.coding.account, one.cents, dict(FREE["dimensions"].objects_of(one.coding)))
            for one in made.entries
        ]
        for made in written
    ]


def test_debit_and_credit_that_differ_are_never_a_voucher():
    with pytest.raises(UnbalancedVoucherError) as refused:
        voucher(entries=(Entry(Coding("6560"), 100), Entry(Coding("2510"), -99)))
    assert refused.value.cents == 1


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([voucher(entries=balanced([Entry(Coding("65A0"), 1)]))], "account-not-numeric"),
        ([voucher(), voucher(number=2, currency="EUR")], "currencies-differ"),
    ],
)
def test_what_the_format_cannot_hold_is_refused(others, code):
    with pytest.raises(UnfitVoucherError) as refused:
        write_sie(FILE, others)
    assert refused.value.code == code


# What the checker itself finds: without these it could let everything pass.
@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("#FLAGGA 0\n", "", (1, "flag-not-first")),
        ("#FORMAT PC8", "#FORMAT UTF-8", (3, "wrong-#FORMAT")),
        ("#SIETYP 4", "#SIETYP 3", (5, "wrong-#SIETYP")),
        ("20261128\n#SIE", "20261131\n#SIE", (4, "no-day")),
        ("212000-1587", "2120001587", (6, "wrong-#ORGNR")),
        ("#KONTO 2510", "#KONTO 25X0", (9, "account-not-numeric")),
        ("#DIM 20", "#DIM 15", (13, "dimension-not-free")),
        ("#DIM 20", "#BKOD 20", (13, "banned-#BKOD")),
        ("#DIM 20", "#NYTT 20", (13, "unknown-#NYTT")),
        ('Växjö AB, faktura F-1"', "Växjö", (15, "quotation-not-closed")),
        ("{1 ", "{", (17, "object-list-not-in-pairs")),
        ('"IT"}', '"IT"', (17, "brace-not-closed")),
        ("{} 250.00", "250.00", (18, "fields-missing-#TRANS")),
        ("250.00", "250,00", (18, "no-amount")),
        ("250.00", "+250.00", (18, "no-amount")),
        ("250.00", "250.000", (18, "no-amount")),
        ("-1250.00", "-1250.01", (20, "unbalanced")),
        ("{\n", "", (16, "voucher-without-entries")),
        ("}\n", "", (19, "voucher-not-closed")),
        ("#VALUTA SEK", "#VALUTA kr", (8, "wrong-#VALUTA")),
        ("#VALUTA SEK", "#KPTYP KommunBas", (8, "wrong-#KPTYP")),
        ("AB, fak", "AB,\afak", (15, "control-character")),
    ],
)
def test_the_checker_finds_what_the_format_forbids(right, wrong, fault):
    spoilt = EXAMPLE.replace(right, wrong, 1)
    assert read_sie(spoilt.encode("cp437")).faults[0] == fault


def test_the_checker_finds_numbers_out_of_order_and_records_in_the_wrong_group():
    body = EXAMPLE[EXAMPLE.index("#VER") :]
    again = (EXAMPLE + body + '#KONTO 1681 "Moms"\n').encode("cp437")
    assert read_sie(again).faults == [(21, "numbers-not-ascending"), (27, "out-of-order-#KONTO")]
