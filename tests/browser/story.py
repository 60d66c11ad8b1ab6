"""What people do on the pages, by the names of fields and the words of buttons."""

import re

from django.urls import reverse

PDF = {
    "name": "convention.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}


def sign_in(page, email, password):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.locator("main").get_by_role("button", name="Se connecter", exact=True).click()


class DossierForm:
    """The form of a dossier; `has_scripts`: search boxes answer while one types."""

    def __init__(self, page, *, has_scripts):
        self.page = page
        self.has_scripts = has_scripts

    def start(self):
        self.page.goto(reverse("partnerships:workspace"))
        self.page.get_by_role("link", name="Nouveau dossier").first.click()
        self.page.get_by_role("button", name="Commencer").click()

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.page.locator(f'[name="{name.replace("__", ".")}"]')
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def following(self):
        self.page.get_by_role("button", name="Suivant").click()

    def choose_partner(self, words, name):
        box = self.page.locator('[name="q.partners"]')
        if self.has_scripts:
            box.press_sequentially(words)
            self.page.get_by_role("option", name=name).first.click()
        else:
            box.fill(words)
            self.page.locator('[value="search:partners"]').click()
            self.page.locator(".dossier-results__choice", has_text=name).click()

    def add(self, name, /, **fields):
        """A new item in the list `name`, in the line that waits for one."""
        for field, value in fields.items():
            box = self.page.locator(f'[name^="{name}."][name$=".{field}"]').last
            if box.evaluate("node => node.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def carry(self, proposal, statement):
        """A proposition that is ticked, and how the partnership carries it."""
        box = self.page.locator(f'[name^="contributions."][value="{proposal}"]')
        box.check(force=True)
        path = box.get_attribute("name").removesuffix(".proposal")
        self.page.locator(f'[name="{path}.statement"]').fill(statement)

    def send_file(self):
        self.page.locator("[name=upload_kind]").select_option("agreement")
        self.page.set_input_files("[name=files]", files=[PDF])
        if not self.has_scripts:
            self.page.locator('[value="upload:documents"]').click()
        self.page.locator('[name^="documents."][name$=".is_public"]').check(force=True)

    def deposit(self):
        self.page.get_by_role("button", name="Déposer", exact=True).click()


def declare(form, *, title):
    """A whole dossier, from the first keystroke to its deposit."""
    form.start()
    form.fill(kind="agreement", title=title, phase="active")
    form.following()
    form.choose_partner("ouj", "Oujda")
    form.following()
    form.fill(summary="Un éclairage sobre, pensé avec les habitants.", objectives="Moins de watts.")
    theme = '[value="efficacite-energetique"]'
    form.page.locator(f".dossier-boxes__group:has({theme}) > summary").click()
    form.page.locator(f"[name=themes]{theme}").check(force=True)
    form.page.locator('[name=goals][value="11"]').check(force=True)
    form.following()
    form.fill(starts_on="2024-01-15", ends_on="2027-12-31")
    form.following()
    form.add("budget", year="2024", source="lead_authority", nature="cash", amount="12 500,50")
    form.following()
    form.fill(results_here="Un service entretient les points lumineux.")
    form.add("indicators", name="Points lumineux rénovés", target="1 200", reached="300")
    form.following()
    form.carry("5", "Les consommations sont des données ouvertes.")
    form.following()
    form.send_file()
    form.following()
    form.fill(contact__name="Dominique Contact", contact__email="secret@lille.example")
    form.following()
    form.deposit()


class Review:
    """The review page of a dossier, as its reviewer uses it."""

    def __init__(self, page):
        self.page = page

    def open(self, title):
        self.page.goto(reverse("partnerships:queue"))
        self.page.get_by_role("link", name=title).first.click()

    def act(self, action, **fields):
        form = self.page.locator(f'form[action*="/action/{action}/"]')
        self.unfold(form)
        for name, value in fields.items():
            field = form.locator(f'[name="{name.replace("_", "-")}"]')
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.locator("button:not([type=button])").last.click()

    def unfold(self, form):
        """Open what hides `form`: a <details>, or a fold of the design system."""
        hidden = form.locator("xpath=ancestor::details[not(@open)]")
        if hidden.count():
            hidden.locator("summary").first.click()
        fold = form.locator("xpath=ancestor::*[contains(@class,'fr-collapse')]")
        if fold.count() and not form.locator("button").last.is_visible():
            self.page.locator(f'[aria-controls="{fold.first.get_attribute("id")}"]').click()
            form.locator("button").last.wait_for(state="visible")


def text_of(page):
    return re.sub(r"\s+", " ", page.locator("main").inner_text())
