"""The choices of each filter of the queue, and their names in the address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.document.listed_proposals import listed_proposals
from partnerships.models import (
    Country,
    Dossier,
    DossierFacet,
    DossierKind,
    DossierStatus,
    Facet,
    OpinionState,
    Region,
    Theme,
)
from partnerships.sort_key import person_key

WORDS, STATUS, REVIEWER, AUTHORITY = "q", "etat", "instructeur", "collectivite"
REGION, COUNTRY, THEME, PROPOSAL = "region", "pays", "theme", "proposition"
KIND, MIN_AGE, MAX_AGE = "objet", "age_min", "age_max"
DUE_FILTER, OPINIONS, FIRST_TIME = "echeance", "avis", "premiere"

# Without a state in its address, the queue shows open dossiers; OPEN is that choice in the code.
OPEN, ALL = "ouverts", "tous"
ME, NOBODY = "moi", "personne"
# Late: to decide; or decided, to notify.
LATE, LATE_TO_RELEASE, UNDATED, YES = "retard", "retard-notifier", "sans", "oui"

Pairs = list[tuple[str, str | Promise]]

# A withdrawn dossier is a draft for its authority; officers still read its deposit.
STATUS_LABELS = {**dict(DossierStatus.choices), DossierStatus.DRAFT: _("retiré")}
STATUSES: Pairs = [(ALL, _("tous, clos compris")), *STATUS_LABELS.items()]
REVIEWERS: Pairs = [(ME, _("moi")), (NOBODY, _("personne"))]
DUES: Pairs = [
    (LATE, _("à décider, en retard")),
    ("2", _("à décider sous deux jours ouvrés")),
    ("5", _("à décider sous cinq jours ouvrés")),
    ("20", _("à décider sous vingt jours ouvrés")),
    (LATE_TO_RELEASE, _("décidé, à notifier en retard")),
    (UNDATED, _("sans échéance")),
]
# Choices that depend on neither the user nor the data.
FIXED: dict[str, Pairs] = {
    STATUS: STATUSES,
    KIND: DossierKind.choices,
    REVIEWER: REVIEWERS,
    DUE_FILTER: DUES,
    OPINIONS: OpinionState.choices,
    FIRST_TIME: [(YES, _("premier dossier de la collectivité"))],
}


def _in_use(rows, facet):
    uses = DossierFacet.objects.filter(facet=facet, value=OuterRef("pk"))
    return rows.filter(Exists(uses))


def _reviewers():
    reviewed = Dossier.objects.deposited().filter(reviewer=OuterRef("pk"))
    officers = get_user_model().objects.filter(Exists(reviewed)).order_by("pk")
    officers = sorted(officers, key=person_key)
    return [*REVIEWERS, *((str(each.pk), str(each)) for each in officers)]


def _names(rows, facet):
    return [(each.pk, each.name) for each in _in_use(rows, facet)]


# Choices of the data, each read in one query.
READ: dict[str, Callable[[], Pairs]] = {
    REVIEWER: _reviewers,
    REGION: lambda: _names(Region.objects, Facet.REGION),
    COUNTRY: lambda: _names(Country.objects.foreign(), Facet.COUNTRY),
    THEME: lambda: _names(Theme.objects, Facet.THEME),
    PROPOSAL: lambda: [(str(each.number), each.name_with_wording) for each in listed_proposals()],
}


def offered_choices(names: Iterable[str] = tuple(READ)) -> dict[str, Pairs]:
    """Returns the choices of the filters: those of FIXED, and of `names`, one query each."""
    return FIXED | {name: read() for name, read in READ.items() if name in names}


@dataclass(frozen=True)
class Field:
    """A filter on the page; `name`: its parameter in the address."""

    name: str
    label: Promise
    hint: Promise | str = ""
    is_single: bool = False

    @property
    def input(self) -> str:
        return "radio" if self.is_single else "checkbox"


FIELDS = (
    Field(STATUS, _("état"), _("Sans choix\u202f: les dossiers ouverts.")),
    Field(REVIEWER, _("instructeur")),
    Field(DUE_FILTER, _("échéance"), is_single=True),
    Field(OPINIONS, _("avis")),
    Field(KIND, _("objet")),
    Field(REGION, _("région")),
    Field(COUNTRY, _("pays")),
    Field(THEME, _("thématique")),
    Field(PROPOSAL, _("proposition")),
    Field(FIRST_TIME, _("première fois")),
)
