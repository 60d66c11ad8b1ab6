"""The legal notice, the accessibility statement and the privacy page, from the site settings."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
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
from partnerships.pages.components.metadata.page_metadata import Metadata


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


def _render(request, template, title, description, **context):
    context |= {
        "site": SiteSettings.objects.current(),
        "metadata": Metadata(title, description, request.path),
    }
    return render(request, template, context)


@public_page()
@require_safe
def legal(request):
    return _render(
        request,
        "pages/legal.html",
        _("Mentions légales"),
        _("Qui publie ce site, qui l’héberge, et ce que l’on peut faire de ce qu’il contient."),
    )


@public_page()
@require_safe
def accessibility(request):
    return _render(
        request,
        "pages/accessibility.html",
        _("Déclaration d’accessibilité"),
        _("Ce qui a été vérifié, ce qui ne l’a pas été, et que faire si une page vous résiste."),
        statement=AccessibilityStatement(),
    )


@public_page()
@require_safe
def privacy(request):
    return _render(
        request,
        "pages/privacy.html",
        _("Données personnelles"),
        _(
            "Ce que le portail garde sur vous, pourquoi, et qui le voit. "
            "Rien d’autre n’est demandé."
        ),
        reports_kept_days=settings.READER_REPORTS_KEPT_DAYS,
    )
