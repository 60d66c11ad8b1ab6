"""`{% translate %}`: a text that stands in its template is looked up once per language."""

from django.template import Context, engines
from django.utils import translation

from cncd_portal.templatetags.translated_text import TranslatedTextNode


def render(source, **values):
    return engines["django"].from_string(source).template.render(Context(values))


def test_texts_follow_the_language():
    page = engines["django"].from_string("{% translate 'Monday' %} & {% translate '<b>1%</b>' %}")

    for _time in range(2):
        for language, day in (("fr", "lundi"), ("en", "Monday"), (None, "Monday")):
            with translation.override(language):
                assert page.template.render(Context()) == f"{day} & <b>1%</b>"


def test_a_text_is_looked_up_once():
    page = engines["django"].from_string("{% translate 'Monday' %}").template
    [node] = page.nodelist

    assert [page.render(Context()) for _time in range(3)] == ["lundi"] * 3

    assert isinstance(node, TranslatedTextNode)
    assert node.texts == {"fr": "lundi"}


def test_what_is_not_a_text_alone_is_translated_each_time():
    for value, shown in (("Monday", "lundi"), ("Tuesday", "mardi")):
        assert render("{% translate day %}", day=value) == shown
        assert render("{% translate 'Monday' as name %}{{ day }} {{ name }}", day=1) == "1 lundi"
    assert render("{% translate 'Monday' noop %}") == "Monday"
    assert render("{% translate 'Monday'|upper %}") == "LUNDI"
    assert render("{% translate 'May' context 'abbrev. month' %}") == "mai"
