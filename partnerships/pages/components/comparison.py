"""A proposed partner side by side with the known ones that resemble it, and what was answered."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.document.reading_parts import PartnerReading
from partnerships.document.resemblance import WEAK_ASKED, Resembling
from partnerships.document.steps.actors import PartnerForm
from partnerships.document.steps.references import References
from partnerships.document.steps.step import ItemForm
from partnerships.models import InternationalPartner, InternationalPartnerKind, Place
from partnerships.workflow.resemblance import Question

# One answer is then about all, but where several have the very same name.
SHOWN = WEAK_ASKED + 2


@dataclass(frozen=True)
class Compared:
    """One of the partners. `facts`: (label, value); `uuid`: of a known one, or of the item of
    another of the dossier; `url`: of a known one.
    """

    name: str
    facts: list[tuple[str, str]]
    uuid: str = ""
    url: str = ""


@dataclass(frozen=True)
class Comparison:
    """`known`: those to answer about, at most SHOWN; `waiting`: how many are asked about next;
    `others`: those said to be others; `declared_name`: the name proposed for the known partner
    that it was said to be.
    """

    proposed: Compared | None = None
    known: tuple[Compared, ...] = ()
    waiting: int = 0
    others: tuple[InternationalPartner, ...] = ()
    declared_name: str = ""

    @property
    def is_in_registry(self) -> bool:
        """Whether those to answer about are all of the registry, not of the same dossier."""
        return all(each.url for each in self.known)

    @property
    def uuids(self) -> str:
        """The known partners that one answer is about, for the value of a button."""
        return ":".join(each.uuid for each in self.known)


def _facts(kind: str, place: Place | None, country: object) -> list[tuple[str, str]]:
    return [
        (_("Nature"), str(kind or _("à choisir"))),
        (_("Ville"), str(place or _("non donnée"))),
        (_("Pays"), str(country or "")),
    ]


def _distance(km: float | None) -> str:
    if km is None:
        return _("inconnue")
    return _("%(km)s km") % {"km": number_format(round(km), force_grouping=True)}


def compared_known(each: Resembling) -> Compared:
    partner = each.partner
    facts = _facts(partner.kind_label or _("non renseignée"), partner.place, partner.country)
    facts += [(_("Distance"), _distance(each.km)), (_("Pourquoi"), each.reasons_text)]
    url = partner.get_absolute_url() if partner.pk else ""
    return Compared(str(partner), facts, each.uuid, url)


def compared_proposed(name: str, kind: str, place: Place | None, country: object) -> Compared:
    label = InternationalPartnerKind(kind).label if kind in InternationalPartnerKind else ""
    return Compared(name, _facts(label, place, country))


def _asked(proposed, unanswered, others) -> Comparison:
    known = tuple(map(compared_known, unanswered[:SHOWN]))
    return Comparison(proposed, known, max(len(unanswered) - SHOWN, 0), others)


def compared_in_form(references: References, item: ItemForm) -> Comparison | None:
    """Returns what the form shows of an item: a question, an answer, or both; None if nothing."""
    if item.list_name != "partners":
        return None
    uuid = item.uuid
    text = {
        name: references.buffer.get(f"partners.{uuid}.{name}") or ""
        for name in PartnerForm.base_fields
    }
    if text["partner"]:
        same = text["compared_name"]
        return Comparison(declared_name=same) if same else None
    resembling = references.resembling_of(uuid)
    if not resembling:
        return None
    proposed = compared_proposed(
        text["proposed_name"],
        text["proposed_kind"],
        references.places.get(text["proposed_place"]),
        references.country_names.get(text["proposed_country"]),
    )
    unanswered = references.unanswered(uuid)
    others = tuple(each.partner for each in resembling if each not in unanswered)
    return _asked(proposed, unanswered, others)


def compared_in_review(question: Question, reading: PartnerReading) -> tuple[str, Comparison]:
    """Returns (item, comparison) of a question that nobody answered yet."""
    proposed = compared_proposed(
        reading.name, question.item["proposed"]["kind"], reading.place, reading.country
    )
    return reading.uuid, _asked(proposed, question.resembling, reading.different_from)
