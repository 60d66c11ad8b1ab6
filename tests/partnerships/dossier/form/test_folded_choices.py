"""The boxes of the step « Sujet », folded by group; those where something is ticked are open."""

import re
from html import unescape

import pytest

from partnerships.models import Goal, Theme
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, saved, step_of, text_of

pytestmark = pytest.mark.django_db
FOLDED = re.compile(
    r'<details class="dossier-boxes__group"( open)?>\s*<summary>(.*?) <span', re.DOTALL
)
OTHERS = "Les autres objectifs"


@pytest.fixture
def dossier():
    for slug, name, parent in (
        ("climat", "Climat", None),
        ("air", "Qualité de l’air", "climat"),
        ("froid", "Îlots de fraîcheur", "climat"),
        ("sport", "Sport", None),
        ("stades", "Stades", "sport"),
        ("seul", "Mobilités", None),
    ):
        Theme.objects.create(slug=slug, name=name, parent=Theme.objects.filter(slug=parent).first())
    for number, name in ((11, "Villes durables"), (1, "Pas de pauvreté"), (14, "Vie aquatique")):
        Goal.objects.get_or_create(number=number, defaults={"title": name})
    return dossier_in("draft")


def page_of(member, dossier):
    return unescape(text_of(member.get(step_of(dossier, "sujet"))))


def groups_in(page):
    return {name: bool(is_open) for is_open, name in FOLDED.findall(page)}


def test_groups_are_folded_and_those_of_one_box_are_a_box(member, dossier):
    page = page_of(member, dossier)

    groups = groups_in(page)
    assert groups["Climat"] is groups["Sport"] is groups[OTHERS] is False
    assert "Mobilités" not in groups
    assert page.count("Mobilités") == 1
    assert "Climat (en général)" in page
    before = page.partition(f"<summary>{OTHERS}")[0]
    assert 'name="goals" value="11"' in before
    assert 'name="goals" value="14"' not in before


def test_a_group_where_one_is_ticked_is_open(member, dossier):
    post(member, dossier, "sujet", summary="Des stades", themes=["stades"], goals=["14"])

    page = page_of(member, dossier)

    assert saved(dossier)["themes"] == ["stades"]
    groups = groups_in(page)
    assert groups["Sport"]
    assert groups[OTHERS]
    assert not groups["Climat"]


def test_a_goal_of_the_folded_group_is_deposited(member, dossier):
    post(member, dossier, "sujet", summary="Des stades", themes=["sport"], goals=["14", "11"])

    last = text_of(member.get(step_of(dossier, "relire")))

    assert "Le dossier est complet" in last
    assert "Vie aquatique" in last
