"""Judges the parts of OpenDocument files (LibreOffice): macros, remote content, commands.

Runs in the process of `partnerships.files.apart`.
"""

import re
from xml.parsers import expat

from partnerships.files.fault import Fault, Faulty
from partnerships.files.target import is_remote
from partnerships.files.xml_part import local_name

MIMETYPE = "mimetype"
MANIFEST = "meta-inf/manifest.xml"
# OpenDocument part 3, § 14: scripts of the document, and events that run one of any origin.
PROGRAMS = {"script", "event-listener", "applet"}
PROGRAM_SCHEMES = (
    *("vnd.sun.star.script:", "vnd.sun.star.expand:", "vnd.libreoffice.command:"),
    *("macro:", "javascript:", "service:", "slot:", ".uno:"),
)
# § 14.6 and 9.8: cells, sections and fields filled by another program (DDE).
COMMAND_START = "dde-"
# Followed by a click only.
FOLLOWED = {"a", "form", "button", "area-rectangle", "area-circle", "area-polygon"}
TEMPLATE = "template"
FORMULA_COMMAND = re.compile(r"\bDDE\s*\(", re.IGNORECASE)
FORMULA_FETCH = re.compile(r"\bWEBSERVICE\s*\(", re.IGNORECASE)


class OpenDocument:
    """The parts read so far of an OpenDocument file."""

    first_parts = (MIMETYPE, MANIFEST)

    def __init__(self):
        self.has_template = False

    def is_xml(self, _name: str) -> bool:
        return False

    def prepare(self, _name: str, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._element

    def _element(self, name, attributes):
        local = local_name(name)
        if local in PROGRAMS:
            raise Faulty(Fault.MACROS)
        if local == "encryption-data":
            raise Faulty(Fault.PASSWORD)
        if local.startswith(COMMAND_START) and local != "dde-connection-decls":
            raise Faulty(Fault.COMMAND)
        for key, value in attributes.items():
            attribute = local_name(key)
            if attribute == "href":
                self._link(local, value.strip())
            elif attribute == "formula":
                _check_formula(value)

    def _link(self, element, target):
        if target.lower().startswith(PROGRAM_SCHEMES):
            raise Faulty(Fault.MACROS)
        if element in FOLLOWED or not is_remote(target):
            return
        if element != TEMPLATE:
            raise Faulty(Fault.FETCHED)
        self.has_template = True

    def finish(self) -> None:
        """Raises the fault that is told only where there is no other."""
        if self.has_template:
            raise Faulty(Fault.TEMPLATE)


def _check_formula(formula):
    if FORMULA_COMMAND.search(formula):
        raise Faulty(Fault.COMMAND)
    if FORMULA_FETCH.search(formula):
        raise Faulty(Fault.FETCHED)
