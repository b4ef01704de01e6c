"""The Django app of the store."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the app; the label stands in its tables' names."""

    name = "servanda.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
