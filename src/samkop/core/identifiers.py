"""Check digits and forms of the identifiers that parties and items are known by.

Scheme codes are ISO 6523 ICD and EAS. The forms are those of the registers and, where they are
looser, of the Peppol rules PEPPOL-COMMON-R040 to R050 (BIS 3.0.17).
"""

import re

_DIGITS = re.compile(r"[0-9]+").fullmatch
_ALNUM6 = re.compile(r"[A-Za-z0-9]{6}").fullmatch
_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch
_FINNISH_BUSINESS_ID = re.compile(r"[0-9]{7}-[0-9]").fullmatch
_OVT = re.compile(r"0037([0-9]{8})([0-9A-Za-z]{0,5})").fullmatch
_GTIN_LENGTHS = {8, 12, 13, 14}
_GLN_LENGTH = 13
_LONGEST = 1000


def is_gs1_key(value: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others (modulo 10, weights 3, 1)."""
    if len(value) > _LONGEST or not _DIGITS(value):
        return False
    weighted = 3 * sum(map(int, value[-2::-2])) + sum(map(int, value[-3::-2]))
    return -weighted % 10 == int(value[-1])


def is_gln(value: str) -> bool:
    """A Global Location Number (0088): 13 digits with a GS1 check digit."""
    return len(value) == _GLN_LENGTH and is_gs1_key(value)


def is_gtin(value: str) -> bool:
    """A Global Trade Item Number (0160): 8, 12, 13 or 14 digits with a GS1 check digit."""
    return len(value) in _GTIN_LENGTHS and is_gs1_key(value)


def is_finnish_business_id(value: str) -> bool:
    """A Finnish business ID (`0112038-9`, scheme 0212): weights 7 9 10 5 8 4 2, modulo 11."""
    if not _FINNISH_BUSINESS_ID(value):
        return False
    remainder = _weighted(value[:7], (7, 9, 10, 5, 8, 4, 2)) % 11
    return remainder != 1 and (11 - remainder) % 11 == int(value[8])


def is_ovt_code(value: str) -> bool:
    """A Finnish OVT code (0216): 0037, the business ID without hyphen, up to five characters."""
    match = _OVT(value)
    return match is not None and is_finnish_business_id(f"{match[1][:7]}-{match[1][7]}")


def ovt_code(business_id: str, suffix: str = "") -> str:
    """The OVT code of a Finnish business ID. Raises ValueError if the ID or suffix is wrong."""
    code = f"0037{business_id.replace('-', '')}{suffix}"
    if not is_finnish_business_id(business_id) or not is_ovt_code(code):
        raise ValueError(f"{business_id!r} with {suffix!r} makes no OVT code")
    return code


def is_swedish_organisation(value: str) -> bool:
    """A Swedish organisation number (0007): ten digits, the last by Luhn's algorithm."""
    if len(value) != 10 or not _DIGITS(value):  # noqa: PLR2004 - the number's length
        return False
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(value))
    return sum(doubled) % 10 == 0


def is_norwegian_organisation(value: str) -> bool:
    """A Norwegian organisation number (0192): nine digits, modulo 11, not all zero."""
    if len(value) != 9 or not _DIGITS(value) or int(value) == 0:  # noqa: PLR2004
        return False
    return -_weighted(value[:8], (3, 2, 7, 6, 5, 4, 3, 2)) % 11 == int(value[8])


def is_danish_cvr(value: str) -> bool:
    """A Danish CVR number (0184): eight digits, with or without DK."""
    return re.fullmatch(r"(?:DK)?[0-9]{8}", value) is not None


def is_danish_p(value: str) -> bool:
    """A Danish production unit's number (0096): ten digits."""
    return re.fullmatch(r"[0-9]{10}", value) is not None


def is_danish_se(value: str) -> bool:
    """A Danish SE number (0198): DK and eight digits."""
    return re.fullmatch(r"DK[0-9]{8}", value) is not None


def is_belgian_enterprise(value: str) -> bool:
    """A Belgian enterprise number (0208): eight digits and 97 less their remainder by 97."""
    if len(value) != 10 or not _DIGITS(value):  # noqa: PLR2004 - the number's length
        return False
    return 97 - int(value[:8]) % 97 == int(value[8:])


def is_italian_ipa(value: str) -> bool:
    """An Italian office's IPA code (0201): six letters or digits."""
    return _ALNUM6(value) is not None


def is_italian_tax_code(value: str) -> bool:
    """An Italian tax code (0210, 9907): sixteen characters in their form, or an 11-digit number."""
    if len(value) == 16:  # noqa: PLR2004 - a person's tax code
        letters = value[:6] + value[8] + value[15]
        numbers = (value[6:8], value[9:11], value[14])
        return letters.isascii() and letters.isalpha() and all(map(_is_integer, numbers))
    return len(value) == 11 and _INTEGER(value) is not None  # noqa: PLR2004 - a company's


def is_italian_vat(value: str) -> bool:
    """An Italian VAT code (0211): IT and eleven digits, the last by Luhn; others are let pass."""
    if value[:2] not in {"IT", "it"}:
        return True
    digits = value[2:]
    if len(digits) != 11 or not _DIGITS(digits):  # noqa: PLR2004 - the number's length
        return False
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 else int(d) for i, d in enumerate(digits))
    return sum(doubled) % 10 == 0


def is_australian_business(value: str) -> bool:
    """An Australian business number (0151): eleven digits, the first less one, modulo 89."""
    if len(value) != 11 or not _DIGITS(value):  # noqa: PLR2004 - the number's length
        return False
    return (_weighted(value, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) - 10) % 89 == 0


def _is_integer(text: str) -> bool:
    return _INTEGER(text.strip()) is not None


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
