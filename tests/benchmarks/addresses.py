"""The pages that the bench measures: name, address, who asks, and how much dearer they may be."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from partnerships.document.buffer import value_digest
from partnerships.models import Dossier, DossierStatus, LocalAuthorityMember, Partnership
from tests.benchmarks.synthetic import (
    FIXED_COUNTRY,
    FIXED_REGION,
    FIXED_THEME,
    FIXED_WORDS,
    FREQUENT_THEME,
    FREQUENT_WORD,
)
from tests.factories.accounts import UserFactory

OFFICER, LEAD = "instructeur@example.org", "responsable@example.org"
MEMBER = "membre@example.org"
SAME, TENTH = 1.5, 3.0  # times dearer on ten times more: same results, a tenth of everything


@dataclass(frozen=True)
class Page:
    address: Callable[[], str]
    limit: float = SAME
    person: str = ""
    # What is posted there; nothing where the page is only asked for.
    sent: Callable[[], dict[str, str]] | None = None


def registry(**query):
    return lambda: f"{reverse('partnerships:registry')}?{urlencode(query)}"


def fixed():
    """One of the partnerships that every size has."""
    return Partnership.objects.filter(themes=FIXED_THEME).order_by("pk").first()


def draft_step():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:dossier_step", args=[dossier.uuid, "acteurs"])


def help_of_draft():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:dossier_help", args=[dossier.uuid, "acteurs"])


def search_box(name, words):
    def address():
        return f"{reverse('partnerships:search_box', args=[name])}?{urlencode({'q': words})}"

    return Page(address, person="member")


def queue(limit=SAME, **query):
    def address():
        return f"{reverse('partnerships:queue')}?{urlencode(query)}"

    return Page(address, limit, person="officer")


def autosave():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:autosave", args=[dossier.uuid, "sujet"])


def typed():
    """Another text each time, over the one of before, as someone types."""
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    user = LocalAuthorityMember.objects.get(user__email=MEMBER).user
    return {
        "person": str(user.journal_id),
        "base.summary": value_digest(dossier.buffer["summary"]),
        "summary": f"{dossier.buffer['summary'][:500]} encore",
    }


def plain(name, person=""):
    return Page(lambda: reverse(name), person=person)


def file_of(name, status, person="officer"):
    """The page `name` of the first file that is in `status`."""

    def address():
        dossier = Dossier.objects.filter(status=status).order_by("pk").first()
        return reverse(f"partnerships:{name}", args=[dossier.uuid])

    return Page(address, person=person)


PAGES = {
    "Santé": plain("portal:health"),
    "Aide": plain("portal:help"),
    "Les collectivités": plain("partnerships:authority_list"),
    "Les pays": plain("partnerships:country_list"),
    "Mon espace": plain("partnerships:workspace", "member"),
    "À confirmer": plain("partnerships:confirmation_list", "member"),
    "Notifications": plain("partnerships:notification_list", "member"),
    "Page du dossier": file_of("dossier_detail", DossierStatus.DRAFT, "member"),
    "Dossier d’instruction": file_of("review_detail", DossierStatus.UNDER_REVIEW),
    "Décision": file_of("decision_detail", DossierStatus.DECIDED),
    "Avis à demander": file_of("opinion_request", DossierStatus.UNDER_REVIEW),
    "Doublons": plain("partnerships:duplicate_list", "officer"),
    "Chiffres de l’instruction": plain("partnerships:officer_figures", "lead"),
    "Accueil": Page(lambda: reverse("portal:home")),
    "Registre": Page(registry()),
    "Registre, par titre": Page(registry(tri="titre")),
    "Registre, trois filtres": Page(
        registry(pays=FIXED_COUNTRY, region=FIXED_REGION, theme=FIXED_THEME)
    ),
    "Recherche, un mot": Page(registry(q=FIXED_WORDS.split(" ", maxsplit=1)[0])),
    "Recherche, trois mots": Page(registry(q=FIXED_WORDS)),
    "Filtre, un dixième": Page(registry(theme=FREQUENT_THEME), TENTH),
    "Recherche, un dixième": Page(registry(q=FREQUENT_WORD), TENTH),
    "Un partenariat": Page(lambda: fixed().get_absolute_url()),
    "Une collectivité": Page(lambda: fixed().lead_authority.get_absolute_url()),
    "Un partenaire": Page(lambda: fixed().partners.get().get_absolute_url()),
    "Un pays": Page(lambda: reverse("partnerships:country_detail", args=[FIXED_COUNTRY])),
    "Les propositions": Page(lambda: reverse("proposals:proposal_list")),
    "Une proposition": Page(lambda: reverse("proposals:proposal_detail", args=[1])),
    "Une proposition, un dixième": Page(
        lambda: reverse("proposals:proposal_detail", args=[2]), TENTH
    ),
    "Formulaire du dossier": Page(draft_step, person="member"),
    "Un champ enregistré": Page(autosave, person="member", sent=typed),
    "Qui d’autre, et contrôles": Page(help_of_draft, person="member"),
    "Boîte : une collectivité": search_box("authorities", "castres"),
    "Boîte : un code postal": search_box("authorities", "59000"),
    "Boîte : un partenaire": search_box("partners", "marrakech"),
    "Boîte : deux lettres": search_box("partners", "sa"),
    "Boîte : un lieu": search_box("places", "ouag"),
    "À faire": Page(lambda: reverse("partnerships:desk"), person="officer"),
    "File d’instruction": queue(),
    "File, par échéance": queue(tri="echeance", etat="ouverts"),
    "File, mots et filtres": queue(
        q=FIXED_WORDS, pays=FIXED_COUNTRY, region=FIXED_REGION, theme=FIXED_THEME
    ),
    "File, un mot d’un dixième": queue(TENTH, q=FREQUENT_WORD, etat="ouverts"),
    "File, un filtre d’un dixième": queue(TENTH, theme=FREQUENT_THEME, tri="titre"),
}


def who(page: Page) -> int | None:
    """The key of the person who asks for `page`."""
    email = {"member": MEMBER, "officer": OFFICER, "lead": LEAD}.get(page.person)
    return UserFactory._meta.model.objects.get(email=email).pk if email else None
