"""The dossiers of a person's authorities in « Mon espace », searched and told apart by whose turn
it is.
"""

import json
from functools import cached_property

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from partnerships.analysis import fold
from partnerships.document.steps.references import texts
from partnerships.document.steps.text import visible
from partnerships.identifiers import is_uuid
from partnerships.models import Dossier, DossierStatus, InternationalPartner
from partnerships.models.dossier_status import WITH_OFFICERS
from partnerships.publication.search_table import DOSSIERS
from partnerships.registry.filters import LONGEST_SEARCH
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.registry.search import search, searched_words

WORDS, TURN = "q", "etat"
MINE, OFFICERS, DONE = "a-vous", "administration", "clos"
TURNS = (
    (MINE, _("À vous de jouer")),
    (OFFICERS, _("À l’administration")),
    (DONE, _("Terminés")),
)
# From this many dossiers on, the list can be searched.
SEARCHED_FROM = 6


def _is_name(path):
    is_indicator = path.startswith("indicators.") and path.endswith(".name")
    return is_indicator or path.endswith((".funder", ".proposed_name"))


def _names(dossiers) -> dict[int, str]:
    """Returns {key: reference, title, lead authority, partners, funders and indicators}, in two
    queries.
    """
    found, partners = {}, {}
    rows = dossiers.values_list("pk", "buffer_text", "reference", "title", "lead_authority__name")
    for pk, content, *names in rows.order_by().iterator():
        buffer = json.loads(content)
        named = [text for path, text in buffer.items() if _is_name(path)]
        found[pk] = [*names, *(text for text in named if isinstance(text, str))]
        chosen = (buffer.get(f"partners.{each}.partner") for each in texts(buffer.get("partners")))
        partners[pk] = set(filter(is_uuid, chosen))
    known = InternationalPartner.objects.filter(uuid__in=set().union(*partners.values()))
    named = {str(each.uuid): f"{each.name} {each.name_fr}" for each in known}
    return {
        pk: " ".join([*names, *(named.get(uuid, "") for uuid in partners[pk])])
        for pk, names in found.items()
    }


class OwnDossiers:
    """`data`: the query string, which may hold anything."""

    turns = TURNS

    def __init__(self, user, data):
        self.user, self.data = user, data
        self.words = visible(data.get(WORDS, "")).strip()[:LONGEST_SEARCH]
        self.turn = data.get(TURN, "") if data.get(TURN, "") in dict(TURNS) else ""

    @cached_property
    def all(self):
        """Of the person's authorities, and those that they began while they wait to join one."""
        return Dossier.objects.active().of_person(self.user)

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.turn)

    @property
    def advice(self) -> str:
        """What to do where none is found."""
        if not self.words:
            return _("Choisissez «\u202fTous\u202f» pour les revoir.")
        if len(searched_words(self.words)) > 1:
            text = _("Aucun n’a tous ces mots\u202f: essayez un mot de moins.")
        else:
            text = _("Aucun n’a ce mot\u202f: essayez-en un autre, ou plus court.")
        everywhere = _("Ou choisissez «\u202fTous\u202f».")
        return f"{text} {everywhere}" if self.turn else text

    @property
    def is_searchable(self) -> bool:
        return self.is_filtered or len(self.page.rows) >= SEARCHED_FROM

    @property
    def kept(self) -> str:
        """What the addresses of other pages keep, ending in « & »; "" without filters."""
        chosen = {name: text for name, text in ((WORDS, self.words), (TURN, self.turn)) if text}
        return f"{urlencode(chosen)}&" if chosen else ""

    def _named(self):
        """Keys of the dossiers whose names hold all the words, as typed: a draft that was never
        deposited is in no index.
        """
        words = searched_words(self.words)
        if not words:
            return []
        names = _names(self.all)
        return [pk for pk, text in names.items() if all(word in fold(text) for word in words)]

    def _found(self):
        rows = self.all
        if self.words:
            deposited = search(rows.order_by(), self.words, DOSSIERS).values("pk")
            rows = rows.filter(Q(pk__in=self._named()) | Q(pk__in=deposited))
        if self.turn == MINE:
            rows = rows.filter(pk__in=Dossier.objects.editable_by(self.user).values("pk"))
        elif self.turn == OFFICERS:
            rows = rows.filter(status__in=WITH_OFFICERS)
        elif self.turn == DONE:
            rows = rows.filter(status=DossierStatus.CLOSED)
        return rows

    @cached_property
    def page(self):
        rows = self._found().for_list().select_related("updated_by")
        return paginate(
            [rows.with_decision().with_is_begun()],
            Order("updated_at"),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
        )
