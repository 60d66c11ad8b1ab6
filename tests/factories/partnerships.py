"""Published partnerships, created through publication."""

from functools import partial

import factory

from partnerships.document.projection import empty_projection, item
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    Partnership,
    PartnershipKind,
    Provenance,
)
from partnerships.publication.partners import write_partner_terms
from partnerships.publication.publish import NewPartnership, publish_many
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.kept.remembered import RememberedFactory, remembered


class InternationalPartnerFactory(RememberedFactory):
    class Meta:
        model = InternationalPartner
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Partenaire {n}")
    kind = InternationalPartnerKind.MUNICIPALITY
    country = factory.SubFactory(CountryFactory)

    @factory.post_generation
    def terms(self, create, extracted, **kwargs):
        write_partner_terms([self])


def projection_of(authorities=(), partners=(), **fields) -> dict:
    """A public document between `authorities` (the first leads) and `partners`."""
    authorities = authorities or [LocalAuthorityFactory()]
    partners = partners or [InternationalPartnerFactory()]
    return empty_projection(
        **{
            "kind": PartnershipKind.AGREEMENT,
            "title": "Éclairage public partagé",
            "lead_authority": authorities[0].key,
            "authorities": [item(authority=authority.key) for authority in authorities],
            "partners": [item(partner=str(partner.uuid), proposed=None) for partner in partners],
            **fields,
        }
    )


def published(
    authorities=(), partners=(), *, provenance=Provenance.DECLARED, at=None, draft=None, **fields
) -> Partnership:
    """A published partnership with `fields` of its document; `draft`: fields of its draft."""
    given = {"authorities": authorities, "partners": partners, "provenance": str(provenance)}
    given |= {"at": at, "draft": draft, "fields": fields}
    publish = partial(_published, authorities, partners, provenance, at, draft, fields)
    return remembered(publish, "published", **given)


def _published(authorities, partners, provenance, at, draft, fields):
    projection = projection_of(authorities, partners, **fields)
    new = NewPartnership(projection, provenance, **(draft or {}))
    assert publish_many([new], reason="test", at=at) == 1
    return Partnership.objects.latest("pk")
