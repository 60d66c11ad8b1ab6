"""The legal notice, the accessibility statement and the privacy page, from the site settings."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import (
    AccessibilityCheck,
    AccessibilityCheckKind,
    Audit,
    Conformity,
    SiteSettings,
    conformity,
)
from partnerships.pages.components.metadata.static_metadata import card_metadata


class AccessibilityStatement:
    """The statement of today, made of the record of what was checked, the newest first."""

    @cached_property
    def checks(self) -> list[AccessibilityCheck]:
        return list(AccessibilityCheck.objects.all())

    @cached_property
    def audit(self) -> AccessibilityCheck | None:
        """The last audit."""
        audits = (each for each in self.checks if each.kind == AccessibilityCheckKind.AUDIT)
        return next(audits, None)

    @property
    def _audit(self):
        return self.audit and Audit(self.audit.on, self.audit.rate)

    @property
    def level(self) -> Conformity:
        return conformity(self._audit, timezone.localdate())

    @property
    def is_expired(self) -> bool:
        return bool(self._audit) and not self._audit.is_valid(timezone.localdate())

    @property
    def is_partial(self) -> bool:
        return self.level == Conformity.PARTIAL

    @property
    def made_at(self):
        """When the record last changed, None while it is empty."""
        return max((each.recorded_at for each in self.checks), default=None)

    @property
    def lacks_people(self) -> bool:
        """Whether nobody tried the site with assistive technologies."""
        tried = {AccessibilityCheckKind.SCREEN_READER, AccessibilityCheckKind.PEOPLE}
        return not tried.intersection(each.kind for each in self.checks)


def _render(request, template, card, **context):
    context |= {
        "site": SiteSettings.objects.current(),
        "metadata": card_metadata(card, request.path),
    }
    return render(request, template, context)


@public_page()
@require_safe
def legal(request):
    return _render(request, "pages/legal.html", "mentions-legales")


@public_page()
@require_safe
def accessibility(request):
    return _render(
        request,
        "pages/accessibility.html",
        "accessibilite",
        statement=AccessibilityStatement(),
    )


@public_page()
@require_safe
def privacy(request):
    return _render(
        request,
        "pages/privacy.html",
        "donnees-personnelles",
        reports_kept_days=settings.READER_REPORTS_KEPT_DAYS,
    )
