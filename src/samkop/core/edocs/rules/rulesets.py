"""The rule sets that can be applied: identity, from when, and what they consist of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from samkop.core.edocs.rules import (
    application_response,
    billing,
    catalogue,
    catalogue_response,
    despatch_advice,
    en16931,
    finvoice,
    order,
    order_agreement,
    order_cancellation,
    order_change,
    order_response,
    order_response_advanced,
    peppol,
    punch_out,
)
from samkop.core.edocs.rules.rule import Pattern, Rule
from samkop.core.edocs.syntax import FINVOICE_3_0, UBL_2_1, UBL_2_3, Syntax


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One release of the rules of one kind of document.

    `customization` is how the document's CustomizationID begins; `valid_from` the day from which
    receivers must apply the release; `line` the element that repeats (its name under the root;
    empty if none does); `syntax` the language whose schema holds. Of each of the `patterns` an
    element meets one context at most. `empty` is the rule against elements without content,
    `schema_location` the one against that attribute of the root, and `attributes` are those that
    no element may have. `table` names the data model, which is the release's own if nothing is
    said. Where kinds share a root, `profile` is how the ProfileID of this one begins.
    """

    id: str
    kind: str
    transaction: str
    root: str
    customization: str
    valid_from: date
    line: str
    patterns: Sequence[Pattern]
    empty: Rule | None = peppol.EMPTY
    schema_location: Rule | None = peppol.SCHEMA_LOCATION
    attributes: Mapping[str, Rule] = field(default_factory=dict)
    table: str = ""
    syntax: Syntax = UBL_2_1
    profile: str = ""

    @property
    def structure(self) -> str:
        """The table of the data model."""
        return f"rules/structure/{self.table or self.id.replace(':', '-')}.tsv"

    @property
    def line_tag(self) -> str:
        """The tag of the element that repeats; no element has it where none does."""
        return self.syntax.tag_of(self.line) if self.line else "{urn:none}line"

    @property
    def root_tag(self) -> str:
        """The tag of the root."""
        return self.syntax.tag_of(self.root)


FINVOICE = "finvoice"
"""The kind of invoices and credit notes in Finvoice."""

_BIS_3_0_17 = date(2026, 8, 17)
_SPECIFICATION = "urn:fdc:peppol.eu:poacc:trns:"
_EN16931 = "urn:cen.eu:en16931:2017"
_SELF_BILLING = ":poacc:selfbilling:"
_EN16931_TABLE = "en16931-1.3.16"
_EN16931_1_3_16 = date(2026, 5, 15)
_FINVOICE_3_0 = date(2020, 12, 17)
_INVOICES = (("invoice", "Invoice"), ("credit-note", "CreditNote"))

