"""What an act that waits for a proof of identity will do, as a sentence."""

from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cncd_portal.accounts.waiting_acts import WaitingAct

EMAIL_ACTS = {
    "action_add": gettext_lazy("Ajouter l’adresse %(email)s à votre compte"),
    "action_primary": gettext_lazy("Changer votre adresse principale en %(email)s"),
    "action_remove": gettext_lazy("Retirer l’adresse %(email)s de votre compte"),
    "action_send": gettext_lazy("Envoyer un courriel de confirmation à %(email)s"),
}
FACTOR_ACTS = {
    "mfa_activate_totp": gettext_lazy("Activer l’application d’authentification"),
    "mfa_deactivate_totp": gettext_lazy("Désactiver l’application d’authentification"),
    "mfa_generate_recovery_codes": gettext_lazy("Créer de nouveaux codes de secours"),
    "mfa_add_webauthn": gettext_lazy("Ajouter la clé d’accès «\u202f%(name)s\u202f»"),
    "mfa_edit_webauthn": gettext_lazy(
        "Renommer la clé d’accès «\u202f%(key)s\u202f» en «\u202f%(name)s\u202f»"
    ),
    "mfa_remove_webauthn": gettext_lazy("Supprimer la clé d’accès «\u202f%(key)s\u202f»"),
}
ROW_ACTS = {
    "add": gettext_lazy("Ajouter\u202f: %(row)s"),
    "change": gettext_lazy("Modifier\u202f: %(row)s"),
    "delete": gettext_lazy("Supprimer\u202f: %(row)s"),
    "password": gettext_lazy("Changer le mot de passe\u202f: %(row)s"),
}


def _first(act, name):
    return next(iter(act.values(name)), "")


def _passkey(user, pk):
    """The name of the key, or "" where `user` has no such key."""
    rows = Authenticator.objects.filter(user=user, pk=pk, type=Authenticator.Type.WEBAUTHN)
    return next((row.wrap().name for row in rows), "")


def _account_act(act, match, user):
    if match.url_name == "account_email":
        wording = next((EMAIL_ACTS[name] for name, _value in act.fields if name in EMAIL_ACTS), "")
        return wording % {"email": _first(act, "email")} if wording else ""
    if match.url_name not in FACTOR_ACTS:
        return ""
    key = _passkey(user, match.kwargs["pk"]) if "pk" in match.kwargs else ""
    return FACTOR_ACTS[match.url_name] % {"name": _first(act, "name"), "key": key}


def _row(model, pk):
    """The row as the administration names it, or its number where it is not there."""
    try:
        found = model._default_manager.filter(pk=model._meta.pk.to_python(pk)).first()
    except ValidationError:
        found = None
    return f"{model._meta.verbose_name} «\u202f{found or pk}\u202f»"


def _list_act(act, model):
    count = len(act.values("_selected_action"))
    rows = ngettext("%(count)s ligne", "%(count)s lignes", count) % {"count": count}
    wording = _("Agir sur %(rows)s de la liste «\u202f%(list)s\u202f»")
    if _first(act, "action") == "delete_selected":
        wording = _("Supprimer %(rows)s de la liste «\u202f%(list)s\u202f»")
    return wording % {"rows": rows, "list": model._meta.verbose_name_plural}


def _administration_act(act, match):
    url_name = match.url_name or ""  # Some addresses of the administration have no name.
    name = url_name.removesuffix("_password_change")
    verb = "password"
    if name == url_name:
        name, _separator, verb = name.rpartition("_")
    models = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in apps.get_models()}
    # Django names this one address after its own model of users.
    model = apps.get_model("accounts.User") if name == "auth_user" else models.get(name)
    if model is None:
        return ""
    if verb == "changelist":
        return _list_act(act, model)
    pk = match.kwargs.get("object_id", match.kwargs.get("id"))
    typed = _first(act, "email") or _first(act, "name")
    new = f"{model._meta.verbose_name} «\u202f{typed}\u202f»" if typed else model._meta.verbose_name
    return (
        ROW_ACTS[verb] % {"row": new if pk is None else _row(model, pk)} if verb in ROW_ACTS else ""
    )


def act_in_words(act: WaitingAct, user) -> str:
    """« Changer votre adresse principale en … »; the address of its page, if no better is known."""
    path = urlsplit(act.path).path
    try:
        match = resolve(path)
    except Resolver404:
        return path
    is_administration = match.namespace == "admin"
    words = _administration_act(act, match) if is_administration else _account_act(act, match, user)
    return words or _("Envoyer votre saisie à la page %(path)s") % {"path": path}
