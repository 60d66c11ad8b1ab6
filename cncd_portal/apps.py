from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "cncd_portal"
    verbose_name = _("portail")

    def ready(self):
        import_module("cncd_portal.checks")
