"""What a portal holds when something fails, and who asks for it."""

import json
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from partnerships.imports.reference.lists import load_lists
from partnerships.models import Partnership
from partnerships.models.message import Visibility
from partnerships.workflow.messages import write_message
from tests.factories.accounts import reviewer, sign_in
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

PASSWORD = "quatre mots pour entrer"
# Run in a process apart, on the database of DATABASE_URL, which is migrated and empty.
CODE = """
import sys
from tests.outages import service
from tests.outages.world import write_world
write_world(sys.argv[1])
"""


def _session(user):
    client = Client()
    sign_in(client, user)
    return client.cookies["sessionid"].value


def write_world(path):
    """Makes the rows; writes to `path`, as JSON, the addresses, and the session of each person."""
    call_command("createcachetable", verbosity=0)
    load_lists()
    member, officer = MemberFactory(), reviewer()
    member.user.set_password(PASSWORD)
    member.user.save()
    member.user.emailaddress_set.create(email=member.user.email, verified=True, primary=True)
    dossier_in("closed", member=member, officer=officer)
    draft = dossier_in("draft", member=member)
    review = dossier_in("under_review", member=member, officer=officer)
    write_message(review, officer, "Bonjour", Visibility.SHARED)
    world = {
        "member": _session(member.user),
        "officer": _session(officer),
        "administrator": _session(reviewer(is_staff=True, is_superuser=True)),
        "person": str(member.user.journal_id),
        "email": member.user.email,
        "draft": f"/dossiers/{draft.uuid}",
        "submitted": f"/dossiers/{review.uuid}",
        "review": f"/instruction/{review.uuid}",
        "seen": review.last_sequence,
        "partnership": Partnership.objects.get().get_absolute_url(),
    }
    Path(path).write_text(json.dumps(world))
