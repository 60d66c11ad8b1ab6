import json
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from partnerships.document.canonical import digest
from partnerships.document.projection import item
from partnerships.document.validation import validate
from partnerships.models import (
    Action,
    Attachment,
    InternationalPartner,
    Partnership,
    PartnershipVersion,
    Provenance,
)
from partnerships.publication.publish import NewPartnership, OutdatedBase, publish, publish_many
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, changed_amendment, dossier_in
from tests.factories.lists import (
    GoalFactory,
    PlaceFactory,
    ProposalFactory,
    SectorFactory,
    ThemeFactory,
)
from tests.factories.partnerships import InternationalPartnerFactory, projection_of, published

pytestmark = pytest.mark.django_db


def test_publish_many_writes_every_field():
    theme = ThemeFactory()
    theme.sectors.add(SectorFactory())
    GoalFactory()
    proposal = ProposalFactory(number=5)
    lead, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    partner = InternationalPartnerFactory()

    partnership = published(
        [lead, other],
        [partner],
        title="Forages partagés",
        summary="Résumé",
        starts_on="2020-01-01",
        themes=["eau"],
        goals=[11],
        budget=[item(year=2024, source="afd", nature="cash", amount="1200.50")],
        total_cost="2000.00",
        indicators=[
            item(name="Puits", unit="puits", baseline=None, target="12.0000", reached="3.0000")
        ],
        contributions=[item(proposal=5, statement="Données de forage ouvertes.")],
        draft={"source_text": "Wikidata, 2017", "import_key": "w:1"},
    )

    partnership.refresh_from_db()
    assert partnership.title == "Forages partagés"
    assert partnership.slug == "forages-partages"
    assert partnership.starts_on.isoformat() == "2020-01-01"
    assert [link.authority for link in partnership.partnership_authorities.all()] == [lead, other]
    assert [link.role for link in partnership.partnership_authorities.all()] == ["lead", "member"]
    assert list(partnership.partners.all()) == [partner]
    assert [str(line.amount) for line in partnership.budget_lines.all()] == ["1200.50"]
    assert str(partnership.total_cost) == "2000.00"
    assert [(each.name, each.baseline, each.target) for each in partnership.indicators.all()] == [
        ("Puits", None, 12)
    ]
    assert [each.proposal for each in partnership.contributions.all()] == [proposal]
    assert [sector.code for sector in partnership.sectors.all()] == ["14030"]
    assert partnership.source_text == "Wikidata, 2017"
    assert partnership.current_version.number == 1
    assert partnership.current_version.content["title"] == "Forages partagés"


def test_publish_many_names_the_successor_of_a_merged_authority():
    today = LocalAuthorityFactory()
    merged = LocalAuthorityFactory(successor=today)

    partnership = published([merged])

    assert partnership.lead_authority == today
    assert list(partnership.authorities.all()) == [today]


def test_publish_many_costs_the_same_queries_for_three_and_for_thirty(
    django_assert_max_num_queries, django_assert_num_queries
):
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()

    def drafts(count):
        return [
            NewPartnership(projection_of([authority], [partner]), Provenance.WIKIDATA)
            for _rank in range(count)
        ]

    with django_assert_max_num_queries(80) as three:
        publish_many(drafts(3), reason="test")
    with django_assert_num_queries(len(three)):
        publish_many(drafts(30), reason="test")


def test_slice_of_a_bulk_publication_is_all_or_nothing():
    good = NewPartnership(projection_of(), Provenance.WIKIDATA, import_key="k")

    with pytest.raises(Exception, match="import_key"):
        publish_many([good, good], reason="test")

    assert not Partnership.objects.exists()


def test_publish_many_leaves_out_what_an_earlier_run_published():
    drafts = [
        NewPartnership(projection_of(), Provenance.WIKIDATA, import_key=key) for key in ("a", "b")
    ]

    assert publish_many(drafts[:1], reason="test") == 1
    assert publish_many(drafts, reason="test") == 1
    assert publish_many(drafts, reason="test") == 0

    keys = Partnership.objects.order_by("pk").values_list("import_key", flat=True)
    assert list(keys) == ["a", "b"]


def test_publish_many_refuses_what_a_constraint_refuses():
    late = projection_of(starts_on="2021-01-01", ends_on="2020-01-01")

    with pytest.raises(IntegrityError):
        publish_many([NewPartnership(late, Provenance.WIKIDATA)], reason="test")

    assert not Partnership.objects.exists()


def test_release_publishes_version_one_with_the_deposit_as_its_source():
    dossier = dossier_in("closed")

    partnership = dossier.partnership
    version = partnership.current_version
    assert partnership.title == "Éclairage public partagé"
    assert partnership.provenance == Provenance.DECLARED
    assert partnership.reference == dossier.reference
    assert version.number == 1
    assert version.submission == dossier.submissions.get()
    assert version.digest == digest(version.projection)


