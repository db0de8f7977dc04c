"""What is chosen with a subscription, and what of a configuration travels with an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samkop.catalogue.vocabulary import Category, EnrolmentProgramme, NumberChoice, SimKind

# ITU-T E.164: at most fifteen digits with the country's code; national numbers begin with 0.
_NUMBER = re.compile(r"\+?[0-9]{5,15}")
# Devices that a programme enrols, by words in the maker's name; Autopilot is Windows'.
_APPLE, _SAMSUNG = "apple", "samsung"
_MOBILE = frozenset({Category.PHONE, Category.RUGGED_PHONE, Category.TABLET, Category.WATCH})
_COMPUTERS = frozenset({Category.LAPTOP, Category.DESKTOP})


# Stands on the line of a configuration's device, and on no other.
CONFIGURATION_PROPERTY = "Configuration"


@dataclass(frozen=True)
class SubscriptionChoice:
    """A number kept (same operator), moved (from another) or new, on a SIM or an eSIM."""

    number_choice: str = NumberChoice.NEW
    sim: str = SimKind.ESIM
    number: str = ""
    from_operator: str = ""


def wrong_fields(choice: SubscriptionChoice, quantity: int) -> tuple[str, ...]:
    """The fields of a choice that are missing or wrong, in the form's order; none if whole."""
    wrong = []
    if choice.number_choice not in NumberChoice.values:
        return ("number_choice",)
    if choice.sim not in SimKind.values:
        wrong.append("sim")
    named = choice.number_choice != NumberChoice.NEW
    if named and not _NUMBER.fullmatch(plain_number(choice.number)):
        wrong.append("number")
    if choice.number_choice == NumberChoice.MOVED and not choice.from_operator.strip():
        wrong.append("from_operator")
    if named and quantity != 1:
        wrong.append("quantity")
    return tuple(wrong)


def plain_number(text: str) -> str:
    """A telephone number without what people put between its digits."""
    return re.sub(r"[\s()./-]", "", text)


def subscription_properties(choice: SubscriptionChoice) -> dict[str, str]:
    """A choice as properties of an order line; what was not chosen is left out."""
    said = {"Number": choice.number_choice, "SIM": choice.sim}
    if choice.number_choice != NumberChoice.NEW:
        said["Telephone number"] = plain_number(choice.number)
    if choice.number_choice == NumberChoice.MOVED:
        said["Moved from operator"] = choice.from_operator.strip()
    return said


def programmes_for(category: str, manufacturer: str) -> tuple[EnrolmentProgramme, ...]:
    """The programmes that enrol a device: by its maker, and of a computer Autopilot too."""
    maker = manufacturer.casefold()
    if category in _COMPUTERS:
        if _APPLE in maker:
            return (EnrolmentProgramme.APPLE,)
        return (EnrolmentProgramme.AUTOPILOT,)
    if category not in _MOBILE:
        return ()
    if _APPLE in maker:
        return (EnrolmentProgramme.APPLE,)
    if _SAMSUNG in maker:
        return (EnrolmentProgramme.KNOX, EnrolmentProgramme.ZERO_TOUCH)
    return (EnrolmentProgramme.ZERO_TOUCH,)


def device_properties(
    *,
    code: str,
    number: int,
    image: str,
    mdm_profile: str,
    programmes: Iterable[EnrolmentProgramme],
    identifiers: Mapping[str, str],
) -> dict[str, str]:
    """What the supplier has to know of the device in a configuration, by property name."""
    said = {CONFIGURATION_PROPERTY: f"{code} {number}", "Image": image, "MDM profile": mdm_profile}
    for programme in programmes:
        said[PROPERTY_NAMES[programme]] = identifiers.get(programme, "")
    return {name: value for name, value in said.items() if value}


# Names of item properties in an order (Peppol BIS Ordering 3, AdditionalItemProperty).
PROPERTY_NAMES = {
    EnrolmentProgramme.APPLE: "Apple organisation ID",
    EnrolmentProgramme.ZERO_TOUCH: "Android zero-touch customer ID",
    EnrolmentProgramme.KNOX: "Samsung Knox customer ID",
    EnrolmentProgramme.AUTOPILOT: "Windows Autopilot group tag",
}
