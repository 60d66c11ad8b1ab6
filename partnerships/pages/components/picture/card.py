"""What the picture of a shared page says, and its address."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

# Raised when pictures are drawn otherwise.
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
        """Changes with the texts: an address that carries it is of one picture."""
        said = repr((LAYOUT_VERSION, str(self.title), str(self.detail)))
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def picture_path(name: str, *args, card: Card, query: str = "") -> str:
    """Returns the path of the picture of `card`; `name`: of its address, `query`: after « ? »."""
    path = reverse(name, args=args)
    return f"{path}{query}{'&' if query else '?'}{VERSION}={card.version}"
