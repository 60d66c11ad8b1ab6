"""Who asks, and how a line of the matrix says what they are answered.

The portal's rule: without a session one is led to sign in; a page of a role that one has not is
a 403, whatever it is about; a row that is not one's own is a 404, as if it were not there.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

# `inactive` was a manager, and still has the cookie. `adviser` has the link of an opinion, and no
# account; `newcomer` is invited, of no authority. Lille leads the dossiers; `co_member` is of the
# other authority of each, `stranger` manages one that has no part. `officer` instructs, `colleague`
# too, but other dossiers; `own_officer` does, and is a member of Lille.
SIGNED_OUT = frozenset({"anonymous", "adviser", "inactive"})
TEAM = frozenset({"contributor", "manager", "own_officer"})
OWN = TEAM | {"co_member"}
MEMBERS = OWN | {"stranger"}
LEADS = frozenset({"lead", "superuser"})
REVIEWERS = LEADS | {"officer", "colleague"}
OFFICERS = REVIEWERS | {"own_officer"}
CURATORS = frozenset({"curator", "superuser"})
SIGNED_IN = MEMBERS | OFFICERS | CURATORS | {"newcomer"}
ANYONE = SIGNED_OUT | SIGNED_IN
ONE_OF_EACH_KIND = (
    "anonymous",
    "inactive",
    "newcomer",
    "manager",
    "officer",
    "curator",
    "superuser",
)

SIGN_IN, SHOWN, ELSEWHERE = "sign-in", "200", "elsewhere"
SIGNED_OUT_TOLD, FORBIDDEN, HIDDEN, NOT_ALLOWED = "401", "403", "404", "405"
# Of a POST without its fields: done, asked again, or refused with a reason; never an error.
ANSWERED = "answered"


@dataclass(frozen=True)
class Line:
    """What each role is answered at one address.

    `given`: the arguments of the address, `body`: the fields that are sent, each the name of a row
    of the world or a text as it is. `acts`: who may change something by a POST; `is_open`: whether
    the view answers without a session.
    """

    get: dict[str, str]
    post: dict[str, str]
    acts: frozenset[str] = frozenset()
    is_open: bool = False
    given: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)


def askers(answers: dict[str, str]) -> Collection[str]:
    """Who asks: everyone where `answers` tell people apart; where nothing does but their access to
    the administration, one of each kind, since the whole must stay quick.
    """
    is_alike = len({answers[role] for role in SIGNED_IN - CURATORS}) == 1
    return ONE_OF_EACH_KIND if is_alike and answers["adviser"] == answers["anonymous"] else answers


def everyone(answer):
    return dict.fromkeys(ANYONE, answer)


def _answers(answer, allowed, role, elsewhere=()):
    """`answer` for `allowed`; without the role a 403, with it and not allowed a 404."""
    return {
        **dict.fromkeys(SIGNED_OUT, SIGN_IN),
        **dict.fromkeys(SIGNED_IN, FORBIDDEN),
        **dict.fromkeys(role, HIDDEN),
        **dict.fromkeys(allowed, answer),
        **dict.fromkeys(elsewhere, ELSEWHERE),
    }


def page(allowed, role=SIGNED_IN, elsewhere: Collection[str] = (), **given) -> Line:
    """A page to read; `elsewhere`: who is led to another one."""
    get = _answers(SHOWN, allowed, role, elsewhere)
    return Line(get, _answers(NOT_ALLOWED, role, role), given=given)


def form(allowed, role=SIGNED_IN, reads=(), told=(), elsewhere=(), **given) -> Line:
    """A page that is sent back; `reads`: who reads it and may not send it, `told`: who also is told
    why not; `elsewhere`: who is led to another one.
    """
    get = _answers(SHOWN, {*allowed, *reads, *told}, role, elsewhere)
    post = _answers(ANSWERED, {*allowed, *told, *elsewhere}, role)
    return Line(get, post, frozenset(allowed), given=given)


def act(allowed, role=SIGNED_IN, told=(), body=None, **given) -> Line:
    """A button; `told`: who reads the row, and is told why not."""
    post = _answers(ANSWERED, {*allowed, *told}, role)
    get = _answers(NOT_ALLOWED, role, role)
    return Line(get, post, frozenset(allowed), given=given, body=body or {})


def kept_act(allowed, role=SIGNED_IN, told=(), body=None, **given) -> Line:
    """A button whose text is kept until one signs in, if the session ended."""
    line = act(allowed, role, told, body, **given)
    return replace(line, get=everyone(NOT_ALLOWED), is_open=True)


def script_act(allowed, get, **given) -> Line:
    """What a script of a page asks: it cannot show a sign-in page, so it is told so instead."""
    post = _answers(ANSWERED, allowed, SIGNED_IN) | dict.fromkeys(SIGNED_OUT, SIGNED_OUT_TOLD)
    body = {"person": "person"}
    return Line(get, post, frozenset(allowed), is_open=True, given=given, body=body)


def public(**given) -> Line:
    return Line(everyone(SHOWN), everyone(NOT_ALLOWED), is_open=True, given=given)
