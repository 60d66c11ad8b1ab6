"""PDF with a text, as word processors make them."""

import io

import pikepdf


def text_pdf(*pages: str) -> bytes:
    """Returns a PDF with these texts, one a page, in a standard font."""
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
