"""Check digits: right ones pass, and one changed digit does not."""

from collections.abc import Callable

import pytest

from samkop.core import identifiers

CHECKED: list[tuple[Callable[[str], bool], list[str]]] = [
    (identifiers.is_gln, ["7300010000001", "5790000435951"]),
    (identifiers.is_gtin, ["73513537", "036000291452", "4006381333931", "10012345678902"]),
    (identifiers.is_finnish_business_id, ["0112038-9", "1234567-1"]),
    (identifiers.is_ovt_code, ["003701120389", "00370112038912345", "003701120389ABC"]),
    (identifiers.is_swedish_organisation, ["5560360793", "2120000142"]),
    (identifiers.is_norwegian_organisation, ["987654325", "974760673"]),
    (identifiers.is_belgian_enterprise, ["0203201340"]),
    (identifiers.is_italian_vat, ["IT06363391001", "FI1"]),
    (identifiers.is_australian_business, ["51824753556"]),
    (identifiers.is_danish_cvr, ["DK12345678", "12345678"]),
    (identifiers.is_danish_p, ["1234567890"]),
    (identifiers.is_danish_se, ["DK12345678"]),
    (identifiers.is_italian_ipa, ["UF2A3B"]),
    (identifiers.is_italian_tax_code, ["AAAAAA11A11A111A", "12345678901"]),
]
IDS = [check.__name__ for check, _ in CHECKED]


@pytest.mark.parametrize(("check", "right"), CHECKED, ids=IDS)
def test_right_numbers_pass(check: Callable[[str], bool], right: list[str]) -> None:
    assert [number for number in right if not check(number)] == []


@pytest.mark.parametrize("check", [check for check, _ in CHECKED[:9]], ids=IDS[:9])
def test_one_changed_digit_does_not_pass(check: Callable[[str], bool]) -> None:
    number = dict(zip(IDS, (right[0] for _, right in CHECKED), strict=True))[check.__name__]
    places = range(4 if check is identifiers.is_ovt_code else 2, len(number))
    changed = [
        number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        for place in places
        if number[place].isdigit()
    ]
    assert [wrong for wrong in changed if check(wrong)] == []


@pytest.mark.parametrize("check", [check for check, _ in CHECKED], ids=IDS)
@pytest.mark.parametrize("nonsense", ["", "x", "٣" * 10, "1" * 99, "0037", "IT", " 5560360793"])
def test_nonsense_does_not_pass(check: Callable[[str], bool], nonsense: str) -> None:
    foreign = check is identifiers.is_italian_vat and not nonsense.startswith("IT")
    assert check(nonsense) is foreign


def test_a_remainder_of_one_has_no_check_digit() -> None:
    assert [
        digit for digit in range(10) if identifiers.is_finnish_business_id(f"0000006-{digit}")
    ] == []


def test_an_ovt_code_is_made_of_a_business_id() -> None:
    assert identifiers.ovt_code("0112038-9") == "003701120389"
    assert identifiers.ovt_code("0112038-9", "10") == "00370112038910"
    for business_id, suffix in (("0112038-8", ""), ("0112038-9", "123456"), ("01120389", "")):
        with pytest.raises(ValueError, match="makes no OVT code"):
            identifiers.ovt_code(business_id, suffix)
