"""What is sent once the session has ended: it waits for the sign-in, and its page then shows it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.accounts.last_person import last_person
from cncd_portal.accounts.waiting_acts import FIELD, WaitingAct, store, waiting_acts
from cncd_portal.sessions.act_names import BUTTONS, act_name, label_of, match_of, page_above


def _page_of_form(request) -> str:
    """Returns the path of our page whose form was sent, "" if the browser does not say."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(page)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # Alone, « //elsewhere/ » names another site.
    if not url_has_allowed_host_and_scheme(path, None):
        return ""
    match = match_of(parts.path)
    # A refused form is shown at the address of its button, which answers nothing else.
    return "" if match and match.view_name in BUTTONS else path


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads people who sent a form without a session back to its page, once they have signed in.

    The address that a form is sent to often answers nothing else, and would be a dead end. What
    was sent waits there, for the same person.
    """

    def handle_no_permission(self, request, view_func):
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        page = _page_of_form(request) or page_above(request.path)
        person = last_person(request)
        if person and store(request, page=page, person=person):
            text = _(
                "Votre session était terminée\u202f: rien n’a été envoyé. Connectez-vous\u202f: ce "
                "que vous avez saisi vous attend."
            )
        else:
            text = _(
                "Votre session était terminée\u202f: rien n’a été envoyé. Connectez-vous, puis "
                "recommencez."
            )
        messages.warning(request, text)
        field = self.get_redirect_field_name(view_func)
        return redirect_to_login(page, self.get_login_url(view_func), field)


@dataclass(frozen=True)
class UnsentAct:
    """An act that was not done, as its page shows it."""

    act: WaitingAct

    @property
    def words(self) -> str:
        return capfirst(act_name(urlsplit(self.act.path).path))

    @cached_property
    def texts(self) -> list[dict[str, str]]:
        """The `id`, `name`, `label` and `text` of what the person wrote."""
        return [
            {"id": f"{self.act.key}-{rank}", "name": name, "label": label_of(name), "text": text}
            for rank, (name, text) in enumerate(self.act.fields)
            if label_of(name)
        ]

    @property
    def others(self) -> list[list[str]]:
        return [field for field in self.act.fields if not label_of(field[0])]


def unsent_acts(request) -> list[UnsentAct]:
    """Returns what the signed-in person sent after the end of a session, but for what this request
    sends again.
    """
    person, sent = str(request.user.journal_id), request.POST.get(FIELD)
    acts = [act for act in waiting_acts(request.session) if act.page]
    return [UnsentAct(act) for act in acts if act.person == person and act.key != sent]
