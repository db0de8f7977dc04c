"""What people are told about the joint range."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.policies import BUYS
from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

KEEPERS = frozenset(role.value for role in BUYS)
MANAGERS = frozenset({RoleName.ICT_MANAGER.value})

NOTICES = {
    "range-proposed": Notice(
        _("A change of the joint range is proposed"),
        _("%(proposer)s proposes: %(title)s."), Delivery.DIGEST, KEEPERS | MANAGERS,
    ),
    "range-proposal-decided": Notice(
        _("A proposal for the joint range is decided on"),
        _("%(title)s. %(outcome)s."), Delivery.AT_ONCE, KEEPERS | MANAGERS,
    ),
    "range-change-waits": Notice(
        _("A carried change of the joint range waits for you"),
        _("%(title)s was carried. Write it with its day: %(why)s"), Delivery.AT_ONCE, KEEPERS,
    ),
    "range-changes": Notice(
        _("The joint range changes"),
        _("From %(effective)s: %(title)s."), Delivery.AT_ONCE, MANAGERS,
    ),
}  # fmt: skip
