"""The metadata in the head of a public page, which all of them have."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

TAGS = """\
<link rel="canonical" href="{address}">
{robots}
<meta property="og:site_name" content="{site}">
<meta property="og:type" content="{kind}">
<meta property="og:locale" content="fr_FR">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<meta property="og:url" content="{address}">
{picture}
<meta name="twitter:card" content="{card}">
{feeds}"""
ROBOTS = '<meta name="robots" content="noindex, follow">'
PICTURE = """
  <meta property="og:image" content="{}">
  <meta property="og:image:type" content="image/png">
  <meta property="og:image:width" content="1200">
  <meta property="og:image:height" content="630">
  <meta property="og:image:alt" content="{}">
"""
FEED = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'


@register.simple_tag
def metadata_tags(metadata) -> SafeString:
    """All but the data; `metadata`: of pages/components/metadata/page_metadata.py."""
    address, title = conditional_escape(metadata.address), conditional_escape(metadata.title)
    picture = metadata.picture and PICTURE.format(
        conditional_escape(metadata.picture_address), title
    )
    tags = TAGS.format(
        address=address,
        robots="" if metadata.is_indexed else ROBOTS,
        site=conditional_escape(_("Villes partagées")),
        kind="article" if metadata.is_article else "website",
        title=title,
        description=conditional_escape(metadata.description),
        picture=picture,
        card="summary_large_image" if picture else "summary",
        feeds="".join(format_html(FEED, each.title, each.path) for each in metadata.feeds),
    )
    return mark_safe(tags)  # noqa: S308 (what they show is escaped)
