"""What people are told about devices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.fleet.policies.assets import HANDLES, KEEPS
from samkop.fleet.policies.work import PERFORMS
from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

FINANCIERS = frozenset(role.value for role in SELLS)
LEASE_PEOPLE = frozenset({RoleName.ICT_MANAGER.value, RoleName.FINANCE_CLERK.value})

NOTICES = {
    "lease-notice-near": Notice(
        _("A lease goes on unless notice is given"),
        _("%(number)s of %(financier)s ends on %(ends_on)s if notice is given by %(notice_on)s."),
        Delivery.DIGEST,
        LEASE_PEOPLE,
    ),
    "lease-uncommitted": Notice(
        _("A lease goes on without budget"),
        _("%(number)s of %(financier)s goes on until %(ends_on)s, but budget or agreement has no"
          " room for it."),
        Delivery.DIGEST,
        LEASE_PEOPLE,
    ),
    "lease-accepted": Notice(
        _("A lease has begun"),
        _("%(lessee)s has accepted %(devices)s devices on %(accepted_on)s: lease %(number)s. Record"
          " its schedule."),
        Delivery.AT_ONCE,
        FINANCIERS,
    ),
    "lease-taken-over": Notice(
        _("A lease goes on with another organisation"),
        _("%(lessee)s has taken over %(devices)s devices of your schedule %(schedule)s: lease"
          " %(number)s. Invoice their rents to it from now on."),
        Delivery.AT_ONCE,
        FINANCIERS,
    ),
    "lease-notice-given": Notice(
        _("Notice is given of a lease"),
        _("%(lessee)s has given notice of lease %(number)s, your schedule %(schedule)s: it ends on"
          " %(ends_on)s with %(devices)s devices. Confirm it on the lease's page."),
        Delivery.AT_ONCE,
        FINANCIERS,
    ),
    "work-promise-broken": Notice(
        _("Work that was promised is not done"),
        _("%(work)s for %(owner)s at %(site)s was promised for %(promised_on)s: work order"
          " %(number)s."),
        Delivery.AT_ONCE,
        frozenset(role.value for role in KEEPS | HANDLES | {RoleName.SERVICE_MANAGER}),
    ),
    "work-planned": Notice(
        _("Work is planned for you"),
        _("%(work)s for %(owner)s on %(day)s, at %(site)s: work order %(number)s."),
        Delivery.AT_ONCE,
        frozenset(role.value for role in PERFORMS),
    ),
}  # fmt: skip
