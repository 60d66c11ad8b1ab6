"""Compares the digests that rows of files name with what was frozen of each of them.

A letter and the file of an opinion: the journal. An attachment: the deposits. What is public: the
current version. What was erased of a dossier is not compared.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from partnerships.models import (
    Attachment,
    DecisionLetter,
    DossierEvent,
    OpinionFile,
    PartnershipDocument,
    PartnershipImage,
    Submission,
)

# SHA-256, and the sentence that says which file it is and what is wrong.
Difference = tuple[str, str]


def _events_of(dossiers: Iterable[int], key: str) -> Iterator[tuple[int, dict]]:
    """Yields (dossier, content) of the events whose content has `key`, in order."""
    events = DossierEvent.objects.filter(dossier__in=dossiers, detail__contains=f'"{key}":')
    for event in events.order_by("dossier", "sequence").iterator():
        yield event.dossier_id, event.content


def _letters(hashes) -> Iterator[Difference]:
    letters = DecisionLetter.objects.filter(sha256__in=hashes).select_related("decision__dossier")
    letters = [each for each in letters if not each.decision.dossier.erased_at]
    known = {
        (dossier, content["letter"]): content.get("letter_digest")
        for dossier, content in _events_of({each.decision.dossier_id for each in letters}, "letter")
    }
    for letter in letters:
        key = (letter.decision.dossier_id, letter.numbered)
        # None: a letter that left before the journal told digests.
        if key in known and known[key] in (None, letter.sha256):
            continue
        yield (
            letter.sha256,
            _("la lettre %(number)s du dossier %(dossier)s n’est pas celle du journal")
            % {"number": letter.numbered, "dossier": letter.decision.dossier.reference},
        )


def _opinion_files(hashes) -> Iterator[Difference]:
    files = OpinionFile.objects.filter(sha256__in=hashes).select_related("opinion__dossier")
    files = [each for each in files if not each.opinion.dossier.erased_at]
    known = {
        content["opinion"]: content["file"]
        for _dossier, content in _events_of({each.opinion.dossier_id for each in files}, "file")
        if "opinion" in content
    }
    for file in files:
        if known.get(str(file.opinion.uuid)) != file.sha256:
            yield (
                file.sha256,
                _("le fichier d’un avis du dossier %(dossier)s n’est pas celui du journal")
                % {"dossier": file.opinion.dossier.reference},
            )


def _named(content: dict) -> dict[str, str]:
    """SHA-256 of the files of a document or of a projection, by their uuid."""
    items = [*content.get("documents", ()), *content.get("images", ())]
    return {item["uuid"]: item["sha256"] for item in items}


def _attachments(hashes) -> Iterator[Difference]:
    attachments = Attachment.objects.filter(sha256__in=hashes).select_related("dossier")
    by_dossier = {}
    for each in attachments:
        by_dossier.setdefault(each.dossier_id, []).append(each)
    deposits = Submission.objects.filter(dossier__in=by_dossier).exclude(document_text="")
    differing = {}
    for deposit in deposits.order_by("dossier", "number").iterator():
        named = _named(deposit.document)
        for each in by_dossier[deposit.dossier_id]:
            if named.get(str(each.uuid), each.sha256) != each.sha256:
                differing[each.pk] = each
    for each in differing.values():
        yield (
            each.sha256,
            _("la pièce «\u202f%(name)s\u202f» du dossier %(dossier)s n’est pas celle du dépôt")
            % {"name": each.file_name, "dossier": each.dossier.reference},
        )


def _public_files(hashes) -> Iterator[Difference]:
    for model in (PartnershipDocument, PartnershipImage):
        files = model.objects.filter(sha256__in=hashes)
        named = {}
        for file in files.select_related("partnership__current_version"):
            version = file.partnership.current_version
            if version and version.pk not in named:
                named[version.pk] = _named(version.content)
            if not version or named[version.pk].get(str(file.uuid)) != file.sha256:
                names = {"name": file.file_name, "partnership": file.partnership.public_id}
                text = _("«\u202f%(name)s\u202f» n’est pas celui de la fiche %(partnership)s")
                yield file.sha256, text % names


def differing_rows(hashes: Iterable[str]) -> Iterator[Difference]:
    """Yields what differs among the rows that name one of these contents."""
    hashes = list(hashes)
    for compared in (_letters, _opinion_files, _attachments, _public_files):
        yield from compared(hashes)


def letters_without_row() -> Iterator[Difference]:
    """Yields the letters that a journal tells and that no row stands for any more."""
    events = DossierEvent.objects.filter(
        dossier__erased_at=None, detail__contains='"letter":'
    ).select_related("dossier")
    kept = {
        (dossier, f"{year}-{number:04d}")
        for dossier, year, number in DecisionLetter.objects.values_list(
            "decision__dossier", "year", "number"
        ).iterator()
    }
    for event in events.order_by("dossier", "sequence").iterator():
        number = event.content["letter"]
        if (event.dossier_id, number) not in kept:
            yield (
                event.content.get("letter_digest", ""),
                _("la lettre %(number)s du dossier %(dossier)s, que dit le journal, n’est plus là")
                % {"number": number, "dossier": event.dossier.reference},
            )
