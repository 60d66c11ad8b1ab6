"""Change requests on a dossier, and what officers and authorities do with them on their pages."""

import uuid

import factory
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, ChangeRequest, Message
from partnerships.workflow.change_requests import gather
from tests.factories.accounts import reviewer
from tests.factories.dossiers import act

SECRET = "Le budget me paraît gonflé"


class ChangeRequestFactory(factory.django.DjangoModelFactory):
    """An unsent change request on a deposited dossier; `sent` to its authority, or `answered`."""

    class Meta:
        model = ChangeRequest

    class Params:
        sent = factory.Trait(
            status="sent",
            body="",
            message=factory.LazyAttribute(
                lambda row: Message.objects.create(
                    dossier=row.dossier, author=row.created_by, body="Précisez le titre."
                )
            ),
        )
        answered = factory.Trait(status="answered", answered_at=factory.LazyFunction(timezone.now))

    body = "Précisez le titre."
    created_by = factory.LazyFunction(reviewer)
    submission = factory.LazyAttribute(lambda row: row.dossier.submissions.first())


def add(client, user, dossier, **data):
    client.force_login(user)
    data = {"token": str(uuid.uuid4()), "body": SECRET, "field_path": "title", **data}
    return client.post(reverse("partnerships:change_request_add", args=[dossier.uuid]), data)


def do(client, user, dossier, row, what, **data):
    client.force_login(user)
    address = reverse("partnerships:change_request_act", args=[dossier.uuid, row.uuid])
    return client.post(address, {"do": what, **data})


def answer(client, user, dossier, row, word=""):
    client.force_login(user)
    address = reverse("partnerships:change_request_answer", args=[dossier.uuid])
    return client.post(address, {"do": f"answered:{row.uuid}", f"answer.{row.uuid}": word})


def sent(dossier, officer, path="title", body="Précisez le titre."):
    """A change request, sent, and the reloaded dossier."""
    row = gather(dossier, by=officer, body=body, field_path=path)
    dossier = act(dossier, Action.REQUEST_CHANGES, officer, requests=[str(row.uuid)])
    return ChangeRequest.objects.get(pk=row.pk), dossier


def redeposit(dossier, officer, **fields):
    dossier.buffer = {**dossier.buffer, **fields}
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    return act(dossier, Action.START_REVIEW, officer)
