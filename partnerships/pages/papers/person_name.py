from django.utils.translation import gettext as _


def person_name(person) -> str:
    """Returns the full name of a person, never the email address shown in its place."""
    return (person.get_full_name() if person else "") or _("une personne sans nom")
