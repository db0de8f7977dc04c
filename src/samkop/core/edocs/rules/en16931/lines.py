"""Lines, their periods, allowances and items, in EN 16931 (1.3.16)."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.en16931.book import is_allowance, is_charge, is_vat
from samkop.core.edocs.rules.en16931.parts import (
    BOTH_LINES,
    at_root,
    filled,
    in_cents,
    in_lines,
    present,
    with_attribute,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import as_number, period_is_in_order
from samkop.core.edocs.tables import codelist_text
from samkop.core.edocs.ubl.tree import Branch, Leaf

_QUANTITIES = ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
_REASONS = ("cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode")
_SUBJECT = 3
_SHOWN_OF_A_CARD = 10  # digits


def _has_unit(line: Branch, _scope: Scope) -> bool:
    return any("unitCode" in leaf.attributes for name in _QUANTITIES for leaf in line.leaves(name))


def _not_negative(line: Branch, path: str) -> bool:
    return any(
        (as_number(leaf) or 0) >= 0 and as_number(leaf) is not None for leaf in line.leaves(path)
    )


def _has_vat_category(line: Branch, _scope: Scope) -> bool:
    return any(
        "cbc:ID" in tax and is_vat(tax)
        for item in line.branches("cac:Item")
        for tax in item.branches("cac:ClassifiedTaxCategory")
    )


_GROSS = "cac:Price/cac:AllowanceCharge/cbc:BaseAmount"
LINE_RULES = (
    filled("BR-21", "cbc:ID"),
    present("BR-22", *_QUANTITIES),
    Rule(
        "BR-23",
        _has_unit,
        gettext_noop("The quantity has no unit."),
    ),
    present("BR-24", "cbc:LineExtensionAmount"),
    filled("BR-25", "cac:Item/cbc:Name"),
    present("BR-26", "cac:Price/cbc:PriceAmount"),
    Rule(
        "BR-27",
        lambda line, _scope: _not_negative(line, "cac:Price/cbc:PriceAmount"),
        gettext_noop("The price is missing or negative."),
    ),
    Rule(
        "BR-28",
        lambda line, _scope: not line.has(_GROSS) or _not_negative(line, _GROSS),
        gettext_noop("The gross price is negative."),
    ),
    Rule("BR-CO-04", _has_vat_category, gettext_noop("The line has no VAT category.")),
    in_cents("BR-DEC-23", "cbc:LineExtensionAmount"),
)


def allowance_rules(
    exists: str, reason: str, both: str, cents: tuple[str, str]
) -> tuple[Rule, ...]:
    """What an allowance or charge must have, under the ids of its place."""
    return (
        present(exists, "cbc:Amount"),
        present(reason, *_REASONS),
        present(both, *_REASONS),
        in_cents(cents[0], "cbc:Amount"),
        in_cents(cents[1], "cbc:BaseAmount"),
    )


_PERIOD = gettext_noop("The period ends before it begins.")
_NO_PERIOD = gettext_noop("The period has neither start nor end.")


def _has_a_day(period: Branch, _scope: Scope) -> bool:
    return "cbc:StartDate" in period or "cbc:EndDate" in period


def _has_a_day_or_code(period: Branch, scope: Scope) -> bool:
    return _has_a_day(period, scope) or "cbc:DescriptionCode" in period


def _subject_is_known(note: Leaf, _scope: Scope) -> bool:
    """A note may begin with the code of its subject between number signs."""
    code, end, _ = note.text.partition("#")[2].partition("#")
    return not end or len(code) != _SUBJECT or code in f" {codelist_text('UNCL4451')} "


CONTEXTS = (
    Context(BOTH_LINES, LINE_RULES),
    Context(
        in_lines("cac:AllowanceCharge"),
        allowance_rules("BR-41", "BR-42", "BR-CO-23", ("BR-DEC-24", "BR-DEC-25")),
        lambda charge, _scope: is_allowance(charge),
    ),
    Context(
        in_lines("cac:AllowanceCharge"),
        allowance_rules("BR-43", "BR-44", "BR-CO-24", ("BR-DEC-27", "BR-DEC-28")),
        lambda charge, _scope: is_charge(charge),
    ),
    Context(
        in_lines("cac:InvoicePeriod"),
        (
            Rule("BR-30", period_is_in_order, _PERIOD),
            Rule("BR-CO-20", _has_a_day, _NO_PERIOD),
        ),
    ),
    Context(
        ("cac:InvoicePeriod",),
        (
            Rule("BR-29", period_is_in_order, _PERIOD),
            Rule("BR-CO-19", _has_a_day_or_code, _NO_PERIOD),
        ),
    ),
    Context(
        ("cac:AdditionalItemProperty",),
        (
            Rule(
                "BR-54",
                lambda item, _scope: "cbc:Name" in item and "cbc:Value" in item,
                gettext_noop("The property of the item needs a name and a value."),
            ),
        ),
    ),
    Context(
        in_lines("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"),
        (with_attribute("BR-65", "listID"),),
    ),
    Context(
        in_lines("cac:Item/cac:StandardItemIdentification/cbc:ID"),
        (with_attribute("BR-64", "schemeID"),),
    ),
    Context(
        at_root("cbc:Note"),
        (
            Rule(
                "BR-CL-08",
                _subject_is_known,
                gettext_noop("The note's subject between number signs is no code of UNCL 4451."),
            ),
        ),
    ),
    Context(
        ("cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID",),
        (
            Rule(
                "BR-51",
                lambda leaf, _scope: len(leaf.value) <= _SHOWN_OF_A_CARD,
                gettext_noop("The number of a payment card is told in part only, at its end."),
                Flag.WARNING,
            ),
        ),
    ),
)
