"""Django's description of the app."""

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """Assets, their models, who holds them, leases, work orders, returns and renewal."""

    name = "samkop.fleet"
    label = "fleet"
    default_auto_field = "django.db.models.BigAutoField"
