"""The table of plain fields: each is in the model and in a step; an older document lacks one."""

import pytest

from partnerships.document.plain_fields import PLAIN_FIELD_NAMES, PLAIN_FIELDS
from partnerships.document.projection import empty_projection
from partnerships.document.reading import read
from partnerships.document.schema import upgraded
from partnerships.document.steps import STEPS
from partnerships.models import Partnership
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def content():
    return published().current_version.content


@pytest.mark.parametrize("name", PLAIN_FIELD_NAMES)
def test_plain_field_stands_in_the_model_and_in_a_step(name):
    assert Partnership._meta.get_field(name)
    assert any(name in step.names for step in STEPS)


@pytest.mark.parametrize("field", PLAIN_FIELDS, ids=PLAIN_FIELD_NAMES)
def test_document_older_than_a_field_says_nothing_of_it(field):
    document = content()
    del document[field.name]

    assert upgraded(document)[field.name] == empty_projection()[field.name] == field.empty
    assert read(document).words[field.name] == field.words(field.empty)


def test_document_that_has_every_field_is_not_copied():
    document = content()

    assert upgraded(document) is document
