"""The sentence of an imported partnership: who, how far, according to which source, and that none
of them has confirmed it.
"""

import re
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.articles import of, with_article
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    LocalAuthorityKind,
    Partnership,
    PartnershipKind,
    Provenance,
)
from partnerships.registry.rows import YEAR_AT_END, Distance

FEMININE, MASCULINE, UNKNOWN = "feminine", "masculine", ""
AUTHORITY_GENDERS = {
    LocalAuthorityKind.EPT: MASCULINE,
    LocalAuthorityKind.DEPARTEMENT: MASCULINE,
    LocalAuthorityKind.SYNDICAT: MASCULINE,
    LocalAuthorityKind.OTHER: UNKNOWN,
}
# A province may be a « région » or an « État fédéré ».
PARTNER_GENDERS = {
    InternationalPartnerKind.MUNICIPALITY: FEMININE,
    InternationalPartnerKind.ASSOCIATION: FEMININE,
    InternationalPartnerKind.INTERMUNICIPAL: MASCULINE,
    InternationalPartnerKind.PUBLIC_BODY: MASCULINE,
    InternationalPartnerKind.STATE: MASCULINE,
}
# Names of groups begin with what they are.
NAMED_AS_FEMININE = re.compile(
    r"(?:CC|CA|CU|Communauté|Métropole|Eurométropole|Collectivité)\s", re.IGNORECASE
)
KIND_AT_END = re.compile(r" \((?:département|région)\)$")
NAMED_MAX = 4
NOUNS = {
    PartnershipKind.UNKNOWN: gettext_lazy("Un partenariat"),
    PartnershipKind.TWINNING: gettext_lazy("Un jumelage"),
    PartnershipKind.AGREEMENT: gettext_lazy("Une coopération décentralisée conventionnée"),
    PartnershipKind.ONE_OFF: gettext_lazy("Une action ponctuelle ou non conventionnée"),
    PartnershipKind.OUDIN_SANTINI: gettext_lazy("Une coopération Oudin-Santini"),
    PartnershipKind.HUMANITARIAN: gettext_lazy("Une aide humanitaire ou d’urgence"),
    PartnershipKind.CROSS_BORDER: gettext_lazy("Une coopération transfrontalière"),
    PartnershipKind.TURNKEY: gettext_lazy("Une coopération «\u202fclés en main\u202f»"),
}


def authority_words(authority: LocalAuthority) -> str:
    """Returns an authority as it is named within a sentence: « Lille », « la CA du Grand Dole »,
    « le département du Nord ».
    """
    name = KIND_AT_END.sub("", authority.name)
    if NAMED_AS_FEMININE.match(name):
        return _("la %(name)s") % {"name": name}
    if authority.kind == LocalAuthorityKind.DEPARTEMENT:
        return _("le département %(of_name)s") % {"of_name": of(name)}
    if authority.kind == LocalAuthorityKind.REGION:
        return _("la région %(name)s") % {"name": name}
    return with_article(name) if authority.kind == LocalAuthorityKind.OVERSEAS else name


def _partner_words(partner):
    is_state = partner.kind == InternationalPartnerKind.STATE
    return with_article(str(partner)) if is_state else str(partner)


def joined(names: Sequence[str]) -> str:
    """Returns « Lille », « Lille et Turin », « Lille, Roubaix, Turin, Oujda et 2 autres »."""
    if len(names) > NAMED_MAX:
        others = len(names) - NAMED_MAX
        rest = ngettext("%(count)s autre partie", "%(count)s autres parties", others) % {
            "count": others
        }
        names = [*names[:NAMED_MAX], rest]
    if len(names) == 1:
        return names[0]
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


class ImportedSentence:
    """`authorities` and `partners`: the two sides, at least one of each; `distance`: of their only
    link, None where it is not known or where there are several.
    """

    def __init__(
        self,
        partnership: Partnership,
        authorities: Sequence[LocalAuthority],
        partners: Sequence[InternationalPartner],
        distance: Distance | None,
    ):
        self.partnership, self.distance = partnership, distance
        self.names = [*map(authority_words, authorities), *map(_partner_words, partners)]
        self.genders = [
            *(AUTHORITY_GENDERS.get(each.kind, FEMININE) for each in authorities),
            *(PARTNER_GENDERS.get(each.kind, UNKNOWN) for each in partners),
        ]

    def __str__(self):
        return f"{self._link} {self._unconfirmed}"

    @property
    def _agreement(self) -> str:
        """The gender of the two together; UNKNOWN where it cannot be told, or they are more."""
        if len(self.genders) != 2 or UNKNOWN in self.genders:
            return UNKNOWN
        return FEMININE if set(self.genders) == {FEMININE} else MASCULINE

    @property
    def _distance(self):
        if not self.distance:
            return ""
        text = {
            FEMININE: _(", à %(distance)s l’une de l’autre,"),
            MASCULINE: _(", à %(distance)s l’un de l’autre,"),
            UNKNOWN: _(", à %(distance)s de distance,"),
        }[self._agreement]
        return text % {"distance": self.distance.text}

    @property
    def _verb(self):
        """Of a twinning of two parties whose gender is known."""
        is_over = self.partnership.is_over
        return {
            (FEMININE, False): _("sont jumelées"),
            (FEMININE, True): _("ont été jumelées"),
            (MASCULINE, False): _("sont jumelés"),
            (MASCULINE, True): _("ont été jumelés"),
        }[self._agreement, is_over]

    @property
    def _source(self):
        source = self.partnership.source_text
        if not source:
            return _(" selon une source publique")
        if self.partnership.provenance == Provenance.WIKIDATA:
            dated = _("%(name)s (relevé de %(year)s)") % {"name": r"\1", "year": r"\2"}
            return _(" selon %(source)s") % {"source": YEAR_AT_END.sub(dated, source)}
        return _(" (source\u202f: %(source)s)") % {"source": source}

    @property
    def _link(self):
        names = joined(self.names)
        if self.partnership.kind == PartnershipKind.TWINNING and self._agreement:
            start = f"{capfirst(names)}{self._distance} {self._verb}"
        else:
            verb = _("a lié") if self.partnership.is_over else _("lie")
            start = f"{NOUNS[self.partnership.kind]} {verb} {names}{self._distance}"
        if start.endswith(",") and self._source.startswith(" ("):
            start = start.removesuffix(",")
        return f"{start}{self._source}."

    @property
    def _unconfirmed(self):
        if len(self.genders) > 2:
            return _("Aucune des parties ne l’a encore confirmé ici.")
        return {
            FEMININE: _("Ni l’une ni l’autre ne l’a encore confirmé ici."),
            MASCULINE: _("Ni l’un ni l’autre ne l’a encore confirmé ici."),
            UNKNOWN: _("Aucune des deux parties ne l’a encore confirmé ici."),
        }[self._agreement]
