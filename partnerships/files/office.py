"""Accepts or refuses office documents, read in a process apart."""

from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.fault import Fault
from partnerships.files.office_document import read_document
from partnerships.files.refusal import Refused, damaged

SECONDS_MAX = 10
SENTENCES = {
    Fault.PASSWORD: gettext_lazy(
        "«\u202f%(name)s\u202f» est protégé par un mot de passe\u202f: enlevez-le, puis renvoyez "
        "le fichier."
    ),
    Fault.TOO_MUCH: gettext_lazy(
        "«\u202f%(name)s\u202f» contient trop de données une fois décompressé\u202f: envoyez-le "
        "en PDF."
    ),
    Fault.MACROS: gettext_lazy(
        "«\u202f%(name)s\u202f» contient des macros\u202f: enregistrez-le sans elles, puis "
        "renvoyez-le."
    ),
    Fault.FETCHED: gettext_lazy(
        "«\u202f%(name)s\u202f» va chercher une partie de son contenu ailleurs\u202f: envoyez-le "
        "en PDF."
    ),
    Fault.COMMAND: gettext_lazy(
        "«\u202f%(name)s\u202f» contient un champ qui appelle un autre programme (DDE)\u202f: "
        "retirez ce champ, ou envoyez le fichier en PDF."
    ),
    Fault.TEMPLATE: gettext_lazy(
        "«\u202f%(name)s\u202f» va chercher une partie de son contenu ailleurs\u202f: dans le "
        "modèle auquel il est attaché. Dans Word, ouvrez Fichier, Options, Compléments, choisissez "
        "«\u202fGérer\u202f: Modèles\u202f», Atteindre, écrivez «\u202fNormal\u202f» comme modèle "
        "de document, enregistrez, puis renvoyez le fichier. Dans LibreOffice, copiez le texte "
        "dans un nouveau document. Ou envoyez-le en PDF."
    ),
}


def office_type(content: BinaryIO) -> str:
    """Returns the content type of an archive, "" if it is no office document. Raises Refused.

    A document whose only fault is an attached template, common where an administration has its
    own, is refused with the way to detach it, and not rewritten. The content that the portal keeps
    is the one that was sent: the journal quotes its digest, and its author or a signature may
    prove it. A document rewritten by us would also be read otherwise by us than by Word.
    """
    try:
        answer = read_apart(read_document, content, seconds=SECONDS_MAX)
    except Overrun as error:
        raise Refused(
            _(
                "«\u202f%(name)s\u202f» prend trop de temps à lire\u202f: enregistrez-le en PDF, "
                "puis renvoyez-le."
            )
        ) from error
    except Unreadable as error:
        raise damaged() from error
    fault = answer.get("fault")
    if fault == Fault.DAMAGED:
        raise damaged()
    if fault:
        raise Refused(SENTENCES[fault])
    return answer["type"]
