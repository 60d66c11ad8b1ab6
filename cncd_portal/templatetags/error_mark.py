from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def error_mark(context) -> str:
    """« Erreur : », before the title of a page whose form was refused: it is read aloud first."""
    form, request = context.get("form"), context.get("request")
    is_wrong = isinstance(form, BaseForm) and form.is_bound and form.errors
    # Of a page whose form is no Django form: the sentence of components/refusal.html.
    is_refused = bool(context.get("error")) and request and request.method == "POST"
    return _("Erreur\u202f: ") if is_wrong or is_refused else ""
