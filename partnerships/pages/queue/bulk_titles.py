"""Titles of bulk acts."""

from django.utils.translation import ngettext

from partnerships.models import BulkAct


def bulk_title(act: BulkAct, count: int) -> str:
    titles = {
        BulkAct.START_REVIEW: ngettext(
            "Prendre %(count)s dossier en instruction",
            "Prendre %(count)s dossiers en instruction",
            count,
        ),
        BulkAct.REQUEST_CHANGES: ngettext(
            "Demander des compléments sur %(count)s dossier",
            "Demander des compléments sur %(count)s dossiers",
            count,
        ),
        BulkAct.COUNTERSIGN: ngettext(
            "Contresigner %(count)s décision", "Contresigner %(count)s décisions", count
        ),
        BulkAct.ASSIGN: ngettext("Confier %(count)s dossier", "Confier %(count)s dossiers", count),
        BulkAct.ASK_OPINION: ngettext(
            "Demander des avis sur %(count)s dossier",
            "Demander des avis sur %(count)s dossiers",
            count,
        ),
        BulkAct.REMIND_AUTHORITY: ngettext(
            "Relancer la collectivité de %(count)s dossier",
            "Relancer les collectivités de %(count)s dossiers",
            count,
        ),
        BulkAct.DECIDE: ngettext(
            "Décider de %(count)s dossier", "Décider de %(count)s dossiers", count
        ),
        BulkAct.RELEASE: ngettext(
            "Notifier %(count)s décision", "Notifier %(count)s décisions", count
        ),
        BulkAct.TAKE_BACK: ngettext(
            "Reprendre %(count)s décision", "Reprendre %(count)s décisions", count
        ),
    }
    return titles[act] % {"count": count}
