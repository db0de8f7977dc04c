"""The words of this app."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """What is needed, tendered and agreed on, from the first need to the last order."""

    MOBILE_DEVICES = "mobile-devices", _("Mobile devices")
    WORKSTATIONS = "workstations", _("Workstations and screens")
    MEETING_ROOMS = "meeting-rooms", _("Meeting-room equipment")
    NETWORKS = "networks", _("Network equipment")
    SOFTWARE = "software", _("Software")
    SERVICES = "services", _("Services")
