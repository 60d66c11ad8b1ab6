"""Refuses reports that look like spam by their text; `form_token.py` does so by their form."""

import re
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import ReaderReport
from partnerships.workflow.refusals import Refused

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
LINKS_MAX = 2
# The same words about the same page are the same report; about others, a robot's.
SAME_PAGE, SAME_TEXT = timedelta(days=30), timedelta(days=1)
SAME_TEXT_MAX = 3


def digest_of_words(text: str) -> str:
    """Returns the digest of `text` without differences of case and spaces."""
    return sha256(" ".join(text.casefold().split()).encode(errors="surrogatepass")).hexdigest()


def check_text(report: ReaderReport) -> None:
    """Raises Refused, with a sentence that tells what to change."""
    if len(LINK.findall(report.text)) > LINKS_MAX:
        raise Refused(
            _(
                "Votre texte contient plus de deux adresses de pages\u202f: gardez-en deux au "
                "plus, et mettez celle qui prouve l’erreur dans «\u202fSource\u202f»."
            )
        )
    # Not the report itself, sent by the other click of a double one.
    others = ReaderReport.objects.exclude(uuid=report.uuid)
    same = others.filter(text_digest=report.text_digest)
    now = timezone.now()
    about_it = same.filter(subject_kind=report.subject_kind, subject_key=report.subject_key)
    if about_it.filter(sent_at__gt=now - SAME_PAGE).exists():
        raise Refused(
            _(
                "Ce même texte nous est déjà parvenu pour cette page\u202f: il sera traité, "
                "inutile de le renvoyer. Si vous savez autre chose, ajoutez-le."
            )
        )
    if same.filter(sent_at__gt=now - SAME_TEXT)[:SAME_TEXT_MAX].count() >= SAME_TEXT_MAX:
        raise Refused(
            _(
                "Ce même texte a déjà été envoyé pour plusieurs pages\u202f: dites ce qui est "
                "propre à celle-ci."
            )
        )
