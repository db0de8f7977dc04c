"""Rules of every Peppol document: dates, empty elements and identifiers of parties."""

import pytest

from core.edocs.samples import added, all_of, attribute, rules_broken, text, without

BUYER = "cac:BuyerCustomerParty/cac:Party"
ENDPOINT = f"{BUYER}/cbc:EndpointID"
VAT = f"{BUYER}/cac:PartyTaxScheme/cbc:CompanyID"

IDENTIFIERS = [
    ("0088", "R040", "7300010000001", "7300010000002"),
    ("0192", "R041", "987654325", "987654321"),
    ("0184", "R042", "DK12345678", "DK1234567"),
    ("0096", "R052", "1234567890", "123456789"),
    ("0198", "R053", "DK12345678", "12345678"),
    ("0208", "R043", "0203201340", "0203201341"),
    ("0201", "R044", "UF2A3B", "UF2A3"),
    ("0210", "R045", "AAAAAA11A11A111A", "AAAAAA11A11A1111"),
    ("9907", "R046", "12345678901", "1234567890"),
    ("0211", "R047", "IT06363391001", "IT06363391002"),
    ("0007", "R049", "5560360793", "5560360794"),
    ("0151", "R050", "51824753556", "51824753557"),
    ("0106", "R054", "12345678", "1234567"),
    ("0190", "R055", "12345678901234567890", "1234567890"),
    ("9944", "R056-1", "NL123456789B12", "NL123456789C12"),
    ("0217", "R057", "123456789012", "12345678901"),
]


def endpoint(scheme: str, value: str):
    return all_of(attribute(ENDPOINT, "schemeID", scheme), text(ENDPOINT, value))


@pytest.mark.parametrize(
    ("scheme", "rule", "right", "wrong"), IDENTIFIERS, ids=[case[0] for case in IDENTIFIERS]
)
def test_an_electronic_address_must_have_the_form_of_its_scheme(scheme, rule, right, wrong):
    not_an_address = {"PEPPOL-T01-B03802"} if scheme in {"0217", "9907"} else set()
    assert rules_broken("order", endpoint(scheme, right)) == not_an_address
    assert rules_broken("order", endpoint(scheme, wrong)) == {
        f"PEPPOL-COMMON-{rule}",
        *not_an_address,
    }


def test_the_same_holds_for_party_and_company_identifiers():
    assert rules_broken(
        "order", text(f"{BUYER}/cac:PartyIdentification/cbc:ID", "7300010000002")
    ) == {"PEPPOL-COMMON-R040"}
    company = '<cbc:CompanyID schemeID="0007">5560360794</cbc:CompanyID>'
    change = added(f"{BUYER}/cac:PartyLegalEntity", company, before="cac:RegistrationAddress")
    assert rules_broken("order", change) == {"PEPPOL-COMMON-R049"}


def test_a_dutch_vat_number_has_the_dutch_form():
    assert rules_broken("order", text(VAT, "NL123456789B01")) == set()
    assert rules_broken("order", text(VAT, "NL12345")) == {"PEPPOL-COMMON-R056-2"}
    other = all_of(text(VAT, "NL123456789B01"), attribute(VAT, "schemeID", "0217"))
    assert "PEPPOL-COMMON-R057" not in rules_broken("order", other)


def test_an_empty_element_is_told_of():
    assert rules_broken("order", text(f"{BUYER}/cac:Contact/cbc:Name", " ")) == {
        "PEPPOL-COMMON-R001"
    }


@pytest.mark.parametrize("day", ["2026-02-29", "2026-5-4", "04.05.2026", "2026-05-04Z"])
def test_a_date_is_year_month_and_day_and_nothing_else(day):
    rules = rules_broken("order", text("cbc:IssueDate", day))
    assert rules - {"UBL-21-TYPE"} == {"PEPPOL-COMMON-R030"}


def test_a_schema_location_is_refused_and_warned_of():
    def name_a_schema(root):
        root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "a b")

    assert rules_broken("order", name_a_schema) == {"PEPPOL-COMMON-R003", "PEPPOL-T01-B00109"}


def test_an_element_outside_the_data_model_is_told_of_with_the_rule_of_its_place():
    assert rules_broken("order", added("", "<cbc:UUID>1</cbc:UUID>", before="cbc:IssueDate")) == {
        "PEPPOL-T01-B00110"
    }
    item = "cac:OrderLine/cac:LineItem/cac:Item"
    model = "<cbc:ModelName>14</cbc:ModelName>"
    change = added(item, model, before="cac:SellersItemIdentification")
    assert rules_broken("order", change) == {"PEPPOL-T01-B29302"}


def test_what_is_mandatory_in_peppol_only_is_told_of_with_the_rule_of_its_place():
    assert rules_broken("order", without(ENDPOINT)) == {"PEPPOL-T01-B03701"}
