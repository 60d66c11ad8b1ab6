from functools import partial

from django.conf import settings

from cncd_portal.accessibility_level import accessibility_level
from cncd_portal.accounts.waiting_acts import FIELD
from cncd_portal.prepared_address import address_of
from cncd_portal.sessions.ended_session import unsent_acts
from partnerships.models import Heartbeat, UpkeepRun

# The beginnings of addresses that are of the section of the registry.
OF_REGISTRY = {"collectivites", "comparer", "departements", "partenaires", "pays", "regions"}


def _section(path):
    workshop = address_of("proposals:workshop")
    if path.startswith(workshop):
        return workshop
    first = path.split("/")[1]
    return address_of("partnerships:registry") if first in OF_REGISTRY else f"/{first}/"


def context(request):
    """What every page of ours shows: the section it is in (« /registre/ ») and whether it is its
    first page, whether it is the home page, what an ended session
    did not send, the level of accessibility. No query but for the
    faults, read where administrators are shown them, and for a level that this process has not
    read.
    """
    section = _section(request.path)
    return {
        "is_demonstration_site": settings.DEMONSTRATION,
        "late_processes": Heartbeat.objects.late,
        "failed_upkeep": lambda: UpkeepRun.objects.exclude(error=""),
        "is_home": request.path == address_of("portal:home"),
        "accessibility_level": partial(
            accessibility_level, getattr(request, "public_version", None)
        ),
        "unsent_acts": partial(unsent_acts, request),
        "waiting_act_field": FIELD,
        "section": section,
        "is_section_page": request.path == section,
    }
