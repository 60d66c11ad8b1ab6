"""Who has no part in a dossier or a spreadsheet opens none of its addresses and changes nothing."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import (
    Attachment,
    Dossier,
    EarlierValue,
    LocalAuthorityMember,
    MemberStatus,
    Message,
    SpreadsheetImport,
)
from partnerships.pages.dossier.dossier_action import SUCCESS_MESSAGES
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.data_exports import attached
from tests.factories.dossiers import dossier_in
from tests.factories.files import JPEG, PDF, send
from tests.factories.filling import autosave, post, with_item
from tests.factories.spreadsheets import checked, row

pytestmark = pytest.mark.django_db
PEOPLE = ["nobody's member", "other authority", "right ended", "not accepted", "officer"]


@pytest.fixture
def member():
    return MemberFactory(authority=LocalAuthorityFactory(name="Lille"))


def wrong(who, authority):
    if who == "nobody's member":
        return UserFactory()
    if who == "other authority":
        return MemberFactory(manager=True).user
    if who == "officer":
        return reviewer()
    return MemberFactory(authority=authority, **WHO[who]).user


WHO = {"right ended": {"revoked": True}, "not accepted": {"pending": True}}


def written_draft(client, member):
    """A draft with a removed budget line, an earlier text, a document and a picture."""
    dossier = dossier_in("draft", member=member)
    line = with_item(dossier, "budget", year="2025", source="afd", nature="cash", amount="10")
    attached(dossier)
    client.force_login(member.user)
    send(client, dossier, ("place.jpg", JPEG))
    autosave(client, dossier, summary="Un autre résumé.", by=member.user)
    post(client, dossier, "budget", f"remove:{line.replace('.', ':')}")
    client.logout()
    dossier.refresh_from_db()
    return dossier, line.partition(".")[2]


def addresses_of(dossier):
    """(address, whether it is also asked by GET) of all that a member does on a dossier."""

    def at(name, *arguments):
        return reverse(f"partnerships:{name}", args=[dossier.uuid, *arguments])

    files = list(dossier.attachments.all())
    image = next(each for each in files if each.renditions)
    width = image.renditions[0]["width"]
    read = [at(name) for name in ("dossier_detail", "dossier_preview", "dossier_earlier")]
    read += [at(name) for name in ("dossier_pdf", "summary_pdf")]
    read += [at(name, "budget") for name in ("dossier_step", "dossier_help", "autosave")]
    read += [at("attachment_download", each.uuid) for each in files]
    read += [at("attachment_picture", image.uuid, width, "webp")]
    acts = ("message", "duplicate", "decline", "hand_over")
    done = [at(f"dossier_{name}") for name in acts]
    done += [at(name) for name in ("attachment_upload", "change_request_answer")]
    done += [at("dossier_action", action) for action in SUCCESS_MESSAGES]
    return read, done


def everything():
    """What a wrong person could change."""
    return (
        list(Dossier.objects.order_by("pk").values_list("pk", "status", "buffer_text", "title")),
        list(Attachment.objects.order_by("pk").values_list("pk", "file_name")),
        list(EarlierValue.objects.order_by("pk").values_list("pk", flat=True)),
        list(Message.objects.order_by("pk").values_list("pk", "body")),
        list(SpreadsheetImport.objects.order_by("pk").values_list("pk", flat=True)),
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_draft_of_others_is_neither_read_nor_changed(client, member, who):
    dossier, line = written_draft(client, member)
    read, done = addresses_of(dossier)
    texts = {
        "body": "Bonjour",
        "reason": "Ce n’est pas nous.",
        "summary": "Changé",
        "path": "summary",
        "digest": "0" * 64,
        "colleague": member.pk,
        "do": f"restore:budget:{line}",
    }
    user = wrong(who, member.authority)
    texts["person"] = str(user.journal_id)
    client.force_login(user)
    before = everything()

    own = {"person": texts["person"]}
    answers = {f"GET {each}": client.get(each, own).status_code for each in read}
    answers |= {f"POST {each}": client.post(each, texts).status_code for each in [*read, *done]}
    upload = {**own, "file": SimpleUploadedFile("a.pdf", PDF), "list": "documents"}
    address = reverse("partnerships:attachment_upload", args=[dossier.uuid])
    answers["upload"] = client.post(address, upload).status_code

    assert {name: code for name, code in answers.items() if code not in (404, 405)} == {}
    assert everything() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_spreadsheet_of_others_is_neither_read_nor_changed(client, member, who):
    spreadsheet = checked(member, [row(1), row(2, Résumé="")])
    names = ("detail", "progress", "corrections", "answers", "drafts", "deposit", "resume")
    client.force_login(wrong(who, member.authority))
    before = everything()

    answers = {}
    for name in (*names, "delete"):
        address = reverse(f"partnerships:spreadsheet_{name}", args=[spreadsheet.uuid])
        rows = {"row": [each.pk for each in spreadsheet.rows.all()], "act": "drafts"}
        answers[name] = (client.get(address).status_code, client.post(address, rows).status_code)

    codes = {code for pair in answers.values() for code in pair}
    assert codes <= {404, 405}, answers
    assert everything() == before


def test_right_that_ends_while_a_page_is_open_stops_the_next_click(client, member):
    dossier, line = written_draft(client, member)
    LocalAuthorityMember.objects.filter(pk=member.pk).update(status=MemberStatus.REVOKED)
    client.force_login(member.user)
    before = everything()

    codes = [
        post(client, dossier, "budget", f"restore:budget:{line}").status_code,
        autosave(client, dossier, summary="Après mon départ", by=member.user).status_code,
        client.get(f"{dossier.get_absolute_url()}textes-d-avant/").status_code,
    ]

    assert codes == [404, 404, 404]
    assert everything() == before


def test_file_of_another_dossier_is_not_reached_through_ones_own(client, member):
    foreign, _line = written_draft(client, MemberFactory())
    own = dossier_in("draft", member=member)
    client.force_login(member.user)

    for file in foreign.attachments.all():
        address = reverse("partnerships:attachment_download", args=[own.uuid, file.uuid])
        assert client.get(address).status_code == 404
        post(client, own, "documents", f"restore:documents:{file.uuid}")

    own.refresh_from_db()
    assert not own.buffer.get("documents")


def test_text_and_line_of_another_dossier_are_not_put_back_in_ones_own(client, member):
    foreign, line = written_draft(client, MemberFactory())
    own = dossier_in("draft", member=member)
    kept = EarlierValue.objects.filter(dossier=foreign)
    assert kept.exists()
    client.force_login(member.user)
    before = own.buffer

    post(client, own, "budget", f"restore:budget:{line}")
    post(client, own, "budget", f"restore:budget:{uuid4()}")
    for each in kept:
        taken = {"path": each.path, "digest": each.digest}
        client.post(reverse("partnerships:dossier_earlier", args=[own.uuid]), taken)

    own.refresh_from_db()
    assert own.buffer == before


def test_member_of_another_authority_of_a_dossier_reads_it_and_does_not_write_it(client, member):
    other = MemberFactory()
    dossier = dossier_in("draft", member=member)
    dossier.dossier_authorities.create(authority=other.authority)
    client.force_login(other.user)
    before = everything()

    codes = {
        name: client.post(
            reverse(f"partnerships:{name}", args=[dossier.uuid, *more]),
            {"person": str(other.user.journal_id), "summary": "Changé", "colleague": member.pk},
        ).status_code
        for name, *more in (
            ("dossier_step", "sujet"),
            ("autosave", "sujet"),
            ("dossier_earlier",),
            ("attachment_upload",),
            ("dossier_duplicate",),
            ("dossier_hand_over",),
        )
    }

    assert set(codes.values()) == {404}, codes
    assert client.get(dossier.get_absolute_url()).status_code == 200
    assert everything() == before


def test_message_sent_again_by_another_person_is_not_theirs(client, member):
    """The token of a page names the message: it does not show another's."""
    dossier = dossier_in("submitted", member=member)
    first = post_message(
        dossier, by=member.user, body="Le premier", visibility="shared", uuid=uuid4()
    )
    colleague = MemberFactory(authority=member.authority)
    client.force_login(colleague.user)

    page = client.post(
        reverse("partnerships:dossier_message", args=[dossier.uuid]),
        {"body": "Le second", "token": str(first.uuid)},
        follow=True,
    )

    assert "renvoyez-le" in page.content.decode()
    assert "Le second" in page.content.decode()
    assert list(Message.objects.values_list("body", flat=True)) == ["Le premier"]


def test_spreadsheet_deleted_twice_says_that_it_is_done(client, member):
    spreadsheet = checked(member, [row(1)])
    address = reverse("partnerships:spreadsheet_delete", args=[spreadsheet.uuid])
    client.force_login(member.user)

    pages = [client.post(address, follow=True).content.decode() for _click in range(2)]

    assert "L’envoi est supprimé" in pages[0]
    assert "C’était déjà fait" in pages[1]
