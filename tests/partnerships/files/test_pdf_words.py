"""Words of a PDF as its page sets them: hyphens at the end of a line, ligatures, capitals."""

import pytest
import typst

from tests.partnerships.queue.test_document_words import deposited, rows

pytestmark = pytest.mark.django_db(transaction=True)


def test_words_are_found_however_the_page_sets_them(client):
    narrow = (
        '#set page(width: 5cm, height: auto)\n#set text(lang: "fr", hyphenate: true, size: 11pt)\n'
        "#set par(justify: true)\nDes collectivités territoriales approfondissent leurs "
        "expérimentations hydrographiques intercommunales. Efficacité, ŒUVRES DÉCENTRALISÉES."
        "\n\nSaint-Affrique de #box[Castres-]\\ Mazamet \\ Zagora"
    )
    dossier = deposited(("étude.pdf", typst.compile(narrow.encode())))

    for words in (
        *("territoriales", "hydrographiques", "intercommunales", "efficacité", "oeuvres"),
        *("œuvre", "decentralisees", "DÉCENTRALISÉES", "Castres Mazamet", "castres-mazamet"),
        *("mazamet zagora", "saint affrique"),
    ):
        assert rows(client, words) == {dossier: ["étude.pdf"]}, words
    for words in ("mazametzagora", "desles", "zagoraétude"):
        assert rows(client, words) == {}, words
