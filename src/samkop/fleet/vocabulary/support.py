"""Until when makers give security updates, as organisations have read it from files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DONE = {
    "apply_support": _("Security support taken over"),
    "bring_renewal_forward": _("Renewal brought forward"),
    "publish_support": _("Security support read from a file"),
    "start_bringing_forward": _("Renewals to be brought forward"),
    "warn_of_support": _("Warned of ending support"),
}
