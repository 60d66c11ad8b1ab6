"""A dossier in « Mes données »: what its page shows to that person, and its attachments."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from cncd_portal.storage.checked import BrokenContent
from partnerships.document.accepted import judged_contributions
from partnerships.document.files import is_deposited
from partnerships.files.zip_archive import Archive, safe_name
from partnerships.models import Action, Attachment, DecisionLetter, Dossier, Visibility
from partnerships.models.dossier_action import ACTIONS_OF_OFFICERS
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.person_name import person_name
from partnerships.permissions import may_write


def own_dossiers(user):
    """Dossiers of the authorities of `user`, or entered by them as an officer, or begun while their
    request to join waits; the bin too.
    """
    own = Dossier.objects.of_person(user).values("pk")
    entered = Dossier.objects.filter(is_entered_by_officer=True, created_by=user.pk).values("pk")
    if not user.has_perm("partnerships.review_dossier"):
        entered = entered.none()
    rows = Dossier.objects.filter(pk__in=own) | Dossier.objects.filter(pk__in=entered)
    return rows.select_related("lead_authority", "partnership").order_by("pk")


def _about(dossier, *, writes):
    about = {
        "reference": dossier.reference,
        "titre": dossier.title,
        "objet": dossier.kind,
        "etat": dossier.status,
        "collectivite_cheffe_de_file": str(dossier.lead_authority),
        "collectivites": [str(each) for each in dossier.authorities.order_by("pk")],
        "cree_le": dossier.created_at,
        "modifie_le": dossier.updated_at,
        "mis_a_la_corbeille_le": dossier.discarded_at,
    }
    return {**about, "saisie": dossier.buffer} if writes else about


def _messages(dossier):
    shared = dossier.messages.filter(visibility=Visibility.SHARED).select_related("author")
    return [
        {
            "le": each.at,
            "de": person_name(each.author),
            "champ": each.field_path,
            "texte": each.body,
        }
        for each in shared
    ]


def _decisions(dossier):
    """The decisions in force that were notified, each with the number of its letter."""
    released = list(dossier.decisions.standing().filter(released_at__isnull=False))
    contributions = judged_contributions(*(each.contributions for each in released))
    letters = {each.decision_id: each for each in DecisionLetter.objects.of_dossier(dossier)}
    return [
        {
            "decision": each.outcome,
            "motifs": each.grounds,
            "reserves": each.reservations,
            "propositions": [
                {"proposition": one.number, "acceptee": one.is_accepted, "mot": one.word or ""}
                for one in judged
            ],
            "notifiee_le": each.released_at,
            "lettre": str(letters.get(each.pk, "")),
        }
        for each, judged in zip(released, contributions, strict=True)
    ]


def _opinions(dossier):
    """The opinions that the page of the dossier shows."""
    return [
        {
            "organisme": each.body_name,
            "avis": each.answer,
            "texte": each.text,
            "rendu_le": each.answered_at,
        }
        for each in dossier.opinions.shown_to_members()
    ]


def _history(dossier):
    """The events shown on its page; those of officers alone are covered by the decision."""
    events = dossier.events.exclude(action__in=ACTIONS_OF_OFFICERS).order_by("sequence")
    actors = events.values("actor")
    people = get_user_model().objects.filter(journal_id__in=actors).in_bulk(field_name="journal_id")
    return [
        {
            "le": each.at,
            "action": Action(each.action).label,
            "par": person_name(people.get(each.actor)),
        }
        for each in events
    ]


def _edits(dossier, user):
    """The fields that `user` was the last to edit, and the texts of theirs that were replaced."""
    edits = dossier.edits.filter(by=user).order_by("at", "pk")
    replaced = dossier.earlier_values.filter(by=user).exclude(digest="").order_by("at", "pk")
    return [
        *({"champ": each.path, "le": each.at} for each in edits),
        *({"champ": each.path, "le": each.at, "texte": each.value} for each in replaced),
    ]


def _attachments(dossier, user, *, writes) -> Iterator[Attachment]:
    for attachment in dossier.attachments.order_by("pk"):
        if writes or is_deposited(dossier, str(attachment.uuid)):
            yield attachment


def _add_file(archive, folder, name, file) -> str:
    """Adds `file` to the archive; returns "" or the reason, in French, why it cannot be."""
    if not file.is_served:
        return _("«\u202f%(name)s\u202f» n’est pas encore analysé, ou ne peut pas être remis.") % {
            "name": file.file_name
        }
    try:
        content = file.open()
    except BrokenContent:
        return _(
            "«\u202f%(name)s\u202f» n’est plus dans les fichiers du portail, ou n’y est plus tel "
            "qu’il a été reçu."
        ) % {"name": file.file_name}
    with content:
        archive.add(f"{folder}/{safe_name(name)}", content.chunks(), is_compressed=True)
    return ""


def _paper(dossier, user, *, writes) -> bytes | None:
    """The dossier to read or print (PDF): what is being written, for whoever writes it, else the
    last deposit, if there is one.
    """
    if writes and Dossier.objects.editable_by(user).filter(pk=dossier.pk).exists():
        return dossier_paper(dossier)
    last = dossier.submissions.select_related("submitted_by").order_by("-number").first()
    return dossier_paper(dossier, last) if last or writes else None


def add_dossier(archive: Archive, dossier: Dossier, user, advance) -> list[str]:
    """Adds a dossier to `archive`, calling `advance` after each part; returns what is missing."""
    folder, writes = f"dossiers/{dossier.reference}", may_write(user, dossier)
    archive.add_json(f"{folder}/dossier.json", _about(dossier, writes=writes))
    paper = _paper(dossier, user, writes=writes)
    if paper:
        archive.add(f"{folder}/dossier.pdf", [paper], is_compressed=True)
    for each in dossier.submissions.order_by("number").iterator():
        archive.add_json(f"{folder}/depots/depot-{each.number}.json", each.document)
    archive.add_json(f"{folder}/echanges.json", _messages(dossier))
    archive.add_json(f"{folder}/decisions.json", _decisions(dossier))
    archive.add_json(f"{folder}/avis.json", _opinions(dossier))
    archive.add_json(f"{folder}/historique.json", _history(dossier))
    archive.add_json(f"{folder}/mes-modifications.json", _edits(dossier, user))
    advance()
    letters = DecisionLetter.objects.of_dossier(dossier)
    absent = [_add_file(archive, f"{folder}/lettres", each.file_name, each) for each in letters]
    attachments = _attachments(dossier, user, writes=writes)
    for number, attachment in enumerate(attachments, start=1):
        name = f"{number:02d}-{attachment.file_name}"
        absent.append(_add_file(archive, f"{folder}/pieces", name, attachment))
        advance()
    return [f"{dossier.reference}\u202f: {reason}" for reason in absent if reason]
