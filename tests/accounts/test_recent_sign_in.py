"""The administration asks again who it is before an account is touched, and loses nothing."""

from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from cncd_portal.accounts.models import User
from cncd_portal.accounts.sessions import Session
from cncd_portal.admin_site import ACCOUNT_MODELS
from tests.accounts.test_second_factor import with_second_factor
from tests.accounts.test_sign_in import PASSWORD, person
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.authorities import MemberFactory

pytestmark = pytest.mark.django_db
ASKED, RESUME = reverse("account_reauthenticate"), reverse("account_resume")
ASKED_THEN_RESUMED = f"{ASKED}?{urlencode({'next': RESUME})}"
# Registered, and neither who signs in nor what they may do.
OTHERS = {
    "django_tasks_database.DBTaskResult",
    "partnerships.AccessibilityCheck",
    "partnerships.Country",
    "partnerships.DossierEvent",
    "partnerships.Goal",
    "partnerships.Heartbeat",
    "partnerships.InternationalPartner",
    "partnerships.LocalAuthority",
    "partnerships.OutboxMail",
    "partnerships.Partnership",
    "partnerships.PartnershipVersion",
    "partnerships.Place",
    "partnerships.ReaderReport",
    "partnerships.ReferenceLoad",
    "partnerships.SiteSettings",
    "partnerships.Sector",
    "partnerships.Theme",
    "partnerships.UpkeepRun",
    "proposals.ProgressNote",
    "proposals.Proposal",
    "proposals.ProposalText",
}


@pytest.fixture
def administrator(client):
    """Signed in for a while: nothing was proved just now."""
    user = person(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def prove(client, **data):
    return client.post(ASKED, {"password": PASSWORD, "next": RESUME, **data})


def waiting(client):
    """[(act, what it does)] of the page « Reprendre », once the proof is given."""
    assert prove(client).url == RESUME
    return client.get(RESUME).context["acts"]


def send_again(client, act):
    """What the button of the page « Reprendre » sends."""
    data = {"waiting_act": act.key}
    for name, value in act.fields:
        data.setdefault(name, []).append(value)
    return client.post(act.path, data)


def rows():
    """label of a model → identifier of a row of it."""
    factor = UserFactory()
    with_second_factor(factor)
    return {
        "account.EmailAddress": person().emailaddress_set.get().pk,
        "accounts.User": factor.pk,
        "auth.Group": Group.objects.create(name="Nouveaux").pk,
        "mfa.Authenticator": Authenticator.objects.get().pk,
        "partnerships.LocalAuthorityMember": MemberFactory().pk,
    }


def addresses():
    """(name, address) of every view of the models of accounts, the password's too."""
    found = [("auth_user_password_change", [UserFactory().pk])]
    for label, pk in rows().items():
        prefix = label.replace(".", "_").lower()
        found += [(f"{prefix}_{verb}", [pk]) for verb in ("change", "delete", "history")]
        found += [(f"{prefix}_add", []), (f"{prefix}_changelist", [])]
    return [(name, reverse(f"admin:{name}", args=arguments)) for name, arguments in found]


def test_every_registered_model_is_of_accounts_or_not():
    registered = {model._meta.label for model in admin.site._registry}

    assert registered == ACCOUNT_MODELS | OTHERS
    assert set(rows()) == ACCOUNT_MODELS


@pytest.mark.usefixtures("administrator")
def test_every_view_of_accounts_asks_but_lists_to_read(client):
    passed, posted = set(), set()
    for name, address in addresses():
        if ASKED not in client.get(address).get("Location", ""):
            passed.add(name)
        if client.post(address).get("Location") != ASKED_THEN_RESUMED:
            posted.add(name)

    assert passed == {f"{label.replace('.', '_').lower()}_changelist" for label in ACCOUNT_MODELS}
    assert posted == set()


@pytest.mark.usefixtures("administrator")
def test_other_models_do_not_ask(client):
    for label in OTHERS:
        name = label.replace(".", "_").lower()

        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse("admin:partnerships_theme_add")).status_code == 200


def test_recent_sign_in_opens_for_a_while(client, administrator, settings):
    there = reverse("admin:accounts_user_change", args=[administrator.pk])

    asked = client.get(there)
    assert prove(client, next=there).url == there
    assert asked.url.startswith(ASKED)
    assert client.get(there).status_code == 200

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert client.get(there).url.startswith(ASKED)


@pytest.mark.usefixtures("administrator")
def test_wrong_password_opens_nothing(client):
    client.post(ASKED, {"password": "une-autre-phrase"})

    assert client.get(reverse("admin:accounts_user_add")).url.startswith(ASKED)


