from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.management.background import Beat, repeat
from partnerships.models import BackgroundProcess


class RepeatedCommand(BaseCommand):
    """A command that does its work once, or again and again with --every.

    Repeated, it survives passing errors and says that it is alive.
    """

    process: BackgroundProcess
    # Half of the time that a turn takes, each minute where cron starts it; `check --deploy`
    # does them.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDES",
            help=_("recommence toutes les SECONDES, jusqu’à l’arrêt"),
        )

    def handle(self, *, every, **options):
        if not every:
            self.work(lambda: None)
            return
        beat = Beat(self.process, every)

        def step():
            beat()
            self.work(beat)

        repeat(step, pause=every, goes_on=lambda: True)

    def work(self, beat):
        """Does the work; calls `beat` after each part that may be long."""
        raise NotImplementedError
