from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.signals import person_renamed


def _index_renamed(*, user, **_unused):
    import_module("partnerships.workflow.index").index_deposited_by(user)


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("partenariats")

    def ready(self):
        version = import_module("partnerships.publication.public_version")
        connection_created.connect(version.watch_connection)
        person_renamed.connect(_index_renamed)
