"""What people are to see when something fails."""

from uuid import uuid4

from tests.outages.portal import LAST_LINE, Portal
from tests.outages.world import PASSWORD


def assert_pages_are_read(portal: Portal):
    statuses = {path: answer.status for path, answer in portal.read_pages().items()}
    assert set(statuses.values()) == {200}, statuses


def assert_text_is_given_back(answer):
    assert answer.status == 503
    assert LAST_LINE in answer.text
    assert "envoyez de nouveau" in answer.text
    assert "Traceback" not in answer.text


def assert_nothing_is_saved(portal: Portal):
    """Each way to save answers 503 with the text; a password is never given back."""
    text = str(uuid4())
    for answer in (
        portal.autosave(text),
        portal.save_form(text),
        portal.upload_by_form(),
        portal.decide(),
    ):
        assert_text_is_given_back(answer)
    assert portal.upload(str(uuid4())).status == 503
    signed = portal.sign_in()
    assert signed.status == 503
    assert PASSWORD not in signed.text


def assert_all_is_saved(portal: Portal):
    """Once what failed is back, and the server was not started again."""
    saved, written = str(uuid4()), str(uuid4())
    assert portal.autosave(saved).status == 200
    assert portal.save_form(written).status == 302
    assert written in portal.get(f"{portal.world['draft']}/sujet/", "member").text
    assert portal.upload(str(uuid4())).status == 201
    assert portal.upload_by_form().status == 302
    assert portal.sign_in().status == 302
    assert_pages_are_read(portal)


def assert_health(portal: Portal, status: int, word: str):
    answer = portal.health()
    assert (answer.status, answer.text) == (status, f'{{"status": "{word}"}}')
    assert answer.seconds < 2
