"""What a field of a dossier held before is read and taken back by those who write it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.document.buffer import editing
from partnerships.document.earlier import BYTES_MAX, ITEMS_MAX, VALUES_MAX
from partnerships.models import DossierEdit, EarlierValue, Phase
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import budget_lines, saved, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return dossier_in("draft", objectives="")


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


def line_of(dossier, **fields):
    """Writes one line of budget; returns its uuid."""
    values = budget_lines(1, **fields)
    write(dossier, dossier.created_by, **values)
    return values["budget"][0]


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
