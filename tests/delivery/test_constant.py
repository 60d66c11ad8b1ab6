"""`{% constant %}`: content rendered once for the values that it is given."""

import pytest
from django.template import Context, engines

from cncd_portal.templatetags import constant
from tests.factories.lists import ProposalFactory


class Counted:
    """A text that counts how often it is shown."""

    def __init__(self):
        self.shown = 0

    def __str__(self):
        self.shown += 1
        return "vu"


@pytest.fixture
def counted():
    return Counted()


def template(source):
    return engines["django"].from_string(source)


def render(page, **values):
    return page.template.render(Context(values))


def test_equal_values_are_rendered_once_and_others_apart(counted):
    page = template("{% constant a=a b=b %}{{ a }}-{{ b.0 }}{{ counted }}{% endconstant %}")

    assert render(page, a="<1>", b=("x", counted)) == "&lt;1&gt;-x"
    assert render(page, a="<2>", b=("x", counted)) == "&lt;2&gt;-x"
    page = template("{% constant row=row %}{{ row.0 }} {{ row.1 }}{% endconstant %}")
    assert [render(page, row=("a", counted)) for _time in range(3)] == ["a vu"] * 3
    assert counted.shown == 1
    assert render(page, row=("b", counted)) == "b vu"
    assert counted.shown == 2


def test_it_sees_only_what_it_is_given():
    page = template("{% constant a=a %}{{ a }}{% firstof other 'rien' %}{% endconstant %}")

    assert render(page, a="1", other="un autre") == "1rien"


def test_a_row_of_the_database_is_refused(db):
    page = template("{% constant row=row %}{{ row }}{% endconstant %}")

    with pytest.raises(TypeError, match="plain values, not a row"):
        render(page, row=ProposalFactory(number=1))


def test_only_the_last_values_are_kept(counted, monkeypatch):
    monkeypatch.setattr(constant, "MOST_KEPT", 2)
    page = template("{% constant n=n counted=counted %}{{ n }}{{ counted }}{% endconstant %}")

    for number in (1, 2, 3, 3, 2):
        assert render(page, n=number, counted=counted) == f"{number}vu"
    assert counted.shown == 3
    render(page, n=1, counted=counted)
    assert counted.shown == 4
