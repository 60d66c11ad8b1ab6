from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cncd_portal.accounts.passkey_views import login_by_passkey, reauthenticate_by_passkey
from cncd_portal.accounts.password_page import set_password
from cncd_portal.accounts.resume_page import resume
from cncd_portal.accounts.session_pages import sessions
from cncd_portal.demonstration_mails import demonstration_mails
from cncd_portal.health import health
from cncd_portal.home import home
from cncd_portal.public_page import public_page
from cncd_portal.security_contact import security_contact
from cncd_portal.site_pages import accessibility, legal, privacy

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_title = _("Administration du registre")
admin.site.site_header = _("Villes partagées\u202f: administration")
admin.site.index_title = _("Propositions, listes et comptes")
handler400 = "cncd_portal.errors.bad_request"
handler404 = "cncd_portal.errors.not_found"
handler429 = "cncd_portal.errors.too_many_requests"
handler500 = "cncd_portal.errors.server_error"


def page(template_name, *, reads_rows=True, **options):
    """The foot of a page tells the level of accessibility, which is read."""
    view = TemplateView.as_view(template_name=template_name, **options)
    return public_page(reads_rows=reads_rows)(view)


privacy = page(
    "pages/privacy.html", extra_context={"reports_kept_days": settings.READER_REPORTS_KEPT_DAYS}
)
portal = [
    path("", home, name="home"),
    path("mentions-legales/", legal, name="legal"),
    path("accessibilite/", accessibility, name="accessibility"),
    path("donnees-personnelles/", privacy, name="privacy"),
    path("aide/", page("pages/help.html"), name="help"),
    path("aide/instruction/", page("pages/help_instruction.html"), name="help_instruction"),
    path("plan-du-site/", page("pages/site_map.html"), name="site_map"),
    path("sante/", health, name="health"),
    path(
        "robots.txt",
        page("pages/robots.txt", reads_rows=False, content_type="text/plain"),
        name="robots",
    ),
    path(".well-known/security.txt", security_contact, name="security_contact"),
    path("demonstration/courriels/", demonstration_mails, name="demonstration_mails"),
]
urlpatterns = [
    path("", include((portal, "portal"))),
    path("", include("partnerships.urls")),
    path("propositions/", include("partnerships.pages.propositions.urls")),
    path("compte/password/set/", set_password, name="account_set_password"),
    path("compte/reprendre/", resume, name="account_resume"),
    path("compte/sessions/", sessions, name="account_sessions"),
    path("compte/2fa/webauthn/login/", login_by_passkey, name="mfa_login_webauthn"),
    path(
        "compte/2fa/webauthn/reauthenticate/",
        reauthenticate_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("compte/", include("allauth.urls")),
    path("administration/", admin.site.urls),
]
