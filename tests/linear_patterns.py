"""Each pattern and loop over what people send, with the letters that make it slowest."""

import dataclasses
from contextlib import suppress

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.template import defaultfilters

from cncd_portal import compression, errors
from cncd_portal.accounts.email_address import visible_address
from cncd_portal.accounts.invisible import without_invisible
from partnerships import analysis, identifiers, sort_key
from partnerships.document import buffer, merging, validation, words
from partnerships.document.field_value import as_shown
from partnerships.document.steps import fields, text
from partnerships.document.steps.precise_date_field import PreciseDateField
from partnerships.files import open_xml, target, workbook, zip_archive
from partnerships.files.spreadsheets import excel_dates, reading
from partnerships.pages.components import attachment
from partnerships.pages.members import authority_request_form
from partnerships.pages.settings import campaign_page
from partnerships.pages.spreadsheets import columns, table
from partnerships.papers import notation, paper, points, undrawn
from partnerships.people import forgotten_person
from partnerships.registry import authority_search, marking
from partnerships.workflow import messages
from tests.access.linear_rows import ADDRESSES
from tests.linear import Letters, alone, quiet, row
from tests.partnerships.dossier.budget.linear_rows import BUDGET
from tests.proposals.linear_rows import PROPOSALS


def compare_interleaved(_text):
    """Pairs of equal words that never follow each other."""
    old, new = (" ".join(f"{one}{n} c{n}" for n in range(50_000)) for one in "xy")
    words.words_changed(old, new)
    words.words_changed(old[:40_000], new[:40_000])


def items(value, size):
    ids = [f"00000000-0000-4000-8000-{n:012d}" for n in range(size)]
    return ids, {f"partners.{uuid}.proposed_name": value for uuid in ids}


def restore_items(_text):
    """All the items of a full buffer, written by a page after someone removed them."""
    written = {}
    buffer.write(written, items("a", 8_000)[1], {})
    list(validation._buffer_errors(written))


def merge_items(_text):
    (ids, own), (_ids, others) = items("a", 4_000), items("b", 4_000)
    merging.merge({"partners": ids, **own}, {"partners": []}, {"partners": ids, **others})


def check_headings(_text):
    headings = {n: f"colonne {n}" for n in range(30_000)}
    with suppress(KeyError):
        table._check_headings(headings, columns.SheetColumns("a", "", "", []), "")


