"""A merge for officers: the merged record as it was, and what still belongs to it."""

from functools import cached_property

from partnerships.cleaning.merge import may_merge_these
from partnerships.document.reading import read
from partnerships.models import Dossier, Merge, RecordKind
from partnerships.pages.cleaning.merge_page import rows_of
from partnerships.publication.merge.partnerships import content_of


class MergeTrace:
    def __init__(self, made: Merge, user):
        self.made, self.user = made, user
        rows = rows_of(made.kind, (made.kept_id, made.gone_id))
        self.kept, self.gone = rows.get(made.kept_id), rows.get(made.gone_id)

    @property
    def may_undo(self) -> bool:
        rows = (self.kept, self.gone)
        is_standing = self.made.undone_at is None and all(rows)
        return is_standing and may_merge_these(self.user, RecordKind(self.made.kind), rows)

    @property
    def is_partnership(self) -> bool:
        return self.made.kind == RecordKind.PARTNERSHIP

    @cached_property
    def reading(self):
        """The content of the merged record, as it was."""
        return read(content_of(self.gone))

    @property
    def versions(self):
        return self.gone.versions.select_related("created_by").defer("projection")

    @property
    def dossiers(self):
        """The deposited dossiers of the merged record."""
        deposited = Dossier.objects.visible_to(self.user).filter(submission_count__gt=0)
        return deposited.filter(partnership=self.gone)

    @property
    def confirmations(self):
        return self.gone.confirmations.select_related("by", "version")
