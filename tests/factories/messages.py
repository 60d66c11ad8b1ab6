"""Messages on a dossier."""

from uuid import uuid4

from django.urls import reverse

from partnerships.models import Visibility
from partnerships.workflow.messages import post_message
from tests.factories.dossiers import dossier_in


def say(dossier, by, body="Un mot", visibility=Visibility.SHARED, path=""):
    return post_message(dossier, by=by, body=body, visibility=visibility, field_path=path)


def review_page(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def budget_line(dossier):
    """The path of the first budget line of `dossier`."""
    return f"budget.{dossier.buffer['budget'][0]}"


def dossier_with_budget(status):
    uuid = str(uuid4())
    line = {"year": "2025", "source": "lead_authority", "nature": "cash", "amount": "1200"}
    fields = {f"budget.{uuid}.{name}": value for name, value in line.items()}
    return dossier_in(status, budget=[uuid], **fields)
