"""Judges the parts of Open XML documents (Word, Excel): macros, remote content, commands.

Runs in the process of `partnerships.files.apart`.
"""

from collections.abc import Iterable
from xml.parsers import expat

from partnerships.files.archive import part_key
from partnerships.files.fault import Fault, Faulty
from partnerships.files.target import has_scheme, is_remote
from partnerships.files.xml_part import local_name

CONTENT_TYPES = "[content_types].xml"
RELATIONS = ".rels"
# Pieces of content types, and types of relations, of Visual Basic, ActiveX and Excel 4 macros.
MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "activex", "macrosheet", "dialogsheet")
MACRO_RELATIONS = {
    *("vbaproject", "vbaprojectsignature", "wordvbadata", "control", "activexcontrolbinary"),
    *("xlmacrosheet", "xlintlmacrosheet", "dialogsheet"),
}
TEMPLATE = "attachedtemplate"
# Followed by a click only; the workbooks that a formula names are asked for before being read.
FOLLOWED = {"hyperlink", "xlpathmissing"}
WORKBOOK = "externallink"
SHOWN = {"image", "audio", "video", "media"}
# Roots of the large parts of Excel, in which nothing of the kind may stand.
DATA_ROOTS = {"worksheet", "sst", "styleSheet", "pivotCacheRecords"}
# The fields of Word that start a program (ECMA-376 part 1, § 17.16.5): DDE and DDEAUTO.
FIELD = "DDE"
FIELD_START_MAX = 16


def _refuse_command(instruction):
    if "".join(instruction.split()).lstrip("\"'").upper().startswith(FIELD):
        raise Faulty(Fault.COMMAND)


class _Fields:
    """The elements of a part, among which the fields of Word and the links of Excel."""

    def __init__(self, parser: expat.XMLParserType):
        self.parser = parser
        self.instruction = ""

    def first(self, name, attributes):
        is_data = local_name(name) in DATA_ROOTS
        self.parser.StartElementHandler = None if is_data else self.start
        self.start(name, attributes)

    def start(self, name, attributes):
        local = local_name(name)
        self.parser.CharacterDataHandler = self.text if local == "instrText" else None
        if local == "fldChar":
            self.instruction = ""
        elif local == "fldSimple":
            for value in attributes.values():
                _refuse_command(value)
        elif local == "ddeLink":
            raise Faulty(Fault.COMMAND)

    def text(self, text):
        """Adds to the instruction of a field, which may be cut into many runs."""
        if len(self.instruction) < FIELD_START_MAX:
            self.instruction += "".join(text.split())[:FIELD_START_MAX]
            _refuse_command(self.instruction)


class OpenXml:
    """The parts read so far of an Open XML document."""

    first_parts = (CONTENT_TYPES,)

    def __init__(self):
        self.has_template = False
        self.xml_names: set[str] = set()
        self.xml_ends: set[str] = set()

    def is_xml(self, name: str) -> bool:
        """Whether the content types say so, whatever the name."""
        return name in self.xml_names or name.rpartition(".")[2] in self.xml_ends

    def prepare(self, name: str, parser: expat.XMLParserType) -> None:
        """Sets the handlers of `parser` for the part of that key."""
        if name == CONTENT_TYPES:
            parser.StartElementHandler = self._content_type
        elif name.endswith(RELATIONS):
            parser.StartElementHandler = self._relation
        else:
            parser.StartElementHandler = _Fields(parser).first

    def _content_type(self, _name, attributes):
        values = {local_name(key).lower(): value for key, value in attributes.items()}
        lowered = [value.lower() for value in attributes.values()]
        if any(piece in value for value in lowered for piece in MACRO_TYPES):
            raise Faulty(Fault.MACROS)
        if values.get("contenttype", "").strip().lower().endswith(("+xml", "/xml")):
            self.xml_names.add(part_key(values.get("partname", "").lstrip("/")))
            self.xml_ends.add(values.get("extension", "").casefold() or "xml")

    def _relation(self, name, attributes):
        if local_name(name) != "Relationship":
            return
        values = {local_name(key).lower(): value.strip() for key, value in attributes.items()}
        kind = values.get("type", "").rstrip("/").lower()
        last, target = kind.rpartition("/")[2], values.get("target", "")
        if last in MACRO_RELATIONS:
            raise Faulty(Fault.MACROS)
        is_external = values.get("targetmode", "").lower() == "external" or has_scheme(target)
        if not is_external or last in FOLLOWED or WORKBOOK in kind:
            return
        if last == TEMPLATE:
            self.has_template = True
        elif last not in SHOWN or is_remote(target):
            raise Faulty(Fault.FETCHED)

    def finish(self) -> None:
        """Raises the fault that is told only where there is no other."""
        if self.has_template:
            raise Faulty(Fault.TEMPLATE)


def has_macro_name(names: Iterable[str]) -> bool:
    """Whether parts have the names that Office and LibreOffice give to programs."""
    folders = {"activex", "macrosheets", "dialogsheets", "basic", "scripts"}
    for name in names:
        *parents, last = name.split("/")
        if folders.intersection(parents) or "vbaproject" in last or "vbadata" in last:
            return True
    return False
