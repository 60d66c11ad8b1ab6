"""What Django alone costs on the same rows: a list of twenty and a page of one, without any of our
pages. Those are measured in times of it.
"""

from functools import cache

import django
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path

django.setup()

from partnerships.models import Partnership  # noqa: E402 once Django is set up
from tests.benchmarks.addresses import DETAIL, LIST  # noqa: E402

ROWS = """<!doctype html><title>Registre</title><ul>{% for each in rows %}
<li><a href="{{ each.pk }}/">{{ each.title }}</a> {{ each.summary }}</li>{% endfor %}</ul>"""
ROW = "<!doctype html><title>{{ each }}</title><h1>{{ each }}</h1><p>{{ each.summary }}</p>"


@cache
def template(source):
    return engines["django"].from_string(source)


def bare_list(request):
    rows = Partnership.objects.all()[:20]
    return HttpResponse(template(ROWS).render({"rows": rows}))


def bare_detail(request):
    each = Partnership.objects.first()
    return HttpResponse(template(ROW).render({"each": each}))


urlpatterns = [path(LIST[1:], bare_list), path(DETAIL[1:], bare_detail)]
override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]).enable()
application = get_wsgi_application()
