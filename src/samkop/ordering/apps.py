"""Django's description of the app."""

from django.apps import AppConfig


class OrderingConfig(AppConfig):
    """Baskets, requisitions, approvals, budgets, orders and their answers."""

    name = "samkop.ordering"
    label = "ordering"
    default_auto_field = "django.db.models.BigAutoField"
