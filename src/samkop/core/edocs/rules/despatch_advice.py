"""Rules of the Peppol Despatch Advice (T16), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.parts import named_party, specification
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import at_least, number
from samkop.core.edocs.ubl.tree import Branch


def item_is_identified(line: Branch, _scope: Scope) -> bool:
    """The line's item has a standard identifier or the seller's."""
    return line.has("cac:Item/cac:StandardItemIdentification/cbc:ID") or line.has(
        "cac:Item/cac:SellersItemIdentification/cbc:ID"
    )


def outstanding_has_a_reason(line: Branch, _scope: Scope) -> bool:
    """What is outstanding, if anything is said of it, is so for a reason."""
    return "cbc:OutstandingQuantity" not in line or "cbc:OutstandingReason" in line


LINE_RULES = (
    Rule(
        "PEPPOL-T16-R003",
        item_is_identified,
        gettext_noop("The item has neither a seller's nor a standard identifier."),
    ),
    Rule(
        "PEPPOL-T16-R004",
        lambda line, _scope: line.has("cac:Item/cbc:Name"),
        gettext_noop("The item has no name."),
    ),
    Rule(
        "PEPPOL-T16-R005",
        lambda line, _scope: "cbc:DeliveredQuantity" in line,
        gettext_noop("The line has no quantity."),
        Flag.WARNING,
    ),
    Rule(
        "PEPPOL-T16-R006",
        lambda line, _scope: at_least(number(line, "cbc:DeliveredQuantity"), 0),
        gettext_noop("The quantity is missing or negative."),
    ),
    Rule(
        "PEPPOL-T16-R007",
        outstanding_has_a_reason,
        gettext_noop("The line does not say why a quantity is outstanding."),
        Flag.WARNING,
    ),
)

CONTEXTS = (
    specification("PEPPOL-T16-R011", "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3"),
    named_party(
        "cac:BuyerCustomerParty",
        "PEPPOL-T16-R008",
        gettext_noop("The buyer has neither name nor identifier."),
    ),
    named_party(
        "cac:SellerSupplierParty",
        "PEPPOL-T16-R009",
        gettext_noop("The supplier has neither name nor identifier."),
    ),
    named_party(
        "cac:OriginatorCustomerParty",
        "PEPPOL-T16-R010",
        gettext_noop("The originator has neither name nor identifier."),
    ),
    Context(("cac:DespatchLine",), LINE_RULES),
)
