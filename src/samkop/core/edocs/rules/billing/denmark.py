"""Danish rules of Peppol Billing (3.0.21)."""

import re

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.billing.countries import BUYER, SELLER, both_in, is_number, seller_in
from samkop.core.edocs.rules.en16931.parts import BOTH_LINES
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import number, only, value
from samkop.core.edocs.ubl.tree import WHITESPACE, Branch

_CVR = "0184"
_BOTH = both_in("DK")
_LEGAL = "cac:PartyLegalEntity/cbc:CompanyID"
_ACCOUNT = "cac:PayeeFinancialAccount/cbc:ID"
_MEANS = " 1 10 31 42 48 49 50 58 59 93 97 "
_SEVEN_OR_EIGHT = re.compile("[0-9]{7,8}").fullmatch
_UNSPSC = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})
_LONG, _FIK, _SHORT = 19, frozenset({18, 19}), 8
_REASON_LENGTH, _LARGEST_REASON = 4, 9999


def _is_cvr_if_given(branch: Branch, path: str) -> bool:
    leaf = only(branch, path)
    return leaf is None or " ".join(leaf.attributes.get("schemeID", "").split()) == _CVR


def _credit_is_not_negative(root: Branch, scope: Scope) -> bool:
    if scope.root_name != "CreditNote" or not _BOTH(root, scope):
        return True
    payable = number(root, "cac:LegalMonetaryTotal/cbc:PayableAmount")
    return payable is None or payable >= 0


_NUMBER = gettext_noop("The Danish party's registration number needs the scheme 0184 (CVR).")
DOCUMENT_RULES = (
    Rule(
        "DK-R-002",
        lambda root, _scope: value(root, f"{SELLER}/{_LEGAL}") != "",
        gettext_noop("A Danish seller has its CVR number."),
    ),
    Rule("DK-R-014", lambda root, _scope: _is_cvr_if_given(root, f"{SELLER}/{_LEGAL}"), _NUMBER),
    Rule(
        "DK-R-016",
        _credit_is_not_negative,
        gettext_noop("A Danish credit note is not negative."),
    ),
)


class Payment:
    """Means of payment: code, what is told of the payment, and the account."""

    def __init__(self, means: Branch, _scope: Scope) -> None:
        code = only(means, "cbc:PaymentMeansCode")
        payment, account = only(means, "cbc:PaymentID"), only(means, _ACCOUNT)
        self.code = code.text if code else ""
        self.payment = payment.text if payment else ""
        self.account = account.text if account else ""
        self.element = means

    def filled(self, *paths: str) -> bool:
        """There is text at each path."""
        return all(value(self.element, path) for path in paths)

    def begins(self, *cards: str) -> bool:
        """The payment is told on a card of one of these kinds (`01#`)."""
        return self.payment[:3] in {f"{card}#" for card in cards}


def _only_for(code: str, test: Test) -> Test:
    return lambda payment, scope: payment.code != code or test(payment, scope)


_SLIP = gettext_noop("The Danish payment slip lacks its card type or account in their form.")
_REFERENCE = gettext_noop("The reference of the Danish payment slip has not its length.")
PAYMENT_RULES = (
    Rule(
        "DK-R-005",
        lambda payment, _scope: f" {payment.code} " in _MEANS,
        gettext_noop("{element} is none that is used in Denmark."),
    ),
    Rule(
        "DK-R-006",
        lambda payment, _scope: (
            payment.code not in {"31", "42"}
            or payment.filled(
                _ACCOUNT, "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
            )
        ),
        gettext_noop("A Danish bank transfer needs account and registration number."),
    ),
    Rule(
        "DK-R-007",
        _only_for(
            "49",
            lambda payment, _scope: payment.filled(
                "cac:PaymentMandate/cbc:ID", "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"
            ),
        ),
        gettext_noop("A Danish direct debit needs its mandate and the payer's account."),
    ),
    Rule(
        "DK-R-008",
        _only_for(
            "50",
            lambda payment, _scope: (
                payment.begins("01", "04", "15") and _SEVEN_OR_EIGHT(payment.account) is not None
            ),
        ),
        _SLIP,
    ),
    Rule(
        "DK-R-009",
        _only_for(
            "50",
            lambda payment, _scope: not payment.begins("04", "15") or len(payment.payment) == _LONG,
        ),
        _REFERENCE,
    ),
    Rule(
        "DK-R-010",
        _only_for(
            "93",
            lambda payment, _scope: (
                payment.begins("71", "73", "75") and len(payment.account) == _SHORT
            ),
        ),
        _SLIP,
    ),
    Rule(
        "DK-R-011",
        _only_for(
            "93",
            lambda payment, _scope: not payment.begins("71", "75") or len(payment.payment) in _FIK,
        ),
        _REFERENCE,
    ),
)


def _classification_is_current(line: Branch, _scope: Scope) -> bool:
    codes = line.leaves("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode")
    if not any(leaf.attributes.get("listID") == "TST" for leaf in codes):
        return True
    return any(leaf.attributes.get("listVersionID") in _UNSPSC for leaf in codes)


def _duty_is_told(charge: Branch, _scope: Scope) -> bool:
    if all(leaf.text != "ZZZ" for leaf in charge.leaves("cbc:AllowanceChargeReasonCode")):
        return True
    reason = only(charge, "cbc:AllowanceChargeReason")
    if reason is None:
        return False
    text = reason.text
    if len(reason.value) == _REASON_LENGTH and is_number(text):
        return 0 <= float(text.strip(WHITESPACE)) <= _LARGEST_REASON
    return "#" in text and not text.startswith("#") and not text.endswith("#")


def _has_scheme(identification: Branch, _scope: Scope) -> bool:
    leaf = only(identification, "cbc:ID")
    return leaf is None or leaf.attributes.get("schemeID", "").strip(WHITESPACE) != ""


CONTEXTS = (
    Context(("/Invoice", "/CreditNote"), DOCUMENT_RULES, seller_in("DK")),
    Context(
        (f"{SELLER}/cac:PartyIdentification", f"{BUYER}/cac:PartyIdentification"),
        (
            Rule(
                "DK-R-013",
                _has_scheme,
                gettext_noop("The identifier of a Danish party needs its scheme."),
            ),
        ),
        _BOTH,
        at_end=True,
    ),
    Context(("/Invoice/cac:PaymentMeans",), PAYMENT_RULES, _BOTH, prepare=Payment),
    Context(
        (BUYER,),
        (Rule("DK-R-017", lambda party, _scope: _is_cvr_if_given(party, _LEGAL), _NUMBER),),
        _BOTH,
        at_end=True,
    ),
    Context(
        BOTH_LINES,
        (
            Rule(
                "DK-R-003",
                _classification_is_current,
                gettext_noop("UNSPSC is used in its version 19.05.01 or 26.08.01."),
            ),
        ),
        _BOTH,
    ),
    Context(
        ("cac:AllowanceCharge",),
        (
            Rule(
                "DK-R-004",
                _duty_is_told,
                gettext_noop("A Danish duty (ZZZ) has its four digits, or two texts around #."),
            ),
        ),
        _BOTH,
    ),
)
