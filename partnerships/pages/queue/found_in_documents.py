"""In which documents of the dossiers listed the searched words are."""

import json
from collections.abc import Sequence

from django.db.models import BooleanField, Case, Q, Value, When

from partnerships.analysis import stem
from partnerships.models import DocumentText, Dossier, DossierIndex
from partnerships.publication.tokens import STEM, WORD
from partnerships.registry.search import PREFIX_MIN_LENGTH, searched_words


def _has(word: str) -> Q:
    """The condition that a document has `word`, as the search of dossiers would find it."""
    end = "" if len(word) >= PREFIX_MIN_LENGTH else " "
    is_stem = Q(tokens__contains=f" {STEM}{stem(word)} ")
    return is_stem | Q(tokens__contains=f" {WORD}{word}{end}")


def _documents_of(dossier) -> list[list[str]]:
    index: DossierIndex | None = getattr(dossier, "index", None)
    return json.loads(index.documents) if index else []


def found_in_documents(dossiers: Sequence[Dossier], text: str) -> dict[int, list[str]]:
    """Returns {key of a dossier: names of its documents that have all the words of `text`, or, if
    none has, some of them}, in one query. The dossiers come with their index.
    """
    words = searched_words(text)
    if not words:
        return {}
    documents = {each.pk: _documents_of(each) for each in dossiers}
    some, whole = Q(), Q()
    for word in words:
        some |= _has(word)
        whole &= _has(word)
    hashes = {sha256 for files in documents.values() for sha256, _name in files}
    rows = DocumentText.objects.filter(some, content__sha256__in=hashes).annotate(
        has_all=Case(When(whole, then=True), default=Value(False), output_field=BooleanField())
    )
    found = dict(rows.values_list("content__sha256", "has_all"))
    names = {}
    for pk, files in documents.items():
        whole_names = [name for sha256, name in files if found.get(sha256)]
        names[pk] = whole_names or [name for sha256, name in files if sha256 in found]
    return names
