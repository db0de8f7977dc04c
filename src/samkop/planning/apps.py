"""Django's description of the app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """What is needed, and what the market answers, before a tender is written."""

    name = "samkop.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
