"""The addresses of the portal, with pages of refusal that say nothing: thousands are asked for."""

from django.http import HttpResponseForbidden, HttpResponseNotFound

from cncd_portal.urls import handler400 as handler400
from cncd_portal.urls import handler500 as handler500
from cncd_portal.urls import urlpatterns as urlpatterns


def handler403(request, exception=None):
    return HttpResponseForbidden()


def handler404(request, exception=None):
    return HttpResponseNotFound()