RULESETS = (
    RuleSet(
        "peppol-catalogue:3.0.17",
        "catalogue",
        "T19",
        "Catalogue",
        f"{_SPECIFICATION}catalogue:3",
        _BIS_3_0_17,
        "cac:CatalogueLine",
        (peppol.CONTEXTS, catalogue.CONTEXTS),
    ),
    RuleSet(
        "peppol-despatch-advice:3.0.17",
        "despatch-advice",
        "T16",
        "DespatchAdvice",
        f"{_SPECIFICATION}despatch_advice:3",
        _BIS_3_0_17,
        "cac:DespatchLine",
        (peppol.CONTEXTS, despatch_advice.CONTEXTS),
    ),
    RuleSet(
        "peppol-invoice-response:3.0.17",
        "invoice-response",
        "T111",
        "ApplicationResponse",
        f"{_SPECIFICATION}invoice_response:3",
        _BIS_3_0_17,
        "",
        (
            peppol.CONTEXTS,
            application_response.INVOICE_RESPONSE,
            application_response.INVOICE_RESPONSE_LISTS,
        ),
        profile="urn:fdc:peppol.eu:poacc:bis:invoice_response:",
    ),
    RuleSet(
        "peppol-mlr:3.0.17",
        "mlr",
        "T71",
        "ApplicationResponse",
        f"{_SPECIFICATION}mlr:3",
        _BIS_3_0_17,
        "",
        (peppol.CONTEXTS, application_response.MESSAGE_LEVEL_RESPONSE),
        profile="urn:fdc:peppol.eu:poacc:bis:mlr:",
    ),
    RuleSet(
        "peppol-order:3.0.17",
        "order",
        "T01",
        "Order",
        f"{_SPECIFICATION}order:3",
        _BIS_3_0_17,
        "cac:OrderLine",
        (peppol.CONTEXTS, order.CONTEXTS),
    ),
    RuleSet(
        "peppol-order-response:3.0.17",
        "order-response",
        "T76",
        "OrderResponse",
        f"{_SPECIFICATION}order_response:3",
        _BIS_3_0_17,
        "cac:OrderLine",
        (peppol.CONTEXTS, order_response.CONTEXTS),
    ),
    RuleSet(
        "peppol-order-response-advanced:3.0.17",
        "order-response-advanced",
        "T116",
        "OrderResponse",
        f"{_SPECIFICATION}order_response_advanced:3",
        _BIS_3_0_17,
        "cac:OrderLine",
        (peppol.CONTEXTS, order_response_advanced.CONTEXTS),
        syntax=UBL_2_3,
        profile="urn:fdc:peppol.eu:poacc:bis:advanced_ordering:",
    ),
    RuleSet(
        "peppol-order-change:3.0.17",
        "order-change",
        "T114",
        "OrderChange",
        f"{_SPECIFICATION}order_change:3",
        _BIS_3_0_17,
        "cac:OrderLine",
        (peppol.CONTEXTS, order_change.CONTEXTS),
        syntax=UBL_2_3,
    ),
    RuleSet(
        "peppol-order-cancellation:3.0.17",
        "order-cancellation",
        "T115",
        "OrderCancellation",
        f"{_SPECIFICATION}order_cancellation:3",
        _BIS_3_0_17,
        "",
        (peppol.CONTEXTS, order_cancellation.CONTEXTS),
        syntax=UBL_2_3,
    ),
    RuleSet(
        "peppol-order-agreement:3.0.17",
        "order-agreement",
        "T110",
        "OrderResponse",
        f"{_SPECIFICATION}order_agreement:3",
        _BIS_3_0_17,
        "cac:OrderLine",
        (peppol.CONTEXTS, order_agreement.GATHERED, order_agreement.CONTEXTS),
        profile="urn:fdc:peppol.eu:poacc:bis:order_agreement:",
    ),
    RuleSet(
        "peppol-catalogue-response:3.0.17",
        "catalogue-response",
        "T58",
        "ApplicationResponse",
        f"{_SPECIFICATION}catalogue_response:3",
        _BIS_3_0_17,
        "",
        (peppol.CONTEXTS, catalogue_response.CONTEXTS),
        profile="urn:fdc:peppol.eu:poacc:bis:catalogue_only:",
    ),
    RuleSet(
        "peppol-punch-out:3.0.17",
        "punch-out",
        "T77",
        "Catalogue",
        f"{_SPECIFICATION}punch_out:3",
        _BIS_3_0_17,
        "cac:CatalogueLine",
        (peppol.CONTEXTS, punch_out.CONTEXTS),
        profile="urn:fdc:peppol.eu:poacc:bis:punch_out:",
    ),
    RuleSet(
        "finvoice:3.0",
        FINVOICE,
        "",
        "Finvoice",
        "",
        _FINVOICE_3_0,
        "InvoiceRow",
        (finvoice.CONTEXTS,),
        None,
        None,
        syntax=FINVOICE_3_0,
    ),
    *(
        RuleSet(
            f"peppol-{kind}:3.0.21",
            kind,
            "EN16931-UBL",
            root,
            f"{_EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
            _BIS_3_0_17,
            f"cac:{root}Line",
            billing.PATTERNS,
            billing.EMPTY,
            None,
            en16931.ATTRIBUTES,
            _EN16931_TABLE,
        )
        for kind, root in _INVOICES
    ),
    *(
        RuleSet(
            f"en16931-{kind}:1.3.16",
            f"{kind}-en16931",
            "EN16931-UBL",
            root,
            _EN16931,
            _EN16931_1_3_16,
            f"cac:{root}Line",
            en16931.PATTERNS,
            None,
            None,
            en16931.ATTRIBUTES,
            _EN16931_TABLE,
        )
        for kind, root in _INVOICES
    ),
)


ROOTS = {known.root_tag: known.root for known in RULESETS}
"""The names of the documents that are known, by the tags of their roots."""

LINE_TAGS = {known.root_tag: known.line_tag for known in reversed(RULESETS)}
"""The tags of the elements that repeat, by the tags of the roots."""


def by_id(ruleset: str) -> RuleSet | None:
    """The rule set of that identity."""
    return next((known for known in RULESETS if known.id == ruleset), None)


def for_document(
    root: str, customization: str, on: date | None = None, profile: str = ""
) -> RuleSet | None:
    """The newest rule set for a document by its root, CustomizationID and ProfileID.

    `on` leaves out the releases that are not in force yet on that day. A document without a
    CustomizationID that we know is taken for the kind of its root and ProfileID, or the plain kind
    of its root (the first of those above), so that the rules can say what is wrong with it. For
    self-billing, where the buyer writes the seller's invoice, there is none.
    """
    fitting = [
        known for known in RULESETS if known.root == root and (not on or known.valid_from <= on)
    ]
    if _SELF_BILLING in customization:
        return None
    named = [known for known in fitting if _names(customization, known.customization)]
    if named:
        return max(named, key=lambda known: (len(known.customization), known.valid_from))
    of_profile = [known for known in fitting if known.profile and profile.startswith(known.profile)]
    return max(of_profile or fitting, key=lambda known: known.valid_from, default=None)


def _names(customization: str, specification: str) -> bool:
    return customization == specification or customization.startswith(
        (f"{specification}:", f"{specification}#")
    )
