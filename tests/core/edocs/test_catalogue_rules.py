"""Each rule of the catalogue (T19), broken alone or with those that must break with it."""

import pytest

from core.edocs.samples import added, all_of, rules_broken, text, without

LINE = "cac:CatalogueLine"
TERMS = f"{LINE}/cac:RequiredItemLocationQuantity"
PRICE = f"{TERMS}/cac:Price"
TAX = f"{LINE}/cac:Item/cac:ClassifiedTaxCategory"


def nameless(role: str):
    """A change: the party in that role has only a contact."""
    contact = "<cac:Contact><cbc:Name>Reception</cbc:Name></cac:Contact>"
    return all_of(added(f"{role}/cac:Party", contact), without(f"{role}/cac:Party/cac:PartyName"))


CASES = {
    "R001 the catalogue ends before it begins": (
        {"R001", "R007"},
        text("cac:ValidityPeriod/cbc:EndDate", "2025-12-31"),
    ),
    "R004 a nameless seller": (
        {"R004"},
        nameless("cac:SellerSupplierParty"),
    ),
    "R005 a nameless customer": (
        {"R005"},
        nameless("cac:ContractorCustomerParty"),
    ),
    "R006 a negative price": ({"R006"}, text(f"{PRICE}/cbc:PriceAmount", "-1")),
    "R007 a line before the catalogue": (
        {"R007"},
        text(f"{LINE}/cac:LineValidityPeriod/cbc:StartDate", "2025-12-31"),
    ),
    "R008 and R010 a negative largest quantity": (
        {"R008", "R010"},
        text(f"{LINE}/cbc:MaximumOrderQuantity", "-1"),
    ),
    "R009 a negative smallest quantity": (
        {"R009"},
        text(f"{LINE}/cbc:MinimumOrderQuantity", "-1"),
    ),
    "R010 the largest quantity is below the smallest": (
        {"R010"},
        text(f"{LINE}/cbc:MaximumOrderQuantity", "0.5"),
    ),
    "R011 a price after its line": (
        {"R011"},
        text(f"{PRICE}/cac:ValidityPeriod/cbc:EndDate", "2026-12-01"),
    ),
    "R012 an item without identifier": (
        {"R012"},
        all_of(
            without(f"{LINE}/cac:Item/cac:SellersItemIdentification"),
            without(f"{LINE}/cac:Item/cac:StandardItemIdentification"),
        ),
    ),
    "R013 a line that ends before it begins": (
        {"R013"},
        all_of(
            without(f"{TERMS}"),
            text(f"{LINE}/cac:LineValidityPeriod/cbc:EndDate", "2026-01-15"),
        ),
    ),
    "R014 and R015 a standard tax without rate": (
        {"R014", "R015"},
        without(f"{TAX}/cbc:Percent"),
    ),
    "R015 a standard tax of nothing": ({"R015"}, text(f"{TAX}/cbc:Percent", "0")),
    "R016 a price that ends before it begins": (
        {"R016"},
        text(f"{PRICE}/cac:ValidityPeriod/cbc:StartDate", "2026-07-01"),
    ),
    "R017 another process": ({"R017"}, text("cbc:ProfileID", "urn:example")),
    "R018 another specification": ({"R018"}, text("cbc:CustomizationID", "urn:example")),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    assert rules_broken("catalogue", change) == {f"PEPPOL-T19-{rule}" for rule in rules}


def test_not_subject_to_tax_needs_no_rate():
    change = all_of(text(f"{TAX}/cbc:ID", "O"), without(f"{TAX}/cbc:Percent"))
    assert rules_broken("catalogue", change) == set()


def test_a_price_without_validity_has_that_of_its_line():
    assert rules_broken("catalogue", without(f"{PRICE}/cac:ValidityPeriod")) == set()


def test_two_validity_periods_leave_the_official_rules_without_verdict():
    second = "<cac:ValidityPeriod><cbc:StartDate>2026-01-01</cbc:StartDate></cac:ValidityPeriod>"
    change = added("", second, before="cac:ProviderParty")
    assert rules_broken("catalogue", change) == {"EDOC-ABORT"}
