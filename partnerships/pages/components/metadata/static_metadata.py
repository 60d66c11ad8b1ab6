"""The metadata of pages without data: help, legal notice."""

from collections.abc import Sequence

from partnerships.pages.components.metadata.page_metadata import Crumb, Metadata
from partnerships.pages.components.picture.page_card import CARDS, page_picture_path


def card_metadata(card: str, path: str, trail: Sequence[Crumb] = ()) -> Metadata:
    """Returns the metadata of the page of CARDS[`card`]: its texts, and its picture."""
    texts = CARDS[card]
    return Metadata(texts.title, texts.detail, path, trail, picture=page_picture_path(card))
