"""What those who run the site say of it."""

import factory

from partnerships.models import AccessibilityCheck, AccessibilityCheckKind


class AccessibilityCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessibilityCheck

    on = "2026-03-02"
    kind = AccessibilityCheckKind.TOOL
    scope = "Toutes les pages publiques"
    method = "axe-core 4.10, Chromium"
    by_role = "équipe du portail"
    result = "Aucun défaut trouvé"
