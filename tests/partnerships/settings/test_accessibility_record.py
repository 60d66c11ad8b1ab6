"""The record of what was checked of the accessibility, and the level that it gives."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.accessibility_level import accessibility_level, forget_audit, keep_audit
from partnerships.models import AccessibilityCheck, Audit, Conformity, conformity
from tests.factories.lists import AccessibilityCheckFactory
from tests.factories.roles import text_of
from tests.partnerships.settings.test_site_settings import curator_client, page

pytestmark = pytest.mark.django_db
ADD_CHECK = reverse("admin:partnerships_accessibilitycheck_add")


def audit(on="2026-03-02", rate="62.5", **fields):
    return AccessibilityCheckFactory(kind="audit", on=on, rate=rate, **fields)


@pytest.mark.parametrize(
    ("rate", "day", "level"),
    [
        ("100", "2026-11-30", Conformity.TOTAL),
        ("99.99", "2026-11-30", Conformity.PARTIAL),
        ("50", "2026-11-30", Conformity.PARTIAL),
        ("49.99", "2026-11-30", Conformity.NONE),
        ("100", "2029-03-01", Conformity.TOTAL),
        ("100", "2029-03-02", Conformity.NONE),
    ],
)
def test_level_follows_the_audit_for_three_years(rate, day, level):
    found = Audit(date(2026, 3, 2), Decimal(rate))

    assert conformity(found, date.fromisoformat(day)) == level


def test_without_an_audit_the_site_is_not_conform_whatever_else_was_checked():
    AccessibilityCheckFactory()

    text = page("accessibility")

    assert "<strong>non conforme</strong>" in text
    assert "Aucun audit n’a été réalisé" in text
    assert "2 mars 2026 : outil automatique" in text
    assert "Aucun essai avec un lecteur d’écran" in text


def test_statement_is_made_of_the_record():
    audit(by_role="cabinet d’audit", result="Contraste des cartes")
    AccessibilityCheckFactory(kind="screen_reader", on="2026-04-01")

    text = page("accessibility")

    assert "<strong>partiellement conforme</strong>" in text
    assert "L’audit du 2 mars 2026 (cabinet d’audit) dit que 62,5 % des critères" in text
    assert "Contraste des cartes" in text
    assert text.index("1er avril 2026") < text.index("2 mars 2026 : audit")
    assert "Aucun essai avec un lecteur d’écran" not in text


def test_empty_record_is_said():
    assert "Aucune vérification n’est consignée à ce jour" in page("accessibility")


def test_audit_of_more_than_three_years_is_no_longer_valid():
    audit(on=timezone.localdate() - timedelta(days=4 * 365), rate="100")

    assert "<strong>non conforme</strong>" in page("accessibility")
    assert "a plus de trois ans" in page("accessibility")


@pytest.mark.parametrize("name", ["home", "help", "legal"])
def test_foot_of_kept_pages_tells_the_level_and_changes_at_once(kept_pages, name):
    assert "Accessibilité : non conforme" in page(name)

    audit()

    assert "Accessibilité : partiellement conforme" in page(name)


def test_foot_of_other_pages_reads_the_level_again_after_a_minute(monkeypatch):
    keep_audit(None)
    audit(rate="100")
    assert accessibility_level() == Conformity.NONE

    monkeypatch.setattr("cncd_portal.accessibility_level.monotonic", lambda: 1e12)

    assert accessibility_level() == Conformity.TOTAL


def test_change_that_comes_while_the_level_is_read_breaks_no_page(monkeypatch):
    """Another thread forgets it then."""
    forget_audit()
    keep = keep_audit
    monkeypatch.setattr(
        "cncd_portal.accessibility_level.keep_audit",
        lambda *arguments: (keep(*arguments), forget_audit())[0],
    )

    assert accessibility_level() == Conformity.NONE


def test_level_costs_one_query_once(django_assert_num_queries):
    forget_audit()
    with django_assert_num_queries(1):
        accessibility_level()
        accessibility_level()


def post_check(client, **fields):
    data = {
        "on": "02/03/2026",
        "kind": "audit",
        "scope": "Treize pages",
        "method": "À la main",
        "by_role": "cabinet",
        "result": "Contrastes",
        "rate": "62.5",
        **fields,
    }
    return client.post(ADD_CHECK, data)


def test_curators_record_an_audit_and_the_foot_tells_it(django_capture_on_commit_callbacks):
    client, user = curator_client()

    with django_capture_on_commit_callbacks(execute=True):
        assert post_check(client).status_code == 302

    assert AccessibilityCheck.objects.get().history.latest().history_user == user
    assert "Accessibilité : partiellement conforme" in page("help")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rate": ""}, "Un audit a un taux de conformité"),
        ({"kind": "tool"}, "Un audit a un taux de conformité"),
        ({"rate": "101"}, "Un taux va de 0 à 100"),
        ({"rate": "-1"}, "Un taux va de 0 à 100"),
        ({"on": "01/01/2100"}, "Cette date est dans l’avenir"),
        ({"on": ""}, "obligatoire"),
        ({"scope": ""}, "obligatoire"),
    ],
)
def test_check_that_makes_no_sense_is_refused(fields, said):
    client, _user = curator_client()

    answer = post_check(client, **fields)

    assert said in text_of(answer)
    assert not AccessibilityCheck.objects.exists()


@pytest.mark.parametrize(("name", "count"), [("legal", 1), ("privacy", 1), ("accessibility", 2)])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_whatever_is_recorded(name, count, rows, django_assert_num_queries):
    for _number in range(rows):
        AccessibilityCheckFactory()

    with django_assert_num_queries(count):
        page(name)
