from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def error_mark(context) -> str:
    """« Erreur : », before the title of a page whose form was refused: it is read aloud first."""
    form = context.get("form")
    is_refused = isinstance(form, BaseForm) and form.is_bound and form.errors
    return _("Erreur\u202f: ") if is_refused else ""
