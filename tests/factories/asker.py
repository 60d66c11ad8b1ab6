"""A client for thousands of requests."""

from django.test import Client


class Asker(Client):
    """A client that keeps nothing of how an answer was made."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))
