"""Parses the XML parts of office documents, without entities and in linear time.

Runs in the process of `partnerships.files.apart`.
"""

from collections.abc import Iterable
from xml.parsers import expat

from partnerships.files.fault import Fault, Faulty

# Open Xml allows UTF-8 and UTF-16 (ECMA-376 part 2, § 8.1.4); other programs write the others.
# In any other encoding, programs may read another text than we do.
ENCODINGS = {"UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1"}
# Expat reads an unfinished tag again at each chunk, which would be quadratic for a huge one. Word
# writes copies of drawings in attributes.
TAG_MAX = 4 * 1024 * 1024


def local_name(name: str) -> str:
    """Returns a name without its prefix, which a document chooses."""
    return name.rpartition(":")[2]


def _check_encoding(_version, encoding, _standalone):
    if encoding and encoding.upper() not in ENCODINGS:
        raise Faulty(Fault.DAMAGED)


def _refuse_document_type(*_declaration):
    raise Faulty(Fault.DAMAGED)


def xml_parser() -> expat.XMLParserType:
    """Returns a parser that refuses document types, hence entities, and unusual encodings.

    Entities may expand without end or read a file. Open Xml forbids document types (ECMA-376
    part 2, § 8.1.4) and no other format needs one.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.XmlDeclHandler = _check_encoding
    return parser


def parse(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parses a part; an empty one, which old versions of LibreOffice write, is accepted.

    Raises Faulty, from the handlers too.
    """
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > TAG_MAX:
                raise Faulty(Fault.TOO_MUCH)
        if fed:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise Faulty(Fault.DAMAGED) from error
