"""What a file is that the portal reads as no spreadsheet, and how to save it as one."""

import io
import zipfile
from email.parser import BytesHeaderParser

from django.utils.translation import gettext_lazy as _

from partnerships.files.compound import Compound, compound_of

HEAD = 4096
TEXT = _("C’est un texte (Word)\u202f: copiez son tableau dans le modèle, puis envoyez-le.")
RICH_TEXT = _("C’est un texte (RTF)\u202f: copiez son tableau dans le modèle, puis envoyez-le.")
OPEN_TEXT = _("C’est un texte (Writer)\u202f: copiez son tableau dans le modèle, puis envoyez-le.")
SLIDES = _("C’est une présentation\u202f: copiez son tableau dans le modèle, puis envoyez-le.")
ZIP = _("C’est une archive ZIP\u202f: ouvrez-la, sortez-en le tableur, puis envoyez-le seul.")
# Parts of an archive, and what has them.
PARTS = (
    ("word/", TEXT),
    ("ppt/", SLIDES),
    (
        "Index/Document.iwa",
        _(
            "C’est un fichier de Numbers\u202f: dans Numbers, choisissez Fichier, Exporter vers, "
            "Excel, puis envoyez le fichier XLSX."
        ),
    ),
)
SAVE_AS = _(
    "%(what)s\u202f: ouvrez-le dans Excel ou LibreOffice, choisissez Fichier, Enregistrer sous, "
    "«\u202fClasseur Excel (.xlsx)\u202f», puis renvoyez-le."
)
WEB_PAGE = _("Ce fichier est une page web (HTML), quel que soit son nom")
XML_2003 = _("Ce fichier est une feuille de calcul XML 2003")
# By how their « mimetype » begins (OpenDocument 1.3, part 2, 3.3).
OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", OPEN_TEXT),
    (b"application/vnd.oasis.opendocument.presentation", SLIDES),
)
# A workbook may hold another one too.
SPREADSHEET_ENDS = (".csv", ".xlsx", ".xls", ".ods")
FLAT_ODS = _("Ce fichier est un classeur OpenDocument à plat (FODS)")
OTHER_XML = _("Ce fichier est du XML, et non un tableur")
SYLK = _("Ce fichier est au format SYLK (.slk)")
DIF = _("Ce fichier est au format DIF")
NO_TABLE = _(
    "%(what)s, et non un tableur\u202f: recopiez vos lignes dans le modèle, ou enregistrez-les en "
    ".xlsx, .ods ou .csv, puis envoyez ce nouveau fichier."
)
JSON = _("Ce fichier est du JSON")
MAIL = _("Ce fichier est un courriel")
CONTACTS = _("Ce fichier est un carnet d’adresses (vCard)")
CALENDAR = _("Ce fichier est un agenda (ICS)")
# How texts begin, in lower case, and what is said of them.
TEXT_STARTS = (
    (b"{\\rtf", RICH_TEXT, None),
    (b"begin:vcard", NO_TABLE, CONTACTS),
    (b"begin:vcalendar", NO_TABLE, CALENDAR),
)
# Two of these fields, and the text is a mail (RFC 5322), or a page saved as one (RFC 2557).
MAIL_FIELDS = {
    *("content-type", "date", "delivered-to", "from", "message-id", "mime-version"),
    *("received", "return-path", "subject", "to"),
}
OLD_EXCEL = _("Ce classeur est dans l’ancien format XLS")
PDF = _("C’est un PDF, qui n’a pas de cellules\u202f: envoyez le tableur dont il vient.")
WITH_PASSWORD = _(
    "Ce classeur est protégé par un mot de passe\u202f: enlevez-le (dans Excel, Fichier, "
    "Informations, Protéger le classeur), enregistrez, puis renvoyez-le."
)
OLD_WORD = _(
    "C’est un texte, dans l’ancien format de Word\u202f: copiez son tableau dans le modèle."
)
COMPOUNDS = {
    Compound.LOCKED: (WITH_PASSWORD, None),
    Compound.TEXT: (OLD_WORD, None),
    Compound.SLIDES: (SLIDES, None),
    Compound.MAIL: (NO_TABLE, MAIL),
    Compound.SPREADSHEET: (SAVE_AS, OLD_EXCEL),
    Compound.OTHER: (SAVE_AS, OLD_EXCEL),
}


def _markup(lowered):
    """Returns what a text that starts with « < » is."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered and b"<html" not in lowered:
        return XML_2003
    if b"office:document" in lowered:
        return FLAT_ODS
    is_web = any(
        mark in lowered for mark in (b"<html", b"<!doctype html", b"<table", b"<meta", b"<body")
    )
    return WEB_PAGE if is_web else OTHER_XML


def _archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    found = [text for start, text in PARTS if any(name.startswith(start) for name in names)]
    # The first part of an OpenDocument file is its type, not compressed.
    found += [text for kind, text in OPEN_DOCUMENTS if kind in data[:HEAD]]
    is_document = {"[Content_Types].xml", "mimetype"}.intersection(names)
    if not is_document and any(name.lower().endswith(SPREADSHEET_ENDS) for name in names):
        found.append(ZIP)
    return str(found[0]) if found else ""


def _is_json(head):
    """Whether it begins as JSON does: « [Titre] » may be a heading."""
    begins = head.startswith((b"{", b"["))
    return begins and head[1:].lstrip().startswith((b'"', b"{", b"[", b"}", b"]"))


def _text(head, data):
    """Returns the sentence about a text, and what it is called there; None if it may be CSV."""
    lowered = head.lower()
    starts = (said for start, *said in TEXT_STARTS if lowered.startswith(start))
    if found := next(starts, None):
        return found
    if lowered.startswith(b"<"):
        return SAVE_AS, _markup(lowered)
    # A heading may be « ID;Pays » too: the last record of SYLK is « E ».
    if head.startswith(b"ID;P") and data.rsplit(maxsplit=1)[-1] == b"E":
        return SAVE_AS, SYLK
    if head.split()[:2] == [b"TABLE", b"0,1"]:
        return SAVE_AS, DIF
    if _is_json(head):
        return NO_TABLE, JSON
    fields = BytesHeaderParser().parsebytes(head)
    if len(MAIL_FIELDS.intersection(map(str.lower, fields.keys()))) < 2:
        return None
    return (SAVE_AS, WEB_PAGE) if b"multipart/related" in lowered else (NO_TABLE, MAIL)


def other_format(data: bytes) -> str:
    """Returns a sentence that names what a file is and how to save it, "" if it may be read."""
    if data.startswith(b"%PDF-"):
        return str(PDF)
    if data.startswith(b"PK"):
        return _archive(data)
    if compound := compound_of(data):
        found = COMPOUNDS[compound]
    else:
        head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.decode("utf-16", errors="replace").encode()
        found = _text(head.lstrip(), data)
    sentence, what = found or ("", "")
    return str(sentence) % {"what": what} if what else str(sentence)
