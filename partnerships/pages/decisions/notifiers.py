"""Who notifies decisions: the reviewer of the dossier, or who stands in for one away today."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from partnerships.models import stand_ins_today


class Notifiers:
    """Those of dossiers with these `reviewers`; one query, only where one of them is away."""

    def __init__(self, reviewers: Iterable):
        keys = {each.pk for each in reviewers if each}
        found = stand_ins_today()
        self._delegates = {key: found[key] for key in keys if key in found}
        people = get_user_model().objects
        self._people = people.in_bulk(set(self._delegates.values())) if self._delegates else {}

    def _with_stand_in(self, text, reviewer):
        stand_in = self._people.get(self._delegates.get(reviewer.pk))
        if stand_in is None:
            return text
        other = _("%(name)s peut le faire en son absence") % {"name": stand_in}
        return f"{text}\u202f; {other}"

    def sentence(self, reviewer) -> str:
        """Returns who is to notify the decision of one dossier."""
        if reviewer is None or not reviewer.is_active:
            return _("personne ne l’instruit plus\u202f: le dossier est à confier")
        text = _("%(name)s doit la notifier") % {"name": reviewer}
        return self._with_stand_in(text, reviewer)

    def sentence_of(self, reviewer, count: int, total: int) -> str:
        """Returns that `reviewer` notifies `count` decisions of `total`."""
        names = {"name": reviewer, "count": count}
        if reviewer is None or not reviewer.is_active:
            return _("%(count)s à confier à un instructeur, qui notifiera") % names
        if count < total:
            text = _("%(name)s en notifie %(count)s") % names
        elif total == 1:
            text = _("%(name)s la notifie") % names
        else:
            text = _("%(name)s les notifie") % names
        return self._with_stand_in(text, reviewer)


def who_notifies(counts: dict[int | None, int]) -> list[str]:
    """Returns the sentences of `counts`, {key of a reviewer: number of decisions}."""
    people = get_user_model().objects.in_bulk([key for key in counts if key])
    notifiers, total = Notifiers(people.values()), sum(counts.values())
    return [notifiers.sentence_of(people.get(key), count, total) for key, count in counts.items()]
