"""Rules of the Peppol Order Agreement (T110), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules import agreement_amounts as agreed
from samkop.core.edocs.rules import order, order_amounts
from samkop.core.edocs.rules.parts import (
    identified_item,
    numbered,
    restated,
    specification,
    tax_category,
)
from samkop.core.edocs.rules.rule import Context, Rule

_T110 = "PEPPOL-T110-"
_ALLOWANCES = ("/OrderResponse/cac:AllowanceCharge",)
_CATEGORIES = tax_category((), f"{_T110}R019", f"{_T110}R020").rules

GATHERED = (
    Context(("cac:TaxTotal",), (), gather=agreed.gather_tax_total),
    Context(
        ("/OrderResponse/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory",),
        (),
        gather=agreed.gather_category,
    ),
    Context(("cac:LineItem",), (), gather=agreed.gather_line),
)
"""What the rules below need to know of the document; no rule of the official ones."""

CONTEXTS = (
    specification(f"{_T110}R030", "urn:fdc:peppol.eu:poacc:trns:order_agreement:3"),
    Context(("cac:Item",), (identified_item(f"{_T110}R002"),)),
    Context(
        (
            "cbc:Amount",
            "cbc:TaxAmount",
            "cbc:TaxableAmount",
            "cbc:LineExtensionAmount",
            "cbc:PriceAmount",
            "cbc:BaseAmount",
            "cac:LegalMonetaryTotal/cbc:*",
        ),
        numbered(order_amounts.AMOUNT_RULES, _T110, "R004", "R013"),
    ),
    Context(("cac:TaxTotal/cac:TaxSubtotal",), (agreed.SUBTOTAL_RULE,)),
    Context(
        ("/OrderResponse/cac:TaxTotal",),
        (agreed.TAX_TOTAL_RULE,),
        lambda total, _scope: "cac:TaxSubtotal" in total,
    ),
    Context(
        ("cac:TaxSubtotal/cac:TaxCategory",),
        (
            Rule(
                f"{_T110}R028",
                agreed.category_is_one_of(" S Z L M "),
                gettext_noop("This tax category needs a reason for its exemption."),
            ),
        ),
        lambda category, _scope: "cbc:TaxExemptionReason" not in category,
    ),
    Context(
        ("cac:TaxSubtotal/cac:TaxCategory",),
        (
            Rule(
                f"{_T110}R029",
                agreed.category_is_one_of(" E AE O K G "),
                gettext_noop("This tax category has no exemption, so leave the reason out."),
            ),
        ),
    ),
    Context(
        ("cac:AllowanceCharge/cac:TaxCategory",),
        (*agreed.CATEGORY_RULES, *_CATEGORIES),
        at_end=True,
    ),
    # The document's tax total stands before the lines, so that these need not wait for the end.
    Context(("cac:Item/cac:ClassifiedTaxCategory",), (*agreed.CATEGORY_RULES, *_CATEGORIES)),
    Context(("cac:LegalMonetaryTotal",), agreed.TOTAL_RULES, prepare=agreed.Totals, at_end=True),
    Context(
        _ALLOWANCES,
        (
            Rule(
                f"{_T110}R015",
                lambda _allowance, _scope: False,
                gettext_noop("A percentage needs the base amount that it is taken of."),
            ),
        ),
        order_amounts.has_factor_only,
    ),
    Context(
        _ALLOWANCES,
        (
            Rule(
                f"{_T110}R016",
                lambda _allowance, _scope: False,
                gettext_noop("A base amount needs the percentage that is taken of it."),
            ),
        ),
        order_amounts.has_base_only,
    ),
    Context(_ALLOWANCES, numbered(order_amounts.ALLOWANCE_RULES, _T110, "R017", "R018", "R021")),
    Context(("cac:Price",), numbered(order_amounts.PRICE_RULES, _T110, "R001", "R022", "R023")),
    *restated(order.REASONS, ("PEPPOL-T01-", _T110)),
)
