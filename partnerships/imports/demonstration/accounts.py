"""The accounts of the demonstration."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import LocalAuthority, LocalAuthorityMember, MemberRole, MemberStatus

PASSWORD = "demonstration-2026"  # noqa: S105 (only for demonstration accounts)
DOMAIN = "demonstration.example"
# Keys of the fictional authorities.
VALOMBRE, HAUTERIVE = "demo-valombre", "demo-hauterive"


@dataclass(frozen=True)
class Account:
    """A demonstration account.

    `authority`: key of the authority it is a member of, with `role`; `group`: its group of
    officers or curators.
    """

    name: str
    label: str
    first_name: str
    last_name: str
    authority: str = ""
    role: str = MemberRole.CONTRIBUTOR
    group: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = (
    Account("membre", "membre", "Camille", "Aubry", VALOMBRE, MemberRole.MANAGER),
    Account("collegue", "membre de la même collectivité", "Noa", "Perrin", VALOMBRE),
    Account("autre", "membre d’une autre collectivité", "Sacha", "Roux", HAUTERIVE, "manager"),
    Account("instructeur", "instructeur", "Dominique", "Leroy", group="Instructeurs"),
    Account("responsable", "responsable", "Maxime", "Garnier", group="Instructeurs responsables"),
    Account("curateur", "curateur", "Alix", "Fabre", group="Curateurs"),
)


@cache
def _hashed_password() -> str:
    """Hashing is slow: done once for all accounts, and not where they all exist."""
    return make_password(PASSWORD)


def _person(account: Account):
    user, _is_new = get_user_model().objects.get_or_create(
        email=account.email,
        defaults={
            "first_name": account.first_name,
            "last_name": account.last_name,
            "is_staff": account.group == "Curateurs",
            "password": _hashed_password,
        },
    )
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def account_lines(accounts: Iterable[Account] = ACCOUNTS) -> list[str]:
    """Returns a title with the shared password, then one line per account."""
    title = _("Comptes de démonstration (mot de passe\u202f: %(word)s)") % {"word": PASSWORD}
    return [title, *(f"  {account.email}  {account.label}" for account in accounts)]


def create_accounts(accounts: Iterable[Account] = ACCOUNTS) -> dict[str, object]:
    """Returns users by account name, with verified addresses; never resets a changed password."""
    people = {}
    for account in accounts:
        user = people[account.name] = _person(account)
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))
        if account.authority:
            LocalAuthorityMember.objects.get_or_create(
                user=user,
                authority=LocalAuthority.objects.get(key=account.authority),
                defaults={
                    "role": account.role,
                    "status": MemberStatus.ACTIVE,
                    "answered_at": timezone.now(),
                },
            )
    return people
