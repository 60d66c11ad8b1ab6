"""The mails of a demonstration: for who runs it, on its own machine, and for no one else."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

pytestmark = pytest.mark.django_db
ADDRESS = "/demonstration/courriels/"
LINK = "http://127.0.0.1:8000/compte/password/reset/key/secret/"


@pytest.fixture
def here(settings, tmp_path):
    """What `make run` sets, and the folder where it writes."""
    settings.DEMONSTRATION = True
    settings.DEMONSTRATION_MAILS = str(tmp_path / "courriels")
    backend = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=tmp_path / "courriels"
    )
    for subject in ("Premier", "Voilà <b>"):
        text = f"Réinitialisez : {LINK}\n<script>"
        EmailMessage(subject, text, to=["a@b.example"], connection=backend).send()
    return {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


def test_mails_are_shown_to_this_machine_the_newest_first(client, here):
    response = client.get(ADDRESS, **here)

    assert reverse("portal:demonstration_mails") == ADDRESS
    assert response.status_code == 200
    assert f'href="{LINK}"' in response.text
    assert "<script>\n" not in response.text
    assert response.text.index("Voilà &lt;b&gt;") < response.text.index("Premier")
    assert "no-store" in response["Cache-Control"]


def test_no_mail_yet_is_told(client, here, settings, tmp_path):
    settings.DEMONSTRATION_MAILS = str(tmp_path / "none")

    assert "Aucun courriel pour l’instant" in client.get(ADDRESS, **here).text


@pytest.mark.parametrize(
    "other",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_X_REAL_IP": "192.0.2.7"},
        {"HTTP_HOST": "attacker.example"},
    ],
)
def test_another_client_finds_nothing(client, here, settings, other):
    settings.ALLOWED_HOSTS = ["*"]

    response = client.get(ADDRESS, **{**here, **other})

    assert response.status_code == 404
    assert "secret" not in response.text


@pytest.mark.parametrize("name", ["DEMONSTRATION", "DEMONSTRATION_MAILS"])
def test_a_site_that_make_run_does_not_serve_has_no_such_page(client, here, settings, name):
    setattr(settings, name, "")

    assert client.get(ADDRESS, **here).status_code == 404
