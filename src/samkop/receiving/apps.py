"""Django's description of the app."""

from django.apps import AppConfig


class ReceivingConfig(AppConfig):
    """Despatch advices, consignments, receipts, discrepancies and returns."""

    name = "samkop.receiving"
    label = "receiving"
    default_auto_field = "django.db.models.BigAutoField"
