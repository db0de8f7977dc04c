"""Django's description of the app."""

from django.apps import AppConfig


class TenderingConfig(AppConfig):
    """From the notice to the signed award."""

    name = "samkop.tendering"
    label = "tendering"
    default_auto_field = "django.db.models.BigAutoField"
