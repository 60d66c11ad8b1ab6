"""What reads the texts of curators, with the letters that make it slowest."""

import dataclasses

from partnerships.pages.propositions.workshop import evidence_form
from proposals.replacement.columns import COLUMNS
from proposals.replacement.reading import read_lines
from proposals.templatetags import cleaning
from tests.linear import row

PROPOSALS = [
    dataclasses.replace(
        row(
            lambda each: read_lines([(1, [c.heading for c in COLUMNS]), (2, [each] * 12)]),
            "cells of the twenty",
            *("1", " ", "\n", " \n", "é ", "\r"),
        ),
        patterns=tuple(
            f"proposals.replacement.columns.{name}"
            for name in ("DIGITS", "UNREADABLE", "REORDERING", "LINE_ENDS")
        ),
    ),
    row(cleaning.cleaned, "HTML of curators", "<", "&", "<ul><li>", "<form><i>", "\n"),
    dataclasses.replace(
        row(cleaning.cleaned, "notation of curators", "[", "[a](", "*a ", "a_", "- a\n", "> "),
        patterns=tuple(f"{cleaning.__name__}.{name}" for name in ("HTML", "CLOSED", "TAG")),
    ),
    dataclasses.replace(
        row(
            evidence_form.PUBLIC_ID.search, "partnership of an evidence", "a", "/", "a/", "/a", "-"
        ),
        patterns=(f"{evidence_form.__name__}.PUBLIC_ID",),
    ),
]
