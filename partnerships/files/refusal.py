from django.utils.translation import gettext as _


class Refused(Exception):
    """A file is refused. The message is a French sentence with « %(name)s » for its name."""


def damaged() -> Refused:
    return Refused(
        _(
            "«\u202f%(name)s\u202f» est abîmé ou incomplet\u202f: ouvrez-le, enregistrez-le de "
            "nouveau, puis renvoyez-le."
        )
    )
