"""The directory sent as a file and agreed to without scripts; gathered notifications read by
keyboard.
"""

from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import AdvisoryBody, Notification
from tests.browser.axe import violations

FILE = "Nature;Courriel;Nom\nautre organisme;a@example.org;Agence A\nautre organisme;b;"


def _send(page, text):
    page.set_input_files(
        "input[type=file]",
        {"name": "annuaire.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")},
    )
    page.get_by_role("button", name="Relire le fichier").click()


def test_directory_is_sent_corrected_and_agreed_to_without_scripts_on_a_phone(world, open_browser):
    page = open_browser(
        world.lead_reviewer, java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    page.goto(reverse("partnerships:directory_import"))

    _send(page, FILE)
    expect(page.get_by_text("Ligne 3, Courriel")).to_be_visible()
    _send(page, FILE.replace(";b;", ";b@example.org;Agence B"))
    expect(page.get_by_text("2 organismes nouveaux")).to_be_visible()
    page.get_by_role("button", name="Écrire dans l’annuaire").click()

    expect(page.get_by_text("2 organismes ajoutés")).to_be_visible()
    assert AdvisoryBody.objects.filter(email__in=["a@example.org", "b@example.org"]).count() == 2


def test_faults_and_plan_of_the_directory_pass_axe(world, open_browser):
    page = open_browser(world.lead_reviewer)
    page.goto(reverse("partnerships:directory_import"))

    _send(page, FILE)
    faults = violations(page)
    _send(page, FILE.replace(";b;", ";b@example.org;Agence B"))
    page.get_by_role("button", name="Écrire dans l’annuaire").wait_for()

    assert faults == {}
    assert violations(page) == {}


def test_notifications_of_one_kind_are_read_by_keyboard(world, open_browser):
    user = world.reviewer
    Notification.objects.bulk_create(
        Notification(
            user=user,
            cause=f"kind {number}",
            event="deposit_officer",
            subject=f"Dépôt {number}",
            link="/",
            frequency="daily",
        )
        for number in range(300)
    )
    page = open_browser(user)
    page.goto(reverse("partnerships:notification_list"))
    button = page.get_by_role("button", name="Dossier déposé")

    broken = violations(page)
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("sont marquées comme lues").wait_for()

    assert broken == {}
    unread = Notification.objects.filter(user=user, event="deposit_officer").unread()
    assert not unread.exists()
