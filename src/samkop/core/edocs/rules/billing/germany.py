"""German rules of Peppol Billing (3.0.21), which hold where both parties are German."""

import re

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.billing.countries import BUYER, SELLER, both_about_in
from samkop.core.edocs.rules.en16931.parts import at_root, present
from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import only, value
from samkop.core.edocs.ubl.tree import Branch

_BOTH = both_about_in("DE")
_CATEGORIES = ("S", "Z", "E", "AE", "K", "G", "L", "M")
_KINDS = frozenset({"326", "380", "384", "389", "381", "875", "876", "877"})
_CORRECTION = "384"
_DIGITS_OF_TELEPHONE = 3
_EMAIL = re.compile(r"[^@\s]+@(?:[^@.\s]+\.)+[^@.\s]+").fullmatch
_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:").match
_DISCOUNT = re.compile(
    r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#"
).fullmatch
_DISCOUNTS = re.compile("#.+#")
_ENDS_A_LINE = re.compile(r"\s*\n").match
_IBAN = re.compile("[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}").fullmatch
_LAST_DIGIT = 64


def _filled(rule: str, *path: str) -> Rule:
    steps = "/".join(path)
    return Rule(
        rule,
        lambda branch, _scope: any(leaf.value for leaf in branch.leaves(steps)),
        gettext_noop("{child} is missing or empty in {element}."),
        values=(("child", steps),),
    )


