from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language

register = template.Library()


class ConstantNode(template.Node):
    """Renders its content without any variable, once per language, static storage and process."""

    def __init__(self, nodelist):
        self.nodelist, self.rendered = nodelist, {}

    def render(self, context):
        key = (get_language(), settings.STORAGES["staticfiles"]["BACKEND"])
        if key not in self.rendered:
            own = Context()
            with own.bind_template(context.template):
                self.rendered[key] = self.nodelist.render(own)
        return self.rendered[key]


@register.tag
def constant(parser, token):
    """`{% constant %}…{% endconstant %}`: what is the same on every page, for everyone.

    It sees no variable, not even the request, and may not hold a block.
    """
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)
