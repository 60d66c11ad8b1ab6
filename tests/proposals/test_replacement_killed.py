"""A process that is killed while it replaces the twenty leaves nothing half."""

import pytest

from proposals.models import Proposal, ProposalText, Replacement, ReplacementFile
from proposals.replacement.comparing import Comparison
from tests.factories.accounts import curator
from tests.factories.killing import begin_and_kill
from tests.factories.lists import ProposalFactory
from tests.proposals.contents import content

# Says that ten texts are written, then waits to be killed.
CODE = """
import time
from pathlib import Path
from django.contrib.auth import get_user_model
from django.db import connection
from proposals.models import ReplacementFile
from proposals.replacement.applying import apply_file

written = []

def stop_at_ten(execute, sql, *arguments):
    result = execute(sql, *arguments)
    if sql.startswith('INSERT INTO "proposals_proposaltext"'):
        written.append(sql)
    if len(written) == 10:
        Path({marker!r}).touch()
        time.sleep(600)
    return result

by = get_user_model().objects.get(pk={by})
with connection.execute_wrapper(stop_at_ten):
    apply_file(ReplacementFile.objects.get(), by=by, reason="Le rapport", seen={seen!r})
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_leaves_nothing_half(tmp_path):
    for number in range(1, 21):
        ProposalFactory(number=number, title="Avant")
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64)
    file.contents = {number: content(title="Après") for number in range(1, 21)}
    file.save()
    marker = tmp_path / "dix"
    code = CODE.format(marker=str(marker), by=curator().pk, seen=Comparison(file).state)

    begin_and_kill(code, marker.exists)

    assert {each.title for each in Proposal.objects.with_text()} == {"Avant"}
    assert ProposalText.objects.count() == 20
    assert Replacement.objects.count() == 0
    file.refresh_from_db()
    assert file.replacement is None
