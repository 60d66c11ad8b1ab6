"""PDF with a text; the text and tags of a PDF, as a screen reader gets them."""

import io
import re

import pikepdf


def _spans(cmap: str):
    """(code, text) of a ToUnicode map."""
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            yield int(code, 16), text
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            for rank in range(int(last, 16) - int(first, 16) + 1):
                yield int(first, 16) + rank, f"{int(text, 16) + rank:0{len(text)}X}"


def _font_maps(page):
    maps = {}
    for name, font in page.resources.get("/Font", {}).items():
        cmap = font["/ToUnicode"].read_bytes().decode("latin-1")
        maps[name] = {code: bytes.fromhex(text).decode("utf-16-be") for code, text in _spans(cmap)}
    return maps


def _page_text(page):
    maps, current, text_parts = _font_maps(page), {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            current = maps[str(operands[0])]
        elif name in ("Tj", "TJ"):
            shown = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(each) for each in shown if isinstance(each, pikepdf.String))
            text_parts += [
                current.get(int.from_bytes(codes[n : n + 2]), "") for n in range(0, len(codes), 2)
            ]
        elif name == "ET":
            text_parts.append(" ")
    return "".join(text_parts)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def texts_of_pages(content: bytes) -> list[str]:
    """The words of each page, separated by one space."""
    pages = [_page_text(page) for page in opened(content).pages]
    return [" ".join(text.replace("\u200b", "").split()) for text in pages]


def text_of_pdf(content: bytes) -> str:
    """All the words, separated by one space."""
    return " ".join(texts_of_pages(content))


def tags_of_pdf(content: bytes) -> list[str]:
    """The names of the tags, in reading order."""
    found = []

    def walk(node):
        for each in node if isinstance(node, pikepdf.Array) else [node]:
            if isinstance(each, pikepdf.Dictionary):
                if "/S" in each:
                    found.append(str(each["/S"]).removeprefix("/"))
                if "/K" in each:
                    walk(each["/K"])

    pdf = opened(content)
    walk(pdf.Root.StructTreeRoot.K)
    return found


def text_pdf(*pages: str) -> bytes:
    """A PDF as word processors make them, with these texts, one a page, in a standard font."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    for text in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode("cp1252")
        page.Contents = pdf.make_stream(shown)
    content = io.BytesIO()
    pdf.save(content)
    return content.getvalue()
