"""The pages of reports of readers, of claims and of declarations, as `pages.py` lists them."""

from django.urls import reverse

from tests.browser.world import REPORT_TOKEN


def report(world):
    return world.report.get_absolute_url()


def claim_invitation(world):
    return reverse("partnerships:claim_invitation", args=[world.imported.public_id])


CONTRIBUTIONS = {
    "partnerships:declaration": (None, lambda world: reverse("partnerships:declaration")),
    "partnerships:report_site": (None, lambda world: reverse("partnerships:report_site")),
    "partnerships:report_create": (
        None,
        lambda world: reverse(
            "partnerships:report_create", args=["fiche", world.partnership.public_id]
        ),
    ),
    "partnerships:report_address": (
        None,
        lambda world: reverse("partnerships:report_address", args=[REPORT_TOKEN]),
    ),
    "partnerships:report_list": ("manager", lambda world: reverse("partnerships:report_list")),
    "partnerships:report_detail": ("manager", report),
    "partnerships:report_detail officer": ("reviewer", report),
    "partnerships:report_desk": ("reviewer", lambda world: reverse("partnerships:report_desk")),
    "partnerships:claim_invitation": (None, claim_invitation),
    "partnerships:claim_invitation no member": ("neighbour", claim_invitation),
}
