"""Many partnerships at once: the template, the dry run, the drafts, the deposit."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Dossier, Notification, OutboxMail, RowState, SpreadsheetDraft
from tests.factories.accounts import lead_reviewer
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.spreadsheets import choose, row, sent, sheets_in, xlsx_of

pytestmark = pytest.mark.django_db


def test_a_filled_template_is_deposited_and_nothing_is_made_twice(signed_in, member):
    ThemeFactory(), GoalFactory(), ProposalFactory()
    officer = lead_reviewer()
    template = signed_in.get(reverse("partnerships:spreadsheet_template", args=["xlsx"]))
    headings = {name: rows[0] for name, rows in sheets_in(template.content).items()}
    whole = {
        **row(1),
        "Début": date(2024, 1, 15),
        "Thématiques": "Eau",
        "Objectifs de développement durable": 11,
    }
    budget = {
        "Votre référence": "P-1",
        "Année": 2024,
        "Source": "Collectivité cheffe de file",
        "Nom du financeur": "Régie des eaux",
        "Nature": "Numéraire",
        "Montant (€)": 1200.5,
    }
    content = xlsx_of(
        {
            "Partenariats": [{h: whole.get(h, "") for h in headings["Partenariats"]}],
            "Lignes de budget": [{h: budget[h] for h in headings["Lignes de budget"]}],
        }
    )

    spreadsheet = sent(signed_in, member.authority, content)
    choose(signed_in, spreadsheet)
    choose(signed_in, spreadsheet, act="deposit")
    again = sent(signed_in, member.authority, content)
    choose(signed_in, again)
    choose(signed_in, again, act="deposit")

    dossier = Dossier.objects.get()
    assert dossier.status == "submitted"
    document = dossier.submissions.get().document
    assert document["title"] == "Jumelage 1"
    assert document["starts_on"] == "2024-01-15"
    assert document["themes"] == ["eau"]
    assert document["goals"] == [11]
    (line,) = document["budget"]
    assert (line["amount"], line["funder"]) == ("1200.50", "Régie des eaux")
    assert document["contact"]["email"] == member.user.email
    assert again.rows.get().state == RowState.KNOWN
    assert SpreadsheetDraft.objects.count() == 1
    mails = OutboxMail.objects.values_list("recipient", flat=True)
    assert list(mails) == [member.user.email]
    assert Notification.objects.filter(user=officer).count() == 1
