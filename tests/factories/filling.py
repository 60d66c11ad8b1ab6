"""Filling the form of a dossier, through its pages or straight into its buffer."""

from uuid import uuid4

from django.urls import reverse

from partnerships.document.buffer import add_item, editing, value_digest, write
from partnerships.document.validation import validate
from partnerships.models import Dossier
from tests.factories.roles import text_of as text_of


def step_of(dossier, slug):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, slug])


def saved(dossier):
    return Dossier.objects.get(pk=dossier.pk).buffer


def post(client, dossier, slug, do="save", **fields):
    return client.post(step_of(dossier, slug), {"do": do, **fields})


def autosave(client, dossier, slug="sujet", *, by=None, **fields):
    """Autosave as the script does, on the page of `by` or else of the author of the dossier."""
    person = {"person": str((by or dossier.created_by).journal_id)}
    return client.post(autosave_address(dossier, slug), {**person, **fields})


def autosave_address(dossier, slug="sujet"):
    return reverse("partnerships:autosave", args=[dossier.uuid, slug])


def poll(client, dossier, by=None, version=""):
    """Poll as the script does when it has nothing to save."""
    query = {"person": str((by or dossier.created_by).journal_id), "version": version}
    return client.get(autosave_address(dossier), query)


def base(dossier, path):
    return {f"base.{path}": value_digest(saved(dossier).get(path))}


def errors_of(dossier, **fields):
    """Error messages by path, of a complete dossier with `fields` in its buffer."""
    dossier.buffer = {**dossier.buffer, **fields}
    return {error.path: error.message for error in validate(dossier).errors}


def with_item(dossier, list_name, **fields):
    buffer = dossier.buffer
    uuid = add_item(buffer, list_name, **fields)
    dossier.buffer = buffer
    return f"{list_name}.{uuid}"


def document_of(dossier):
    validation = validate(dossier)
    assert validation.errors == []
    return validation.document


def budget_lines(count, **fields):
    """Buffer values for a budget of `count` lines."""
    uuids = [str(uuid4()) for _ in range(count)]
    values = {"year": "2025", "source": "afd", "nature": "cash", "amount": "1000", **fields}
    return {
        "budget": uuids,
        **{f"budget.{uuid}.{name}": text for uuid in uuids for name, text in values.items()},
    }


def save_fields(dossier, posted, base_digests, by):
    """Save typed values, valid or not. Raises NotEditable or BufferFull."""
    with editing(dossier, by) as buffer:
        write(buffer, posted, base_digests)


def propose(dossier, name, country="MA", kind="municipality", **fields):
    """Add a proposed partner to a draft; returns the uuid of its item."""
    values = {"name": name, "kind": kind, "country": country, **fields}
    path = with_item(dossier, "partners", **{f"proposed_{k}": v for k, v in values.items()})
    dossier.save()
    return path.split(".")[1]


def answer(client, dossier, item, known, word="other"):
    uuids = ":".join(str(each.uuid) for each in known)
    return post(client, dossier, "acteurs", do=f"{word}:partners:{item}:{uuids}")


def question_of(client, dossier, item):
    """The comparison of an item on the page of the form."""
    page = client.get(step_of(dossier, "acteurs"))
    (shown,) = (
        each.comparison
        for shown_list in page.context["page"].lists
        for each in shown_list.items
        if each.form.uuid == item
    )
    return shown
