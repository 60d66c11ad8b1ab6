"""Labels of choices: those that Django gives, of the row alone."""

import pytest
from django.utils import translation

from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    Partnership,
    PartnershipKind,
)
from partnerships.models.labelled_field import LabelledField

FIELDS = [
    (InternationalPartner, "kind"),
    (LocalAuthority, "kind"),
    (Partnership, "kind"),
    (Partnership, "phase"),
    (Partnership, "provenance"),
]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_labels_are_those_of_the_choices(model, name):
    field = model._meta.get_field(name)

    assert isinstance(field, LabelledField)
    for value, label in field.choices:
        assert getattr(model(**{name: value}), f"get_{name}_display")() == str(label)


def test_labels_follow_the_language():
    row = LocalAuthority(kind=LocalAuthorityKind.COMMUNE)
    french = row.get_kind_display()

    with translation.override(None):
        assert row.get_kind_display() == str(LocalAuthorityKind.COMMUNE.label)
    assert row.get_kind_display() == french


def test_a_value_without_label_is_shown_as_it_is():
    assert Partnership(kind="jadis").get_kind_display() == "jadis"
    assert Partnership(kind=PartnershipKind.UNKNOWN).kind_label == ""


def test_migrations_know_a_plain_field():
    _name, path, _values, options = Partnership._meta.get_field("kind").deconstruct()

    assert path == "django.db.models.CharField"
    assert options["choices"] == PartnershipKind.choices
