"""Proposed partners of a draft, and the questions about those that resemble them."""

from tests.factories.filling import post, step_of, with_item


def propose(dossier, name, country="MA", kind="municipality", **fields):
    """Add a proposed partner to a draft; returns the uuid of its item."""
    values = {"name": name, "kind": kind, "country": country, **fields}
    path = with_item(dossier, "partners", **{f"proposed_{k}": v for k, v in values.items()})
    dossier.save()
    return path.split(".")[1]


def answer(client, dossier, item, known, word="other"):
    uuids = ":".join(str(each.uuid) for each in known)
    return post(client, dossier, "acteurs", do=f"{word}:partners:{item}:{uuids}")


def question_of(client, dossier, item):
    """The comparison of an item on the page of the form."""
    page = client.get(step_of(dossier, "acteurs"))
    (shown,) = (
        each.comparison
        for shown_list in page.context["page"].lists
        for each in shown_list.items
        if each.form.uuid == item
    )
    return shown
