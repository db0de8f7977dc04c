"""Django's description of the app."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """What everybody may see: the gate of publication, releases, purchases."""

    name = "samkop.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"
