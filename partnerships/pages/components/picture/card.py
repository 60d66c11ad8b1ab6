"""What the picture of a shared page says, and its address."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from cncd_portal.prepared_address import address_of

# To be raised whenever the drawing of pictures changes.
LAYOUT_VERSION = 1
# The parameter of the query of a picture.
VERSION = "v"


@dataclass(frozen=True)
class Card:
    """`title`: what the page is about; `detail`: what is known of it."""

    title: str
    detail: str = ""

    @property
    def version(self) -> str:
        """A digest of the texts, so that each version of a picture has its own address."""
        texts = repr((LAYOUT_VERSION, str(self.title), str(self.detail)))
        return hashlib.sha256(texts.encode()).hexdigest()[:12]


def picture_path(name: str, *args, card: Card, query: str = "") -> str:
    """Returns the path of the picture of `card`; `name`: of its address, `query`: after « ? »."""
    path = reverse(name, args=args) if args else address_of(name)
    return f"{path}{query}{'&' if query else '?'}{VERSION}={card.version}"
