"""Who may ask for Django's administration: of each list, what curators may do of it, and what
administrators (superusers) may.

The addresses of a list follow from these words: « view » its page, that of a row and its history,
« add », « change » and « delete ». Whoever has no access to the administration is sent to its
sign-in, which is a 403 to who is signed in.
"""

from dataclasses import dataclass

from tests.access.roles import (
    ANSWERED,
    CURATORS,
    ELSEWHERE,
    FORBIDDEN,
    HIDDEN,
    NOT_ALLOWED,
    SHOWN,
    SIGN_IN,
    SIGNED_IN,
    Line,
    everyone,
)


@dataclass(frozen=True)
class Rights:
    """Words, for each of the two roles that have access."""

    curator: str
    superuser: str

    def may(self, verb) -> frozenset[str]:
        words = {"curator": self.curator, "superuser": self.superuser}
        return frozenset(role for role, text in words.items() if verb in text.split())


READ = Rights(curator="view", superuser="view")
ADMINISTRATORS_READ = Rights(curator="", superuser="view")
ADMINISTRATORS_WRITE = Rights(curator="", superuser="view add change delete")
# Nothing that a document of the past may name is deleted.
CURATED = Rights(curator="view add change", superuser="view add change")
LISTS = {
    "partnerships/theme": CURATED,
    "partnerships/country": Rights(curator="view change", superuser="view change"),
    "partnerships/goal": Rights(curator="view add change", superuser="view add change delete"),
    "partnerships/sector": Rights(curator="view add change", superuser="view add change delete"),
    "partnerships/localauthority": CURATED,
    "partnerships/internationalpartner": CURATED,
    # One row, which `prepare` makes.
    "partnerships/sitesettings": Rights(curator="view change", superuser="view change"),
    "partnerships/accessibilitycheck": Rights(
        curator="view add change", superuser="view add change delete"
    ),
    # Written in the workshop.
    "proposals/proposal": READ,
    "proposals/proposaltext": READ,
    "proposals/progressnote": READ,
    "partnerships/partnership": READ,
    "partnerships/partnershipversion": READ,
    "partnerships/place": READ,
    "partnerships/outboxmail": READ,
    "partnerships/referenceload": READ,
    "partnerships/readerreport": ADMINISTRATORS_READ,
    "partnerships/dossierevent": ADMINISTRATORS_READ,
    "partnerships/heartbeat": ADMINISTRATORS_READ,
    "partnerships/upkeeprun": ADMINISTRATORS_READ,
    "django_tasks_database/dbtaskresult": ADMINISTRATORS_READ,
    "mfa/authenticator": Rights(curator="", superuser="view delete"),
    "account/emailaddress": ADMINISTRATORS_READ,
    "accounts/user": ADMINISTRATORS_WRITE,
    "auth/group": ADMINISTRATORS_WRITE,
    "partnerships/localauthoritymember": ADMINISTRATORS_WRITE,
}


def _answers(answer, allowed, refusal=FORBIDDEN):
    """`answer` for `allowed`, `refusal` for the others who have access."""
    return {
        **everyone(SIGN_IN),
        **dict.fromkeys(CURATORS, refusal),
        **dict.fromkeys(allowed, answer),
    }


def _page(allowed, post=NOT_ALLOWED, **given) -> Line:
    """A page of the administration; what is sent to it changes nothing."""
    return Line(_answers(SHOWN, allowed), _answers(post, allowed), given=given)


def _form(allowed, reads=frozenset(), **given) -> Line:
    get, post = _answers(SHOWN, allowed | reads), _answers(ANSWERED, allowed)
    return Line(get, post, allowed, given=given)


def _leads_on(**given) -> Line:
    return Line(_answers(ELSEWHERE, CURATORS), _answers(ANSWERED, CURATORS), given=given)


def _lines_of(key, rights) -> dict[str, Line]:
    name, row = key.replace("/", "_"), {"object_id": key.replace("/", "_")}
    reads, changes, deletes = (rights.may(verb) for verb in ("view", "change", "delete"))
    return {
        # Many rows are changed or deleted from there.
        f"admin:{name}_changelist": Line(
            _answers(SHOWN, reads), _answers(ANSWERED, reads), changes | deletes
        ),
        f"admin:{name}_add": _form(rights.may("add")),
        f"admin:{name}_change": _form(changes, reads, **row),
        f"admin:{name}_delete": _form(deletes, **row),
        f"admin:{name}_history": _page(reads, ANSWERED, **row),
        f"/administration/{key}/<path:object_id>/": _leads_on(**row),
    }


def _door(get, post) -> Line:
    """The sign-in of the administration: to those who have access, `get` and `post`."""
    no_access = {**everyone(SIGN_IN), **dict.fromkeys(SIGNED_IN, FORBIDDEN)}
    return Line(
        {**no_access, **dict.fromkeys(CURATORS, get)},
        {**no_access, **dict.fromkeys(CURATORS, post)},
        is_open=True,
    )


LINES = {
    "admin:index": _page(CURATORS, ANSWERED),
    "admin:app_list": _page(CURATORS, ANSWERED, app_label="partnerships"),
    "admin:login": _door(ELSEWHERE, ANSWERED),
    "admin:logout": Line(
        _answers(NOT_ALLOWED, CURATORS) | dict.fromkeys(SIGNED_IN - CURATORS, ELSEWHERE),
        _answers(ANSWERED, CURATORS) | dict.fromkeys(SIGNED_IN - CURATORS, ANSWERED),
    ),
    # One page changes one's password, that of everyone.
    "admin:password_change": _leads_on(),
    "admin:password_change_done": _page(CURATORS),
    "admin:jsi18n": _page(CURATORS),
    "admin:autocomplete": Line(_answers(FORBIDDEN, CURATORS), _answers(NOT_ALLOWED, CURATORS)),
    "admin:view_on_site": Line(
        _answers(HIDDEN, CURATORS),
        _answers(HIDDEN, CURATORS),
        given={"content_type_id": "1", "object_id": "0"},
    ),
    # Whatever is no page of it.
    "/administration/(?P<url>.*)": Line(
        _answers(HIDDEN, CURATORS), _answers(HIDDEN, CURATORS), given={"url": "absent"}
    ),
    "admin:auth_user_password_change": _form(frozenset({"superuser"}), id="account"),
    # A mail that failed is sent again one by one.
    "admin:partnerships_outboxmail_requeue": Line(
        _answers(NOT_ALLOWED, CURATORS),
        _answers(ANSWERED, CURATORS),
        CURATORS,
        given={"pk": "partnerships_outboxmail"},
    ),
    "admin:partnerships_country_simple_history": _page(
        CURATORS, ANSWERED, row="partnerships_country", version="version_of_country"
    ),
    "admin:partnerships_sitesettings_simple_history": _page(
        CURATORS, ANSWERED, row="partnerships_sitesettings", version="version_of_settings"
    ),
    "admin:partnerships_accessibilitycheck_simple_history": _page(
        CURATORS, ANSWERED, row="partnerships_accessibilitycheck", version="version_of_check"
    ),
    **{
        address: line
        for key, rights in LISTS.items()
        for address, line in _lines_of(key, rights).items()
    },
}
