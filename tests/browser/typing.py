"""A person who types in a step of the form, seen from the browser."""

from playwright.sync_api import expect

from partnerships.models import Dossier
from tests.factories.authorities import MemberFactory
from tests.factories.filling import step_of

PASSWORD = "quatre mots pour entrer"


def member_with_password(**fields):
    """A member who can sign in on the page for it."""
    member = MemberFactory(**fields)
    user = member.user
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return member


class Writer:
    def __init__(self, page, dossier):
        self.page = page
        self.dossier = dossier

    def open(self, slug="sujet"):
        self.page.goto(step_of(self.dossier, slug))
        # The script has put back what waited, and asked what is new.
        self.page.wait_for_function("() => document.querySelector('form[autocomplete=off]')")
        return self

    def field(self, path):
        return self.page.locator(f'[name="{path}"]')

    def type(self, path, text):
        """As on a keyboard, and then nothing: the field keeps the focus."""
        field = self.field(path)
        field.focus()
        field.press("Control+A")
        self.page.keyboard.type(text)

    def type_without_answer(self, path, text):
        """The server saves it, and its answer is lost on the way."""

        def lose(route):
            route.fetch()
            route.abort()

        self.page.route("**/enregistrer/", lose, times=1)
        self.type(path, text)
        self.expect_state("Non enregistré")

    @property
    def state(self):
        return self.page.locator("[data-saving] [role=status]")

    def expect_state(self, text):
        expect(self.state).to_contain_text(text)

    def expect_saved(self):
        expect(self.state).to_contain_text("Enregistré à")

    def expect_value(self, path, text):
        expect(self.field(path)).to_have_value(text)

    @property
    def waiting(self):
        """Texts that the browser keeps, whoever wrote them."""
        keys = "Object.keys(localStorage).filter(key => key.startsWith('dossier-text/'))"
        return self.page.evaluate(f"{keys}.map(key => JSON.parse(localStorage[key]).values[0])")

    def expect_nothing_waits(self):
        self.page.wait_for_function(
            "() => !Object.keys(localStorage).some(key => key.startsWith('dossier-text/'))"
        )


def buffer_of(dossier):
    return Dossier.objects.get(pk=dossier.pk).buffer
