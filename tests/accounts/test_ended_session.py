"""A form sent once its session has ended: where the sign-in leads, what is said, what is kept."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts import last_person, waiting_acts
from cncd_portal.sessions.act_names import BUTTONS, FORMS, act_name, match_of, page_above
from partnerships.models import DossierStatus, LocalAuthorityMember
from tests.access.addresses import addresses, with_samples
from tests.access.matrix import LINES
from tests.access.roles import NOT_ALLOWED, SIGN_IN
from tests.accounts.test_sign_in import PASSWORD, log_in, person
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
FORM = "/mon-espace/tableur/"
SITE = "http://testserver"
ROUTES = {name: with_samples(route) for name, route, _entry in addresses()}
NAMES = {"partnerships", "proposals"}
# What a POST without a session is led to sign in for.
CLOSED = {
    name
    for name, line in LINES.items()
    if line.acts
    and not line.is_open
    and line.post["anonymous"] == SIGN_IN
    and name.split(":")[0] in NAMES
}


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("http://testserver/dossiers/?q=%C3%A9#la", "/dossiers/%3Fq%3D%25C3%25A9"),
        ("", FORM),
        ("https://ailleurs.example/piege/", FORM),
        ("//ailleurs.example/", FORM),
        ("javascript:alert(1)", FORM),
        ("http://testserver@ailleurs.example/", FORM),
        ("http://testserver:8000/", FORM),
        ("http://testserver//ailleurs.example/", FORM),
        ("http://testserver/\\ailleurs.example/", FORM),
        ("http://[::1", FORM),
    ],
)
def test_the_sign_in_leads_back_to_a_page_of_this_site(client, page, path):
    response = client.post(reverse("partnerships:spreadsheet_list"), headers={"referer": page})

    assert response.url == f"{reverse('account_login')}?next={path}"


def test_buttons_are_the_addresses_that_answer_no_get():
    refusing = {
        name
        for name, line in LINES.items()
        if NOT_ALLOWED in line.get.values() and name.split(":")[0] in NAMES
    }

    assert set(BUTTONS) == refusing


def test_every_closed_form_says_what_it_does():
    assert CLOSED - set(BUTTONS) - set(FORMS) == set()
    assert set(FORMS) <= set(LINES)


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_every_button_has_a_page_above_it(name):
    page = page_above(ROUTES[name])

    assert page != "/"
    assert match_of(page).view_name not in BUTTONS


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_an_address_of_a_button_is_never_an_empty_page(client, name):
    user = person()
    client.force_login(user)

    response = client.get(ROUTES[name])

    if response.status_code == 405:
        assert f'href="{page_above(ROUTES[name])}"' in response.content.decode()
    else:
        assert response.status_code in (403, 404)
    assert response.content


def test_a_page_that_only_reads_says_where_it_is(client):
    response = client.post(reverse("partnerships:registry"))

    assert response.status_code == 405
    assert response.headers["Allow"]
    assert 'href="/registre/"' in response.content.decode()


def signed_in():
    """(client, person) who signed in by the page, as a browser does."""
    user = person()
    client = Client()
    log_in(client, user.email)
    return client, user


def end_session(client):
    client.session.flush()


def lead(status="draft"):
    """(client, person, dossier) of a manager of the lead authority."""
    client, user = signed_in()
    member = MemberFactory(user=user, manager=True)
    dossier = dossier_in(status, member=member)
    return client, user, dossier


def action_of(dossier, action):
    return reverse("partnerships:dossier_action", args=[dossier.uuid, action])


def send_again(client, page):
    """Sends the box of what was not done, as a browser would."""
    form = re.search(r'<form method="post" action="([^"]+)" id="send-.*?</form>', page, re.DOTALL)
    names = re.findall(r'name="([^"]+)" value="([^"]*)"', form[0])
    texts = re.findall(r'name="([^"]+)"[^>]*rows="3">\n(.*?)</textarea>', form[0], re.DOTALL)
    return client.post(form[1], {**dict(names), **dict(texts)})


def test_a_deposit_after_the_end_is_said_and_can_be_done(client):
    client, user, dossier = lead("submitted")
    step = dossier.get_absolute_url()
    end_session(client)

    response = client.post(
        action_of(dossier, "withdraw"),
        {"seen": dossier.last_sequence},
        headers={"referer": f"{SITE}{step}"},
    )
    said = client.get(response.url).content.decode()
    after = log_in(client, user.email, next=step)
    page = client.get(after.url).content.decode()

    assert response.url == f"{reverse('account_login')}?next={step}"
    assert "rien n’a été envoyé" in said
    assert "ce que vous avez saisi vous attend" in said
    assert after.url == step
    assert "Pas encore fait\u202f: Retirer le dépôt" in page
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.SUBMITTED
    assert send_again(client, page).url == step
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.DRAFT
    assert "Pas encore fait" not in client.get(step).content.decode()


def test_without_a_referer_the_sign_in_leads_to_the_page_of_the_dossier():
    client, _user, dossier = lead()
    end_session(client)

    response = client.post(action_of(dossier, "discard"))

    assert response.url.endswith(f"?next={dossier.get_absolute_url()}")


def test_a_page_shown_at_the_address_of_its_button_leads_to_the_dossier():
    client, _user, dossier = lead("submitted")
    end_session(client)
    refused = reverse("partnerships:dossier_decline", args=[dossier.uuid])

    response = client.post(refused, {"reason": "x"}, headers={"referer": f"{SITE}{refused}"})

    assert response.url.endswith(f"?next={dossier.get_absolute_url()}")


def test_the_reason_of_not_us_is_kept_and_can_be_changed():
    client, user, dossier = lead("submitted")
    page = dossier.get_absolute_url()
    end_session(client)
    reason = "Nous n’avons <jamais> signé."
    decline = reverse("partnerships:dossier_decline", args=[dossier.uuid])
    client.post(decline, {"reason": reason, "seen": "1"}, headers={"referer": f"{SITE}{page}"})

    log_in(client, user.email)
    shown = client.get(page).content.decode()

    assert "Pas encore fait\u202f: Dire «\u202fce n’est pas nous\u202f»" in shown
    assert "Nous n’avons &lt;jamais&gt; signé.</textarea>" in shown


def test_the_message_of_a_request_to_join_is_kept():
    client, user = signed_in()
    authority = LocalAuthorityFactory()
    end_session(client)
    address = reverse("partnerships:membership_request")
    client.post(address, {"authority": authority.key, "message": "Service des relations."})

    log_in(client, user.email)
    page = client.get(address).content.decode()

    assert "Service des relations.</textarea>" in page
    send_again(client, page)
    assert LocalAuthorityMember.objects.get(user=user).message == "Service des relations."
    assert "Pas encore fait" not in client.get(address).content.decode()


def test_what_one_person_sent_is_shown_to_no_other():
    client, _user, dossier = lead()
    end_session(client)
    client.post(action_of(dossier, "discard"), {"reason": "À moi seul."})
    other = person()

    log_in(client, other.email)

    assert "À moi seul." not in client.get(reverse("partnerships:workspace")).content.decode()
    assert "À moi seul." not in client.get(reverse("account_resume")).content.decode()


def test_without_knowing_who_sent_it_nothing_is_kept():
    dossier = dossier_in("draft")
    client = Client()

    response = client.post(action_of(dossier, "discard"), {"reason": "De personne."})

    assert waiting_acts.SESSION_KEY not in client.session
    assert "recommencez" in client.get(response.url).content.decode()


def test_a_forged_person_is_nobody():
    client = Client()
    user = person()
    client.cookies[last_person.cookie_name()] = f"{user.journal_id}:faux"

    client.post(reverse("partnerships:membership_request"), {"message": "Forgé."})

    assert waiting_acts.SESSION_KEY not in client.session


def test_it_is_given_up_on_its_page():
    client, user, dossier = lead()
    page = dossier.get_absolute_url()
    end_session(client)
    client.post(action_of(dossier, "discard"), headers={"referer": f"{SITE}{page}"})
    log_in(client, user.email)
    [act] = client.session[waiting_acts.SESSION_KEY]

    response = client.post(reverse("account_resume"), {"give_up": act["key"]})

    assert response.url == page
    assert "Pas encore fait" not in client.get(page).content.decode()
    dossier.refresh_from_db()
    assert dossier.discarded_at is None


def test_a_double_click_waits_once():
    client, user, dossier = lead()
    end_session(client)
    for _click in range(2):
        client.post(action_of(dossier, "discard"), {"seen": "1"})

    log_in(client, user.email)

    page = client.get(dossier.get_absolute_url()).content.decode()
    assert page.count("Pas encore fait") == 1


def test_a_password_does_not_wait():
    client, user = signed_in()
    end_session(client)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "x"})

    log_in(client, user.email)

    assert PASSWORD not in str(dict(client.session))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"/dossiers/{'0' * 8}-0000-0000-0000-{'0' * 12}/action/submit/", "déposer"),
        ("/mon-espace/membres/3/refuser/", "refuser la demande"),
        ("/mon-espace/membres/3/inconnu/", "envoyer ce que vous aviez saisi"),
        ("/nulle-part/", "envoyer ce que vous aviez saisi"),
    ],
)
def test_an_act_is_said_in_words(path, words):
    assert act_name(path) == words
