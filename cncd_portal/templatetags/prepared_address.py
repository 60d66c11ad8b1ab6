"""The `url` tag of templates, instead of Django's: an address without values is looked up once."""

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url

from cncd_portal.prepared_address import address_of

register = template.Library()


class AddressNode(template.Node):
    """The address of a page that takes no value, whose name stands in its template."""

    child_nodelists = ()

    def __init__(self, name: str):
        self.name = name

    def render(self, context):
        return address_of(self.name)


def _is_name_alone(node: URLNode) -> bool:
    name = node.view_name
    is_text = not name.is_var and not name.filters
    return is_text and not (node.args or node.kwargs or node.asvar)


@register.tag
def url(parser, token):
    node = do_url(parser, token)
    return AddressNode(node.view_name.var) if _is_name_alone(node) else node
