"""What is removed or replaced in a dossier can be taken back, by those who write it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.document.buffer import editing
from partnerships.document.earlier import BYTES_MAX, ITEMS_MAX, VALUES_MAX
from partnerships.models import Attachment, DossierEdit, EarlierValue, Phase
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import JPEG, PDF, send, stored
from tests.factories.filling import autosave, base, budget_lines, post, saved, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return dossier_in("draft", objectives="")


@pytest.fixture
def member(client, dossier):
    client.force_login(dossier.created_by)
    return client


@pytest.fixture
def colleague(dossier):
    return MemberFactory(authority=dossier.lead_authority).user


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


def earlier_of(dossier):
    return reverse("partnerships:dossier_earlier", args=[dossier.uuid])


def take_back(client, dossier, path, digest):
    return client.post(earlier_of(dossier), {"path": path, "digest": digest}, follow=True)


# Items


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


# Texts


def test_text_of_another_person_is_kept_and_taken_back(client, dossier, colleague):
    write(dossier, dossier.created_by, objectives="Le texte de la première personne.")
    write(dossier, colleague, objectives="Autre chose.")
    client.force_login(colleague)
    row = EarlierValue.objects.get()

    step = text_of(client.get(reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"])))
    page = text_of(client.get(earlier_of(dossier)))
    response = take_back(client, dossier, "objectives", row.digest)

    assert f"{earlier_of(dossier)}#avant-objectives" in step
    assert "Le texte de la première personne." in page
    assert f"écrit par {dossier.created_by}" in page
    assert saved(dossier)["objectives"] == "Le texte de la première personne."
    assert "Le texte d’avant est repris" in text_of(response)
    # The one that it replaced can be taken back in turn.
    assert "Autre chose." in text_of(client.get(earlier_of(dossier)))


def test_typing_on_leaves_no_earlier_text(dossier):
    for text in ("Le", "Le puits", "Le puits de Kayes", "Le puits, de Kayes"):
        write(dossier, dossier.created_by, objectives=text)

    assert not EarlierValue.objects.exists()


def test_text_that_goes_at_once_is_kept(dossier):
    write(dossier, dossier.created_by, objectives="Un long texte écrit ce matin")
    write(dossier, dossier.created_by, objectives="")

    row = EarlierValue.objects.get()
    assert (row.path, row.value, row.by) == (
        "objectives",
        "Un long texte écrit ce matin",
        dossier.created_by,
    )


def test_text_of_an_earlier_writing_is_kept(dossier):
    write(dossier, dossier.created_by, objectives="Le puits de Kayes est foré")
    DossierEdit.objects.update(at=timezone.now() - timedelta(minutes=6))

    write(dossier, dossier.created_by, objectives="Le puits de Ségou est foré")

    assert [row.value for row in EarlierValue.objects.all()] == ["Le puits de Kayes est foré"]


def test_choices_are_read_by_their_labels(client, dossier, colleague):
    write(dossier, dossier.created_by, phase="active")
    write(dossier, colleague, phase="dormant")
    client.force_login(dossier.created_by)

    page = text_of(client.get(earlier_of(dossier)))

    assert str(Phase("active").label) in page
    assert ">active<" not in page


def test_earlier_texts_are_bounded(dossier, colleague):
    people = (dossier.created_by, colleague)
    for rank in range(VALUES_MAX + 5):
        write(dossier, people[rank % 2], objectives=f"Version {rank} tout autre mot{rank}")
    for _rank in range(ITEMS_MAX + 2):
        uuid = line_of(dossier)
        with editing(dossier, colleague) as buffer:
            buffer["budget"].remove(uuid)
            for path in [path for path in buffer if uuid in path]:
                del buffer[path]

    assert EarlierValue.objects.exclude(digest="").filter(path="objectives").count() == VALUES_MAX
    assert EarlierValue.objects.filter(digest="").count() == ITEMS_MAX


def test_earlier_texts_of_a_dossier_have_a_total_size(dossier, colleague):
    people, size = (dossier.created_by, colleague), BYTES_MAX // 4
    for rank in range(8):
        write(dossier, people[rank % 2], objectives=f"{rank} " + f"{rank}é" * (size // 9))

    sizes = [len(row.value_text) for row in EarlierValue.objects.all()]
    assert sizes
    assert sum(sizes) <= BYTES_MAX


@pytest.mark.parametrize(
    ("path", "digest"), [("objectives", "x"), ("\x00", "\x00"), ("budget", ""), ("objectives", "")]
)
def test_unknown_text_is_said_and_changes_nothing(member, dossier, path, digest):
    before = saved(dossier)

    page = text_of(take_back(member, dossier, path, digest))

    assert "Ce texte n’est plus gardé" in page
    assert saved(dossier) == before


def test_nothing_replaced_says_so(member, dossier):
    assert "Rien n’a encore été remplacé" in text_of(member.get(earlier_of(dossier)))


def test_officers_and_other_authorities_do_not_read_earlier_texts(client):
    officer = reviewer()
    dossier = dossier_in("changes_requested", officer=officer)
    other = MemberFactory().user
    dossier.dossier_authorities.create(authority=other.memberships.get().authority)
    for person in (officer, other):
        client.force_login(person)
        assert client.get(earlier_of(dossier)).status_code == 404
        assert client.post(earlier_of(dossier)).status_code == 404


def test_deposited_dossier_takes_nothing_back(client, dossier, colleague):
    write(dossier, dossier.created_by, objectives="Le texte de la première personne.")
    write(dossier, colleague, objectives="Autre chose.")
    row = EarlierValue.objects.get()
    act(dossier, "submit", dossier.created_by)
    client.force_login(dossier.created_by)

    page = text_of(take_back(client, dossier, "objectives", row.digest))

    assert "ne se modifie plus" in page
    assert saved(dossier)["objectives"] == "Autre chose."
    assert client.get(earlier_of(dossier)).url == dossier.get_absolute_url()