def _seller_is_registered(root: Branch, scope: Scope) -> bool:
    used = any(scope.sums.seen["line-exact", code] for code in _CATEGORIES) or any(
        leaf.text in _CATEGORIES
        for charge in root.branches("cac:AllowanceCharge")
        if any(flag.text in {"true", "false"} for flag in charge.leaves("cbc:ChargeIndicator"))
        for leaf in charge.leaves("cac:TaxCategory/cbc:ID")
    )
    return (
        not used
        or "cac:TaxRepresentativeParty" in root
        or any(leaf.value for leaf in root.leaves(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID"))
    )


def _kind(root: Branch) -> set[str]:
    return {value(root, name) for name in ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode")}


def _discounts_have_their_form(root: Branch, _scope: Scope) -> bool:
    """Lines of the payment terms that begin with a number sign are discounts (Skonto)."""
    notes = [
        terms.leaves("cbc:Note")[0].text
        for terms in root.branches("cac:PaymentTerms")
        if "cbc:Note" in terms
    ]
    lines = [" ".join(line.split()) for note in notes for line in re.split(r"\r?\n", note)]
    discounts = [line for line in lines if line.startswith("#")]
    if not discounts:
        return True
    if not all(_DISCOUNT(line) for line in discounts):
        return False
    if len(notes) > 1:
        raise OfficialAbortError("cac:PaymentTerms")
    return _ENDS_A_LINE(_DISCOUNTS.split(notes[0])[-1]) is not None


def _files_have_names_of_their_own(root: Branch, _scope: Scope) -> bool:
    names = set[str]()
    for reference in root.branches("cac:AdditionalDocumentReference"):
        own = {
            leaf.attributes["filename"]
            for leaf in reference.leaves("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
            if "filename" in leaf.attributes
        }
        if not own.isdisjoint(names):
            return False
        names |= own
    return True


def _creditor_is_told(root: Branch, _scope: Scope) -> bool:
    if not root.has("cac:PaymentMeans/cac:PaymentMandate"):
        return True
    places = (SELLER, "cac:PayeeParty")
    return any(
        leaf.attributes.get("schemeID") == "SEPA"
        for place in places
        for leaf in root.leaves(f"{place}/cac:PartyIdentification/cbc:ID")
    )


DOCUMENT_RULES = (
    present("DE-R-001", "cac:PaymentMeans"),
    _filled("DE-R-015", "cbc:BuyerReference"),
    Rule(
        "DE-R-016",
        _seller_is_registered,
        gettext_noop("The seller has no tax number and no tax representative."),
    ),
    Rule(
        "DE-R-017",
        lambda root, _scope: not _kind(root).isdisjoint(_KINDS),
        gettext_noop("The kind of the document is none that is used in Germany."),
        Flag.WARNING,
    ),
    Rule(
        "DE-R-018",
        _discounts_have_their_form,
        gettext_noop("A discount in the payment terms has not the form #SKONTO#TAGE=…#."),
    ),
    Rule(
        "DE-R-022",
        _files_have_names_of_their_own,
        gettext_noop("Two attached files have the same name."),
    ),
    Rule(
        "DE-R-026",
        lambda root, _scope: (
            _CORRECTION not in _kind(root)
            or root.has("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        gettext_noop("A corrected invoice (384) refers to the one before."),
        Flag.WARNING,
    ),
    Rule(
        "DE-R-030",
        _creditor_is_told,
        gettext_noop("A direct debit needs the creditor's identifier (SEPA)."),
    ),
    Rule(
        "DE-R-031",
        lambda root, _scope: (
            not root.has("cac:PaymentMeans/cac:PaymentMandate")
            or root.has("cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")
        ),
        gettext_noop("A direct debit needs the payer's account."),
    ),
)

CONTACT_RULES = (
    _filled("DE-R-005", "cbc:Name"),
    _filled("DE-R-006", "cbc:Telephone"),
    _filled("DE-R-007", "cbc:ElectronicMail"),
    Rule(
        "DE-R-027",
        lambda contact, _scope: (
            sum(character in "0123456789" for character in value(contact, "cbc:Telephone"))
            >= _DIGITS_OF_TELEPHONE
        ),
        gettext_noop("The telephone number has fewer than three digits."),
        Flag.WARNING,
    ),
    Rule(
        "DE-R-028",
        lambda contact, _scope: _EMAIL(value(contact, "cbc:ElectronicMail")) is not None,
        gettext_noop("The e-mail address is not in its form."),
        Flag.WARNING,
    ),
)


def is_iban(text: str) -> bool:
    """Whether it is an account number of ISO 13616, blanks apart, by its form and modulo 97."""
    text = "".join(text.split())
    if _IBAN(text) is None:
        return False
    turned = text[4:] + text[:4]
    digits = "".join(
        str(ord(character) - 55) if ord(character) > _LAST_DIGIT else character
        for character in turned
    )
    return int(digits) % 97 == 1


def _account_is_iban(code: str, path: str) -> Test:
    def test(means: Branch, _scope: Scope) -> bool:
        if value(means, "cbc:PaymentMeansCode") != code:
            return True
        account = only(means, path)
        return account is not None and is_iban(account.text)

    return test


_NO_IBAN = gettext_noop("The account number is no valid IBAN.")
_OTHERS = gettext_noop("What is told of the payment belongs to other means than {means}.")


def _without(rule: str, means: str, *names: str) -> Rule:
    return Rule(
        rule,
        lambda branch, _scope: not any(name in branch for name in names),
        _OTHERS,
        values=(("means", means),),
    )


_ACCOUNT, _CARD, _MANDATE = "cac:PayeeFinancialAccount", "cac:CardAccount", "cac:PaymentMandate"


def _paid_by(*codes: str) -> Test:
    return lambda means, scope: (
        value(means, "cbc:PaymentMeansCode") in codes and _BOTH(means, scope)
    )


def _place(path: str, city: str, zone: str) -> Context:
    return Context(
        at_root(path),
        (_filled(city, "cbc:CityName"), _filled(zone, "cbc:PostalZone")),
        _BOTH,
        at_end=True,
    )


CONTEXTS = (
    Context(("/Invoice", "/CreditNote"), DOCUMENT_RULES, _BOTH),
    Context(
        at_root("cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference"),
        (
            Rule(
                "DE-R-T02",
                lambda reference, _scope: (
                    (uri := only(reference, "cbc:URI")) is not None and _URI(uri.text) is not None
                ),
                gettext_noop("The address of the document has no scheme such as https."),
                Flag.WARNING,
            ),
        ),
        _BOTH,
        at_end=True,
    ),
    Context(
        at_root("cac:AccountingSupplierParty"),
        (present("DE-R-002", "cac:Party/cac:Contact"),),
        _BOTH,
        at_end=True,
    ),
    _place(f"{SELLER}/cac:PostalAddress", "DE-R-003", "DE-R-004"),
    Context(at_root(f"{SELLER}/cac:Contact"), CONTACT_RULES, _BOTH, at_end=True),
    _place(f"{BUYER}/cac:PostalAddress", "DE-R-008", "DE-R-009"),
    _place("cac:Delivery/cac:DeliveryLocation/cac:Address", "DE-R-010", "DE-R-011"),
    Context(
        at_root("cac:PaymentMeans"),
        (
            Rule("DE-R-019", _account_is_iban("58", f"{_ACCOUNT}/cbc:ID"), _NO_IBAN, Flag.WARNING),
            present("DE-R-023-1", _ACCOUNT),
            _without("DE-R-023-2", "30, 58", _CARD, _MANDATE),
        ),
        _paid_by("30", "58"),
    ),
    Context(
        at_root("cac:PaymentMeans"),
        (
            present("DE-R-024-1", _CARD),
            _without("DE-R-024-2", "48, 54, 55", _ACCOUNT, _MANDATE),
        ),
        _paid_by("48", "54", "55"),
    ),
    Context(
        at_root("cac:PaymentMeans"),
        (
            Rule(
                "DE-R-020",
                _account_is_iban("59", f"{_MANDATE}/cac:PayerFinancialAccount/cbc:ID"),
                _NO_IBAN,
                Flag.WARNING,
            ),
            present("DE-R-025-1", _MANDATE),
            _without("DE-R-025-2", "59", _ACCOUNT, _CARD),
        ),
        _paid_by("59"),
    ),
    Context(
        at_root("cac:TaxTotal/cac:TaxSubtotal"),
        (_filled("DE-R-014", "cac:TaxCategory/cbc:Percent"),),
        _BOTH,
    ),
)
