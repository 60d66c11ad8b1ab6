"""The officers' index of dossiers stays in step with deposits, mergers and lists."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.cleaning.merge import merge_authorities, undo_merge
from partnerships.document.projection import item
from partnerships.models import (
    Action,
    Dossier,
    DossierFacet,
    DossierIndex,
    Facet,
    InternationalPartner,
    Partnership,
    Provenance,
    RecordKind,
    Theme,
    Visibility,
)
from partnerships.publication.search_table import DOSSIERS
from partnerships.registry.search import search
from partnerships.workflow.index import index_dossiers, index_found_under, reindex_dossiers
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import (
    DepartementFactory,
    LocalAuthorityFactory,
    MemberFactory,
    RegionFactory,
)
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.filling import with_item
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


def found(words):
    return list(search(Dossier.objects.all(), words, DOSSIERS).order_by("pk"))


def facets(dossier, facet):
    rows = DossierFacet.objects.filter(dossier=dossier, facet=facet).order_by("value")
    return list(rows.values_list("value", flat=True))


def snapshot():
    rows = DossierIndex.objects.order_by("pk").values()
    pairs = DossierFacet.objects.order_by("dossier", "facet", "value")
    return list(rows), list(pairs.values_list("dossier", "facet", "value")), DOSSIERS.count()


def partners(*rows, **proposed):
    """Form fields that name the partners `rows`, and propose another one."""
    items = [item(partner=str(row.uuid)) for row in rows]
    fields = {f"partners.{each['uuid']}.partner": each["partner"] for each in items}
    if proposed:
        items.append(item())
        for name, text in proposed.items():
            fields[f"partners.{items[-1]['uuid']}.proposed_{name}"] = text
    return {"partners": [each["uuid"] for each in items], **fields}


def test_a_deposit_is_found_by_its_words_its_names_and_its_places():
    ThemeFactory(slug="eau-potable", name="Eau potable", parent=ThemeFactory())
    ProposalFactory(number=5)
    other = LocalAuthorityFactory(name="Béthune")
    carried = item()
    dossier = dossier_in(
        "draft",
        themes=["eau-potable"],
        objectives="Assainir les quartiers.",
        **partners(
            InternationalPartnerFactory(name="Oujda"),
            name="Ville de Thiès",
            kind="municipality",
            country=CountryFactory(iso2="SN", name="Sénégal", name_en="Senegal").pk,
        ),
        contributions=[carried["uuid"]],
        **{
            f"contributions.{carried['uuid']}.proposal": "5",
            f"contributions.{carried['uuid']}.statement": "Des capteurs ouverts.",
        },
    )
    with_item(dossier, "authorities", authority=other.key)
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)

    for words in ("assaini", "oujda thiès", "senegal", "bethune", "capteur", "contact dominique"):
        assert found(words) == [dossier], words
    assert found(dossier.reference) == [dossier]
    assert found("assainir marrakech") == []
    assert facets(dossier, Facet.COUNTRY) == ["MA", "SN"]
    assert facets(dossier, Facet.THEME) == ["eau", "eau-potable"]
    assert facets(dossier, Facet.PROPOSAL) == ["5"]
    assert facets(dossier, Facet.REGION) == ["32"]
    assert facets(dossier, Facet.AUTHORITY) == sorted([other.key, dossier.lead_authority.key])
    assert dossier.index.countries == "Maroc, Sénégal"
    assert dossier.index.partners == "Oujda, Ville de Thiès"


@pytest.mark.parametrize("status", ["draft", "discarded"])
def test_dossier_never_deposited_is_found_by_no_officer(status):
    dossier_in(status, title="Zorglub")

    assert found("zorglub") == []
    assert snapshot() == ([], [], 0)


def test_later_edits_and_messages_are_not_in_the_index():
    dossier = dossier_in("changes_requested", title="Titre déposé")
    dossier.buffer = {**dossier.buffer, "title": "Zorglub"}
    dossier.save()
    post_message(
        dossier, by=dossier.reviewer, body="Zorglub interne", visibility=Visibility.INTERNAL
    )
    index_dossiers([dossier.pk])

    assert found("zorglub") == []
    assert found("déposé") == [dossier]


def test_a_second_deposit_replaces_the_first():
    dossier = dossier_in("changes_requested", title="Zorglub", themes=[ThemeFactory().pk])
    dossier.buffer = {**dossier.buffer, "title": "Lampadaires", "themes": []}
    dossier.save()

    dossier = act(dossier, Action.SUBMIT, dossier.created_by)

    assert found("zorglub") == []
    assert found("lampadaire") == [dossier]
    assert facets(dossier, Facet.THEME) == []
    assert DossierIndex.objects.get().title_key == "lampadaires"


def test_first_dossiers_of_an_authority_are_flagged_as_of_their_deposit():
    member = MemberFactory()
    first = dossier_in("submitted", member=member)
    twin = dossier_in("submitted", member=member)
    released = dossier_in("closed", member=member, outcome="rejected")
    later = dossier_in("submitted", member=member)
    declared = MemberFactory()
    published([declared.authority])
    known = dossier_in("submitted", member=declared)
    imported = MemberFactory()
    published([imported.authority], provenance=Provenance.WIKIDATA)
    newcomer = dossier_in("submitted", member=imported)

    def first_timers():
        rows = DossierIndex.objects.filter(is_first_time=True).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    at_deposit = first_timers()
    reindex_dossiers()

    assert at_deposit == [first.pk, twin.pk, released.pk, newcomer.pk]
    assert first_timers() == at_deposit
    assert {later.pk, known.pk}.isdisjoint(at_deposit)


def test_dossiers_follow_an_authority_that_merges():
    corsica = DepartementFactory(code="2A", region=RegionFactory(code="94", name="Corse"))
    heir = LocalAuthorityFactory(name="Bourg-Neuf", departement=corsica)
    dossier = dossier_in("submitted")
    old = dossier.lead_authority

    merge_authorities(old, heir, by=reviewer(), source="Arrêté")

    assert facets(dossier, Facet.AUTHORITY) == [heir.key]
    assert facets(dossier, Facet.REGION) == ["94"]
    assert found("bourg neuf") == found(old.name) == [dossier]
    assert DossierIndex.objects.get().authority_key == "bourg neuf"


def test_dossiers_follow_a_partner_merged_then_restored():
    dossier = dossier_in("submitted")
    gone = InternationalPartner.objects.get()
    kept = InternationalPartnerFactory(name="Oujda", country=gone.country)

    merge = merged(RecordKind.PARTNER, kept, gone)
    followed = facets(dossier, Facet.PARTNER), found("oujda")
    undo_merge(merge, by=lead_reviewer(), reason="Deux villes.")

    assert followed == ([str(kept.uuid)], [dossier])
    assert (facets(dossier, Facet.PARTNER), found("oujda")) == ([str(gone.uuid)], [])


def test_dossiers_follow_renamed_list_entries(client):
    theme = ThemeFactory(name="Eau")
    dossier = dossier_in("submitted", themes=[theme.pk])
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    response = client.post(
        reverse("admin:partnerships_theme_change", args=[theme.pk]),
        {"name": "Hydraulique", "position": "0", "sectors": []},
    )

    assert response.status_code == 302
    assert Theme.objects.get().name == "Hydraulique"
    assert found("hydraulique") == [dossier]
    assert DossierIndex.objects.get().themes == "Hydraulique"


def test_dossiers_follow_a_merged_partner():
    old, new = InternationalPartnerFactory(name="Oujda"), InternationalPartnerFactory(name="Fès")
    dossier = dossier_in("submitted", **partners(old))
    old.merged_into = new
    old.save()

    index_found_under(Facet.PARTNER, old.uuid)

    assert facets(dossier, Facet.PARTNER) == [str(new.uuid)]
    assert found("fes") == [dossier]


def test_reindex_restores_what_is_missing():
    dossiers = [dossier_in("submitted"), dossier_in("closed"), dossier_in("draft")]
    before = snapshot()
    DOSSIERS.clear()
    DossierFacet.objects.all().delete()
    DossierIndex.objects.all().delete()
    assert index_faults()
    out = io.StringIO()

    call_command("reindex", missing=True, stdout=out)
    call_command("reindex", missing=True, stdout=out)

    assert out.getvalue() == "2 dossiers lus.\n"
    assert snapshot() == before
    call_command("reindex", stdout=out)
    assert snapshot() == before
    assert index_faults() == []
    assert found("éclairage") == dossiers[:2]


def test_public_pages_never_query_the_officers_index(client):
    dossier_in("under_review", title="Zorglub")
    dossier_in("closed")
    partnership = Partnership.objects.get()

    for address in (
        reverse("partnerships:registry") + "?q=zorglub&pays=MA",
        partnership.get_absolute_url(),
        partnership.lead_authority.get_absolute_url(),
    ):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert "Zorglub" not in response.content.decode().replace("«\u202fzorglub\u202f»", "")
        statements = " ".join(query["sql"] for query in asked.captured_queries)
        assert "dossierindex" not in statements
        assert "dossierfacet" not in statements
        assert "dossiersearch" not in statements