@pytest.mark.usefixtures("administrator")
def test_what_was_typed_is_sent_again_whole(client):
    user = person()
    group = [Group.objects.create(name=name).pk for name in ("Un", "Deux")]
    there = reverse("admin:accounts_user_change", args=[user.pk])
    there = f"{there}?_changelist_filters=is_active__exact%3D1"
    data = {"email": user.email, "last_name": "Roy & <fils>", "is_active": "on", "groups": group}

    assert client.post(there, data).url == ASKED_THEN_RESUMED
    user.refresh_from_db()
    assert user.last_name != "Roy & <fils>"

    [(act, words)] = waiting(client)
    assert act.path == there
    assert words == f"Modifier\u202f: utilisateur «\u202f{user}\u202f»"
    assert "Roy &amp; &lt;fils&gt;" in client.get(RESUME).content.decode()
    assert "is_active__exact" in send_again(client, act).url
    user.refresh_from_db()
    assert user.last_name == "Roy & <fils>"
    assert user.groups.count() == 2


@pytest.mark.usefixtures("administrator")
def test_password_that_was_typed_is_kept_nowhere(client):
    there = reverse("admin:accounts_user_add")
    secret = "un-secret-de-quelqu-un"
    data = {"email": "lea@example.org", "usable_password": "true"}
    client.post(there, {**data, "password1": secret, "password2": secret})

    held = [session.get_decoded() for session in Session.objects.order_by("pk")]
    [(act, _words)] = waiting(client)
    page = client.get(RESUME)
    again = send_again(client, act)

    assert "lea@example.org" in str(held)
    assert secret not in str(held) + page.content.decode()
    assert 'value="lea@example.org"' in again.content.decode()
    assert again.context["adminform"].form.errors.keys() == {"password1", "password2"}
    assert not User.objects.filter(email="lea@example.org").exists()


@pytest.mark.usefixtures("administrator")
def test_second_click_or_refresh_loses_nothing_of_what_waits(client):
    there = reverse("admin:auth_group_add")
    client.post(there, {"name": "Nouveaux"})
    client.post(there, {"name": "Nouveaux"})
    waiting(client)

    [(act, words)] = waiting(client)
    assert words == "Ajouter\u202f: groupe «\u202fNouveaux\u202f»"
    assert ["name", "Nouveaux"] in act.fields
    send_again(client, act)

    assert Group.objects.filter(name="Nouveaux").exists()
    assert waiting(client) == []


@pytest.mark.usefixtures("administrator")
def test_act_that_is_refused_by_its_form_is_shown_there_and_waits_no_more(client):
    client.post(reverse("admin:auth_group_add"), {"name": ""})

    [(act, _words)] = waiting(client)

    assert send_again(client, act).context["adminform"].form.errors.keys() == {"name"}
    assert waiting(client) == []


@pytest.mark.usefixtures("administrator")
def test_what_is_given_up_waits_no_more(client):
    there = reverse("admin:auth_group_add")
    client.post(there, {"name": "Nouveaux"})

    [(act, _words)] = waiting(client)
    back = client.post(RESUME, {"give_up": act.key})

    assert back.url == there
    assert waiting(client) == []
    assert client.post(RESUME, {"give_up": act.key}).url == RESUME


@pytest.mark.usefixtures("administrator")
def test_action_on_a_list_is_asked_and_goes_on(client):
    user = person()
    with_second_factor(user)
    factor = Authenticator.objects.get(user=user)
    there = reverse("admin:mfa_authenticator_changelist")
    data = {"action": "delete_selected", "_selected_action": [factor.pk], "post": "yes"}

    client.post(there, data)
    assert Authenticator.objects.filter(pk=factor.pk).exists()

    [(act, words)] = waiting(client)
    assert (
        words
        == f"Supprimer 1 ligne de la liste «\u202f{Authenticator._meta.verbose_name_plural}\u202f»"
    )
    send_again(client, act)
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


def test_who_may_not_is_refused_and_not_asked(client):
    client.force_login(UserFactory())
    member = client.get(reverse("admin:accounts_user_add"))
    client.force_login(UserFactory(is_staff=True))
    sign_in(client, UserFactory(is_staff=True))
    officer = client.get(reverse("admin:accounts_user_add"))

    assert ASKED not in member.get("Location", "")
    assert officer.status_code == 403


def test_ones_own_password_changes_in_one_place(client, administrator):
    sign_in(client, administrator)

    response = client.get(reverse("admin:password_change"))

    assert response.url == reverse("account_change_password")
