"""The letters of the demonstration: a fictional service, its means of appeal and its signatory."""

from django.utils import timezone

from partnerships.models import Letterhead, Signatory

LETTERHEAD = {
    "ministry": "MINISTÈRE FICTIF\n(démonstration)",
    "motto": "Liberté\nÉgalité\nFraternité",
    "service": "Bureau de la démonstration",
    "place": "Valombre",
    "address": "1, place Fictive\n00000 Valombre",
    "contact": "bureau@demonstration.example",
    "appeal": (
        "Texte de démonstration, sans valeur\u202f: le service écrit ici les voies et délais de "
        "recours, dans «\u202fRéglages\u202f», «\u202fLettres de décision\u202f»."
    ),
}


def write_letters(people: dict) -> None:
    """Writes the head and the signatory of letters, to be called before the first decision."""
    by, now = people["responsable"], timezone.now()
    Letterhead.objects.get_or_create(
        number=1, defaults={**LETTERHEAD, "created_at": now, "created_by": by}
    )
    Signatory.objects.get_or_create(
        name="Dominique Fictif (démonstration)",
        defaults={
            "capacity": "La cheffe du bureau de la démonstration",
            "formula": "Pour le ministre fictif et par délégation,",
            "delegation": "décision fictive portant délégation de signature",
            "delegated_on": timezone.localdate(),
            "starts_on": timezone.localdate(),
            "created_at": now,
            "created_by": by,
        },
    )
