"""Sessions are shown to their person, in words, and closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cncd_portal.accounts.browser import browser_in_words
from cncd_portal.accounts.sessions import Session
from tests.accounts.browsers import EDGE, FIREFOX, IPHONE, PAGE, browser, is_signed_in, row_of
from tests.accounts.test_sign_in import PASSWORD, person

pytestmark = pytest.mark.django_db


def test_page_lists_ones_sessions_in_words(client):
    user = person()
    mine, phone = browser(user, EDGE, "2001:db8::7"), browser(user, IPHONE, "198.51.100.4")
    browser(person(), "Opera/9.8 (Nokia)", "203.0.113.9")

    text = mine.get(PAGE).content.decode()

    assert text.index("Edge, Windows") < text.index("Cette session") < text.index("Safari, iPhone")
    assert "2001:db8::7" in text
    assert "198.51.100.4" in text
    assert "203.0.113.9" not in text
    assert "Opera" not in text
    assert phone.session.session_key not in text
    assert mine.session.session_key not in text
    assert f'href="{PAGE}"' in mine.get(reverse("account_email")).content.decode()


def test_page_asks_as_much_for_one_session_and_for_three():
    user, counts = person(), []
    mine = browser(user)
    for _session in range(2):
        with CaptureQueriesContext(connection) as found:
            mine.get(PAGE)
        counts.append(len(found.captured_queries))
        browser(user)
        browser(user)

    # The session, the person, what they may do (two) and their sessions.
    assert counts == [5, 5]


def test_one_session_is_closed():
    user = person()
    mine, lost, other = browser(user), browser(user), browser(user)

    response = mine.post(PAGE, {"close": row_of(lost).mark}, follow=True)

    assert "1 session fermée." in response.content.decode()
    assert [is_signed_in(each) for each in (mine, lost, other)] == [True, False, True]


def test_all_the_others_are_closed():
    user, stranger = person(), browser(person())
    mine, one, two = browser(user), browser(user), browser(user)

    response = mine.post(PAGE, {"close": "others"}, follow=True)

    assert "2 sessions fermées." in response.content.decode()
    assert [is_signed_in(each) for each in (mine, one, two, stranger)] == [True, False, False, True]


def test_session_of_another_is_not_closed():
    mine, stranger = browser(person()), browser(person())

    response = mine.post(PAGE, {"close": row_of(stranger).mark}, follow=True)
    mine.post(PAGE, {"close": row_of(mine).mark})

    assert "déjà fermée" in response.content.decode()
    assert is_signed_in(stranger)
    assert is_signed_in(mine)


def test_page_is_closed_to_who_is_not_signed_in(client):
    assert client.get(PAGE).url == f"{reverse('account_login')}?next={PAGE}"
    assert client.post(PAGE, {"close": "others"}).status_code == 302


def test_form_without_a_choice_is_a_wrong_request():
    client = browser(person())
    client.raise_request_exception = False

    assert client.post(PAGE, {}).status_code == 400


def test_sessions_that_a_new_password_closed_are_not_listed():
    user = person()
    mine, other = browser(user), browser(user)
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}

    mine.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    user.refresh_from_db()
    assert [row.pk for row in Session.objects.open_of(user)] == [mine.session.session_key]
    assert not is_signed_in(other)


def test_sign_out_forgets_the_session():
    client = browser(person())

    client.post(reverse("account_logout"))

    assert not Session.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (EDGE, "Edge, Windows"),
        (IPHONE, "Safari, iPhone"),
        (EDGE.replace(" Edg/140.0.0.0", ""), "Chrome, Windows"),
        ("curl/8.5", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_browser_is_told_in_words(agent, words):
    assert browser_in_words(agent) == words


@pytest.mark.parametrize("agent", ["<script>x</script>", "é\x00" * 500])
def test_any_browser_signs_in(agent):
    client = browser(person(), agent)

    assert is_signed_in(client)
    assert "<script>x" not in client.get(PAGE).content.decode()
