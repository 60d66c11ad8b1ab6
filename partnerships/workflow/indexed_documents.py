"""The words of the PDF documents of latest deposits, as officers search them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from partnerships.files.kind import PDF
from partnerships.models import Attachment, DocumentText
from partnerships.models.content import is_served

# A `tsvector` of PostgreSQL holds less than a mebibyte: what is over in a dossier is not searched.
BYTES_MAX = 400_000


class IndexedDocuments:
    """The PDF of the latest deposits of dossiers, and the words of those that were read.

    `documents`: key of a dossier → document of its latest deposit.
    """

    def __init__(self, documents: Mapping[int, dict]):
        rows = Attachment.objects.filter(dossier__in=documents, content_type=PDF)
        self._files = defaultdict(list)
        for each in rows.order_by("uploaded_at", "pk"):
            deposited = {item["uuid"] for item in documents[each.dossier_id]["documents"]}
            if str(each.uuid) in deposited and is_served(each.scan_state):
                self._files[each.dossier_id].append(each)
        hashes = {each.sha256 for files in self._files.values() for each in files}
        texts = DocumentText.objects.filter(content__sha256__in=hashes)
        self._tokens = dict(texts.values_list("content__sha256", "tokens"))

    def tokens(self, dossier_pk: int) -> Iterable[str]:
        """Yields the search tokens of the documents of a dossier, BYTES_MAX at most."""
        left = BYTES_MAX
        for file in self._files[dossier_pk]:
            for token in self._tokens.get(file.sha256, "").split():
                left -= len(token.encode())
                if left < 0:
                    return
                yield token

    def described(self, dossier_pk: int) -> str:
        """Returns the JSON of `DossierIndex.documents`."""
        return json.dumps([[each.sha256, each.file_name] for each in self._files[dossier_pk]])
