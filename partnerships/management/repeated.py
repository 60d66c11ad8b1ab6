import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.translation import gettext as _


class RepeatedCommand(BaseCommand):
    """A command that does its work once, or again and again with --every."""

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDES",
            help=_("recommence toutes les SECONDES, jusqu’à l’arrêt"),
        )

    def handle(self, *, every, **options):
        while True:
            self.work()
            if not every:
                return
            close_old_connections()
            time.sleep(every)

    def work(self):
        raise NotImplementedError
