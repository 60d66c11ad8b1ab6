"""The day proposed to advisers: before the day when the dossier is to be decided."""

import pytest
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Dossier
from partnerships.models.working_days import (
    ONE_DAY,
    add_working_days,
    due_day,
    last_working_day,
)
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import request_of
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
FIFTEEN, EVE, LATE = "Proposé : quinze jours", "Proposé : la veille du jour", "à décider le"


@pytest.mark.parametrize(
    ("working_days_left", "proposed_in", "words"),
    [
        (40, 15, FIFTEEN),
        (16, 15, FIFTEEN),
        (15, 14, EVE),
        (2, 1, EVE),
        (1, 15, LATE),
        (0, 15, LATE),
        (-3, 15, LATE),
        (None, 15, FIFTEEN),
    ],
)
def test_answer_is_proposed_before_the_day_of_the_dossier(
    client, working_days_left, proposed_in, words
):
    dossier, today = dossier_in("under_review"), timezone.localdate()
    is_dated = working_days_left is not None
    due_on = due_day(today, working_days_left) if is_dated else None
    Dossier.objects.filter(pk=dossier.pk).update(due_on=due_on)
    client.force_login(dossier.reviewer)

    page = text_of(client.get(request_of(dossier))).replace("\u202f", " ")

    proposed = add_working_days(today, proposed_in)
    if words == EVE:
        proposed = last_working_day(due_on - ONE_DAY)
        assert french_date(due_on) in page
    assert f'value="{proposed.isoformat()}"' in page
    assert words in page
