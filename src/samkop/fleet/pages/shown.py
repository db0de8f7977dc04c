"""How devices look: the tone of each state, who has one."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.fleet.models import Holder
from samkop.fleet.vocabulary import AssetState, HolderKind

TONES = {
    AssetState.EXPECTED: "info",
    AssetState.RECEIVED: "neutral",
    AssetState.STAGED: "neutral",
    AssetState.IN_TRANSIT: "info",
    AssetState.IN_USE: "good",
    AssetState.MAINTENANCE: "warn",
    AssetState.MISSING: "bad",
    AssetState.RETURNED: "neutral",
    AssetState.ERASED: "neutral",
    AssetState.ENDED: "neutral",
}
SOON_DAYS = 183


def state_of(state: str) -> tuple[str, str | Promise]:
    """The tone and the words of a device's state."""
    known = AssetState(state)
    return TONES[known], known.label


def holder_name(holder: Holder) -> str:
    """Who has it, in words."""
    if holder.kind == HolderKind.NOBODY:
        return str(HolderKind.NOBODY.label)
    return holder.name


def support_left(ends: date | None, today: date) -> tuple[str, str | Promise]:
    """The tone and the words for how long there are security updates still."""
    if ends is None:
        return "neutral", gettext_lazy("Not known")
    left = (ends - today).days
    if left < 0:
        return "bad", _("No security updates any more")
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    return ("warn" if left <= SOON_DAYS else "good"), words
