from django.conf import settings

from partnerships.models import Heartbeat, UpkeepRun


def context(request):
    """What every page of ours shows, and the section it is in (« /registre/ »); no query but for
    the faults, read where administrators are shown them.
    """
    return {
        "is_demonstration_site": settings.DEMONSTRATION,
        "late_processes": Heartbeat.objects.late,
        "failed_upkeep": UpkeepRun.objects.exclude(error="").all,
        "section": f"/{request.path.split('/')[1]}/",
    }
