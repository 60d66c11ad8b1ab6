"""A value that no form sends stops no page: it is a fault of its field."""

import pytest
from django.urls import reverse

from partnerships.document.steps import LISTS, STEPS
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import errors_of, post, step_of, with_item

pytestmark = pytest.mark.django_db


def paths_of(dossier, step):
    """Returns the paths of all fields of a step, those of an item of each of its lists included."""
    own = f"{step.form.path}." if step.form.path else ""
    paths = [f"{own}{name}" for name in step.form.base_fields]
    for items in step.lists:
        item = with_item(dossier, items.list_name)
        paths += [f"{item}.{name}" for name in LISTS[items.list_name].base_fields]
    dossier.save()
    return paths


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\u202e", "9" * 40])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_unreadable_values_stop_no_page(client, step, value):
    dossier = dossier_in("draft", member=MemberFactory())
    client.force_login(dossier.created_by)

    post(client, dossier, step.slug, **dict.fromkeys(paths_of(dossier, step), value))

    dossier.refresh_from_db()
    errors_of(dossier)
    for address in (
        step_of(dossier, step.slug),
        step_of(dossier, STEPS[-1].slug),
        dossier.get_absolute_url(),
        reverse("partnerships:workspace"),
    ):
        assert client.get(address).status_code == 200, address
