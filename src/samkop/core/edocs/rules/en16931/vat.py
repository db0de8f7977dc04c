"""What holds by VAT category in EN 16931 (1.3.16): BR-S, -Z, -E, -AE, -IC, -G, -O, -AF, -AG."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.book import Book, is_allowance, is_charge, is_vat
from samkop.core.edocs.rules.en16931.categories import (
    CANARIES,
    CATEGORIES,
    CEUTA,
    OUTSIDE,
    PARTIES,
    STANDARD,
    Category,
)
from samkop.core.edocs.rules.en16931.parts import BOTH_LINES, at_root
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import as_number, decimal, value
from samkop.core.edocs.ubl.tree import Branch, Leaf
from samkop.core.money import to_cents_upwards

_ZERO, _ONE, _PERCENT = Decimal(0), Decimal(1), Decimal(100)
_RATE = "cbc:Percent"
_REASONS = ("cbc:TaxExemptionReason", "cbc:TaxExemptionReasonCode")


def _breakdown_agrees(category: Category) -> Callable[[Book, Scope], bool]:
    code = category.code

    def agrees(book: Book, _scope: Scope) -> bool:
        if not category.rated:
            return not book.uses("any", code) or book.subtotals(code) == 1
        vat = category is not STANDARD
        used = book.uses("line" if vat else "line-bare", code) or book.uses(
            "charged" if vat else "charged-bare", code
        )
        if not used:
            return not book.subtotals(code, vat=vat)
        return bool(book.subtotals(code, vat=category is CEUTA, exact=vat))

    return agrees


def _line_parties(category: Category) -> Callable[[Book, Scope], bool]:
    code = category.code

    def hold(book: Book, _scope: Scope) -> bool:
        if not book.uses("line", code):
            return category is not STANDARD or not book.uses("line-bare", code)
        return category.parties(book)

    return hold


def _charge_parties(category: Category, kind: str) -> Callable[[Book, Scope], bool]:
    place = f"root-{kind}" if category is OUTSIDE else kind
    if category is CANARIES and kind == "charge":
        place = "charge-exact"
    return lambda book, _scope: not book.uses(place, category.code) or category.parties(book)


def _document_rules() -> Iterator[Rule]:
    agreement = gettext_noop("The VAT breakdown does not agree with the use of {category}.")
    for category in CATEGORIES:
        name, values = f"BR-{category.name}", (("category", category.code),)
        sentence = PARTIES[category.parties]
        yield Rule(f"{name}-01", _breakdown_agrees(category), agreement, values=values)
        yield Rule(f"{name}-02", _line_parties(category), sentence, values=values)
        yield Rule(f"{name}-03", _charge_parties(category, "allowance"), sentence, values=values)
        yield Rule(f"{name}-04", _charge_parties(category, "charge"), sentence, values=values)


_ALONE = gettext_noop("Not subject to VAT (O) stands beside another VAT category.")
_SPLIT = gettext_noop("Split payment (B) is for Italian domestic invoices without standard VAT.")

DOCUMENT_RULES = (
    *_document_rules(),
    Rule(
        "BR-IC-11",
        lambda book, _scope: not book.subtotals("K") or book.delivery_day_is_told(),
        gettext_noop("A supply within the Union (K) needs the day or the period of delivery."),
    ),
    Rule(
        "BR-IC-12",
        lambda book, _scope: not book.subtotals("K") or book.delivery_country_is_told(),
        gettext_noop("A supply within the Union (K) needs the country of delivery."),
    ),
    Rule(
        "BR-O-11",
        lambda book, _scope: not book.subtotals("O") or book.subtotals_but("O") == 0,
        _ALONE,
    ),
    Rule(
        "BR-O-12",
        lambda book, _scope: not book.subtotals("O") or book.others("line", "O") == 0,
        _ALONE,
    ),
    Rule(
        "BR-O-13",
        lambda book, _scope: not book.subtotals("O") or book.others("allowance", "O") == 0,
        _ALONE,
    ),
    Rule(
        "BR-O-14",
        lambda book, _scope: not book.subtotals("O") or book.others("charge", "O") == 0,
        _ALONE,
    ),
    Rule(
        "BR-B-01",
        lambda book, _scope: not book.uses("exact", "B") or not book.uses("abroad", "IT"),
        _SPLIT,
    ),
    Rule("BR-B-02", lambda book, _scope: not (book.has("B") and book.has("S")), _SPLIT),
)


class Tax:
    """A tax category of VAT with what stands around it; `code` is empty for other taxes."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.code = value(element, "cbc:ID") if is_vat(element) else ""
        self.element = element
        self.around = scope.parent

    def rates(self) -> list[Decimal | None]:
        """The rates in percent, None for what is no number."""
        return [as_number(leaf) for leaf in self.element.leaves(_RATE)]

    def rate_is_right(self, category: Category) -> bool:
        """Zero, above zero, not negative or absent, as the category has it."""
        if category is OUTSIDE:
            return _RATE not in self.element
        if category.rated:
            least = 0 if category is not STANDARD else None
            return any(rate is not None and _enough(rate, least) for rate in self.rates())
        return decimal(self.element, _RATE) == 0


def _enough(rate: Decimal, least: int | None) -> bool:
    return rate > 0 if least is None else rate >= least


