"""How an invoice is paid: accounts and payment references, and their check digits."""

from __future__ import annotations

import re
from typing import NamedTuple

SEPA_TRANSFER, CREDIT_TRANSFER = "58", "30"  # UNCL 4461
BANKGIRO, PLUSGIRO = "SE:BANKGIRO", "SE:PLUSGIRO"  # Peppol BIS Billing 3, BT-86
_SPACES = re.compile(r"[\s-]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}").fullmatch
_DIGITS = re.compile(r"[0-9]+").fullmatch
# Lengths of an IBAN by country (ISO 13616 registry); of others the check digits alone count.
_IBAN_LENGTHS = {"FI": 18, "SE": 24, "DK": 18, "NO": 15, "EE": 20, "LV": 21, "LT": 20, "DE": 22}
# Those in which the account number has no letters.
_IN_DIGITS = frozenset(_IBAN_LENGTHS) - {"LV"}
_BANKGIRO = re.compile(r"[0-9]{3,4}-?[0-9]{4}").fullmatch
_LONGEST_FINNISH, _SHORTEST_FINNISH = 20, 4
_LONGEST_OCR, _SHORTEST_OCR = 25, 2
_LONGEST_RF = 25


class Account(NamedTuple):
    """An account to pay to: number without blanks, means (UNCL 4461), bank (BT-86) if a giro."""

    number: str
    means: str
    branch: str | None = None


def account_of(text: str) -> Account | None:
    """The account that somebody typed: an IBAN (ISO 13616) or a bankgiro; None if it is neither.

    A bankgiro has seven or eight digits, the last by Luhn's algorithm.
    """
    plain = _SPACES.sub("", text).upper()
    if is_iban(plain):
        return Account(plain, SEPA_TRANSFER)
    if _BANKGIRO(text.strip()) and luhn_fits(plain):
        return Account(plain, CREDIT_TRANSFER, BANKGIRO)
    return None


def is_iban(value: str) -> bool:
    """Whether the check digits fit (ISO 7064, modulo 97), and the length where it is known."""
    if not _IBAN(value) or len(value) != _IBAN_LENGTHS.get(value[:2], len(value)):
        return False
    return _mod_97(value[4:] + value[:4]) == 1


def iban_of(country: str, account: str) -> str | None:
    """The IBAN of an account number (digits, filled up with zeros) in a country (ISO 3166).

    None where the number is too long, or where a country's IBAN is not known to be of digits.
    """
    length = _IBAN_LENGTHS.get(country, 0) - 4
    if country not in _IN_DIGITS or len(account) > length:
        return None
    filled = account.zfill(length)
    return f"{country}{98 - _mod_97(f'{filled}{country}00'):02}{filled}"


def finnish_reference(number: str) -> str | None:
    """The Finnish reference number of up to 19 digits: weights 7, 3, 1 from the right.

    None where the digits of `number` are too few or too many (Finance Finland, "Structure of
    the reference number"): it has 4 to 20 with its check digit.
    """
    digits = "".join(sign for sign in number if sign in "0123456789").lstrip("0")
    reference = f"{digits}{_finnish_check(digits)}"
    return reference if _SHORTEST_FINNISH <= len(reference) <= _LONGEST_FINNISH else None


def is_finnish_reference(value: str) -> bool:
    """A Finnish reference number with its check digit."""
    digits = value.lstrip("0")
    return bool(_DIGITS(value)) and finnish_reference(digits[:-1]) == digits


def ocr_reference(number: str) -> str | None:
    """A Swedish OCR number of the digits of `number`: the last is by Luhn's algorithm.

    None where they are too few or too many: it has 2 to 25 (Bankgirot, "OCR-referenskontroll").
    """
    digits = "".join(sign for sign in number if sign in "0123456789")
    check = next(one for one in "0123456789" if luhn_fits(f"{digits}{one}"))
    return f"{digits}{check}" if _SHORTEST_OCR <= len(digits) + 1 <= _LONGEST_OCR else None


def is_ocr_reference(value: str) -> bool:
    """A Swedish OCR number with its check digit."""
    return _SHORTEST_OCR <= len(value) <= _LONGEST_OCR and luhn_fits(value)


def is_creditor_reference(value: str) -> bool:
    """A reference of ISO 11649: RF, two check digits (modulo 97) and up to 21 signs."""
    plain = value.upper()
    if not re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", plain) or len(plain) > _LONGEST_RF:
        return False
    return _mod_97(plain[4:] + plain[:4]) == 1


def luhn_fits(value: str) -> bool:
    """Whether the last digit is that of Luhn's algorithm (ISO/IEC 7812-1, annex B)."""
    if not _DIGITS(value):
        return False
    doubled = (
        sum(divmod(int(digit) * 2, 10)) if place % 2 else int(digit)
        for place, digit in enumerate(reversed(value))
    )
    return sum(doubled) % 10 == 0


def payment_reference(country: str, number: str) -> str | None:
    """The reference that a seller in the country gives with an invoice of this number, if any."""
    if country == "FI":
        return finnish_reference(number)
    return ocr_reference(number) if country == "SE" else None


def is_payment_reference(country: str, value: str) -> bool:
    """Whether a reference is one by its form: the country's own, or ISO 11649.

    Elsewhere than in Finland and Sweden any text is: a bank there carries it as it stands.
    """
    if is_creditor_reference(value):
        return True
    own = {"FI": is_finnish_reference, "SE": is_ocr_reference}.get(country)
    return bool(value) if own is None else own(value)


def _finnish_check(digits: str) -> int:
    weighted = sum(
        int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(digits))
    )
    return -weighted % 10


def _mod_97(value: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in value)) % 97
