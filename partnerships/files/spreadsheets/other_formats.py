"""What a file is that the portal reads as no spreadsheet, and how to save it as one."""

import io
import zipfile

from django.utils.translation import gettext_lazy as _

from partnerships.files.compound import Compound, compound_of

HEAD = 4096
TEXT = _("C’est un texte (Word)\u202f: copiez son tableau dans le modèle, puis envoyez-le.")
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
WEB_PAGE = _("Ce fichier est une page web (HTML), sous le nom d’un tableur")
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
OLD_EXCEL = _("Ce classeur est dans l’ancien format XLS")
PDF = _("C’est un PDF, qui n’a pas de cellules\u202f: envoyez le tableur dont il vient.")
WITH_PASSWORD = _(
    "Ce classeur est protégé par un mot de passe\u202f: enlevez-le (dans Excel, Fichier, "
    "Informations, Protéger le classeur), enregistrez, puis renvoyez-le."
)
OLD_WORD = _(
    "C’est un texte, dans l’ancien format de Word\u202f: copiez son tableau dans le modèle."
)


def _markup(head):
    """Returns what a text that starts with « < » is."""
    lowered = head.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered and b"<html" not in lowered:
        return XML_2003
    if b"office:document" in lowered:
        return FLAT_ODS
    is_web = any(mark in lowered for mark in (b"<html", b"<!doctype html", b"<table", b"<meta"))
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


def other_format(data: bytes) -> str:
    """Returns a sentence that names what a file is and how to save it, "" if it may be read."""
    compound = compound_of(data)
    if compound:
        old = str(OLD_WORD) if compound is Compound.TEXT else str(SAVE_AS) % {"what": OLD_EXCEL}
        return str(WITH_PASSWORD) if compound is Compound.LOCKED else old
    if data.startswith(b"%PDF-"):
        return str(PDF)
    if data.startswith(b"PK"):
        return _archive(data)
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.lstrip()
    return str(SAVE_AS) % {"what": _markup(head)} if head.startswith(b"<") else ""
