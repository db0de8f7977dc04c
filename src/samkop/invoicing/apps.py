"""Django's description of the app."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """Invoices and credit notes, what they were matched with, and the answers to them."""

    name = "samkop.invoicing"
    label = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"
