"""How long makers give security updates."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samkop.core.devices.names import model_key, without_radio
from samkop.core.devices.tables import rows

# Devices in the source, their makers, and what its labels leave out of the name.
_DEVICES = {
    "iphone": ("Apple", "iPhone "),
    "ipad": ("Apple", ""),
    "pixel": ("Google", ""),
    "surface": ("Microsoft", ""),
    "fairphone": ("Fairphone", ""),
    "samsung-mobile": ("Samsung", ""),
    "samsung-galaxy-tab": ("Samsung", ""),
    "motorola-mobility": ("Motorola", ""),
    "nokia": ("Nokia", ""),
    "oneplus": ("OnePlus", ""),
    "sony-xperia": ("Sony", ""),
}
_WINDOWS = re.compile(
    r"windows\s(?P<version>10|11)\b(?P<edition>[^0-9]*)(?P<release>\d\dh[12]|\d{4})\b",
    re.IGNORECASE,
)
_MACOS = re.compile(r"(?:mac\s?os|os\sx)\D*(?P<version>10\.\d+|\d+)", re.IGNORECASE)
# Editions whose support is the longer one, marked (E) in the source; the others are (W).
_LONG_SUPPORT = ("enterprise", "education")


class SupportState(StrEnum):
    """What is known of the end of security updates."""

    KNOWN = "known"
    NOT_ANNOUNCED = "not-announced"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Support:
    """The maker's last day of security updates (``ends``, if ``state`` is known).

    ``release`` names the entry of the source that this was taken from.
    """

    state: SupportState
    ends: date | None = None
    release: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One entry of the source: ``product`` and ``cycle`` are its key there."""

    product: str
    cycle: str
    label: str
    ends: date | None
    supported: bool

    @property
    def support(self) -> Support:
        """Supported without an end means that none is announced; ended on an unknown day
        is not known.
        """
        if self.ends:
            return Support(SupportState.KNOWN, self.ends, self.label)
        state = SupportState.NOT_ANNOUNCED if self.supported else SupportState.NOT_KNOWN
        return Support(state, None, self.label)


NOT_KNOWN = Support(SupportState.NOT_KNOWN)


@cache
def releases() -> tuple[Release, ...]:
    """Every entry of the source, in its order."""
    return tuple(
        Release(
            product=row["product"],
            cycle=row["cycle"],
            label=row["label"],
            ends=date.fromisoformat(text) if (text := row["security_support_ends"]) else None,
            supported=row["supported_now"] == "yes",
        )
        for row in rows("device-support.csv")
    )


def device_support(manufacturer: str, name: str) -> Support:
    """Until when a phone, tablet or computer of this maker and name gets security updates."""
    key = model_key(manufacturer, name)
    known = _by_model()
    for wanted in (key, without_radio(key), f"{key} 5g"):
        if wanted in known:
            return known[wanted]
    return NOT_KNOWN


def model_of_release(product: str, label: str) -> tuple[str, str] | None:
    """Maker and name of a device by its product and label in the source; None if no device."""
    if product not in _DEVICES:
        return None
    maker, prefix = _DEVICES[product]
    return maker, prefix + label


@cache
def system_support(operating_system: str) -> Support:
    """Until when a release of Windows or macOS gets security updates.

    ``operating_system`` names the release (``Windows 11 Pro 24H2``, ``macOS 14``); without
    one nothing is known, because each release has an end of its own.
    """
    found = _WINDOWS.search(operating_system)
    if found:
        longer = any(word in found["edition"].casefold() for word in _LONG_SUPPORT)
        release = f"{found['version']}-{found['release'].casefold()}"
        cycles = [f"{release}-{'e' if longer else 'w'}", release]
        return _system("windows", cycles)
    found = _MACOS.search(operating_system)
    return _system("macos", [found["version"]]) if found else NOT_KNOWN


def _system(product: str, cycles: list[str]) -> Support:
    known = {found.cycle: found for found in releases() if found.product == product}
    for cycle in cycles:
        if cycle in known:
            return known[cycle].support
    return NOT_KNOWN


@cache
def _by_model() -> dict[str, Support]:
    """By model; where entries of one model differ, the earliest end: better warned than sorry."""
    grouped: dict[str, list[Support]] = defaultdict(list)
    cycles = {}
    for release in releases():
        if release.product in _DEVICES:
            maker, prefix = _DEVICES[release.product]
            grouped[model_key(maker, prefix + release.label)].append(release.support)
            cycles[release.product, release.cycle] = release.support
    for alias in rows("device-aliases.csv"):
        key = model_key(alias["manufacturer"], alias["name"])
        grouped[key].append(cycles[alias["support_product"], alias["support_cycle"]])
    return {key: min(found, key=_worst_first) for key, found in grouped.items()}


def _worst_first(support: Support) -> tuple[int, date]:
    order = (SupportState.KNOWN, SupportState.NOT_ANNOUNCED, SupportState.NOT_KNOWN)
    return order.index(support.state), support.ends or date.max