def _rate_sentence(category: Category) -> str:
    if category is STANDARD:
        return gettext_noop("The standard tax rate (S) is not above zero.")
    if category is OUTSIDE:
        return gettext_noop("What is not subject to VAT (O) has no rate.")
    if category.rated:
        return gettext_noop("The tax rate is missing or negative.")
    return gettext_noop("The rate of the VAT category {category} must be 0.")


def _rate_rules(number: str) -> tuple[Rule, ...]:
    def rule(category: Category) -> Rule:
        return Rule(
            f"BR-{category.name}-{number}",
            lambda tax, _scope: tax.code != category.code or tax.rate_is_right(category),
            _rate_sentence(category),
            values=(("category", category.code),),
        )

    return tuple(rule(category) for category in CATEGORIES)


class Subtotal(Tax):
    """A group of the VAT breakdown (BG-23) and the document around it."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        super().__init__(element, scope)
        self.base = decimal(self.around, "cbc:TaxableAmount")
        self.tax = decimal(self.around, "cbc:TaxAmount")
        self.rate = decimal(element, _RATE)
        self._sums = scope.sums
        self._root = scope.root

    def base_adds_up(self, category: Category) -> bool:
        """The taxable amount is what lines and charges less allowances come to."""
        if not category.rated:
            total = self._sums.amounts["line", self.code] + self._charged(None)
            return self._sums.lines > 0 and self.base == total
        if self.rate is None:
            return True
        if category is STANDARD and not (
            self._sums.seen["line-rate", self.code, self.rate]
            or self._sums.seen["charged-rate", self.code, self.rate]
        ):
            return False
        total = self._sums.amounts["line", self.code, self.rate] + self._charged(self.rate)
        if self.base is None or not self._sums.lines:
            return False
        # The official rules subtract in binary floating point, which shows where it is close.
        base = float(self.base)
        return Decimal(base - 1) < total < Decimal(base + 1)

    def _charged(self, rate: Decimal | None) -> Decimal:
        total = _ZERO
        for charge in self._root.branches("cac:AllowanceCharge"):
            taxes = list(charge.branches("cac:TaxCategory"))
            if not any(value(tax, "cbc:ID") == self.code for tax in taxes):
                continue
            if rate is not None and rate not in {decimal(tax, _RATE) for tax in taxes}:
                continue
            amount = decimal(charge, "cbc:Amount") or _ZERO
            if is_charge(charge):
                total += amount
            elif is_allowance(charge):
                total -= amount
        return total

    def tax_is_right(self, category: Category) -> bool:
        """The tax is none, or the rate of the taxable amount within 1."""
        if not category.rated:
            return self.tax == 0
        if self.rate is None:
            return False
        return tax_is_near(self.tax, self.base, self.rate)

    def exemption_is_right(self, category: Category) -> bool:
        """A reason stands where the category needs one, and nowhere else."""
        return any(reason in self.element for reason in _REASONS) == category.exemption


def tax_is_near(tax: Decimal | None, base: Decimal | None, rate: Decimal) -> bool:
    """Whether the tax is less than 1 from the rate of the base, signs apart."""
    if tax is None or base is None:
        return False
    expected = to_cents_upwards(abs(base) * (rate / _PERCENT))
    return abs(tax) - _ONE < expected < abs(tax) + _ONE


def _subtotal_rules() -> Iterator[Rule]:
    base = gettext_noop("The taxable amount of {category} is not what lines and charges add up to.")
    for category in CATEGORIES:
        name, values = f"BR-{category.name}", (("category", category.code),)
        if category.rated:
            tax = gettext_noop("The tax is not the rate of the taxable amount.")
        else:
            tax = gettext_noop("The tax of the VAT category {category} must be 0.")
        if category.exemption:
            reason = gettext_noop("The VAT category {category} needs a reason for exemption.")
        else:
            reason = gettext_noop("The VAT category {category} has no reason for exemption.")
        for number, test, sentence in (
            ("08", Subtotal.base_adds_up, base),
            ("09", Subtotal.tax_is_right, tax),
            ("10", Subtotal.exemption_is_right, reason),
        ):
            yield Rule(f"{name}-{number}", _only(category, test), sentence, values=values)


def _only(
    category: Category, test: Callable[[Subtotal, Category], bool]
) -> Callable[[Subtotal, Scope], bool]:
    return lambda tax, _scope: tax.code != category.code or test(tax, category)


def _holds(indicator: Callable[[Branch], bool]) -> Callable[[Branch | Leaf, Scope], bool]:
    return lambda _value, scope: indicator(scope.parent)


CONTEXTS = (
    Context(
        at_root("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"),
        tuple(_subtotal_rules()),
        lambda element, _scope: is_vat(element),
        prepare=Subtotal,
        at_end=True,
    ),
    Context(
        ("cac:AllowanceCharge/cac:TaxCategory",),
        _rate_rules("06"),
        _holds(is_allowance),
        prepare=Tax,
    ),
    Context(
        ("cac:AllowanceCharge/cac:TaxCategory",), _rate_rules("07"), _holds(is_charge), prepare=Tax
    ),
    Context(
        tuple(f"{line}/cac:Item/cac:ClassifiedTaxCategory" for line in BOTH_LINES),
        _rate_rules("05"),
        prepare=Tax,
    ),
)
