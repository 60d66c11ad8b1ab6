from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts import done_already, passkey_views, password_page
from cncd_portal.accounts.confirmation_page import Confirmation, ConfirmationAwaited
from cncd_portal.accounts.email_page import EmailPage
from cncd_portal.accounts.resume_page import resume
from cncd_portal.accounts.session_pages import sessions
from cncd_portal.pages.demonstration_mails import demonstration_mails
from cncd_portal.pages.health import health
from cncd_portal.pages.home import home
from cncd_portal.pages.robots import robots
from cncd_portal.pages.security_contact import security_contact
from cncd_portal.pages.statements import accessibility, legal, privacy
from cncd_portal.pages.static_page import static_page

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_title = _("Administration du registre")
admin.site.site_header = _("Villes partagées\u202f: administration")
admin.site.index_title = _("Propositions, listes et comptes")
handler400 = "cncd_portal.errors.bad_request"
handler403 = "cncd_portal.errors.forbidden"
handler404 = "cncd_portal.errors.not_found"
handler429 = "cncd_portal.errors.too_many_requests"
handler500 = "cncd_portal.errors.server_error"


# The pages whose text is their template: address, name, template, and the name of their picture.
STATIC_PAGES = [
    ("aide/", "help", "pages/help.html", "aide"),
    ("plan-du-site/", "site_map", "pages/site_map.html", "plan-du-site"),
]
# Pages of allauth that are ours.
ACCOUNT_PAGES = [
    ("email/", EmailPage.as_view(), "account_email"),
    ("password/change/", password_page.ChangePassword.as_view(), "account_change_password"),
    ("password/set/", password_page.set_password, "account_set_password"),
    ("2fa/reauthenticate/", passkey_views.reauthenticate_by_code, "mfa_reauthenticate"),
    ("2fa/totp/activate/", done_already.activate_totp, "mfa_activate_totp"),
    ("2fa/totp/deactivate/", done_already.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/recovery-codes/", done_already.view_recovery_codes, "mfa_view_recovery_codes"),
    (
        "2fa/recovery-codes/download/",
        done_already.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    ("2fa/webauthn/add/", passkey_views.add_passkey, "mfa_add_webauthn"),
    ("2fa/webauthn/keys/<int:pk>/edit/", done_already.edit_passkey, "mfa_edit_webauthn"),
    ("2fa/webauthn/keys/<int:pk>/remove/", done_already.remove_passkey, "mfa_remove_webauthn"),
    ("2fa/webauthn/login/", passkey_views.login_by_passkey, "mfa_login_webauthn"),
    (
        "2fa/webauthn/reauthenticate/",
        passkey_views.reauthenticate_by_passkey,
        "mfa_reauthenticate_webauthn",
    ),
]
portal = [
    path("", home, name="home"),
    path("mentions-legales/", legal, name="legal"),
    path("accessibilite/", accessibility, name="accessibility"),
    path("donnees-personnelles/", privacy, name="privacy"),
    *(
        path(route, static_page(template_name, card), name=name)
        for route, name, template_name, card in STATIC_PAGES
    ),
    path(
        "aide/instruction/",
        static_page(
            "pages/help_instruction.html",
            "aide-instruction",
            parent=("portal:help", _("Aide")),
        ),
        name="help_instruction",
    ),
    path(
        "aide/propositions/",
        static_page(
            "pages/help_curation.html",
            "aide-propositions",
            parent=("portal:help", _("Aide")),
        ),
        name="help_curation",
    ),
    path("sante/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_contact, name="security_contact"),
    path("demonstration/courriels/", demonstration_mails, name="demonstration_mails"),
]
urlpatterns = [
    path("", include((portal, "portal"))),
    path("", include("partnerships.urls")),
    path("propositions/", include("partnerships.pages.propositions.urls")),
    path(
        "compte/confirm-email/",
        ConfirmationAwaited.as_view(),
        name="account_email_verification_sent",
    ),
    path("compte/confirm-email/<str:key>/", Confirmation.as_view(), name="account_confirm_email"),
    path("compte/reprendre/", resume, name="account_resume"),
    path("compte/sessions/", sessions, name="account_sessions"),
    *(path(f"compte/{route}", view, name=name) for route, view, name in ACCOUNT_PAGES),
    re_path(
        r"^compte/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        password_page.ResetPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("compte/", include("allauth.urls")),
    path("administration/", admin.site.urls),
]