def test_release_publishes_neither_the_contact_nor_unselected_attachments():
    dossier = dossier_in("closed", **{"contact.name": "Secretname"})

    assert "Secretname" in dossier.submissions.get().document_text
    assert "Secretname" not in PartnershipVersion.objects.get().projection
    assert "contact" not in PartnershipVersion.objects.get().content
    assert "state_case" not in PartnershipVersion.objects.get().content


def test_release_of_a_demonstration_dossier_is_marked():
    member = MemberFactory()
    dossier = dossier_in("under_review", member=member)
    dossier.is_demonstration = True
    dossier.save()

    act(dossier, Action.ACCEPT, dossier.reviewer, grounds="Conforme.")

    assert Partnership.objects.get().provenance == Provenance.DEMONSTRATION


def test_release_makes_a_partner_of_a_proposed_one():
    place = PlaceFactory(name="Oujda")
    proposed = item()
    path = f"partners.{proposed['uuid']}"
    fields = {
        "partners": [proposed["uuid"]],
        f"{path}.proposed_name": "Commune d’Oujda",
        f"{path}.proposed_kind": "municipality",
        f"{path}.proposed_country": "MA",
        f"{path}.proposed_place": str(place.pk),
    }

    first = dossier_in("closed", **fields).partnership

    partner = InternationalPartner.objects.get(place=place)
    assert list(first.partners.all()) == [partner]
    assert first.current_version.content["partners"][0]["partner"] == str(partner.uuid)
    assert InternationalPartner.objects.matching("oujda").get() == partner


def test_amendment_replaces_the_public_page_at_its_release_only():
    member, officer = MemberFactory(), reviewer()
    partnership = dossier_in("closed", member=member, officer=officer).partnership
    amendment = create_amendment(partnership, member.user)
    amendment.buffer = {**amendment.buffer, "title": "Éclairage et mobilité"}
    amendment.save()
    act(amendment, Action.SUBMIT, member.user)
    act(amendment, Action.START_REVIEW, officer)
    partnership.refresh_from_db()
    assert partnership.title == "Éclairage public partagé"

    act(amendment, Action.ACCEPT, officer, grounds="Conforme.")

    partnership.refresh_from_db()
    assert partnership.title == "Éclairage et mobilité"
    assert partnership.current_version.number == 2
    assert Partnership.objects.count() == 1


def test_amendment_starts_with_everything_deposited():
    member = MemberFactory()
    first = dossier_in("closed", member=member)

    amendment = create_amendment(first.partnership, member.user)

    assert {key: value for key, value in amendment.buffer.items() if value} == {
        key: value for key, value in first.buffer.items() if value
    }
    assert create_amendment(first.partnership, member.user) == amendment


def test_amendment_starts_with_the_attachments_of_the_deposit():
    member, officer = MemberFactory(), reviewer()
    dossier = dossier_in("draft", member=member)
    sent = [
        Attachment.objects.create(
            dossier=dossier,
            kind=kind,
            file_name=name,
            content_type="text/plain",
            size=1,
            sha256="b" * 64,
            renditions=[{"width": 480}] if kind == "picture" else [],
        )
        for kind, name in (("agreement", "secret.pdf"), ("report", "public.pdf"), ("picture", "a"))
    ]
    secret, public, picture = (str(attachment.uuid) for attachment in sent)
    dossier.buffer = {
        **dossier.buffer,
        "documents": [secret, public],
        f"documents.{secret}.kind": "agreement",
        f"documents.{public}.kind": "report",
        f"documents.{public}.is_public": "on",
        "images": [picture],
        f"images.{picture}.alternative": "Un puits",
        f"images.{picture}.is_public": "on",
    }
    dossier.save()
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Conforme."}),
    ):
        dossier = act(dossier, action, by, **details)
    partnership = dossier.partnership
    assert [attachment.file_name for attachment in partnership.documents.all()] == ["public.pdf"]
    assert [image.alternative for image in partnership.images.all()] == ["Un puits"]

    amendment = create_amendment(partnership, member.user)

    assert sorted(amendment.buffer["documents"]) == sorted([secret, public])
    assert {str(attachment.uuid) for attachment in amendment.attachments.all()} == {
        secret,
        public,
        picture,
    }
    assert amendment.attachments.get(uuid=picture).renditions == [{"width": 480}]
    assert validate(amendment).errors == []


def test_publish_refuses_an_outdated_base():
    member, officer = MemberFactory(), reviewer()
    partnership = dossier_in("closed", member=member, officer=officer).partnership
    late = changed_amendment(partnership, member.user)
    late = act(late, Action.SUBMIT, member.user)
    newer = PartnershipVersion.objects.create(
        partnership=partnership,
        number=2,
        projection=json.dumps(partnership.current_version.content),
        digest="",
        reason="correction",
        created_at=datetime.now(UTC),
    )
    Partnership.objects.update(current_version=newer)

    with pytest.raises(OutdatedBase):
        publish(late.submissions.get(), by=officer, reason="modification")

    partnership.refresh_from_db()
    assert partnership.current_version == newer
