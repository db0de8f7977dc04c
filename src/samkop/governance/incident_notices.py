"""What people are told about guidelines and incidents.

Of an incident a notification says its number and its mark, and a mail nothing more: what was told
under one mark stays where it is when the mark becomes narrower.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

OFFICERS = frozenset({RoleName.SECURITY_OFFICER.value})
READERS = OFFICERS | {RoleName.ICT_MANAGER.value}

NOTICES = {
    "incident-shared": Notice(
        _("A security incident is shared with you"),
        _("%(mark)s %(number)s. Read it in Samköp: it is told nowhere else."),
        Delivery.AT_ONCE, READERS,
    ),
    "incident-changed": Notice(
        _("News of a security incident"),
        _("%(mark)s %(number)s. Read it in Samköp: it is told nowhere else."),
        Delivery.AT_ONCE, READERS,
    ),
    "incident-clock-soon": Notice(
        _("A report to an authority is due soon"),
        _("%(mark)s %(number)s: %(report)s, at the latest %(due)s."), Delivery.AT_ONCE, OFFICERS,
    ),
    "incident-clock-passed": Notice(
        _("A report to an authority is late"),
        _("%(mark)s %(number)s: %(report)s was due %(due)s. Report at once, and say why late."),
        Delivery.AT_ONCE, OFFICERS,
    ),
    "guideline-adopted": Notice(
        _("A guideline holds for you"),
        _("%(title)s, version %(version)s, holds from %(valid_from)s. Attest to it, or explain, by"
          " %(attest_by)s."),
        Delivery.AT_ONCE, OFFICERS,
    ),
    "attestation-due": Notice(
        _("A guideline waits for your word"),
        _("%(title)s, version %(version)s: attest to it, or explain, by %(due)s."),
        Delivery.AT_ONCE, OFFICERS,
    ),
    "attestation-renewal-due": Notice(
        _("An attestation is due anew"),
        _("%(title)s, version %(version)s: your word holds until %(due)s. Renew it."),
        Delivery.AT_ONCE, OFFICERS,
    ),
    "attestation-not-mended": Notice(
        _("A promised day of mending has passed"),
        _("%(title)s, version %(version)s: you promised to mend by %(due)s. Attest anew."),
        Delivery.AT_ONCE, OFFICERS,
    ),
}  # fmt: skip
