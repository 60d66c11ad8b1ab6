"""Public pages whose text is their template: help, plan of the site."""

from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import TemplateView

from cncd_portal.public_page import public_page
from partnerships.pages.components.metadata.page_metadata import Crumb
from partnerships.pages.components.metadata.static_metadata import card_metadata


class StaticPage(TemplateView):
    """`card`: the name of its picture in CARDS, which has its title and description; `parent`: the
    name and the title of the page above it, if any.
    """

    card = ""
    parent: tuple[str, str | Promise] | None = None

    def get_context_data(self, **kwargs):
        trail = [Crumb(self.parent[1], reverse(self.parent[0]))] if self.parent else []
        metadata = card_metadata(self.card, self.request.path, trail)
        return super().get_context_data(metadata=metadata, **kwargs)


def static_page(template_name, card, parent=None):
    """Rows are read: the foot of the page tells the level of accessibility."""
    view = StaticPage.as_view(template_name=template_name, card=card, parent=parent)
    return public_page()(view)
