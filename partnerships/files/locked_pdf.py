"""Whether a PDF opens without a password, read in the process of `partnerships.files.apart`."""

from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

# Errors of a document that opens with a password, or with the certificate of someone.
LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def is_locked(file: BinaryIO) -> bool:
    """Whether nobody reads the document without a password; the one of its owner, who limits what
    readers may do with it, is not asked.
    """
    try:
        pypdfium2.PdfDocument(file.read()).close()
    except pypdfium2.PdfiumError as error:
        return error.err_code in LOCKED
    return False
