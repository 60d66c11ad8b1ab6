"""Documents of the training desk: a few PDF that many dossiers have."""

from django.core.files.base import ContentFile

from partnerships.files.content import store_upload
from partnerships.files.kind import CheckedFile, check
from partnerships.models import AttachmentKind
from partnerships.papers.paper import make_paper

# (kind, name of the file, title, text)
DOCUMENTS = (
    (
        AttachmentKind.AGREEMENT,
        "convention.pdf",
        "Convention de coopération (démonstration)",
        "Document fictif. Les deux collectivités conviennent d’un comité de suivi annuel.",
    ),
    (
        AttachmentKind.DELIBERATION,
        "deliberation.pdf",
        "Extrait du registre des délibérations (démonstration)",
        "Document fictif. L’assemblée autorise la signature de la convention de coopération.",
    ),
    (
        AttachmentKind.BUDGET,
        "budget.pdf",
        "Budget prévisionnel (démonstration)",
        "Document fictif. Les dépenses couvrent des missions, du matériel et des formations.",
    ),
    (
        AttachmentKind.REPORT,
        "bilan.pdf",
        "Bilan d’étape (démonstration)",
        "Document fictif. Trois ateliers se sont tenus, et les capteurs sont posés.",
    ),
)
Document = tuple[str, ContentFile, CheckedFile]


def _pdf(title: str, text: str) -> bytes:
    fact = {"label": "Objet", "text": text}
    return make_paper(
        "summary.typ",
        {
            "title": title,
            "author": "Démonstration",
            "description": title,
            "head": "Démonstration",
            "reference": "",
            "foot": "Document fictif",
            "state": "Document fictif",
            "sections": [{"title": "Contenu", "facts": [fact], "tables": []}],
            "is_cut": False,
            "words": {"page": "page", "kind": "Démonstration"},
        },
    )


def stored_documents() -> list[Document]:
    """Makes and stores the documents; returns (kind, file, what it is) of each."""
    documents = []
    for kind, name, title, text in DOCUMENTS:
        file = ContentFile(_pdf(title, text), name)
        checked = check(file, name)
        store_upload(file, checked)
        documents.append((kind, file, checked))
    return documents
