"""How an invoice is to be paid (BG-16 to BG-19) in Finvoice's payment instruction."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from samkop.core.billing.paying import is_iban
from samkop.core.edocs.finvoice.parties import SEPA
from samkop.core.edocs.finvoice.values import (
    amount_text,
    branch,
    code,
    day,
    put,
    put_day,
    text,
    texts,
)
from samkop.core.edocs.model import (
    Account,
    BillingDocument,
    Card,
    CreditNote,
    Invoice,
    Mandate,
    PaymentMeans,
)
from samkop.core.edocs.ubl.tree import Branch

CREDIT_TRANSFER = "30"
NO_ACCOUNT = "-"
NO_NETWORK = "-"
_EPI = ("EpiDetails", "EpiPaymentInstructionDetails")
_REFERENCE = re.compile(r"[0-9]{2,20}|RF[0-9]{2}[0-9A-Za-z]{1,21}").fullmatch
_ISO = "RF"
_MOST_TERMS = 2


def read_due_date(root: Branch) -> date | None:
    """The day of payment (BT-9)."""
    return day(root, "InvoiceDetails/PaymentTermsDetails/InvoiceDueDate")


def read_terms(root: Branch) -> tuple[str, ...]:
    """The terms of payment (BT-20), as one text."""
    terms = texts(root, "InvoiceDetails/PaymentTermsDetails/PaymentTermsFreeText")
    return ("\n".join(terms),) if terms else ()


def read_means(root: Branch) -> tuple[PaymentMeans, ...]:
    """The means of payment: the account of the instruction, then the seller's others."""
    instruction = branch(root, *_EPI)
    first = _account_of_instruction(root)
    others = [account for account in _accounts_of_seller(root) if account.id != _id_of(first)]
    card, mandate = _card(root), _mandate(root)
    told = code(instruction, "EpiPaymentMeansCode")
    if told is None and first is None and not others and card is None and mandate is None:
        return ()
    name = text(instruction, "EpiPaymentMeansText")
    reference = code(instruction, "EpiRemittanceInfoIdentifier") or code(
        root, "EpiDetails/EpiIdentificationDetails/EpiReference"
    )
    means = told or CREDIT_TRANSFER
    return (
        PaymentMeans(means, name, None, reference, card, first, mandate),
        *(PaymentMeans(means, None, None, reference, account=account) for account in others),
    )


def _id_of(account: Account | None) -> str | None:
    return account.id if account else None


def _account_of_instruction(root: Branch) -> Account | None:
    parties = branch(root, "EpiDetails", "EpiPartyDetails")
    number = code(parties, "EpiBeneficiaryPartyDetails/EpiAccountID")
    if number in {None, NO_ACCOUNT}:
        return None
    return Account(
        str(number),
        text(parties, "EpiBeneficiaryPartyDetails/EpiNameAddressDetails"),
        code(parties, "EpiBfiPartyDetails/EpiBfiIdentifier"),
    )


def _accounts_of_seller(root: Branch) -> list[Account]:
    return [
        Account(number, text(details, "SellerAccountName"), code(details, "SellerBic"))
        for details in branch(root, "SellerInformationDetails").branches("SellerAccountDetails")
        if (number := code(details, "SellerAccountID"))
    ]


def _card(root: Branch) -> Card | None:
    number = code(root, "PaymentCardInfo/PrimaryAccountNumber")
    return (
        Card(number, NO_NETWORK, text(root, "PaymentCardInfo/CardHolderName")) if number else None
    )


def _mandate(root: Branch) -> Mandate | None:
    found = Mandate(
        code(root, "DirectDebitInfo/MandateReference"),
        code(root, "DirectDebitInfo/DebitedAccountID"),
    )
    return None if found == Mandate() else found


def due_date_of(document: BillingDocument) -> date | None:
    """The day of payment, which a credit note has with its means of payment."""
    if isinstance(document, Invoice):
        return document.due_date
    return next((means.due_date for means in document.payment_means if means.due_date), None)


