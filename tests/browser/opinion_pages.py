"""The pages of opinions and of the directory of bodies, as `pages.py` lists them."""

from django.urls import reverse

from partnerships.models import DossierStatus
from tests.browser.world import OPINION_EMAILS
from tests.factories.opinions import links_to


def _plain(name):
    return lambda world: reverse(name)


def _request(world):
    return reverse(
        "partnerships:opinion_request", args=[world.dossiers[DossierStatus.UNDER_REVIEW].uuid]
    )


OPINIONS = {
    "partnerships:advisory_body_list": ("lead_reviewer", _plain("partnerships:advisory_body_list")),
    "partnerships:advisory_body_create": (
        "lead_reviewer",
        _plain("partnerships:advisory_body_create"),
    ),
    "partnerships:advisory_body_edit": (
        "lead_reviewer",
        lambda world: reverse("partnerships:advisory_body_edit", args=[world.body.uuid]),
    ),
    "partnerships:directory_import": ("lead_reviewer", _plain("partnerships:directory_import")),
    "partnerships:opinion_request": ("reviewer", _request),
    "partnerships:opinion_answer": (None, lambda world: links_to(OPINION_EMAILS[0])[0]),
    "partnerships:opinion_answer given": (None, lambda world: links_to(OPINION_EMAILS[1])[0]),
}
