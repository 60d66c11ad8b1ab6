"""Contents of texts of propositions."""

from proposals.models import Wording

CONTENT_OF_FILE = {
    "title": "Un titre",
    "summary": "",
    "body": "",
    "axis": "",
    "actors": "",
    "wording": Wording.REPORTED,
    "source": "Weka",
    "source_url": "",
    "source_on": None,
    "report": "",
    "source_page": None,
}


def content(**changes):
    return {**CONTENT_OF_FILE, **changes}
