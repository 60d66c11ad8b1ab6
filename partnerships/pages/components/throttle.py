"""Rate limits, counted in the cache."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

WRONG_LINKS_LIMIT, WRONG_LINKS_SECONDS = 20, 600


class Throttle:
    """A counter under `key` that allows at most `most` acts within `seconds`."""

    def __init__(self, key: str, *, most: int, seconds: int):
        self.key, self.most, self.seconds = key, most, seconds

    @property
    def is_reached(self) -> bool:
        return cache.get(self.key, 0) >= self.most

    def count(self) -> None:
        cache.add(self.key, 0, self.seconds)
        try:
            cache.incr(self.key)
        except ValueError:  # the key expired between the two calls
            cache.add(self.key, 1, self.seconds)


def wrong_links(request, kind: str) -> Throttle:
    """Counts the invalid links of `kind` tried from one IP address."""
    address = get_adapter(request).get_client_ip(request)
    return Throttle(f"{kind}-misses:{address}", most=WRONG_LINKS_LIMIT, seconds=WRONG_LINKS_SECONDS)
