"""Swedish rules of Peppol Billing (3.0.21)."""

from decimal import Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.billing.countries import (
    BUYER,
    COUNTRY,
    SELLER,
    is_number,
    vat_schemes,
)
from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import nodes, number, only, value
from samkop.core.edocs.ubl.tree import Branch, Leaf
from samkop.core.identifiers import is_swedish_organisation

_VAT_LENGTH, _ORGANISATION_LENGTH = 14, 10
_RATES = frozenset(map(Decimal, (25, 12, 6)))
_TAX = "cac:PartyTaxScheme"
_LEGAL = "cac:PartyLegalEntity/cbc:CompanyID"


def _is_in_sweden(party: Branch) -> bool:
    return any(leaf.text == "SE" for leaf in party.leaves(COUNTRY))


def _numbers(party: Branch) -> list[Leaf]:
    return [leaf for scheme in vat_schemes(party) for leaf in scheme.leaves("cbc:CompanyID")]


def _is_swedish(party: Branch) -> bool:
    return _is_in_sweden(party) and any(
        (found := only(scheme, "cbc:CompanyID")) is not None and found.text[:2] == "SE"
        for scheme in vat_schemes(party)
    )


def _vat_number(party: Branch) -> Leaf | None:
    numbers = _numbers(party)
    if len(numbers) > 1:
        raise OfficialAbortError("cbc:CompanyID")
    return numbers[0] if numbers else None


def _vat_number_is_long_enough(party: Branch, _scope: Scope) -> bool:
    found = _vat_number(party)
    return found is not None and len(found.value) == _VAT_LENGTH


def _vat_number_is_digits(party: Branch, _scope: Scope) -> bool:
    found = _vat_number(party)
    return found is not None and is_number(found.text[2:_VAT_LENGTH])


VAT_RULES = (
    Rule(
        "SE-R-001",
        _vat_number_is_long_enough,
        gettext_noop("A Swedish VAT number has 14 characters."),
    ),
    Rule(
        "SE-R-002",
        _vat_number_is_digits,
        gettext_noop("A Swedish VAT number has twelve digits after SE."),
    ),
)


def _legal_ids(test: Test) -> Test:
    return lambda entity, scope: all(test(leaf, scope) for leaf in entity.leaves("cbc:CompanyID"))


ENTITY_RULES = (
    Rule(
        "SE-R-003",
        _legal_ids(lambda leaf, _scope: is_number(leaf.text)),
        gettext_noop("A Swedish organisation number has digits only."),
    ),
    Rule(
        "SE-R-004",
        _legal_ids(lambda leaf, _scope: len(leaf.value) == _ORGANISATION_LENGTH),
        gettext_noop("A Swedish organisation number has ten digits."),
    ),
    Rule(
        "SE-R-013",
        _legal_ids(
            lambda leaf, _scope: (
                leaf.value.isdigit() and is_swedish_organisation(leaf.value[:_ORGANISATION_LENGTH])
            )
        ),
        gettext_noop("The last digit of the Swedish organisation number is wrong."),
    ),
)


def _entity_is_swedish(entity: Branch, scope: Scope) -> bool:
    return "cbc:CompanyID" in entity and _is_in_sweden(scope.parent)


def _other_tax_is_f_tax(party: Branch, _scope: Scope) -> bool:
    if not party.has(_LEGAL):
        return True
    return all(
        leaf.value.upper() == "GODKÄND FÖR F-SKATT"
        for scheme in party.branches(_TAX)
        if value(scheme, "cac:TaxScheme/cbc:ID").upper() != "VAT"
        for leaf in scheme.leaves("cbc:CompanyID")
    )


def _parties(scope: Scope, path: str) -> list[Branch]:
    return [party for party in nodes(scope.root, path) if isinstance(party, Branch)]


def _seller_is_swedish(scope: Scope) -> bool:
    known = scope.sums.known
    if "swedish" not in known:
        known["swedish"] = "yes" if any(map(_is_swedish, _parties(scope, SELLER))) else ""
    return bool(known["swedish"])


def _standard_of_swedish_seller(tax: Branch, scope: Scope) -> bool:
    return any(leaf.text == "S" for leaf in tax.leaves("cbc:ID")) and _seller_is_swedish(scope)


class Payment:
    """Means of payment of a seller in Sweden, with its code and the kind of account."""

    def __init__(self, means: Branch, scope: Scope) -> None:
        codes = means.leaves("cbc:PaymentMeansCode")
        self.codes = {leaf.text for leaf in codes}
        self.buyer_is_near = any(map(_is_in_sweden, _parties(scope, BUYER)))
        branch = "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
        transfer = value(means, "cbc:PaymentMeansCode") == "30"
        self.giro = value(means, branch) if transfer else ""
        self.accounts = [leaf.value for leaf in means.leaves("cac:PayeeFinancialAccount/cbc:ID")]


def _giro(kind: str, lengths: tuple[int, ...] | None) -> Test:
    def test(payment: Payment, _scope: Scope) -> bool:
        if payment.giro != f"SE:{kind}":
            return True
        return all(
            len(account) in lengths if lengths else is_number(account)
            for account in payment.accounts
        )

    return test


_GIRO = gettext_noop("A giro account has digits only.")
PAYMENT_RULES = (
    Rule("SE-R-007", _giro("PLUSGIRO", None), _GIRO, Flag.WARNING),
    Rule(
        "SE-R-010",
        _giro("PLUSGIRO", (2, 3, 4, 5, 6, 7, 8)),
        gettext_noop("A Plusgiro account has two to eight digits."),
        Flag.WARNING,
    ),
    Rule("SE-R-008", _giro("BANKGIRO", None), _GIRO, Flag.WARNING),
    Rule(
        "SE-R-009",
        _giro("BANKGIRO", (7, 8)),
        gettext_noop("A Bankgiro account has seven or eight digits."),
        Flag.WARNING,
    ),
    Rule(
        "SE-R-011",
        lambda payment, _scope: payment.codes.isdisjoint({"50", "56"}),
        gettext_noop("Payment to Plusgiro or Bankgiro is told by the code 30 and the branch."),
        Flag.WARNING,
    ),
    Rule(
        "SE-R-012",
        lambda payment, _scope: "31" not in payment.codes or not payment.buyer_is_near,
        gettext_noop("A domestic transfer is told by the code 30, not 31."),
        Flag.WARNING,
    ),
)

CONTEXTS = (
    Context((SELLER,), VAT_RULES, lambda party, _scope: _is_swedish(party)),
    Context(
        ("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity",),
        ENTITY_RULES,
        _entity_is_swedish,
        at_end=True,
    ),
    Context(
        ("cac:AccountingSupplierParty",),
        (
            Rule(
                "SE-R-005",
                lambda role, scope: all(
                    _other_tax_is_f_tax(party, scope)
                    for party in role.branches("cac:Party")
                    if _is_in_sweden(party)
                ),
                gettext_noop("Of other taxes a Swedish seller tells: Godkänd för F-skatt."),
            ),
        ),
    ),
    Context(
        ("cac:TaxCategory", "cac:ClassifiedTaxCategory"),
        (
            Rule(
                "SE-R-006",
                lambda tax, _scope: number(tax, "cbc:Percent") in _RATES,
                gettext_noop("Standard rates of Swedish VAT are 25, 12 and 6 percent."),
            ),
        ),
        _standard_of_swedish_seller,
    ),
    Context(
        ("cac:PaymentMeans",),
        PAYMENT_RULES,
        lambda _means, scope: any(map(_is_in_sweden, _parties(scope, SELLER))),
        prepare=Payment,
    ),
)
