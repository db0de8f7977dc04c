"""Django's description of the app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The floor under all others: door, wall, audit, outbox, jobs, base pages."""

    name = "samkop.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"
