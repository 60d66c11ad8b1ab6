"""One database of the bench: builds it, then answers what one page costs there.

Reads a command a line on its input and answers a line of JSON; progress goes to the errors.
"""

import json
import sys
import time
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from partnerships.document.projection import item  # noqa: E402
from partnerships.imports.progress import track  # noqa: E402
from partnerships.imports.reference.authorities import in_batches, load_authorities  # noqa: E402
from partnerships.imports.reference.lists import load_lists  # noqa: E402
from partnerships.imports.reference.places import load_countries, load_places  # noqa: E402
from partnerships.models import DossierStatus  # noqa: E402
from partnerships.publication.partners import create_partners  # noqa: E402
from partnerships.publication.publish import publish_many  # noqa: E402
from partnerships.registry.facets.held import rebuild_facets  # noqa: E402
from tests.benchmarks.addresses import LEAD, MEMBER, OFFICER, PAGES, who  # noqa: E402
from tests.benchmarks.dossiers import deposit_dossiers  # noqa: E402
from tests.benchmarks.synthetic import BATCH, FREQUENT_THEME, Draw  # noqa: E402
from tests.factories.accounts import lead_reviewer, reviewer  # noqa: E402
from tests.factories.authorities import MemberFactory  # noqa: E402
from tests.factories.dossiers import dossier_in  # noqa: E402


class Queries:
    """Statements run while it wraps a connection: (seconds, sql, parameters)."""

    def __init__(self):
        self.run = []

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.run.append((time.perf_counter() - start, sql, params))


def build(sizes: str) -> dict:
    """Create partnerships and dossiers; `sizes` is their two counts: « partnerships dossiers »."""
    count, dossiers = sizes.split()
    call_command("migrate", verbosity=0, interactive=False)
    start = time.perf_counter()
    load_lists()
    load_countries()
    load_authorities()
    load_places(sys.stderr)
    call_command("load_proposals", stdout=sys.stderr)
    draw = Draw(int(count))
    partners = []
    for batch in in_batches(draw.partners(), BATCH):
        partners += [str(partner.uuid) for partner in create_partners(batch)]
    reference = time.perf_counter() - start
    drafts = track(draw.drafts(partners), draw.count, "Partenariats", sys.stderr)
    start, spent = time.perf_counter(), time.process_time()
    publish_many(drafts, reason="bench")
    published, spent = time.perf_counter() - start, time.process_time() - spent
    start = time.perf_counter()
    rebuild_facets()
    facets = time.perf_counter() - start
    member = MemberFactory(user__email=MEMBER, manager=True)
    officer = reviewer(email=OFFICER)
    lead_reviewer(email=LEAD)
    start = time.perf_counter()
    deposit_dossiers(int(dossiers), partners, officer)
    deposited = time.perf_counter() - start
    link = item(partner=partners[0])
    named = {"partners": [link["uuid"]], f"partners.{link['uuid']}.partner": link["partner"]}
    dossier_in(DossierStatus.DRAFT, member=member, themes=[FREQUENT_THEME], **named)
    if connection.vendor == "postgresql":  # which does it by itself, later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {
        "reference": reference,
        "published": published,
        "publication_cpu": spent,
        "facets": facets,
        "deposited": deposited,
    }


def limits(_argument: str) -> dict:
    return {name: page.limit for name, page in PAGES.items()}


def goals(_argument: str) -> dict:
    """Name → (address of the bare page, times that the page may cost)."""
    return {name: page.goal for name, page in PAGES.items() if page.goal}


@cache
def client_of(person: int | None) -> Client:
    """One per person, as loading the middleware is no part of a page."""
    client = Client(raise_request_exception=False)
    if person:
        backend = settings.AUTHENTICATION_BACKENDS[0]
        client.force_login(get_user_model().objects.get(pk=person), backend=backend)
    return client


def measure(name: str) -> dict:
    page = PAGES[name]
    client = client_of(who(page))
    address = page.address()
    sent = page.sent and page.sent()
    queries = Queries()
    with connection.execute_wrapper(queries):
        start = time.perf_counter()
        response = client.post(address, sent) if sent else client.get(address)
        response.content  # noqa: B018
        elapsed = time.perf_counter() - start
    return {
        "status": response.status_code,
        "queries": len(queries.run),
        "database": sum(seconds for seconds, _sql, _params in queries.run),
        "all": elapsed,
        "address": address,
        "slowest": [
            [seconds, sql, json.loads(json.dumps(params, default=str))]
            for seconds, sql, params in sorted(queries.run, key=lambda run: -run[0])[:3]
        ],
    }


def visit(name: str) -> dict:
    """What a browser sends to see the page: its address and the cookie of who asks."""
    page = PAGES[name]
    cookies = client_of(who(page)).cookies
    pairs = [f"{each.key}={each.value}" for each in cookies.values()]
    return {"address": None if page.sent else page.address(), "cookie": "; ".join(pairs)}


def explain(statement: str) -> str:
    """The plan of `statement`: JSON of its SQL and parameters."""
    sql, params = json.loads(statement)
    order = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ANALYZE "
    with connection.cursor() as cursor:
        cursor.execute(order + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def import_twinnings(path: str) -> dict:
    """The time of the import of `path`, all towns of the world being there."""
    start = time.perf_counter()
    call_command("import_twinnings", Path(path), stdout=sys.stderr)
    return {"seconds": time.perf_counter() - start}


COMMANDS = {
    "build": build,
    "limits": limits,
    "goals": goals,
    "measure": measure,
    "visit": visit,
    "explain": explain,
    "import_twinnings": import_twinnings,
}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for line in sys.stdin:
            command, _space, argument = line.strip().partition(" ")
            answers.write(json.dumps(COMMANDS[command](argument)) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
