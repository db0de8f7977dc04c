"""Rules of the Peppol Order Response (T76), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.parts import (
    counts_as,
    gather_line_number,
    specification,
    unique_line,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import only
from samkop.core.edocs.ubl.tree import Branch, Leaf


def has_name_or_identifier(party: Branch, _scope: Scope) -> bool:
    """The party has an official name or an identifier."""
    return party.has("cac:PartyLegalEntity/cbc:RegistrationName") or party.has(
        "cac:PartyIdentification/cbc:ID"
    )


def is_in_document_currency(amount: Leaf, scope: Scope) -> bool:
    """The amount names the currency of the document, to the letter."""
    code = scope.root.leaf("cbc:DocumentCurrencyCode")
    return code is not None and code.text == amount.attributes.get("currencyID")


def ends_after_it_begins(period: Branch, _scope: Scope) -> bool:
    """The end is not before the start, where both are given; dates compare as text."""
    start, end = only(period, "cbc:StartDate"), only(period, "cbc:EndDate")
    return start is None or end is None or end.text >= start.text


def has_lines(_code: Leaf, scope: Scope) -> bool:
    """The document has at least one line."""
    return scope.sums.lines > 0


def has_no_lines(_code: Leaf, scope: Scope) -> bool:
    """The document has no line."""
    return scope.sums.lines == 0


def _party(role: str, rule: str, sentence: str) -> Context:
    return Context((f"{role}/cac:Party",), (Rule(rule, has_name_or_identifier, sentence),))


ANSWERS = (
    Context(
        ("cbc:PriceAmount",),
        (
            Rule(
                "PEPPOL-T76-R005",
                is_in_document_currency,
                gettext_noop("The amount is not in the document's currency."),
            ),
        ),
    ),
    _party(
        "cac:BuyerCustomerParty",
        "PEPPOL-T76-R001",
        gettext_noop("The buyer has neither official name nor identifier."),
    ),
    _party(
        "cac:SellerSupplierParty",
        "PEPPOL-T76-R002",
        gettext_noop("The seller has neither official name nor identifier."),
    ),
    Context(
        ("cac:PromisedDeliveryPeriod",),
        (
            Rule(
                "PEPPOL-T76-R004",
                ends_after_it_begins,
                gettext_noop("The delivery period ends before it begins."),
            ),
        ),
    ),
    Context(
        ("cac:OrderLine/cac:LineItem",),
        (unique_line("PEPPOL-T76-R003"),),
        gather=gather_line_number,
    ),
    Context(
        ("cbc:OrderResponseCode",),
        (
            Rule(
                "PEPPOL-T76-R007",
                counts_as("CA", has_lines),
                gettext_noop(
                    "Code CA (accepted with conditions) needs lines that tell the conditions."
                ),
            ),
            Rule(
                "PEPPOL-T76-R008",
                counts_as("AP", has_no_lines),
                gettext_noop(
                    "Code AP (accepted) answers the whole order, so there may be no lines."
                ),
            ),
            Rule(
                "PEPPOL-T76-R009",
                counts_as("RE", has_no_lines),
                gettext_noop(
                    "Code RE (rejected) answers the whole order, so there may be no lines."
                ),
            ),
            Rule(
                "PEPPOL-T76-R010",
                counts_as("AB", has_no_lines),
                gettext_noop("Code AB (received) says nothing yet, so there may be no lines."),
            ),
        ),
        at_end=True,
    ),
)

CONTEXTS = (
    specification("PEPPOL-T76-R006", "urn:fdc:peppol.eu:poacc:trns:order_response:3"),
    *ANSWERS,
)
