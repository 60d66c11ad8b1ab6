"""The `date` filter of all templates, those of packages too, instead of Django's; `today`."""

from datetime import date as day

from django import template
from django.utils import timezone

from cncd_portal.french_dates import french_date

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value, form: str = "DATE_FORMAT") -> str:
    """Formats as Django's filter does, except that the first day of a month is « 1er »."""
    if not value:
        return ""
    try:
        return french_date(value, form)
    except AttributeError:
        return ""


@register.simple_tag
def today() -> day:
    return timezone.localdate()
