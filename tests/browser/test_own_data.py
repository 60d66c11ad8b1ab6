"""« Mes données » in a browser: what is saved is the archive, never a page."""

from allauth.account.models import EmailAddress

from cncd_portal.accounts.sessions import SessionStore
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways
from tests.factories.accounts import UserFactory
from tests.factories.data_exports import made

PASSWORD = "un mot de passe bien long"


def forget_proof(page):
    """Makes the proof of identity of this browser an hour old."""
    (cookie,) = page.context.cookies()
    session = SessionStore(cookie["value"])
    [record] = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": record["at"] - 3600}]
    session.save()


def test_identity_is_asked_by_a_page_and_the_archive_is_saved(lists, open_browser):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    made(user)
    page = open_browser(user, viewport={"width": 320, "height": 800})
    forget_proof(page)
    page.goto("/mon-espace/mes-donnees/")
    assert found_by_axe(page) == {}
    assert sideways(page) == []

    page.get_by_role("link", name="Confirmer mon identité").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    link = page.get_by_role("link", name="Télécharger mes données")
    with page.expect_download() as download:
        link.click()

    assert download.value.suggested_filename.endswith(".zip")
    assert page.url.endswith("/mon-espace/mes-donnees/")
