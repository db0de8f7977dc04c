"""What people are told about devices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.fleet.policies.work import PERFORMS
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
    "work-planned": Notice(
        _("Work is planned for you"),
        _("%(work)s for %(owner)s on %(day)s, at %(site)s: work order %(number)s."),
        Delivery.AT_ONCE,
        frozenset(role.value for role in PERFORMS),
    ),
}  # fmt: skip
