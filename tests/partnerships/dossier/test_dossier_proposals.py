"""The twenty propositions: checkboxes and statements."""

import re

import pytest

from partnerships.models import Dossier
from tests.factories.dossiers import dossier_in
from tests.factories.filling import document_of, errors_of, post, saved, step_of, text_of, with_item
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    for number in (3, 5, 7):
        ProposalFactory(number=number, title=f"Proposition {number}")
    return dossier_in("draft")


def path_of(member, dossier, number):
    page = member.get(step_of(dossier, "propositions")).content.decode()
    return re.search(rf'name="(contributions\.[^"]+)\.proposal" value="{number}"', page)[1]


def test_each_proposition_is_listed_with_the_source_of_its_wording(member, dossier):
    page = text_of(member.get(step_of(dossier, "propositions")))

    assert all(f"Proposition {number}" in page for number in (3, 5, 7))
    assert page.count(">Formulation rapportée, pas le texte du rapport<") == 1
    assert "(formulation rapportée, pas le texte du rapport)" not in page


def test_ticked_proposition_asks_for_its_text_beside_the_field(member, dossier):
    page = text_of(member.get(step_of(dossier, "propositions")))

    assert page.count("(obligatoire si cochée)") == 3
    assert "(facultatif)" not in page


def test_ticked_proposition_with_a_statement_is_deposited(member, dossier):
    path = path_of(member, dossier, 5)

    post(
        member,
        dossier,
        "propositions",
        **{f"{path}.proposal": "5", f"{path}.statement": "Par des données ouvertes."},
    )

    (carried,) = document_of(Dossier.objects.get(pk=dossier.pk))["contributions"]
    assert (carried["proposal"], carried["statement"]) == (5, "Par des données ouvertes.")
    page = text_of(member.get(step_of(dossier, "propositions")))
    assert re.search(rf'name="{path}.proposal" value="5"[^>]* checked', page)


def test_ticked_proposition_without_a_statement_is_an_error(member, dossier):
    path = path_of(member, dossier, 5)

    post(member, dossier, "propositions", **{f"{path}.proposal": "5"})

    assert list(errors_of(Dossier.objects.get(pk=dossier.pk))) == [f"{path}.statement"]


def test_unticked_proposition_keeps_its_statement_and_is_an_error(member, dossier):
    path = path_of(member, dossier, 5)
    typed = {f"{path}.proposal": "5", f"{path}.statement": "Le texte"}
    post(member, dossier, "propositions", **typed)

    post(
        member, dossier, "propositions", **{f"{path}.proposal": "", f"{path}.statement": "Le texte"}
    )
    page = text_of(member.get(step_of(dossier, "propositions")))

    assert path_of(member, dossier, 5) == path
    assert "Le texte" in page
    assert "Cochez la proposition" in page


def test_unchanged_pages_write_nothing(member, dossier):
    before = saved(dossier)
    path = path_of(member, dossier, 3)

    post(member, dossier, "propositions", **{f"{path}.statement": ""})

    assert saved(dossier) == before


def test_statement_under_another_uuid_keeps_its_uuid(member, dossier):
    path = with_item(dossier, "contributions", proposal="7", statement="Publié déjà")
    dossier.save()

    assert path_of(member, dossier, 7) == path


def test_duplicate_or_unknown_proposition_is_still_shown_and_removable(member, dossier):
    with_item(dossier, "contributions", proposal="7", statement="La première")
    second = with_item(dossier, "contributions", proposal="7", statement="La seconde")
    lost = with_item(dossier, "contributions", proposal="99", statement="De nulle part")
    dossier.save()

    page = text_of(member.get(step_of(dossier, "propositions")))

    assert all(text in page for text in ("La première", "La seconde", "De nulle part"))
    assert "déjà dans la liste" in page
    for path in (second, lost):
        assert f"remove:{path.replace('.', ':', 1)}" in page
