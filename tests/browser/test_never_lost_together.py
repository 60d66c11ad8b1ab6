"""Two tabs, two colleagues, two persons on one machine: each text goes where it belongs."""

import pytest
from playwright.sync_api import expect

from cncd_portal.accounts.sessions import Session
from tests.browser.conftest import session_cookie
from tests.browser.typing import Writer, buffer_of


def test_two_colleagues_in_different_fields_merge(mine, theirs, dossier, colleague):
    me = Writer(mine.new_page(), dossier).open()
    they = Writer(theirs.new_page(), dossier).open()

    they.type("objectives", "Les objectifs du collègue")
    they.expect_saved()
    me.type("summary", "Mon résumé")
    me.expect_saved()

    me.expect_value("objectives", "Les objectifs du collègue")
    expect(me.page.locator(".dossier-edits__now")).to_contain_text(str(colleague.user))
    expect(me.page.locator("[data-conflict]")).to_have_count(0)
    me.type("objectives", "Les objectifs du collègue, complétés")
    me.expect_saved()
    buffer = buffer_of(dossier)
    assert buffer["summary"] == "Mon résumé"
    assert buffer["objectives"] == "Les objectifs du collègue, complétés"
    assert [path for path in buffer if path.startswith("conflict.")] == []


@pytest.mark.parametrize(
    ("choice", "kept_text"),
    [("Prendre ce texte à la place", "Premier"), ("Garder le texte du champ", "Second et plus")],
)
def test_two_colleagues_in_one_field_keep_both_texts_and_choose(
    mine, theirs, dossier, choice, kept_text
):
    me = Writer(mine.new_page(), dossier).open()
    they = Writer(theirs.new_page(), dossier).open()

    me.type("summary", "Premier")
    me.expect_saved()
    they.type("summary", "Second")
    box = they.page.locator("[data-conflict=summary]")
    expect(box).to_contain_text("Premier")
    they.expect_value("summary", "Second")
    they.page.keyboard.type(" et plus")
    expect(they.state).to_contain_text("Enregistré à")
    they.expect_nothing_waits()
    before = buffer_of(dossier)
    box.get_by_role("button", name=choice).click()
    they.page.wait_for_url("**/sujet/#champ-summary")

    assert (before["summary"], before["conflict.summary"]) == ("Premier", "Second et plus")
    they.expect_value("summary", kept_text)
    expect(they.page.locator("[data-conflict]")).to_have_count(0)
    assert buffer_of(dossier)["summary"] == kept_text
    assert "conflict.summary" not in buffer_of(dossier)


def test_who_wrote_first_is_asked_too(mine, theirs, dossier):
    me = Writer(mine.new_page(), dossier).open()
    they = Writer(theirs.new_page(), dossier).open()
    me.type("summary", "Premier")
    me.expect_saved()
    they.type("summary", "Second")
    expect(they.page.locator("[data-conflict=summary]")).to_be_visible()

    me.type("objectives", "Ailleurs")
    me.expect_saved()

    expect(me.page.locator("[data-conflict=summary]")).to_contain_text("Second")
    me.expect_value("summary", "Premier")


def test_two_tabs_of_one_person_follow_each_other(mine, dossier):
    one = Writer(mine.new_page(), dossier).open()
    two = Writer(mine.new_page(), dossier).open()

    one.type("summary", "Du premier onglet")
    one.expect_saved()
    two.type("objectives", "Du second onglet")
    two.expect_saved()
    two.expect_value("summary", "Du premier onglet")
    two.type("summary", "Du premier onglet, puis du second")
    two.expect_saved()

    buffer = buffer_of(dossier)
    assert buffer["summary"] == "Du premier onglet, puis du second"
    assert buffer["objectives"] == "Du second onglet"
    assert "conflict.summary" not in buffer


def test_two_tabs_of_one_person_without_network_keep_both_texts(mine, dossier):
    one = Writer(mine.new_page(), dossier).open()
    two = Writer(mine.new_page(), dossier).open()
    mine.set_offline(True)
    one.type("summary", "Du premier onglet")
    one.expect_state("Non enregistré")
    two.type("summary", "Du second onglet")
    two.expect_state("Non enregistré")

    mine.set_offline(False)
    one.expect_saved()
    two.expect_saved()

    buffer = buffer_of(dossier)
    texts = {buffer["summary"], buffer["conflict.summary"]}
    assert texts == {"Du premier onglet", "Du second onglet"}


def test_another_person_on_the_same_browser_neither_sees_nor_sends(
    mine, server, dossier, member, colleague
):
    before = buffer_of(dossier)
    me = Writer(mine.new_page(), dossier).open()
    Session.objects.all().delete()
    me.type("summary", "À moi seul")
    me.expect_state("Votre session est terminée")
    me.page.close()

    mine.add_cookies([session_cookie(colleague.user, server.url)])
    they = Writer(mine.new_page(), dossier).open()
    they.expect_value("summary", before["summary"])
    they.type("objectives", "Du collègue")
    they.expect_saved()
    expect(they.page.locator("[data-waiting]")).to_be_hidden()
    assert "À moi seul" not in they.page.content()
    assert buffer_of(dossier)["summary"] == before["summary"]
    they.page.close()

    mine.add_cookies([session_cookie(member.user, server.url)])
    again = Writer(mine.new_page(), dossier).open()
    again.expect_value("summary", "À moi seul")
    again.expect_saved()
    assert buffer_of(dossier)["summary"] == "À moi seul"
    assert buffer_of(dossier)["objectives"] == "Du collègue"


def test_page_left_open_is_not_sent_under_the_name_of_another(mine, server, dossier, colleague):
    before = buffer_of(dossier)
    me = Writer(mine.new_page(), dossier).open()

    mine.add_cookies([session_cookie(colleague.user, server.url)])
    me.type("summary", "Écrit par la première")
    me.expect_state("Une autre personne est connectée")

    assert buffer_of(dossier) == before
    assert me.waiting == ["Écrit par la première"]


def test_dossier_deposited_meanwhile_gives_the_text_back(mine, dossier):
    me = Writer(mine.new_page(), dossier).open()
    type(dossier).objects.filter(pk=dossier.pk).update(discarded_at=dossier.created_at)

    me.type("summary", "Trop tard")
    me.expect_state("ne se modifie plus")
    assert me.waiting == ["Trop tard"]
    me.page.get_by_role("button", name="Suivant").click()
    expect(me.page.locator("h1")).to_contain_text("n’est pas enregistré")
    given_back = [area.input_value() for area in me.page.locator("textarea").all()]
    assert "Trop tard" in given_back
    me.page.goto(dossier.get_absolute_url())
    notice = me.page.locator("[data-waiting]")
    expect(notice.locator("textarea")).to_have_value("Trop tard")
    notice.get_by_role("button", name="Oublier ce texte").click()

    expect(notice).to_be_hidden()
    assert me.waiting == []
