"""What people are told about devices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

LEASE_PEOPLE = frozenset({RoleName.ICT_MANAGER.value, RoleName.FINANCE_CLERK.value})

NOTICES = {
    "lease-notice-near": Notice(
        _("A lease goes on unless notice is given"),
        _("%(number)s of %(financier)s ends on %(ends_on)s if notice is given by %(notice_on)s."),
        Delivery.DIGEST,
        LEASE_PEOPLE,
    ),
    "lease-uncommitted": Notice(
        _("A lease went on without budget"),
        _("%(number)s of %(financier)s goes on until %(ends_on)s, but budget or agreement has no"
          " room for it."),
        Delivery.DIGEST,
        LEASE_PEOPLE,
    ),
}  # fmt: skip
