import nh3
from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# nh3 reads some HTML in quadratic time: a longer text is shown as it was written.
HTML_MAX = 50_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4"}


@register.filter
def cleaned(html: str) -> SafeString:
    """What a curator wrote in HTML, with nothing in it that could run or restyle the page.

    Plain text gets its paragraphs.
    """
    if len(html) > HTML_MAX:
        return linebreaks(html, autoescape=True)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"})
    return mark_safe(clean if "<" in clean else linebreaks(clean, autoescape=False))  # noqa: S308
