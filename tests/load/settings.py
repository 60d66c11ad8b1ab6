"""The settings of the service, without collected static files: the scenario asks for none."""

from cncd_portal import settings

vars().update({name: getattr(settings, name) for name in dir(settings) if name.isupper()})
STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