CHOICES = columns.Column("a", "A", choices=tuple((str(n), f"choix {n}") for n in range(250)))
# Marks in the wrong order, which normalisation sorts.
MARKS = "\u0300\u0316"
FLAG = "\U0001f3f4"  # begins the flags that tags make
KNOWN = ("motifs", "nom_du_dossier")
URL, EMAIL = forms.URLField(assume_scheme="https"), forms.EmailField()
OURS = [
    row(
        analysis.fold,
        "folding",
        *("a", "_", "œ", "\u00ad", "\u0131"),
        tries=["analysis.NOT_A_WORD", "analysis.LATIN_LETTER"],
    ),
    row(
        lambda each: analysis.normalized("NFKC", each),
        "normalisation",
        *(MARKS, "\u0f73", "\uff9e\u0316", "\u0300" * 30 + "a"),
        tries=["analysis.LONG_RUN"],
    ),
    row(sort_key.sort_key, "sort key", "1", "é1", MARKS, tries=["sort_key.NUMBER"]),
    alone("document.field_value.PATH", "fullmatch", "a"),
    alone("document.field_value.DIGEST", "fullmatch", "a", "0"),
    row(as_shown, "buffer", "\ud800", "\r", tries=["document.field_value.LONE_SURROGATE"]),
    alone("document.nearest_proposals.WORD", "findall", "a", "a ", "-", "a-"),
    row(restore_items, "items restored", "a"),
    row(merge_items, "items merged", "a"),
    row(
        lambda each: words.words_changed(each, each + "b"),
        "comparison",
        *(" ", "a", "a ", ".a", Letters(" ", "a", "b")),
        tries=["document.words.WORD", "document.words.SENTENCE"],
    ),
    row(compare_interleaved, "comparison of interleaved words", "a"),
    alone("document.steps.contact.PHONE", "fullmatch", "1"),
    row(
        lambda each: text.tidied(each, is_line=True),
        "tidying",
        *(" ", "\r", "a "),
        tries=["document.steps.text.LINE_ENDS"],
    ),
    alone("document.steps.references.KEY", "fullmatch", "a"),
    alone("svg_file.FORBIDDEN", "sub", "a", "\0", "\ufffe"),
    alone("reports.spam.LINK", "findall", "http", "https:/", "www"),
    alone("maps.views.WRITTEN", "fullmatch", "1", "1,", "-"),
    alone("registry.map_cells.WRITTEN", "fullmatch", "1", "AA-1-", "1-"),
    alone("document.steps.references.GEONAMES_ID", "fullmatch", "1"),
    row(
        identifiers.number_of,
        "numbers of pages",
        "1",
        tries=["identifiers: '[0-9]{1,18}'"],
    ),
    row(identifiers.uuid_of, "identifiers", "{", "-", "0"),
    row(
        quiet(PreciseDateField().clean),
        "dates",
        *("1", "1 ", "1/", "a", " "),
        tries=["precise_date.TYPED", "precise_date.TIME"],
    ),
    row(
        excel_dates._length,
        "formats of dates",
        *('"', "[", "\\", "y"),
        tries=["files.spreadsheets.excel_dates.LITERAL"],
    ),
    alone("files.spreadsheets.excel_dates.CELL", "fullmatch", "A", "1"),
    row(quiet(fields.Year().clean), "years", "1", tries=["document.steps.fields: '[0-9]{4}'"]),
    row(quiet(fields.Day().clean), "days", "1", "1/", "-", " "),
    row(
        lambda each: fields.DayInput().get_context("a", each, {}),
        "days shown again",
        "1",
        tries=["document.steps.fields: '[0-9]{4}-[0-9]{2}-[0-9]{2}'"],
    ),
    row(quiet(fields.PlainText().clean), "texts", "a", "\u200e"),
    alone("document.validation.ITEM_FIELD", "fullmatch", "a", "a.", Letters("a", "a.")),
    alone("files.kind.PICTURE_HEADS", "match", b"RIFF", b"\x89PNG"),
    alone("files.picture.PHONE_HEAD", "match", b"ftyp"),
    alone("files.open_document.FORMULA_COMMAND", "search", "DDE ", Letters(" ", "DDE"), "D"),
    alone("files.open_document.FORMULA_FETCH", "search", Letters(" ", "WEBSERVICE"), "WEB "),
    row(lambda each: open_xml.has_macro_name([each]), "names of parts", "vbaproject", "a/", "/"),
    row(target.is_remote, "targets", "/", ":", "%2f", " "),
    row(workbook.escape_formula, "cells", " ", "\0"),
    row(
        lambda each: notation.faults(each, KNOWN),
        "faults of letters",
        *("{", "{a}", "{a}\n\n", "{é} {1} ", "\n", "\n ", Letters(" ", "\n"), "*"),
        tries=["papers.notation.PLACEHOLDER", "papers.notation.PARAGRAPHS"],
    ),
    row(lambda each: list(notation.blocks(each, {"motifs": "a"})), "letters", "{", "\n ", "**"),
    row(
        lambda each: points.points(each, is_numbered=True),
        "grounds of letters",
        *("- a\n", "1. a\n", "\n ", "1", Letters(" ", "-"), Letters(" ", "1."), Letters(" ", "\n")),
        tries=["papers.points.DASHED", "papers.points.NUMBERED", "papers.points.BLANK_LINES"],
    ),
    row(paper.printed, "papers", "a", " ", tries=["papers.paper.LONG_WORD"]),
    row(
        lambda each: undrawn.OTHERS.sub("", each),
        "characters that fonts lack",
        *("中", "a"),
        tries=["papers.undrawn.OTHERS"],
    ),
    alone(
        "pages.components.search_box.NINE_DIGITS",
        "fullmatch",
        *("1", "1a"),
    ),
    row(
        authority_search.wording_of,
        "names of authorities",
        *("1 ", "cc ", " metropole", "a "),
        tries=["publication.authority_names._HEADING", "publication.authority_names._ENDING"],
    ),
    row(
        lambda each: (marking.marked(each, ["a"]), marking.extract([each], ["z"])),
        "marks of words found",
        *("a", "b ", "a\u0300", "é1"),
        tries=["registry.marking.WRITTEN_WORD"],
    ),
    alone("registry.codes.exact.REFERENCE", "fullmatch", "1", Letters("1", "cd-2026-")),
    alone(
        "registry.codes.exact.PUBLIC_ID",
        "fullmatch",
        *("/registre/", "/registre/bbbbbbbb-", "b", Letters("-", "bbbbbbbb")),
    ),
    alone("registry.codes.exact.WIKIDATA", "fullmatch", Letters("1", "Q")),
    alone("registry.codes.exact.AUTHORITY_CODE", "fullmatch", "1"),
    alone("registry.codes.other.CODE_OF_PLACE", "fullmatch", "0", Letters("1", "FR-0")),
    alone("registry.codes.other.KEY_OF_COMMUNE", "fullmatch", Letters("1", "c")),
    alone("registry.codes.other.AUTHORITY", "fullmatch", "a"),
    alone("pages.queue.queue_filters.DAYS", "fullmatch", "1"),
    alone("pages.cleaning.record_search.NUMBER", "fullmatch", "1"),
    row(
        quiet(campaign_page.ReminderDays().clean),
        "reminders",
        *("1,", " ", Letters(" ", "1", "a")),
        tries=[
            "pages.settings.campaign_page: '[\\\\s,;]+'",
            "pages.settings.campaign_page: '[0-9]{1,3}'",
        ],
    ),
    alone("pages.members.confirmation_page.SEEN", "fullmatch", "a", Letters("1", "aaaaaaaa:")),
    row(
        authority_request_form._without_spaces,
        "numbers of authorities",
        " ",
        tries=["pages.members.authority_request_form: '\\\\s'"],
    ),
    row(
        zip_archive.safe_name,
        "names in archives",
        *(".", "/", " ."),
        tries=["files.zip_archive.UNSAFE"],
    ),
    row(attachment.clean_name, "names of files", "a", "/", "a/", ".", " "),
    row(
        CHOICES.pieces,
        "names of a cell",
        *(",", ", ", " et ", "/ "),
        tries=["pages.spreadsheets.columns.LISTING"],
    ),
    row(CHOICES.texts, "texts of a cell", " ;", tries=["pages.spreadsheets.columns.SEPARATOR"]),
    row(CHOICES.closest, "closest choice", "a", "choix "),
    row(
        quiet(reading._csv, reading.UnreadableSpreadsheet),
        "CSV",
        *(b";", b"\n", b'"', b"a;", b"a\n", b'";'),
    ),
    row(check_headings, "headings", "a"),
    row(
        lambda each: forgotten_person.pattern_of(["a" * 80 + "b"], "").sub("", each),
        "names of a person",
        "a",
        tries=["people.forgotten_person.pattern_of"],
    ),
    *ADDRESSES,
    row(messages.clean_text, "messages", "\0", " "),
    dataclasses.replace(
        row(visible_address, "typed addresses", "a", "\u200b", "\u3164", MARKS, " "),
        patterns=("cncd_portal.accounts.invisible.INVISIBLE",),
    ),
    dataclasses.replace(
        row(
            without_invisible,
            "typed texts",
            *("\u00ad", "a\u200d", "\u202e", FLAG, f"{FLAG}\U000e0067", "א\u200f"),
        ),
        patterns=("cncd_portal.accounts.invisible._FLAG",),
    ),
    dataclasses.replace(
        row(errors._words, "words of an address", Letters("a", "/", "1"), Letters("a'", "/", "1")),
        patterns=("cncd_portal.errors: WORD",),
    ),
    dataclasses.replace(
        row(
            compression.GZIP.search,
            "Accept-Encoding",
            *("gzip", "gzip ", "gzip;q=0.", Letters(" ", "gzip"), Letters("0", "gzip;q=0.", "1")),
        ),
        patterns=("cncd_portal.compression.GZIP",),
    ),
    *BUDGET,
    *PROPOSALS,
]
DJANGO = [
    row(quiet(EMAIL.clean), "EmailField", "a", "@", '"', Letters("a.", "a@"), Letters("1", "a@[")),
    row(quiet(URL.clean), "URLField", "[:", Letters("a.", "http://"), Letters(":", "http://[")),
    row(quiet(forms.UUIDField().clean), "UUIDField", "{", "-"),
    row(quiet(forms.IntegerField().clean), "IntegerField", "1", ".0", Letters("0", ".", "a")),
    row(quiet(forms.DecimalField().clean), "DecimalField", "1", "1e"),
    row(
        defaultfilters.urlize,
        "urlize",
        *("a.", ":", "&", "a@", "www.", Letters(")", "http://a.fr"), Letters("a", "http://")),
        *(Letters(";", "http://a.fr"), Letters("&lt;", "http://a.fr"), "http://["),
    ),
    row(defaultfilters.linebreaks_filter, "linebreaks", "\n", "\r"),
    row(defaultfilters.linebreaksbr, "linebreaksbr", "\n"),
    row(quiet(defaultfilters.striptags, SuspiciousOperation), "striptags", "<", "<a ", "</", "<!"),
    row(lambda each: defaultfilters.truncatechars(each, 200), "truncatechars", "a", "&"),
    row(lambda each: defaultfilters.truncatewords(each, 40), "truncatewords", "a ", " "),
]
ROWS = {each.name: each for each in (*OURS, *DJANGO)}
