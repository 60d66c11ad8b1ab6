"""Who sees, edits, invites, deposits, answers: a table written by hand, tried through pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Action, Dossier, Invitation
from tests.database import undone
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import post, saved, with_item
from tests.factories.invitations import EMAIL
from tests.factories.roles import ask, text_of

pytestmark = pytest.mark.django_db

# What each may do on a draft that the lead authority shared with the other authority.
DRAFT = {
    "contributor in charge": {"see", "list", "edit", "upload", "deposit", "hand over"},
    "contributor": {"see", "list", "edit", "upload", "deposit"},
    "manager": {"see", "list", "edit", "upload", "deposit", "invite", "hand over"},
    "contributor of a co-authority": {"see", "list", "decline"},
    "manager of a co-authority": {"see", "list", "decline"},
    "former member": set(),
    "former manager": set(),
    "pending member": set(),
    "stranger": set(),
    "manager of another authority": set(),
    "reviewer": set(),
    "reviewer, contributor": {"see", "list", "edit", "upload", "deposit"},
    "reviewer, of a co-authority": {"see", "list", "decline"},
    "nobody": set(),
}
# Once it was deposited and sent back: the reviewer reads the deposit on their own page; the
# other authority may confirm.
SENT_BACK = {
    **DRAFT,
    "contributor of a co-authority": {"see", "list", "decline", "confirm"},
    "manager of a co-authority": {"see", "list", "decline", "confirm"},
    "reviewer": {"review"},
    "reviewer, of a co-authority": {"see", "list", "decline", "confirm"},
}
MATRIX = {"draft": DRAFT, "changes_requested": SENT_BACK}


@pytest.fixture(scope="module")
def cast(shared_rows):
    member = MemberFactory()
    authority, other = member.authority, LocalAuthorityFactory()
    people = {
        "contributor in charge": member.user,
        "contributor": MemberFactory(authority=authority).user,
        "manager": MemberFactory(authority=authority, manager=True).user,
        "contributor of a co-authority": MemberFactory(authority=other).user,
        "manager of a co-authority": MemberFactory(authority=other, manager=True).user,
        "former member": MemberFactory(authority=authority, revoked=True).user,
        "former manager": MemberFactory(authority=authority, revoked=True, role="manager").user,
        "pending member": MemberFactory(authority=authority, pending=True).user,
        "stranger": UserFactory(),
        "manager of another authority": MemberFactory(manager=True).user,
        "reviewer": reviewer(),
        "reviewer, contributor": MemberFactory(authority=authority, user=reviewer()).user,
        "reviewer, of a co-authority": MemberFactory(authority=other, user=reviewer()).user,
        "nobody": None,
    }
    return member, other, people


@pytest.fixture(scope="module")
def made(status, cast):
    """A dossier in `status`, made once for the tests of that status."""
    with undone():
        yield _made(status, cast)


def _made(status, cast):
    member, other, _people = cast
    dossier = dossier_in("draft", member=member, title="Titre gardé")
    with_item(dossier, "authorities", authority=other.key)
    dossier.save()
    dossier = act(dossier, Action.SHARE, member.user)
    if status == "changes_requested":
        officer = reviewer()
        dossier = act(dossier, Action.SUBMIT, member.user)
        dossier = act(dossier, Action.START_REVIEW, officer)
        asked = {"messages": [("", "Précisez.")]}
        dossier = act(dossier, Action.REQUEST_CHANGES, officer, **asked)
    return dossier


def _sees(client, dossier, cast):
    return "Titre gardé" in text_of(client.get(dossier.get_absolute_url()))


def _lists(client, dossier, cast):
    return dossier.reference in text_of(client.get(reverse("partnerships:workspace")))


def _edits(client, dossier, cast):
    post(client, dossier, "identite", title="Titre changé")
    return saved(dossier)["title"] == "Titre changé"


def _uploads(client, dossier, cast):
    file = SimpleUploadedFile("d.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    post(client, dossier, "documents", files=[file], kind="agreement")
    return dossier.attachments.exists()


def _deposits(client, dossier, cast):
    before = dossier.submission_count
    ask(client, dossier, "submit")
    dossier.refresh_from_db()
    return dossier.submission_count == before + 1


def _invites(client, dossier, cast):
    data = {
        "uuid": dossier.uuid,
        "authority": dossier.lead_authority_id,
        "email": EMAIL,
        "role": "contributor",
    }
    client.post(reverse("partnerships:invitation_create"), data)
    return Invitation.objects.filter(authority=dossier.lead_authority).exists()


def _hands_over(client, dossier, cast):
    colleague = MemberFactory(authority=dossier.lead_authority)
    address = reverse("partnerships:dossier_hand_over", args=[dossier.uuid])
    client.post(address, {"colleague": colleague.pk})
    dossier.refresh_from_db()
    return dossier.in_charge == colleague.user


def _answered(dossier, cast):
    return dossier.dossier_authorities.get(authority=cast[1]).answer


def _confirms(client, dossier, cast):
    ask(client, dossier, "confirm")
    return _answered(dossier, cast) == "confirmed"


def _declines(client, dossier, cast):
    data = {"seen": dossier.last_sequence, "reason": "Pas nous"}
    client.post(reverse("partnerships:dossier_decline", args=[dossier.uuid]), data)
    return _answered(dossier, cast) == "declined"


def _reviews(client, dossier, cast):
    response = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    return response.status_code == 200


# In an order where no act prevents the next; the deposit comes last, since it ends editing.
ACTS = {
    "see": _sees,
    "list": _lists,
    "review": _reviews,
    "invite": _invites,
    "decline": _declines,
    "confirm": _confirms,
    "hand over": _hands_over,
    "edit": _edits,
    "upload": _uploads,
    "deposit": _deposits,
}


@pytest.mark.parametrize("status", MATRIX, scope="module")
@pytest.mark.parametrize("role", DRAFT)
def test_every_cell(client, cast, dossier, role, status):
    written = dossier.buffer_text
    person = cast[2][role]
    if person:
        client.force_login(person)

    done = set()
    for does, tried in ACTS.items():
        if tried(client, dossier, cast):
            done.add(does)
        Dossier.objects.filter(pk=dossier.pk).update(buffer_text=written)

    assert done == MATRIX[status][role]


def test_rows_name_acts_that_are_tried():
    named = {does for rows in MATRIX.values() for acts in rows.values() for does in acts}

    assert named == set(ACTS)
