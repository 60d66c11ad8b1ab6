"""How often one may do something: counted in the cache, forgotten after a span of time."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

WRONG_LINKS_MOST, WRONG_LINKS_SECONDS = 20, 600


class Throttle:
    """What is counted under `key`: at most `most` within `seconds`."""

    def __init__(self, key: str, *, most: int, seconds: int):
        self.key, self.most, self.seconds = key, most, seconds

    @property
    def is_reached(self) -> bool:
        return cache.get(self.key, 0) >= self.most

    def count(self) -> None:
        cache.add(self.key, 0, self.seconds)
        try:
            cache.incr(self.key)
        except ValueError:  # the span ended between the two
            cache.add(self.key, 1, self.seconds)


def wrong_links(request, kind: str) -> Throttle:
    """Links of `kind` that lead nowhere, tried from one address on the network."""
    address = get_adapter(request).get_client_ip(request)
    return Throttle(f"{kind}-misses:{address}", most=WRONG_LINKS_MOST, seconds=WRONG_LINKS_SECONDS)
