"""Titles of bulk acts."""

from django.utils.translation import ngettext_lazy

from partnerships.models import BulkAct, BulkItemState

TITLES = {
    BulkAct.START_REVIEW: ngettext_lazy(
        "Prendre %(count)s dossier en instruction",
        "Prendre %(count)s dossiers en instruction",
        "count",
    ),
    BulkAct.REQUEST_CHANGES: ngettext_lazy(
        "Demander des compléments sur %(count)s dossier",
        "Demander des compléments sur %(count)s dossiers",
        "count",
    ),
    BulkAct.COUNTERSIGN: ngettext_lazy(
        "Contresigner %(count)s décision", "Contresigner %(count)s décisions", "count"
    ),
    BulkAct.UNCOUNTERSIGN: ngettext_lazy(
        "Retirer %(count)s contreseing", "Retirer %(count)s contreseings", "count"
    ),
    BulkAct.ASSIGN: ngettext_lazy(
        "Confier %(count)s dossier", "Confier %(count)s dossiers", "count"
    ),
    BulkAct.ASK_OPINION: ngettext_lazy(
        "Demander des avis sur %(count)s dossier",
        "Demander des avis sur %(count)s dossiers",
        "count",
    ),
    BulkAct.REMIND_AUTHORITY: ngettext_lazy(
        "Relancer la collectivité de %(count)s dossier",
        "Relancer les collectivités de %(count)s dossiers",
        "count",
    ),
    BulkAct.DECIDE: ngettext_lazy(
        "Décider de %(count)s dossier", "Décider de %(count)s dossiers", "count"
    ),
    BulkAct.RELEASE: ngettext_lazy(
        "Notifier %(count)s décision", "Notifier %(count)s décisions", "count"
    ),
    BulkAct.TAKE_BACK: ngettext_lazy(
        "Reprendre %(count)s décision", "Reprendre %(count)s décisions", "count"
    ),
}
# Acts on decisions: a dossier that is not concerned has none to count.
OF_DECISIONS = (BulkAct.COUNTERSIGN, BulkAct.UNCOUNTERSIGN, BulkAct.RELEASE, BulkAct.TAKE_BACK)


def bulk_title(act: BulkAct, counts: dict[str, int]) -> str:
    """`counts`: number of items in each state."""
    count = sum(counts.values())
    if act in OF_DECISIONS:
        count -= counts[BulkItemState.NOT_CONCERNED]
    return TITLES[act] % {"count": count}
