"""To whom the letter of a decision goes: its address and copies, kept with the decision."""

from textwrap import wrap

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cncd_portal.accounts.invisible import shown_text
from partnerships.document.steps.text import refuse_hidden_characters, tidied, visible
from partnerships.models import Decision, Dossier, Letterhead
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import Refused

# What fits beside the head of a letter.
LINES_MAX, LINE_LENGTH_MAX = 8, 60
COPIES_MAX, COPY_LENGTH_MAX = 8, 70


def proposed_recipient(dossier: Dossier) -> str:
    """Returns the address of the lead authority, its name first: that of the registry, else that of
    the last letter that was addressed to it, else the name alone. `checked_recipient` takes it.
    """
    authority = dossier.lead_authority.current
    if not authority.postal_address:
        decisions = Decision.objects.filter(dossier__lead_authority=dossier.lead_authority_id)
        last = decisions.exclude(recipient="").order_by("-decided_at", "-pk").first()
        if last:
            return _fitted(last.recipient)
    return _fitted(f"{authority}\n{authority.postal_address}")


def _wrapped(text, count_max=None):
    return wrap(text, LINE_LENGTH_MAX, max_lines=count_max, placeholder=" …")


def _fitted(address: str) -> str:
    """Returns the lines of an address, cut to what a letter takes. Where they are too many, those
    between the first and the last, a name and a town, are written on and shortened first.
    """
    text = tidied(visible(shown_text(address)), is_line=False)
    lines = [line for each in text.split("\n") if (line := " ".join(each.split()))]
    wrapped = [part for line in lines for part in _wrapped(line)]
    if len(wrapped) > LINES_MAX:
        name, *street, town = lines
        name, street = _wrapped(name, 3), ", ".join(street)
        town = _wrapped(town, 2 if street else LINES_MAX - len(name))
        wrapped = [*name, *_wrapped(street, LINES_MAX - len(name) - len(town)), *town]
    return "\n".join(wrapped)


def proposed_copies(letterhead: Letterhead | None) -> str:
    return letterhead.copies if letterhead else ""


def checked_lines(text: str, count_max: int, length_max: int) -> str:
    """Returns the lines of a typed text, without empty ones. Raises ValidationError."""
    text = tidied(clean_text(text), is_line=False)
    refuse_hidden_characters(text)
    lines = [line for line in (" ".join(each.split()) for each in text.split("\n")) if line]
    if len(lines) > count_max:
        raise ValidationError(_("Écrivez %(count)s lignes au plus.") % {"count": count_max})
    for line in lines:
        if len(line) > length_max:
            limits = {"length": length_max, "start": line[:30]}
            raise ValidationError(
                _(
                    "Une ligne a %(length)s caractères au plus\u202f: raccourcissez "
                    "«\u202f%(start)s…\u202f»."
                )
                % limits
            )
    return "\n".join(lines)


def _checked(name, text, count_max, length_max):
    """`checked_lines` of the workflow. Raises Refused; `name`: what the text is."""
    try:
        return checked_lines(text, count_max, length_max)
    except ValidationError as error:
        sentence = {"name": name, "sentence": error.messages[0]}
        raise Refused(_("%(name)s\u202f: %(sentence)s") % sentence) from None


def checked_recipient(text: str) -> str:
    return _checked(_("Adresse de la lettre"), text, LINES_MAX, LINE_LENGTH_MAX)


def checked_copies(text: str) -> str:
    return _checked(_("Copies de la lettre"), text, COPIES_MAX, COPY_LENGTH_MAX)


def letter_words(recipient: str, copies: str) -> dict[str, str]:
    """Returns to whom a letter goes, as it is kept and as the journal tells it. Raises Refused."""
    return {"recipient": checked_recipient(recipient), "copies": checked_copies(copies)}


def address_letter(dossier: Dossier, *, by, recipient, copies):
    """Changes to whom the letter goes, not what was decided: the countersignature stands."""
    words = letter_words(recipient, copies)
    dossier.decisions.standing().update(**words)
    return words
