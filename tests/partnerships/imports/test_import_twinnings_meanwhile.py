"""Others write while twinnings are planned, and what they wrote is not created twice."""

import os
import subprocess

import pytest

from partnerships.models import Country, InternationalPartner, Partnership
from tests.factories.killing import begin
from tests.factories.twinnings import row, run, small_world, write_twinnings

pytestmark = pytest.mark.django_db(transaction=True)
# Its report is a pipe: once it has planned, it waits until someone reads.
IMPORT = """
from pathlib import Path
from django.core.management import call_command
from partnerships.management.commands import import_twinnings as command
plan_twinnings = command.plan_twinnings
def plan_and_print(path):
    plan = plan_twinnings(path)
    print("planned", flush=True)
    return plan
command.plan_twinnings = plan_and_print
call_command(command.Command(), {path!r}, report=Path({report!r}))
"""


def test_others_write_between_the_plan_and_its_preparation(tmp_path):
    small_world()
    path, report = write_twinnings(tmp_path / "twinnings.tsv", row()), tmp_path / "report"
    os.mkfifo(report)
    code = IMPORT.format(path=str(path), report=str(report))
    other = begin(code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    try:
        assert other.stdout.readline() == "planned\n"
        Country.objects.filter(pk="MA").update(name_en="Morocco")
        run(path)
        report.read_text()
        output, _errors = other.communicate(timeout=60)
    finally:
        other.kill()

    assert other.returncode == 0, output
    assert "déjà au registre" in output
    assert InternationalPartner.objects.count() == 1
    assert Partnership.objects.count() == 1
