from threading import Lock

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.template.base import token_kwargs
from django.utils.translation import get_language

register = template.Library()
# Contents that each tag keeps for the values that it was last given.
MOST_KEPT = 1_000


def _plain(value):
    """Returns `value`; refuses a row, which is equal to what it was before it changed."""
    if isinstance(value, Model):
        raise TypeError(f"{{% constant %}} takes plain values, not a row: {value!r}")
    return value


class ConstantNode(template.Node):
    """Renders its content from `values` alone, once for each of them that is different, per
    language, static storage and process.
    """

    def __init__(self, nodelist, values):
        self.nodelist, self.values = nodelist, values
        self.rendered, self.lock = {}, Lock()

    def render(self, context):
        values = {name: _plain(each.resolve(context)) for name, each in self.values.items()}
        key = (get_language(), settings.STORAGES["staticfiles"]["BACKEND"], *values.values())
        rendered = self.rendered.get(key)
        if rendered is None:
            own = Context(values)
            with own.bind_template(context.template):
                rendered = self.nodelist.render(own)
            self._keep(key, rendered)
        return rendered

    def _keep(self, key, rendered):
        with self.lock:
            if len(self.rendered) >= MOST_KEPT:
                del self.rendered[next(iter(self.rendered))]
            self.rendered[key] = rendered


@register.tag
def constant(parser, token):
    """`{% constant name=value … %}…{% endconstant %}`: what is the same wherever these values are.

    It sees no other variable, not even the request, and may not hold a block. Values are compared,
    so that they are plain ones, or tuples of plain ones: no row of the database.
    """
    values = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist, values)
