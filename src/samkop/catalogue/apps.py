"""Django's description of the app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogues, their items, and the joint range."""

    name = "samkop.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
