"""The page of what a step of custody happened by, from how the step names it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The beginning of ``Custody.source``: label and address's name.
SOURCES: dict[str, tuple[str | Promise, str]] = {
    "fleet.signature": (_("To the signature"), "signature"),
    "receiving.consignment": (_("To the delivery"), "consignment"),
    "receiving.goodsreturn": (_("To the return"), "return"),
    "receiving.receipt": (_("To the receipt"), "receipt"),
}


def source_link(source: str) -> tuple[str | Promise, str] | None:
    """Label and address of what a step happened by; None where it has no page."""
    kind, _colon, number = source.partition(":")
    if kind not in SOURCES or not number.isdecimal():
        return None
    label, address = SOURCES[kind]
    return label, reverse(address, args=[int(number)])
