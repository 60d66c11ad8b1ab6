"""The command that loads the directory of bodies from a file."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories.authorities import DepartementFactory
from tests.factories.lists import CountryFactory
from tests.partnerships.opinions.directory import GOOD, WRITTEN, csv_of, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places():
    DepartementFactory()
    DepartementFactory(code="01", name="Ain")
    CountryFactory()


def command(content, tmp_path, **options):
    path, output, errors = tmp_path / "annuaire.csv", io.StringIO(), io.StringIO()
    path.write_bytes(content)
    try:
        call_command("load_advisory_bodies", path, stdout=output, stderr=errors, **options)
    except CommandError as error:
        return f"{error}{errors.getvalue()}"
    return output.getvalue()


def test_command_reads_over_then_writes(tmp_path):
    dry = command(GOOD, tmp_path, dry_run=True)
    assert rows() == set()

    done, again = command(GOOD, tmp_path), command(GOOD, tmp_path)

    assert "3 à ajouter, 0 à modifier" in dry
    assert "+ Préfecture du Nord <pref59@example.org>" in done
    assert "3 ajoutés, 0 modifiés, 0 sans changement" in done
    assert "0 ajoutés, 0 modifiés, 3 sans changement" in again
    assert rows() == WRITTEN


def test_command_says_the_faults_and_writes_nothing(tmp_path):
    said = command(csv_of("consulat;x;;;A", "autre organisme;b@example.org;;;B"), tmp_path)

    assert "Ligne 2, Nature" in said
    assert "Ligne 2, Courriel" in said
    assert "Rien n’est écrit" in said
    assert rows() == set()


def test_command_says_that_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="illisible"):
        call_command("load_advisory_bodies", tmp_path / "absent.csv")
