"""A button that copies a text that the page shows, where scripts run (js/copy.js)."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

BUTTON = """
<span class="copy" data-copied="{copied}" data-failed="{failed}" hidden><button type="button" \
class="fr-btn fr-btn--tertiary-no-outline fr-btn--sm copy__button" data-text="{text}">{copy}\
<span class="fr-sr-only"> {label}</span></button><span class="fr-text--sm" role="status"></span>\
</span>
"""


@register.simple_tag
def copy_button(text: str, label: str) -> SafeString:
    """`text`: markup included; `label`: what is copied, after « Copier »."""
    button = BUTTON.format(
        copied=escape(_("Copié")),
        failed=escape(_("La copie n’a pas marché\u202f: sélectionnez le texte.")),
        text=escape(text),
        copy=escape(_("Copier")),
        label=escape(label),
    )
    return mark_safe(button)  # noqa: S308 (what it shows is escaped)
