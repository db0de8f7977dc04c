"""A document in words, with its faults at their places."""

from core.edocs.samples import WRITTEN, spoilt, text
from samkop.core.edocs.outline import label_of, outline


def test_names_become_words() -> None:
    names = ("cbc:IssueDate", "cbc:ID", "cbc:UUID", "cac:PartyTaxScheme", "cbc:CompanyID")
    assert [label_of(name) for name in names] == [
        "Issue date",
        "ID",
        "UUID",
        "Party tax scheme",
        "Company ID",
    ]


def test_each_element_stands_under_its_own_with_its_value() -> None:
    entries, faults = outline(WRITTEN["order"])
    assert faults.valid
    assert (entries[0].depth, entries[0].label, entries[0].value) == (0, "Order", "")
    found = {entry.label: (entry.depth, entry.value) for entry in entries}
    assert found["Document currency code"] == (1, "EUR")
    assert found["Validity period / End date"] == (1, "2026-06-04")
    assert found["Endpoint ID"] == (2, "5560360793 (0007)")


def test_every_fault_stands_at_its_place_and_nowhere_else() -> None:
    data = spoilt("order", text("cac:OrderLine/cac:LineItem/cbc:Quantity", "-2"))
    entries, faults = outline(data)
    shown = [(entry.label, fault.rule) for entry in entries for fault in entry.faults]
    line = "Order line / Line item"
    assert sorted(shown) == [(line, "PEPPOL-T01-R004"), (line, "PEPPOL-T01-R024")]
    assert len(faults.faults) == len(shown)


def test_a_file_that_is_no_document_has_only_faults() -> None:
    entries, faults = outline(b"hello")
    assert entries == []
    assert faults.rules == {"EDOC-XML"}
