"""Documents that need a password, and those of older programs: refused with what to do."""

import io

import pikepdf
import pytest

from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from tests.factories.files import PDF

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def pdf(*, owner="", user="", revision=6):
    content, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    is_new = revision > 3
    locks = pikepdf.Encryption(owner=owner, user=user, R=revision, aes=is_new, metadata=is_new)
    made.save(content, encryption=locks)
    return content


def stream(name):
    return COMPOUND + name.encode("utf-16-le") + b"\0" * 100


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_pdf_that_needs_a_password_is_refused(revision):
    with pytest.raises(Refused) as refusal:
        check(pdf(owner="a", user="b", revision=revision), "a.pdf")

    assert "demande un mot de passe" in str(refusal.value)


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_pdf_with_a_password_of_its_owner_alone_is_taken(revision):
    checked = check(pdf(owner="a", revision=revision), "a.pdf")

    assert checked.content_type == "application/pdf"


def test_pdf_that_only_speaks_of_encryption_is_taken():
    content = PDF.replace(b"%%EOF", b"% /Encrypt\n%%EOF")

    assert check(io.BytesIO(content), "a.pdf").file_name == "a.pdf"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.doc", stream("WordDocument"), "ancien format d’Office"),
        ("a.xls", stream("Workbook"), "Classeur Excel (.xlsx)"),
        ("a.XLS", stream("Book"), "ancien format d’Office"),
        ("a.ppt", COMPOUND, "ou PDF"),
        ("a.doc", b"{\\rtf1 Bonjour}", "ancien format d’Office"),
        ("a.docx", stream("WordDocument"), "Document Word (.docx)"),
        ("a.docx", stream("EncryptedPackage"), "protégé par un mot de passe"),
        ("a.xlsx", stream("EncryptedPackage"), "protégé par un mot de passe"),
    ],
)
def test_older_or_locked_document_is_named_with_what_to_do(name, content, sentence):
    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(content), name)

    assert sentence in str(refusal.value)
