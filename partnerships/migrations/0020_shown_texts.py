"""Takes invisible characters out of stored texts: what is typed no longer holds any.

Left as they are: what is frozen, which is shown without them (models/frozen_text.py), and what the
form of a draft holds, as typed, whose digests open pages compare. Indexes and terms are blind to
these characters; sort keys now are, and are written again. It may be run again.
"""

import json
import logging
from itertools import islice

from django.db import IntegrityError, migrations, models, transaction
from django.db.models import Q

from cncd_portal.accounts.invisible import INVISIBLE, shown_text, shown_texts
from partnerships.sort_key import sort_key


SLICE = 200
APPS = ("accounts", "proposals", "partnerships")
# Model → its columns left as they are, all of them if none is named.
LEFT = {
    "DossierEvent": (),
    "JournalAnchor": (),
    "Submission": ("document_text",),
    "PartnershipVersion": ("projection",),
    "Decision": ("grounds", "reservations"),
    "Opinion": ("questions", "text"),
    "DossierAuthority": ("reason",),
    "Dossier": ("buffer_text",),
    "SpreadsheetDraft": ("buffer_text",),
    "SpreadsheetRow": ("buffer_text",),
    # Folded words, which hold none, in their millions.
    "LocalAuthorityTerm": (),
    "PartnerTerm": (),
    "PlaceTerm": (),
    "PartnershipFacet": (),
    "FacetCount": (),
    "User": ("password", "email"),
}
# Texts that hold JSON.
JSON_TEXTS = {
    "BulkRun": ("detail_text",),
    "Merge": ("record_text",),
    "SpreadsheetImport": ("report_text", "questions_text", "answers_text"),
    "SpreadsheetRow": ("content_text", "understood_text", "faults_text", "missing_text"),
}
logger = logging.getLogger(__name__)


def _shown_json(text):
    shown = shown_texts(json.loads(text))
    return text if shown == json.loads(text) else json.dumps(shown, ensure_ascii=True, sort_keys=True)


def cleaners(model):
    """{column: function that cleans its value} of the texts of `model`."""
    name = model._meta.object_name
    left = LEFT.get(name)
    if left == ():
        return {}
    found = {}
    for field in model._meta.concrete_fields:
        if field.name in (left or ()) or field.primary_key or field.is_relation:
            continue
        if field.name in JSON_TEXTS.get(name, ()):
            found[field.name] = _shown_json
        elif isinstance(field, models.JSONField):
            found[field.name] = shown_texts
        elif isinstance(field, models.EmailField | models.URLField) or field.choices:
            continue
        elif isinstance(field, models.CharField | models.TextField):
            found[field.name] = shown_text
    return found


def _may_hold_some(model, columns):
    """The rows with an invisible character in a text, and all those with a JSON that may."""
    condition = Q()
    for column, clean in columns.items():
        if clean is shown_text:
            condition |= Q(**{f"{column}__regex": INVISIBLE.pattern})
        elif clean is _shown_json:
            condition |= Q(**{f"{column}__contains": "\\u"})
        else:
            condition |= Q(**{f"{column}__isnull": False}) & ~Q(**{column: []})
    return model._base_manager.filter(condition).order_by("pk")


def _sort_keys(model, texts):
    """{field: key} of the sort keys made of the texts of a row."""
    fields = [field for field in model._meta.concrete_fields if getattr(field, "sources", ())]
    named = {field.name: [texts[name] for name in field.sources if texts[name]] for field in fields}
    return {name: sort_key(found[0] if found else "") for name, found in named.items()}


def _write(model, pk, read, cleaned):
    """Writes `cleaned` where nobody changed the row meanwhile."""
    blank = {name for name, text in cleaned.items() if not (text or model._meta.get_field(name).blank)}
    changed = {name: text for name, text in cleaned.items() if text != read[name] and name not in blank}
    if not changed:
        return
    changed |= _sort_keys(model, {**read, **changed})
    same = {name: read[name] for name in changed if isinstance(read.get(name), str)}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk, **same).update(**changed)
    except IntegrityError:  # another row has that name
        logger.warning("%s %s keeps its invisible characters", model._meta.label, pk)


def clean(model):
    """Cleans the rows of `model`, by slices that each commit."""
    columns = cleaners(model)
    if not columns:
        return
    rows = _may_hold_some(model, columns).values_list("pk", *columns)
    last = None
    while found := list((rows.filter(pk__gt=last) if last is not None else rows)[:SLICE]):
        last = found[-1][0]
        with transaction.atomic():
            for pk, *values in found:
                read = dict(zip(columns, values, strict=True))
                cleaned = {name: columns[name](value) for name, value in read.items() if value}
                _write(model, pk, read, cleaned)


def write_title_keys(apps):
    """Writes the sort keys of the titles of dossiers whose last deposit has such characters."""
    rows = apps.get_model("partnerships", "Submission").objects.exclude(document_text="")
    index = apps.get_model("partnerships", "DossierIndex")
    last = None
    columns = rows.order_by("dossier", "-number").values_list("dossier", "document_text")
    for dossier, text in columns.iterator(chunk_size=SLICE):
        document = json.loads(text)
        if dossier != last and (shown := shown_texts(document)) != document:
            index.objects.filter(dossier=dossier).update(title_key=sort_key(shown["title"]))
        last = dossier


def forwards(apps, schema_editor):
    write_title_keys(apps)
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            clean(model)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("partnerships", "0019_map_and_figures"),
        ("accounts", "0005_visible_addresses"),
        ("proposals", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
