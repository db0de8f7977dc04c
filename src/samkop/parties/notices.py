"""What people are told about themselves in their organisation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.platform.notifications import Delivery, Notice

NOTICES = {
    "viewed-as": Notice(
        _("An administrator has looked at the pages as you see them"),
        _("%(viewer)s, because: %(reason)s. Nothing could be changed meanwhile."),
        Delivery.AT_ONCE,
    ),
}
