"""What is removed from a list of a dossier can be put back until the deposit."""

import pytest
from django.urls import reverse

from partnerships.document.buffer import editing
from partnerships.models import Attachment, EarlierValue
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import JPEG, PDF, send, stored
from tests.factories.filling import autosave, base, budget_lines, post, saved, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return dossier_in("draft", objectives="")


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


def line_of(dossier, **fields):
    """Writes one line of budget; returns its uuid."""
    values = budget_lines(1, **fields)
    write(dossier, dossier.created_by, **values)
    return values["budget"][0]


def test_removed_line_is_put_back_whole_and_in_its_place(member, dossier):
    lines = budget_lines(3)
    write(dossier, dossier.created_by, **lines)
    second = lines["budget"][1]
    before = saved(dossier)

    post(member, dossier, "budget", f"remove:budget:{second}")
    page = text_of(member.get(reverse("partnerships:dossier_step", args=[dossier.uuid, "budget"])))
    removed = saved(dossier)
    response = post(member, dossier, "budget", f"restore:budget:{second}")

    assert f'value="restore:budget:{second}"' in page
    assert "Budget : 2025, Agence française de développement" in page
    assert f"retiré par {dossier.created_by}" in page
    assert second not in removed["budget"]
    assert response.url.endswith("#champ-budget")
    assert saved(dossier) == before


@pytest.mark.parametrize(
    ("slug", "name", "fields", "label"),
    [
        ("resultats", "indicators", {"name": "Puits forés"}, "Indicateur : Puits forés"),
        ("acteurs", "partners", {"proposed_name": "Fès"}, "Partenaire étranger : Fès"),
    ],
)
def test_removed_item_of_any_list_is_named_and_put_back(member, dossier, slug, name, fields, label):
    uuid = "7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11"
    write(dossier, dossier.created_by, **{name: [uuid]})
    write(dossier, dossier.created_by, **{f"{name}.{uuid}.{k}": v for k, v in fields.items()})

    post(member, dossier, slug, f"remove:{name}:{uuid}")
    page = text_of(member.get(reverse("partnerships:dossier_step", args=[dossier.uuid, slug])))
    post(member, dossier, slug, f"restore:{name}:{uuid}")

    assert label in page
    assert saved(dossier)[name] == [uuid]
    assert [saved(dossier)[f"{name}.{uuid}.{k}"] for k in fields] == list(fields.values())


def test_empty_line_that_is_removed_leaves_nothing_to_put_back(member, dossier):
    post(member, dossier, "budget", "add:budget")
    (uuid,) = saved(dossier)["budget"]

    post(member, dossier, "budget", f"remove:budget:{uuid}")

    assert not EarlierValue.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "listed"), [("a.pdf", PDF, "documents"), ("a.jpg", JPEG, "images")]
)
def test_removed_file_is_put_back_until_the_deposit(
    member, dossier, settings, name, content, listed
):
    send(member, dossier, (name, content))
    uuid = str(Attachment.objects.get().uuid)

    post(member, dossier, "documents", f"remove:{listed}:{uuid}")
    page = text_of(
        member.get(reverse("partnerships:dossier_step", args=[dossier.uuid, "documents"]))
    )
    kept = saved(dossier)[listed]
    post(member, dossier, "documents", f"restore:{listed}:{uuid}")

    assert name in page
    assert "Remettre" in page
    assert kept == []
    assert saved(dossier)[listed] == [uuid]
    assert Attachment.objects.filter(uuid=uuid).exists()


def test_deposit_forgets_what_was_removed(
    member, dossier, settings, django_capture_on_commit_callbacks
):
    uuid = line_of(dossier)
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF + b" "))
    first, second = Attachment.objects.order_by("pk")
    post(member, dossier, "documents", f"remove:documents:{first.uuid}")
    post(member, dossier, "budget", f"remove:budget:{uuid}")

    with django_capture_on_commit_callbacks(execute=True):
        act(dossier, "submit", dossier.created_by)
    act(dossier, "withdraw", dossier.created_by)
    post(member, dossier, "budget", f"restore:budget:{uuid}")

    assert [each.uuid for each in Attachment.objects.all()] == [second.uuid]
    assert [path.name for path in stored(settings)] == [second.sha256]
    assert saved(dossier)["budget"] == []
    assert not EarlierValue.objects.filter(digest="").exists()


def test_removed_file_is_erased_at_once_where_one_asks(
    member, dossier, settings, django_capture_on_commit_callbacks
):
    send(member, dossier, ("a.pdf", PDF))
    uuid = Attachment.objects.get().uuid
    post(member, dossier, "documents", f"remove:documents:{uuid}")

    with django_capture_on_commit_callbacks(execute=True):
        post(member, dossier, "documents", f"forget:documents:{uuid}")

    assert not Attachment.objects.exists()
    assert stored(settings) == []
    assert not EarlierValue.objects.exists()


def test_file_that_another_page_put_back_is_not_erased(member, dossier):
    send(member, dossier, ("a.pdf", PDF))
    uuid = str(Attachment.objects.get().uuid)
    post(member, dossier, "documents", f"remove:documents:{uuid}")
    post(member, dossier, "documents", f"restore:documents:{uuid}")

    post(member, dossier, "documents", f"forget:documents:{uuid}")

    assert saved(dossier)["documents"] == [uuid]
    assert Attachment.objects.filter(uuid=uuid).exists()


def test_removed_files_make_room_for_others(member, dossier, settings):
    settings.ATTACHMENTS_MAX_COUNT = 1
    send(member, dossier, ("a.pdf", PDF))
    first = Attachment.objects.get()
    post(member, dossier, "documents", f"remove:documents:{first.uuid}")

    send(member, dossier, ("b.pdf", PDF))

    assert Attachment.objects.get().file_name == "b.pdf"
    page = member.get(reverse("partnerships:dossier_step", args=[dossier.uuid, "documents"]))
    assert "Remettre" not in text_of(page)


def test_item_that_an_older_page_brought_back_is_completed(member, dossier):
    uuid = line_of(dossier, amount="1000")
    older = base(dossier, f"budget.{uuid}.year")
    post(member, dossier, "budget", f"remove:budget:{uuid}")
    autosave(member, dossier, "budget", **{f"budget.{uuid}.year": "2031"}, **older)

    post(member, dossier, "budget", f"restore:budget:{uuid}")

    assert saved(dossier)["budget"] == [uuid]
    assert saved(dossier)[f"budget.{uuid}.year"] == "2031"
    assert saved(dossier)[f"budget.{uuid}.amount"] == "1000"


@pytest.mark.parametrize("uuid", ["x", "\x00", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("name", ["restore", "forget"])
def test_unknown_item_changes_nothing(member, dossier, name, uuid):
    before = saved(dossier)

    response = post(member, dossier, "budget", f"{name}:budget:{uuid}")

    assert response.status_code == 302
    assert saved(dossier) == before


def test_items_of_another_dossier_are_not_put_back(member, dossier):
    other = dossier_in("draft")
    uuid = line_of(other)
    with editing(other, other.created_by) as buffer:
        buffer["budget"] = []

    post(member, dossier, "budget", f"restore:budget:{uuid}")

    assert uuid not in saved(dossier).get("budget", [])