def with_due_date(document: CreditNote, due: date | None) -> tuple[PaymentMeans, ...]:
    """A credit note's means of payment, the first with the day."""
    first, *others = document.payment_means or (None,)
    if first is None or due is None:
        return document.payment_means
    dated = PaymentMeans(
        first.code, first.name, due, first.payment_id, first.card, first.account, first.mandate
    )
    return (dated, *others)


def write_terms(details: Any, document: BillingDocument) -> None:
    """Add terms and day of payment to the invoice's details."""
    due, terms = due_date_of(document), document.payment_terms
    if due is None and not terms:
        return
    element = etree.SubElement(details, "PaymentTermsDetails")
    for whole in terms:
        for line in whole.split("\n", _MOST_TERMS - 1):
            put(element, "PaymentTermsFreeText", line)
    put_day(element, "InvoiceDueDate", due)


def write_accounts(information: Any, document: BillingDocument) -> None:
    """Add the seller's accounts but the first, which stands in the instruction."""
    for means in document.payment_means[1:]:
        if means.account is not None:
            details = etree.SubElement(information, "SellerAccountDetails")
            _put_account(details, "SellerAccountID", means.account.id)
            put(details, "SellerBic", means.account.branch, IdentificationSchemeName="BIC")
            put(details, "SellerAccountName", means.account.name)


def write_instruction(root: Any, document: BillingDocument, payable: Decimal) -> None:
    """Add card, mandate and the payment instruction, which every Finvoice has."""
    means = document.payment_means[0] if document.payment_means else None
    creditors = [number for number in document.seller.identifiers if number.scheme == SEPA]
    _write_card(root, means.card if means else None)
    mandate = means.mandate if means else None
    if mandate is not None or creditors:
        debit = etree.SubElement(root, "DirectDebitInfo")
        put(debit, "MandateReference", mandate.id if mandate else None)
        for creditor in creditors:
            put(debit, "CreditorIdentifier", creditor.value)
        _put_account(debit, "DebitedAccountID", mandate.payer_account if mandate else None)
    epi = etree.SubElement(root, "EpiDetails")
    _write_identification(epi, document, means)
    _write_beneficiary(epi, means.account if means else None)
    instruction = etree.SubElement(epi, "EpiPaymentInstructionDetails")
    reference = (means.payment_id if means else None) or ""
    if _REFERENCE(reference):
        scheme = "ISO" if reference.startswith(_ISO) else "SPY"
        put(instruction, "EpiRemittanceInfoIdentifier", reference, IdentificationSchemeName=scheme)
    put(
        instruction,
        "EpiInstructedAmount",
        amount_text(payable),
        AmountCurrencyIdentifier=document.currency,
    )
    put(instruction, "EpiCharge", "SHA", ChargeOption="SHA")
    put_day(instruction, "EpiDateOptionDate", due_date_of(document) or document.issue_date)
    put(instruction, "EpiPaymentMeansCode", means.code if means else None)
    put(instruction, "EpiPaymentMeansText", means.name if means else None)


def _write_card(root: Any, card: Card | None) -> None:
    if card is not None:
        element = etree.SubElement(root, "PaymentCardInfo")
        put(element, "PrimaryAccountNumber", card.account)
        put(element, "CardHolderName", card.holder)


def _write_identification(epi: Any, document: BillingDocument, means: PaymentMeans | None) -> None:
    details = etree.SubElement(epi, "EpiIdentificationDetails")
    put_day(details, "EpiDate", document.issue_date)
    put(details, "EpiReference", (means.payment_id if means else None) or "")


def _write_beneficiary(epi: Any, account: Account | None) -> None:
    parties = etree.SubElement(epi, "EpiPartyDetails")
    bank = etree.SubElement(parties, "EpiBfiPartyDetails")
    beneficiary = etree.SubElement(parties, "EpiBeneficiaryPartyDetails")
    if account is not None:
        put(bank, "EpiBfiIdentifier", account.branch, IdentificationSchemeName="BIC")
        put(beneficiary, "EpiNameAddressDetails", account.name)
    _put_account(beneficiary, "EpiAccountID", account.id if account else NO_ACCOUNT)


def _put_account(parent: Any, name: str, number: str | None) -> None:
    scheme = "IBAN" if number and is_iban(number) else "BBAN"
    put(parent, name, number, IdentificationSchemeName=scheme)
