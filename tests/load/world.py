"""What the users of a load find: a registry, people already signed in, dossiers of their own."""

from dataclasses import dataclass, field
from io import StringIO
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from partnerships.document.buffer import value_digest
from partnerships.document.canonical import digest
from partnerships.imports.reference.authorities import load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries
from partnerships.models import DossierStatus, LocalAuthority, Partnership
from partnerships.publication.partners import create_partners
from partnerships.publication.publish import publish_many
from tests.benchmarks.dossiers import deposit_dossiers
from tests.benchmarks.synthetic import (
    FIXED_COUNTRY,
    FIXED_REGION,
    FIXED_THEME,
    FIXED_WORDS,
    FREQUENT_THEME,
    FREQUENT_WORD,
    Draw,
)
from tests.factories.accounts import lead_reviewer, reviewer, sign_in
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in

STEP, FIELD = "sujet", "summary"


@dataclass(frozen=True)
class Size:
    """How much there is. `all_authorities`: those of France, which take half a minute."""

    partnerships: int
    writers: int
    officers: int
    deposited: int = 0
    to_deposit: int = 2
    all_authorities: bool = False


@dataclass
class World:
    """Addresses of public pages by kind of page; what each writer and each officer needs."""

    pages: dict[str, list[str]]
    writers: list[dict] = field(default_factory=list)
    officers: list[dict] = field(default_factory=list)


def _address(name, *arguments, **query) -> str:
    path = reverse(name, args=arguments)
    return f"{path}?{urlencode(query)}" if query else path


def _publish(size: Size) -> list[str]:
    """Publishes the registry, and returns the keys of its partners."""
    load_lists()
    load_countries()
    call_command("load_proposals", stdout=StringIO())
    if size.all_authorities:
        load_authorities()
    else:
        LocalAuthorityFactory.create_batch(20)
        breton = DepartementFactory(code="35", region__code=FIXED_REGION)
        LocalAuthorityFactory.create_batch(12, departement=breton)
    draw = Draw(size.partnerships)
    partners = [str(each.uuid) for each in create_partners(list(draw.partners()))]
    publish_many(draw.drafts(partners), reason="load")
    return partners


def _pages() -> dict[str, list[str]]:
    registry, shown = "partnerships:registry", Partnership.objects.order_by("pk")[:100]
    return {
        "accueil": [_address("portal:home")],
        "registre": [_address(registry), _address(registry, tri="titre")],
        "filtres": [
            _address(registry, theme=FREQUENT_THEME),
            _address(registry, theme=FIXED_THEME, region=FIXED_REGION),
            _address(registry, pays=FIXED_COUNTRY, region=FIXED_REGION),
        ],
        "recherche": [_address(registry, q=words) for words in (FREQUENT_WORD, FIXED_WORDS)],
        "fiche": [each.get_absolute_url() for each in shown],
        "collectivité": [each.lead_authority.get_absolute_url() for each in shown],
        "pays": [_address("partnerships:country_detail", FIXED_COUNTRY)],
        "propositions": [
            _address("proposals:proposal_list"),
            _address("proposals:proposal_detail", 2),
        ],
    }


def _signed_in(user) -> dict:
    client = Client()
    sign_in(client, user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"session": cookie, "person": str(user.journal_id)}


def _draft(member) -> dict:
    dossier = dossier_in(DossierStatus.DRAFT, member=member)
    return {
        "dossier": str(dossier.uuid),
        "page": _address("partnerships:dossier_step", dossier.uuid, STEP),
        "autosave": _address("partnerships:autosave", dossier.uuid, STEP),
        "help": _address("partnerships:dossier_help", dossier.uuid, STEP),
        "field": FIELD,
        "base": value_digest(dossier.buffer[FIELD]),
    }


def _to_deposit(member) -> dict:
    dossier = dossier_in(DossierStatus.DRAFT, member=member)
    return {
        "dossier": str(dossier.uuid),
        "page": dossier.get_absolute_url(),
        "seen": dossier.last_sequence,
        "deposit": _address("partnerships:dossier_action", dossier.uuid, "submit"),
    }


def _to_instruct(dossier) -> dict:
    return {
        "dossier": str(dossier.uuid),
        "page": _address("partnerships:review_detail", dossier.uuid),
        "note": _address("partnerships:officer_note", dossier.uuid),
        "message": _address("partnerships:review_message", dossier.uuid),
        "was": digest(""),
    }


def build(size: Size) -> World:
    """Fills the empty database of this test."""
    partners = _publish(size)
    world = World(_pages())
    lead_reviewer()
    officers = [reviewer() for _rank in range(size.officers)]
    instructed = [[] for _officer in officers]
    authorities = LocalAuthority.objects.existing().order_by("key")[: size.writers]
    for rank, authority in enumerate(authorities):
        member = MemberFactory(manager=True, authority=authority)
        dossier = dossier_in(
            DossierStatus.UNDER_REVIEW, member=member, officer=officers[rank % size.officers]
        )
        instructed[rank % size.officers].append(_to_instruct(dossier))
        world.writers.append(
            {
                **_signed_in(member.user),
                "draft": _draft(member),
                "to_deposit": [_to_deposit(member) for _rank in range(size.to_deposit)],
                "message": _address("partnerships:dossier_message", dossier.uuid),
                "export": _address("partnerships:data_export"),
            }
        )
    for officer, dossiers in zip(officers, instructed, strict=True):
        queue = [_address("partnerships:queue"), _address("partnerships:queue", q=FREQUENT_WORD)]
        desk = _address("partnerships:desk")
        own = {"queue": queue, "desk": desk, "dossiers": dossiers}
        world.officers.append({**_signed_in(officer), **own})
    if size.deposited:
        deposit_dossiers(size.deposited, partners, reviewer())
    with connection.cursor() as cursor:  # which PostgreSQL does by itself, later
        cursor.execute("ANALYZE")
    return world
