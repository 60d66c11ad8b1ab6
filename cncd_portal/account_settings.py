"""Settings of allauth: how people sign in and prove who they are."""

ACCOUNT_ADAPTER = "cncd_portal.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "cncd_portal.accounts.forms.LoginForm",
    "signup": "cncd_portal.accounts.forms.SignupForm",
    "add_email": "cncd_portal.accounts.forms.AddEmailForm",
    "reset_password": "cncd_portal.accounts.forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# In the browser where the account was created: the link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# Changes to an account ask for a proof of identity at most this old (seconds), and are notified.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "cncd_portal.accounts.mfa_adapter.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
# The same limit per IP address as sign-ins by password: a whole town hall may share one.
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "activate_totp": "cncd_portal.accounts.forms.ActivateApplicationForm",
    "add_webauthn": "cncd_portal.accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "cncd_portal.accounts.passkey_forms.RenamePasskeyForm",
    "authenticate_webauthn": "cncd_portal.accounts.passkey_forms.PasskeyAuthenticateForm",
    "login_webauthn": "cncd_portal.accounts.passkey_forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "cncd_portal.accounts.passkey_forms.PasskeyReauthenticateForm",
}
