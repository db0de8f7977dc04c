"""What people are told about devices that are asked back, lost, passed on or unsupported."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

EVERYBODY = frozenset(role.value for role in RoleName)
OFFICERS = frozenset({RoleName.SECURITY_OFFICER.value})
KEEPERS = frozenset({RoleName.ICT_MANAGER.value})

NOTICES = {
    "return-asked": Notice(
        _("A device of yours is asked back"),
        _("Hand in %(devices)s by %(due)s. %(note)s"), Delivery.AT_ONCE, EVERYBODY,
    ),
    "loss-reported": Notice(
        _("A lost device waits for your decision"),
        _("Device %(number)s is reported lost: %(what)s"), Delivery.AT_ONCE, OFFICERS,
    ),
    "transfer-decided": Notice(
        _("Devices of another organisation are to pass to yours"),
        _("%(giver)s passes %(devices)s devices to you on %(passes)s. Say whether you take"
          " them over, and where they go."),
        Delivery.AT_ONCE, KEEPERS,
    ),
    "transfer-accepted": Notice(
        _("Your devices are taken over"),
        _("%(receiver)s takes over %(name)s on %(passes_on)s. %(words)s"), Delivery.DIGEST, KEEPERS,
    ),
    "transfer-declined": Notice(
        _("Your devices are not taken over"),
        _("%(receiver)s has declined %(name)s: they stay with you. %(words)s"), Delivery.AT_ONCE,
        KEEPERS,
    ),
    "support-ends-early": Notice(
        _("Devices lose their security updates before they are renewed"),
        _("%(devices)s devices of %(models)s models get no security updates until their planned"
          " renewal. Bring it forward."),
        Delivery.AT_ONCE, OFFICERS | KEEPERS,
    ),
}  # fmt: skip
