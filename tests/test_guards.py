"""The guards of conftest.py do fail where they must."""

import socket

import pytest
from django.conf import settings
from django.template import Context, Origin, engines
from django.template.base import Template

from partnerships.models import Country
from tests.conftest import UnknownVariableUsed
from tests.factories.lists import CountryFactory

ENGINE = engines["django"].engine
OURS = Origin(str(settings.BASE_DIR / "templates" / "x.html"))
THEIRS = Origin("/elsewhere/templates/x.html")


@pytest.mark.parametrize(
    "text",
    [
        "{{ absent }}",
        "{{ absent|upper }}",
        "{% for n in numbers %}{{ n.absent }}{% endfor %}",
        "{% blocktranslate %}voir {{ absent }}{% endblocktranslate %}",
    ],
)
def test_unknown_variable_fails_in_our_templates_only(text):
    context = Context({"numbers": [1]})

    with pytest.raises(UnknownVariableUsed):
        Template(text, OURS, engine=ENGINE).render(context)

    assert Template(text, THEIRS, engine=ENGINE).render(context) in {"", "voir "}


def test_unknown_variable_in_a_condition_is_false():
    text = "{% if absent %}oui{% else %}non{% endif %}"

    assert Template(text, OURS, engine=ENGINE).render(Context()) == "non"


@pytest.mark.django_db
def test_unordered_rows_come_back_shuffled():
    for letter in "ABCDEFGHIJKL":
        CountryFactory(iso2=f"X{letter}", iso3=f"XX{letter}")

    unordered = [country.pk for country in Country.objects.order_by()]

    assert unordered != sorted(unordered)
    assert sorted(unordered) == [country.pk for country in Country.objects.order_by("pk")]


def test_network_is_refused():
    with socket.socket() as anywhere, pytest.raises(RuntimeError, match="network"):
        anywhere.connect(("192.0.2.1", 80))
