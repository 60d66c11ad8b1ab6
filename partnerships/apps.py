from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("partenariats")

    def ready(self):
        version = import_module("partnerships.publication.public_version")
        connection_created.connect(version.watch_connection)
