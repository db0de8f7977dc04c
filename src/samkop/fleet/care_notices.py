"""What people are told about the care of devices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.fleet.policies import KEEPS
from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

KEEPERS = frozenset(role.value for role in KEEPS)

NOTICES = {
    "case-opened": Notice(
        _("Something is asked for a device"),
        _("%(kind)s: device %(number)s, %(model)s."),
        roles=KEEPERS,
    ),
    "case-closed": Notice(
        _("Your device's case is closed"), _("Device %(number)s, %(model)s: %(outcome)s.")
    ),
    "loan-due": Notice(
        _("A lent device is to come back"),
        _("Device %(number)s, %(model)s, was lent until %(due)s. Hand it in."),
        Delivery.AT_ONCE,
    ),
    "device-missing": Notice(
        _("A device is missing"),
        _("%(kind)s: device %(number)s, %(model)s."),
        Delivery.AT_ONCE,
        KEEPERS | {RoleName.SECURITY_OFFICER.value},
    ),
    "device-recalled": Notice(
        _("Your device is recalled"),
        _("%(title)s: %(model)s, by %(due)s. The ICT support gets in touch."),
    ),
    "joiners-come": Notice(
        _("New people need devices"),
        _("The people feed tells of %(count)s who begin. See what each is entitled to."),
        roles=KEEPERS,
    ),
    "leaver-has-devices": Notice(
        _("Somebody who leaves has devices"),
        _("%(name)s leaves on %(last)s and has %(count)s devices. A work order fetches them."),
        roles=KEEPERS,
    ),
    "repair-asked": Notice(
        _("A device comes for repair"),
        _("%(owner)s sends %(model)s, serial number %(serial)s, under the number %(number)s."),
        Delivery.AT_ONCE,
        frozenset(role.value for role in SELLS),
    ),
}
