"""« Mes données »: complete, private, without other people's data or internal notes."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from partnerships.files.zip_archive import Archive, safe_name
from partnerships.models import Invitation, OutboxMail, StoredContent, Visibility, stored_path
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.authority_requests import AuthorityRequestFactory
from tests.factories.data_exports import archive_of, attached, words_of
from tests.factories.dossiers import dossier_in
from tests.factories.filling import save_fields
from tests.factories.messages import say
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import person

pytestmark = pytest.mark.django_db
PAGE = "/mon-espace/mes-donnees/"
SECRET = "Entre nous seulement"


def test_archive_holds_all_data_of_the_person():
    member = MemberFactory(manager=True)
    dossier = dossier_in("closed", member=member, outcome="rejected")
    attached(dossier)
    say(dossier, member.user, "Merci de votre réponse")
    AuthorityRequestFactory(asked_by=member.user, name="Commune introuvable")
    draft = dossier_in("draft", member=member)
    draft.buffer = {**draft.buffer, "title": "Un brouillon \x00 à moi"}
    draft.save()
    save_fields(draft, {"objectives": "Écrit par moi"}, {}, member.user)

    files = archive_of(member.user)

    folder = f"dossiers/{dossier.reference}"
    about = json.loads(files[f"dossiers/{draft.reference}/dossier.json"])
    assert json.loads(files["compte.json"])["adresse"] == member.user.email
    assert json.loads(files["collectivites.json"])[0]["role"] == "manager"
    assert about["saisie"]["title"] == "Un brouillon \x00 à moi"
    assert "Éclairage public" in files[f"{folder}/depots/depot-1.json"].decode()
    assert "Dépôt n° 1" in text_of_pdf(files[f"{folder}/dossier.pdf"])
    assert "Écrit par moi" in text_of_pdf(files[f"dossiers/{draft.reference}/dossier.pdf"])
    assert "Dossier complet et conforme" in files[f"{folder}/decisions.json"].decode()
    assert "Merci de votre réponse" in files[f"{folder}/echanges.json"].decode()
    assert "Merci de votre réponse" in files["messages.json"].decode()
    assert files[f"{folder}/pieces/01-Convention signée.pdf"] == b"%PDF-1.7 convention"
    assert "votre dossier est déposé" in files["courriels.json"].decode()
    mine = json.loads(files[f"dossiers/{draft.reference}/mes-modifications.json"])
    assert [each["champ"] for each in mine] == ["objectives"]
    assert "Commune introuvable" in files["demandes.json"].decode()
    assert "MES DONNÉES" in files["LISEZMOI.txt"].decode()


def test_manifest_has_the_digest_of_each_file():
    files = archive_of(dossier_in("submitted").created_by)

    listed = json.loads(files.pop("manifeste.json"))["fichiers"]

    assert [each["nom"] for each in listed] == list(files)
    for each in listed:
        assert each["sha256"] == hashlib.sha256(files[each["nom"]]).hexdigest()
        assert each["taille"] == len(files[each["nom"]])


def test_archive_holds_nothing_internal_and_no_decision_that_was_not_notified():
    dossier = dossier_in("decided", outcome="rejected")
    say(dossier, dossier.reviewer, SECRET, Visibility.INTERNAL)
    both = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user

    for user in (dossier.created_by, both):
        everything = words_of(archive_of(user))
        assert dossier.reference in everything
        assert SECRET not in everything
        assert "Dossier complet et conforme" not in everything
        assert "rejected" not in everything
        assert "décider" not in everything


def test_archive_of_an_officer_holds_no_internal_message():
    dossier = dossier_in("under_review")
    say(dossier, dossier.reviewer, SECRET, Visibility.INTERNAL)
    say(dossier, dossier.reviewer, "Bien reçu")

    everything = words_of(archive_of(dossier.reviewer))

    assert SECRET not in everything
    assert "Bien reçu" in everything
    assert "dossier.json" not in [name.rsplit("/")[-1] for name in archive_of(dossier.reviewer)]


def test_archive_holds_no_secret_and_no_address_of_others():
    member = MemberFactory(manager=True)
    member.user.set_password("un mot de passe bien long")
    member.user.save()
    colleague = MemberFactory(authority=member.authority, user__first_name="", user__last_name="")
    dossier = dossier_in("submitted", member=member)
    say(dossier, colleague.user, "Je relis")
    Invitation.objects.create(
        authority=member.authority,
        email="invitee@example.org",
        token_digest="d" * 64,
        invited_by=member.user,
    )

    files = archive_of(member.user)
    files.pop("courriels.json")  # mails they already received
    everything = words_of(files)

    assert "Je relis" in everything
    assert member.user.password not in everything
    assert colleague.user.email not in everything
    assert "invitee@example.org" not in everything
    assert "d" * 64 not in everything


@pytest.mark.parametrize(
    "role", ["former member", "pending member", "member of another authority", "stranger"]
)
def test_archive_of_others_holds_nothing_of_the_dossier(role):
    dossier = dossier_in("submitted", title="Titre à ne pas voir")
    attached(dossier)

    files = archive_of(person(role, dossier))

    assert not any(name.startswith(f"dossiers/{dossier.reference}") for name in files)
    assert "Titre à ne pas voir" not in words_of(files)


def test_co_authority_gets_the_deposit_and_not_the_draft():
    dossier = dossier_in("changes_requested")
    attached(dossier)
    dossier.buffer = {**dossier.buffer, "title": "Correction en cours"}
    dossier.save()

    files = archive_of(person("member of a co-authority", dossier))

    folder = f"dossiers/{dossier.reference}"
    assert f"{folder}/depots/depot-1.json" in files
    assert "Correction en cours" not in words_of(files)
    assert "Dépôt n° 1" in text_of_pdf(files[f"{folder}/dossier.pdf"])
    assert not any(name.startswith(f"{folder}/pieces") for name in files)


def test_paper_of_a_person_without_a_name_does_not_say_their_address():
    colleague = MemberFactory(user__first_name="", user__last_name="")
    dossier = dossier_in("submitted", member=colleague)
    reader = MemberFactory(authority=dossier.lead_authority)

    files = archive_of(reader.user)

    paper = text_of_pdf(files[f"dossiers/{dossier.reference}/dossier.pdf"])
    assert "par une personne sans nom" in paper
    assert colleague.user.email not in paper


def test_mails_to_a_former_owner_of_the_address_are_left_out():
    user = UserFactory()
    OutboxMail.objects.create(
        cause="x",
        recipient=user.email,
        subject="Ancien",
        body=SECRET,
        created_at=user.date_joined - timedelta(days=1),
    )

    assert SECRET not in archive_of(user)["courriels.json"].decode()


def test_infected_or_lost_attachment_is_listed_and_the_rest_is_there():
    dossier = dossier_in("draft")
    gone, infected, good = (
        attached(dossier, content, name)
        for content, name in ((b"1", "parti.pdf"), (b"2", "virus.pdf"), (b"3", "bon.pdf"))
    )
    storages["default"].delete(stored_path(gone.sha256))
    StoredContent.objects.filter(sha256=infected.sha256).update(
        scan_state="infected", scanned_at=timezone.now()
    )

    files = archive_of(dossier.created_by)

    absent = json.loads(files["manifeste.json"])["absents"]
    pieces = [name for name in files if "/pieces/" in name]
    assert [name.rsplit("-")[-1] for name in pieces] == [good.file_name]
    assert len(absent) == 2
    assert "parti.pdf" in absent[0]
    assert "virus.pdf" in absent[1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:con<>|?*.pdf", "C_con_____.pdf"),
        ("", "sans-nom"),
        ("...", "sans-nom"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
    ],
)
def test_names_in_the_archive_are_safe(name, expected):
    assert safe_name(name) == expected


def test_lone_surrogates_and_nul_do_not_break_the_archive():
    file = io.BytesIO()
    archive = Archive(file)

    archive.add_json("a.json", {"saisie": "\ud800 \x00 é"})
    archive.close()

    assert json.loads(zipfile.ZipFile(file).read("a.json")) == {"saisie": "\ud800 \x00 é"}
