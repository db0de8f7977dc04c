"""The page of what a step of custody happened by, from how the step names it."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.fleet.policies import may_see_cases, may_see_fleet, may_see_work
from samkop.fleet.policies.returns import may_see_returns
from samkop.platform.actors import Actor
from samkop.receiving.policies import may_see_goods

# The beginning of ``Custody.source``: label, address's name, and who may open it.
SOURCES: dict[str, tuple[str | Promise, str, Callable[[Actor], bool]]] = {
    "fleet.devicecase": (_("To the case"), "device-case", may_see_cases),
    "fleet.deviceloan": (_("To the loan"), "loan", may_see_fleet),
    "fleet.devicerecall": (_("To the recall"), "recall", may_see_fleet),
    "fleet.devicereturn": (_("To the return"), "device-return", may_see_returns),
    "fleet.disposal": (_("To the disposal"), "disposal", may_see_returns),
    "fleet.missingdevice": (_("To what is known of it"), "missing-device", may_see_fleet),
    "fleet.signature": (_("To the signature"), "signature", may_see_work),
    "fleet.stocktaking": (_("To the audit round"), "stocktaking", may_see_fleet),
    "fleet.workorder": (_("To the work order"), "work-order", may_see_work),
    "receiving.consignment": (_("To the delivery"), "consignment", may_see_goods),
    "receiving.goodsreturn": (_("To the return"), "return", may_see_goods),
    "receiving.receipt": (_("To the receipt"), "receipt", may_see_goods),
}


def source_link(actor: Actor, source: str) -> tuple[str | Promise, str] | None:
    """Label and address of what a step happened by; None where the actor has no page of it."""
    kind, _colon, number = source.partition(":")
    if kind not in SOURCES or not number.isdecimal():
        return None
    label, address, may_see = SOURCES[kind]
    return (label, reverse(address, args=[int(number)])) if may_see(actor) else None
