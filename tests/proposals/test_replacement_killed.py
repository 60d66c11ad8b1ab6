"""A process that is killed while it replaces the twenty leaves nothing half."""

import pytest

from proposals.models import Proposal, ProposalText, Replacement, ReplacementFile
from proposals.replacement.applying import apply_file, undo
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
from proposals.models import Replacement, ReplacementFile
from proposals.replacement.applying import apply_file, undo

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
    {act}
"""
APPLYING = 'apply_file(ReplacementFile.objects.get(), by=by, reason="Le rapport", seen={seen!r})'
UNDOING = 'undo(Replacement.objects.get(), by=by, reason="Mauvais fichier")'


def titles():
    return {each.title for each in Proposal.objects.with_text()}


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_leaves_nothing_half(tmp_path):
    for number in range(1, 21):
        ProposalFactory(number=number, title="Avant")
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64)
    file.contents = {number: content(title="Après") for number in range(1, 21)}
    file.save()
    by, seen = curator(), Comparison(file).state

    def kill(act, name):
        marker = tmp_path / name
        begin_and_kill(CODE.format(marker=str(marker), by=by.pk, act=act), marker.exists)

    kill(APPLYING.format(seen=seen), "dix")
    assert titles() == {"Avant"}
    assert ProposalText.objects.count() == 20
    assert Replacement.objects.count() == 0
    file.refresh_from_db()
    assert file.replacement is None

    replacement = apply_file(file, by=by, reason="Le rapport", seen=seen)
    assert titles() == {"Après"}

    kill(UNDOING, "dix-autres")
    assert titles() == {"Après"}
    replacement.refresh_from_db()
    assert replacement.undone_at is None

    undo(replacement, by=by, reason="Mauvais fichier")
    assert titles() == {"Avant"}
    assert ProposalText.objects.count() == 60
