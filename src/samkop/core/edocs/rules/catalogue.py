"""Rules of the Peppol Catalogue (T19), BIS 3.0.17, beyond its structure."""

from collections.abc import Sequence
from typing import NamedTuple

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.parts import (
    identified_item,
    named_party,
    specification,
    tax_category,
    wrong_profile,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import at_least, day, number
from samkop.core.edocs.ubl.tree import Branch


class Days(NamedTuple):
    """First and last day as numbers (20260531); None, which is before and after nothing, if bad."""

    first: int | None
    last: int | None

    def in_order(self) -> bool:
        """The last day is not before the first."""
        return at_least(self.last, self.first)

    def within(self, outer: "Days") -> bool:
        """Both days lie within another period."""
        first, last = outer
        return (
            at_least(self.first, first)
            and at_least(last, self.first)
            and at_least(self.last, first)
            and at_least(last, self.last)
        )


def _days(periods: Sequence[Branch], outer: Days) -> Days:
    """The days of a period, of which there may be several elements with one date each."""
    if not periods:
        return outer
    found, start, end = periods[0], "cbc:StartDate", "cbc:EndDate"
    if len(periods) > 1:
        found = Branch({"period": list(periods)})
        start, end = f"period/{start}", f"period/{end}"
    return Days(
        day(found, start) if found.has(start) else outer.first,
        day(found, end) if found.has(end) else outer.last,
    )


_ALWAYS = Days(0, 99999999)


def catalogue_days(root: Branch) -> Days:
    """The catalogue's validity; open ends lie before and after all days."""
    return _days(list(root.branches("cac:ValidityPeriod")), _ALWAYS)


def _line_days(line: Branch, catalogue: Days) -> Days:
    return _days(list(line.branches("cac:LineValidityPeriod")), catalogue)


class Line:
    """A catalogue line with the days on which it and its catalogue are valid."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.element = element
        self.catalogue = catalogue_days(scope.root)
        self.days = _line_days(element, self.catalogue)


class Terms:
    """A price with the days on which it and its line are valid."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.element = element
        self.line_days = _line_days(scope.parent, catalogue_days(scope.root))
        periods = [
            period
            for price in element.branches("cac:Price")
            for period in price.branches("cac:ValidityPeriod")
        ]
        self.days = _days(periods, self.line_days)


def _not_negative(line: Branch, name: str) -> bool:
    return name not in line or at_least(number(line, name), 0)


_MAXIMUM, _MINIMUM = "cbc:MaximumOrderQuantity", "cbc:MinimumOrderQuantity"


def maximum_is_above_minimum(line: Branch) -> bool:
    """The largest quantity is not below the smallest, where both are given."""
    if _MAXIMUM not in line or _MINIMUM not in line:
        return True
    return at_least(number(line, _MAXIMUM), number(line, _MINIMUM))


LINE_RULES = (
    Rule(
        "PEPPOL-T19-R008",
        lambda line, _scope: _not_negative(line.element, _MAXIMUM),
        gettext_noop("The largest quantity that can be ordered is negative."),
    ),
    Rule(
        "PEPPOL-T19-R009",
        lambda line, _scope: _not_negative(line.element, _MINIMUM),
        gettext_noop("The smallest quantity that can be ordered is negative."),
    ),
    Rule(
        "PEPPOL-T19-R010",
        lambda line, _scope: maximum_is_above_minimum(line.element),
        gettext_noop("The largest quantity that can be ordered is below the smallest."),
    ),
    Rule(
        "PEPPOL-T19-R007",
        lambda line, _scope: line.days.within(line.catalogue),
        gettext_noop("The line is valid outside the period of the catalogue."),
    ),
    Rule(
        "PEPPOL-T19-R013",
        lambda line, _scope: line.days.in_order(),
        gettext_noop("The line's validity ends before it begins."),
    ),
)

PRICE_RULES = (
    Rule(
        "PEPPOL-T19-R006",
        lambda terms, _scope: at_least(number(terms.element, "cac:Price/cbc:PriceAmount"), 0),
        gettext_noop("The price is missing or negative."),
    ),
    Rule(
        "PEPPOL-T19-R011",
        lambda terms, _scope: terms.days.within(terms.line_days),
        gettext_noop("The price is valid outside the period of its line or of the catalogue."),
    ),
    Rule(
        "PEPPOL-T19-R016",
        lambda terms, _scope: terms.days.in_order(),
        gettext_noop("The price's validity ends before it begins."),
    ),
)

CONTEXTS = (
    wrong_profile(
        "PEPPOL-T19-R017",
        "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3",
        "urn:fdc:peppol.eu:poacc:bis:catalogue_wo_response:3",
    ),
    specification("PEPPOL-T19-R018", "urn:fdc:peppol.eu:poacc:trns:catalogue:3"),
    Context(
        ("/Catalogue/cac:ValidityPeriod",),
        (
            Rule(
                "PEPPOL-T19-R001",
                lambda _period, scope: catalogue_days(scope.root).in_order(),
                gettext_noop("The catalogue's validity ends before it begins."),
            ),
        ),
        at_end=True,
    ),
    named_party(
        "cac:SellerSupplierParty",
        "PEPPOL-T19-R004",
        gettext_noop("The supplier has neither name nor identifier."),
    ),
    named_party(
        "cac:ContractorCustomerParty",
        "PEPPOL-T19-R005",
        gettext_noop("The customer has neither name nor identifier."),
    ),
    Context(("cac:CatalogueLine",), LINE_RULES, prepare=Line),
    Context(("cac:RequiredItemLocationQuantity",), PRICE_RULES, prepare=Terms),
    tax_category(("cac:ClassifiedTaxCategory",), "PEPPOL-T19-R014", "PEPPOL-T19-R015"),
    Context(
        ("cac:Item",),
        (identified_item("PEPPOL-T19-R012"),),
    ),
)
