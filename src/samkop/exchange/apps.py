"""Django's description of the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Endpoints, messages in and out, transmissions, quarantine."""

    name = "samkop.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
