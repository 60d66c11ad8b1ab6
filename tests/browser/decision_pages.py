"""The pages of decisions and of acts on many dossiers, as `pages.py` lists them."""

from django.urls import reverse

from partnerships.models import DossierStatus


def outbox_release(world):
    decided = world.dossiers[DossierStatus.DECIDED].uuid
    return f"{reverse('partnerships:outbox_release')}?d={decided}"


def bulk_contributions(world):
    dossier = world.judged.items.get().dossier
    return reverse("partnerships:bulk_contributions", args=[world.judged.uuid, dossier.uuid])


DECISIONS = {
    "partnerships:outbox": ("reviewer", lambda world: reverse("partnerships:outbox")),
    "partnerships:outbox to countersign": (
        "lead_reviewer",
        lambda world: f"{reverse('partnerships:outbox')}?etat=a-contresigner",
    ),
    "partnerships:outbox_release": ("reviewer", outbox_release),
    "partnerships:my_decisions": ("reviewer", lambda world: reverse("partnerships:my_decisions")),
    "partnerships:my_decisions empty": (
        "lead_reviewer",
        lambda world: reverse("partnerships:my_decisions"),
    ),
    "partnerships:decision_detail": (
        "reviewer",
        lambda world: reverse(
            "partnerships:decision_detail", args=[world.dossiers[DossierStatus.DECIDED].uuid]
        ),
    ),
    "partnerships:bulk_list": ("reviewer", lambda world: reverse("partnerships:bulk_list")),
    "partnerships:bulk_run": ("lead_reviewer", lambda world: world.bulk.get_absolute_url()),
    "partnerships:bulk_run decision": (
        "reviewer",
        lambda world: world.judged.get_absolute_url(),
    ),
    "partnerships:bulk_contributions": ("reviewer", bulk_contributions),
}
