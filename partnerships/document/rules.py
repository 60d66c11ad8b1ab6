"""Validation rules across several fields, with their legal source if any."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partnerships.document.assembly import Filled
from partnerships.models import DossierKind, InternationalPartnerKind, PartnershipKind, Phase
from partnerships.models.partnership_kind import OVER

Faults = Iterator[tuple[str, str]]
TURNKEY_AUTHORITIES = 3


def has_a_partner(filled: Filled) -> Faults:
    if not filled.lists["partners"]:
        yield (
            "partners",
            _("Ajoutez au moins un partenaire étranger\u202f: cherchez-le par son nom."),
        )


def turnkey_has_three_authorities(filled: Filled) -> Faults:
    """« Clés en main » of the ministry: at least three French authorities."""
    if filled.fields.get("kind") == PartnershipKind.TURNKEY:
        count = len(filled.authority_keys)
        if count < TURNKEY_AUTHORITIES:
            yield (
                "authorities",
                _(
                    "Un partenariat «\u202fclés en main\u202f» réunit au moins trois collectivités "
                    "françaises (il y en a %(count)s)\u202f: ajoutez les autres, ou changez de "
                    "type."
                )
                % {"count": count},
            )


def state_is_authorised(filled: Filled) -> Faults:
    """A convention with a foreign State is allowed only in listed cases (CGCT, article L1115-5)."""
    if not any(kind == InternationalPartnerKind.STATE for kind in filled.partner_kinds):
        return
    if not filled.fields.get("state_case", "unread"):
        yield (
            "state_case",
            _("Un partenaire est un État\u202f: indiquez le cas prévu par l’article L1115-5."),
        )
    if filled.fields.get("state_authorised_on", "unread") is None:
        yield (
            "state_authorised_on",
            _("Un partenaire est un État\u202f: indiquez la date de l’autorisation du préfet."),
        )


def _repeated(items, value_of) -> Iterator[str]:
    """Yields the paths of items that repeat an earlier one."""
    seen = set()
    for item in items:
        value = value_of(item)
        if value in seen:
            yield item.prefix
        elif value:
            seen.add(value)


def items_are_unique(filled: Filled) -> Faults:
    for path in _repeated(filled.lists["authorities"], filled.authority_of):
        yield path, _("Cette collectivité est déjà dans la liste\u202f: retirez-la ici.")
    for path in _repeated(filled.lists["partners"], filled.partner_of):
        yield path, _("Ce partenaire est déjà dans la liste\u202f: retirez-le ici.")
    for path in _repeated(
        filled.lists["contributions"], lambda item: item.cleaned_data.get("proposal")
    ):
        yield (
            f"{path}.proposal",
            _("Cette proposition est déjà dans la liste\u202f: réunissez les deux textes."),
        )


def resemblances_are_answered(filled: Filled) -> Faults:
    """No partner of the registry is put in the place of a proposed one without being asked."""
    for item in filled.lists["partners"]:
        if filled.references.unanswered(item.uuid):
            yield (
                item.prefix,
                _(
                    "Un partenaire du registre ou de ce dossier ressemble à celui-ci\u202f: dites "
                    "si c’est le même ou un autre."
                ),
            )


def closure_is_complete(filled: Filled) -> Faults:
    """A closure states how and when it ended; a completed partnership also states its results."""
    if filled.dossier.kind != DossierKind.CLOSURE:
        return
    phase = filled.fields.get("phase")
    if phase and phase not in OVER:
        yield "phase", _("Une clôture dit comment le partenariat s’est terminé\u202f: choisissez.")
    if filled.fields.get("ends_on", "unread") is None:
        yield "ends_on", _("Indiquez quand il s’est terminé.")
    results = (filled.fields.get("results_here"), filled.fields.get("results_there"))
    if phase == Phase.COMPLETED and not any(results) and not filled.lists["indicators"]:
        yield (
            "results_here",
            _("Dites en une phrase ce qui a changé, ici ou là-bas, ou donnez un indicateur."),
        )


# Rules that come from the law or from the ministry.
LEGAL_RULES = (turnkey_has_three_authorities, state_is_authorised)
RULES = (
    has_a_partner,
    *LEGAL_RULES,
    items_are_unique,
    resemblances_are_answered,
    closure_is_complete,
)
