"""Links that lead nowhere: how many one may try."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

# In how many seconds.
MOST_MISSES, SPAN = 20, 600


class Misses:
    """Those of one address on the network, by kind of link."""

    def __init__(self, request, kind: str):
        self.key = f"{kind}-misses:{get_adapter(request).get_client_ip(request)}"

    @property
    def are_too_many(self) -> bool:
        return cache.get(self.key, 0) >= MOST_MISSES

    def add(self) -> None:
        cache.add(self.key, 0, SPAN)
        try:
            cache.incr(self.key)
        except ValueError:  # the span ended between the two
            cache.add(self.key, 1, SPAN)
