import uuid

from django.contrib.auth import models as auth
from django.contrib.auth.models import AbstractBaseUser, Permission, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField, visible_address
from cncd_portal.accounts.sessions import Session  # noqa: F401, Django finds the model here

# No mail ever goes there (RFC 2606).
ERASED_DOMAIN = "compte-efface.invalid"


def pseudonym(journal_id: uuid.UUID) -> str:
    """What stands for the name of a person who left, the same wherever they appear."""
    return gettext("compte effacé %(mark)s") % {"mark": journal_id.hex[:8]}


class UserManager(auth.UserManager):
    """Users are known by their e-mail address, kept in lower case."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=visible_address(email))

    def create_user(self, email, password=None, **fields):
        user = self.model(email=visible_address(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def holding(self, permission: str):
        """Active users who have `permission`, « app.codename », of their own or by a group: not
        superusers as such. Begins with who holds it, where `with_perm` asks it of every user.
        """
        app, codename = permission.split(".")
        found = Permission.objects.filter(content_type__app_label=app, codename=codename)
        own = self.model.user_permissions.through.objects.filter(permission__in=found)
        by_group = self.model.groups.through.objects.filter(group__permissions__in=found)
        holders = Q(pk__in=own.values("user")) | Q(pk__in=by_group.values("user"))
        return self.filter(holders, is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do comes from groups and from their authorities."""

    email = EmailModelField(
        _("adresse électronique"),
        unique=True,
        error_messages={"unique": _("Un compte existe déjà avec cette adresse.")},
    )
    first_name = models.CharField(_("prénom"), max_length=150, blank=True)
    last_name = models.CharField(_("nom"), max_length=150, blank=True)
    # What the journal of dossiers names: it stays when the account's own data is erased.
    journal_id = models.UUIDField(
        _("identifiant au journal"), default=uuid.uuid4, unique=True, editable=False
    )
    is_staff = models.BooleanField(_("accès à l’administration"), default=False)
    is_active = models.BooleanField(_("actif"), default=True)
    date_joined = models.DateTimeField(_("inscrit le"), default=timezone.now)
    # Whether single keys act on the officers’ pages.
    has_shortcuts = models.BooleanField(_("raccourcis clavier"), default=True)
    # Then nothing of the row tells who it was: it stays for what the person did.
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

    objects = UserManager()
    # How many notifications wait, of who is signed in: read with them (cncd_portal.signed_in).
    unread_count = 0
    # Whether they may be an active member of an authority: known of who is signed in, likewise.
    has_memberships = True

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_in_any_case",
                violation_error_message=_("Un compte existe déjà avec cette adresse."),
            )
        ]

    def __str__(self):
        if self.erased_at:
            return pseudonym(self.journal_id)
        return self.get_full_name() or self.email

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name or self.email

    def erase(self):
        """Forget who it was, and how they signed in, for good."""
        self.first_name = self.last_name = ""
        self.email = f"{self.journal_id}@{ERASED_DOMAIN}"
        self.set_unusable_password()
        self.is_active = self.is_staff = self.is_superuser = False
        self.last_login, self.erased_at = None, timezone.now()
        self.save()
        self.groups.clear()
        self.user_permissions.clear()
