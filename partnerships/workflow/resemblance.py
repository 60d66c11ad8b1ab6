"""Whether a proposed partner is a known one: answers already given, and questions still open.

The authority answers in the form, and the deposit holds its answer. A known partner may be created
or renamed after the deposit: the officer then answers, in the journal, that it is another one. If
it is the same, the officer asks the authority for a change: a deposit is never modified.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.document.projection import deposited_buffer
from partnerships.document.resemblance import Resembling
from partnerships.document.schema import OTHER
from partnerships.document.steps.references import References
from partnerships.models import Action, Dossier, InternationalPartner
from partnerships.names import name_key
from partnerships.workflow.refusals import Refused


@dataclass(frozen=True)
class Question:
    """A proposed partner (an item of a document) and known ones that nobody compared with it."""

    item: dict
    resembling: list[Resembling]


def _name_and_country(partner: InternationalPartner) -> str:
    return f"{partner} ({partner.country})"


def _answer(item: dict, answer: str, name: str, partners: Iterable[InternationalPartner]) -> dict:
    """Returns an answer for the journal, which keeps the names of that day."""
    rows = list(partners)
    return {
        "item": item["uuid"],
        "answer": answer,
        "name": name,
        "partners": [str(row.uuid) for row in rows],
        "names": list(map(_name_and_country, rows)),
    }


def deposited_answers(document: dict) -> list[dict]:
    """Returns the answers in a deposit, for the journal: of the partners still in the registry, and
    of those that the dossier proposes.
    """
    said = [(item, item["resemblance"]) for item in document["partners"] if "resemblance" in item]
    uuids = {uuid for _item, each in said for uuid in each["partners"]}
    rows = InternationalPartner.objects.select_related("country").filter(uuid__in=uuids)
    known = {str(row.uuid): row for row in rows} if uuids else {}
    known |= {
        item["uuid"]: InternationalPartner(
            uuid=item["uuid"],
            name=item["proposed"]["name"],
            country_id=item["proposed"]["country"],
        )
        for item in document["partners"]
        if item["uuid"] in uuids and item["proposed"]
    }
    return [
        _answer(item, each["answer"], each["name"], filter(None, map(known.get, each["partners"])))
        for item, each in said
    ]


def _officer_answers(dossier: Dossier) -> set[tuple[str, str, str, str]]:
    """Returns (item, key of its name, known partner, key of its name) of the answers of officers,
    with the names of that day.
    """
    return {
        (each["item"], name_key(each["name"]), partner, name_key(name))
        for event in dossier.events.filter(action=Action.COMPARE_PARTNERS)
        for each in event.content.get("resemblances", ())
        for partner, name in zip(each["partners"], each["names"], strict=True)
    }


def open_questions(
    dossier: Dossier, document: dict, references: References | None = None
) -> list[Question]:
    """Returns the questions that neither the authority nor an officer answered.

    `references`: those of the deposited buffer, if they are at hand.
    """
    references = references or References(dossier, deposited_buffer(document))
    asked = [(item, references.unanswered(item["uuid"])) for item in document["partners"]]
    asked = [(item, resembling) for item, resembling in asked if resembling]
    said = _officer_answers(dossier) if asked else set()
    found = []
    for item, resembling in asked:
        key = item["uuid"], name_key(item["proposed"]["name"])
        left = [
            each
            for each in resembling
            if (*key, each.uuid, name_key(_name_and_country(each.partner))) not in said
        ]
        if left:
            found.append(Question(item, left))
    return found


def compare_partners(dossier: Dossier, *, by, item: str, partners: list[str]):
    """Records that a proposed partner is none of `partners`, which the page showed.

    Raises Refused if the question is no longer the one that was shown.
    """
    document = dossier.submissions.first().document
    asked = next((q for q in open_questions(dossier, document) if q.item["uuid"] == item), None)
    shown = [each.partner for each in asked.resembling if each.uuid in partners] if asked else []
    if not shown:
        raise Refused(_("Cette question a déjà sa réponse, ou le dossier a changé\u202f: relisez."))
    return {"resemblances": [_answer(asked.item, OTHER, asked.item["proposed"]["name"], shown)]}


def refuse_unanswered(dossier: Dossier, document: dict) -> None:
    """Raises Refused if publishing `document` would leave a question unanswered."""
    names = [each.item["proposed"]["name"] for each in open_questions(dossier, document)]
    if names:
        raise Refused(
            _(
                "Un partenaire du registre ou du dossier ressemble à un partenaire proposé "
                "(%(names)s)\u202f: dites d’abord, dans les contrôles, si c’est le même ou un "
                "autre."
            )
            % {"names": ", ".join(names)}
        )
