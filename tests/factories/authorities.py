import factory
from django.utils import timezone

from partnerships.models import (
    Departement,
    LocalAuthority,
    LocalAuthorityKind,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
    Region,
)
from partnerships.publication.authorities import write_authority_terms
from tests.factories.accounts import UserFactory
from tests.kept.remembered import RememberedFactory


class RegionFactory(RememberedFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "32"
    name = "Hauts-de-France"


class DepartementFactory(RememberedFactory):
    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "59"
    name = "Nord"
    region = factory.SubFactory(RegionFactory)


# Real codes of the Nord end at 59697.
FIRST_CODE, FREE_CODES = 59_700, 300


def code_of(rank: int) -> str:
    """Returns the code of the commune of that rank, which no real commune has; in order."""
    if rank < FREE_CODES:
        return str(FIRST_CODE + rank)
    letter, number = divmod(rank - FREE_CODES, 10_000)
    return f"{'CDEFGHIJKLMNOPQRSTUVWXYZ'[letter]}{number:04}"


class LocalAuthorityFactory(RememberedFactory):
    """A commune of the Nord, with its search terms."""

    class Meta:
        model = LocalAuthority
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"c{code_of(n - 10_000)}")
    insee_code = factory.LazyAttribute(lambda authority: authority.key[1:])
    kind = LocalAuthorityKind.COMMUNE
    name = factory.Sequence(lambda n: f"Commune {n}")
    departement = factory.SubFactory(DepartementFactory)
    region = factory.SelfAttribute("departement.region")

    @factory.post_generation
    def terms(self, create, extracted, **kwargs):
        write_authority_terms([self])


class MemberFactory(RememberedFactory):
    """An active contributor; `manager`, `pending`, `revoked` otherwise."""

    class Meta:
        model = LocalAuthorityMember

    class Params:
        manager = factory.Trait(role=MemberRole.MANAGER)
        pending = factory.Trait(status=MemberStatus.PENDING, answered_at=None)
        revoked = factory.Trait(status=MemberStatus.REVOKED)

    user = factory.SubFactory(UserFactory)
    authority = factory.SubFactory(LocalAuthorityFactory)
    role = MemberRole.CONTRIBUTOR
    status = MemberStatus.ACTIVE
    answered_at = factory.LazyFunction(timezone.now)
