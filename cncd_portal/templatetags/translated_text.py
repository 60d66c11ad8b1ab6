"""The `translate` tag of templates, instead of Django's: a text is looked up once per language."""

from django import template
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class TranslatedTextNode(template.Node):
    """A text that stands whole in its template, without filter."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode):
        self.node, self.texts = node, {}

    def render(self, context):
        language = get_language()
        text = self.texts.get(language)
        if text is None:
            text = self.texts[language] = self.node.render(context)
        return text


def _is_text_alone(node: TranslateNode) -> bool:
    text = node.filter_expression
    is_text = text.var.lookups is None and not text.filters
    return is_text and not (node.noop or node.asvar or node.message_context)


@register.tag
def translate(parser, token):
    node = do_translate(parser, token)
    return TranslatedTextNode(node) if _is_text_alone(node) else node
