"""The fictional participants of the training desk: officers, authorities, partners, bodies."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from partnerships.imports.demonstration.accounts import (
    DOMAIN,
    HAUTERIVE,
    VALOMBRE,
    Account,
    create_accounts,
)
from partnerships.imports.demonstration.story import (
    PARTNERS,
    create_authorities,
    create_fictional_partners,
)
from partnerships.models import (
    AdvisoryBody,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    MemberRole,
)

MANAGER = MemberRole.MANAGER
OFFICERS, LEADS = "Instructeurs", "Instructeurs responsables"
# Key → (name, kind).
AUTHORITIES = {
    "demo-clairval": ("Clairval-sur-Orbe (démonstration)", LocalAuthorityKind.COMMUNE),
    "demo-roqueserre": ("Roqueserre (démonstration)", LocalAuthorityKind.COMMUNE),
    "demo-montfleurac": ("Montfleurac (démonstration)", LocalAuthorityKind.COMMUNE),
    "demo-ardelles": ("CC des Trois Ardelles (démonstration)", LocalAuthorityKind.CC),
    "demo-port-aubrac": ("Port-Aubrac (démonstration)", LocalAuthorityKind.COMMUNE),
    "demo-sylvanet": ("Métropole de Sylvanet (démonstration)", LocalAuthorityKind.METROPOLE),
}
MORE_PARTNERS = {
    "Kéral-Ouest (démonstration)": "SN",
    "Bourg-Palmier (démonstration)": "MG",
    "Novi Brod (démonstration)": "RS",
    "Sant’Orsola Nuova (démonstration)": "IT",
    "Vĩnh Tân Hà (démonstration)": "VN",
    "Ain Rihana (démonstration)": "TN",
    "Montrive (démonstration)": "CA",
    "Porto Calmo (démonstration)": "BR",
}
BODIES = (
    ("Mission d’appui territorial (démonstration)", "mission"),
    ("Direction des échanges (démonstration)", "echanges"),
    ("Observatoire de la ville (démonstration)", "observatoire"),
)
ACCOUNTS = (
    Account("instruction2", "instructeur", "Maëlle", "Marchand", group=OFFICERS),
    Account("instruction3", "instructeur", "Andréa", "Delmas", group=OFFICERS),
    Account("instruction4", "instructeur", "Yaël", "Benoist", group=OFFICERS),
    Account("responsable2", "responsable", "Charlie", "Vasseur", group=LEADS),
    Account("clairval", "membre", "Ange", "Morin", "demo-clairval", MANAGER),
    Account("roqueserre", "membre", "Lou", "Chevalier", "demo-roqueserre", MANAGER),
    Account("montfleurac", "membre", "Sasha", "Picard", "demo-montfleurac", MANAGER),
    Account("ardelles", "membre", "Dany", "Lemoine", "demo-ardelles", MANAGER),
    Account("port-aubrac", "membre", "Éden", "Colin", "demo-port-aubrac", MANAGER),
    Account("sylvanet", "membre", "Maël", "Guérin", "demo-sylvanet", MANAGER),
)
# Names of the accounts of officers, and of lead reviewers.
OFFICER_NAMES = ("instructeur", "instruction2", "instruction3", "instruction4")
LEAD_NAMES = ("responsable", "responsable2")
# Key of an authority → name of the account that writes for it.
WRITERS = {
    VALOMBRE: "membre",
    HAUTERIVE: "autre",
    **{account.authority: account.name for account in ACCOUNTS if account.authority},
}


@dataclass(frozen=True)
class Participants:
    """The rows of the desk: accounts by name, authorities by key, partners, bodies."""

    people: dict
    authorities: dict[str, LocalAuthority]
    partners: list[InternationalPartner]
    bodies: list[AdvisoryBody]


def _create_bodies():
    for name, address in BODIES:
        email = f"{address}@{DOMAIN}"
        AdvisoryBody.objects.get_or_create(name=name, email=email, defaults={"kind": "other"})
    return list(AdvisoryBody.objects.active().filter(email__endswith=f"@{DOMAIN}").order_by("pk"))


def create_participants() -> Participants:
    """Creates the participants that are missing. The demonstration must be loaded."""
    create_authorities(AUTHORITIES)
    partners = create_fictional_partners({**PARTNERS, **MORE_PARTNERS})
    create_accounts(ACCOUNTS)
    users = get_user_model().objects.filter(email__endswith=f"@{DOMAIN}")
    return Participants(
        {user.email.partition("@")[0]: user for user in users},
        {each.key: each for each in LocalAuthority.objects.filter(key__in=WRITERS)},
        sorted(partners.values(), key=lambda partner: partner.pk),
        _create_bodies(),
    )
