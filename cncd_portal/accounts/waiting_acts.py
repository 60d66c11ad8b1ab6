"""Acts that were posted without a session, or acts on accounts without a recent proof of identity:
they wait in the session.
"""

import json
import time
from dataclasses import asdict, dataclass

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from cncd_portal.accounts.recent_sign_in import proof_address

SESSION_KEY = "waiting_acts"
# The hidden field of the forms of « Reprendre »: the key of the act that is sent.
FIELD = "waiting_act"
MOST = 5
MOST_CHARACTERS = 200_000  # of all of them, as JSON
SECONDS = 2 * 60 * 60


@dataclass(frozen=True)
class WaitingAct:
    """What was posted to `path`, without passwords; `at`: seconds since 1970.

    `page`, `person`: where to show it, and the identifier in the journal of who sent it, if the
    session had ended.
    """

    key: str
    path: str
    fields: list[list[str]]
    at: float
    page: str = ""
    person: str = ""
    has_files: bool = False

    def values(self, name: str) -> list[str]:
        return [value for field, value in self.fields if field == name]


def _is_stored(name: str) -> bool:
    return name not in {"csrfmiddlewaretoken", FIELD} and "password" not in name


def waiting_acts(session) -> list[WaitingAct]:
    """Returns the acts of the last two hours, the oldest first."""
    acts = [WaitingAct(**each) for each in session.get(SESSION_KEY, [])]
    return [act for act in acts if act.at > time.time() - SECONDS]


def _save(session, acts) -> None:
    session[SESSION_KEY] = [asdict(act) for act in acts]


def store(request, page: str = "", person: str = "") -> bool:
    """Stores what was posted; returns False, and stores nothing, if too much would wait."""
    posted = request.POST.lists()
    fields = [[name, value] for name, values in posted for value in values if _is_stored(name)]
    act = WaitingAct(
        key=get_random_string(12),
        path=request.get_full_path(),
        fields=fields,
        at=time.time(),
        page=page,
        person=person,
        has_files=bool(request.FILES),
    )
    others = waiting_acts(request.session)
    # A second click is the same act.
    same = [each for each in others if (each.path, each.fields) == (act.path, act.fields)]
    acts = [each for each in others if each not in same] + [act]
    if len(acts) > MOST or len(json.dumps([asdict(each) for each in acts])) > MOST_CHARACTERS:
        return False
    _save(request.session, acts)
    return True


def forget(request, key: str) -> WaitingAct | None:
    """Removes the act and returns it; None if it no longer waits."""
    acts = waiting_acts(request.session)
    found = next((act for act in acts if act.key == key), None)
    _save(request.session, [act for act in acts if act != found])
    return found


def _forget_done(request, waited: set[str]) -> None:
    """Forgets what was just done: the act sent from « Reprendre », and those that the ordinary
    button of a page sent again with the same fields. `seen`, what the page knew, may differ.
    `waited`: the keys of those that waited before this request.
    """
    posted = {(name, value) for name, values in request.POST.lists() for value in values}
    path, key = request.get_full_path(), request.POST.get(FIELD)

    def is_done(act):
        fields = {(name, value) for name, value in act.fields if name != "seen"}
        is_same = act.path == path and fields <= posted
        return act.key in waited and (act.key == key or is_same)

    acts = waiting_acts(request.session)
    left = [act for act in acts if not is_done(act)]
    if len(left) < len(acts):
        _save(request.session, left)


class WaitingActsMiddleware:
    """Stores each act that needs a proof of identity, and asks for the proof.

    allauth would store only the last one of a session, and do it after the proof without asking.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or not request.session.get(SESSION_KEY):
            return self.get_response(request)
        waited = {act.key for act in waiting_acts(request.session)}
        response = self.get_response(request)
        if response.status_code < 500 and request.user.is_authenticated:
            _forget_done(request, waited)
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, ReauthenticationRequired) or request.method != "POST":
            return None
        if not store(request):
            messages.error(
                request,
                _(
                    "Ce que vous venez d’envoyer n’a pas pu être conservé\u202f: trop de saisies "
                    "attendent déjà. Envoyez-les ou abandonnez-les, puis recommencez celle-ci."
                ),
            )
        return redirect(proof_address(request.user, reverse("account_resume")))
