import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cncd_portal.storage.pruned_css import UsedClasses, pruned, without_comments, written_texts

# Sheets of the design system to prune, and its script, which adds classes.
PRUNED = ("dsfr/dist/dsfr.main.min.css", "dsfr/dist/utility/utility.main.min.css")
SCRIPT = "dsfr/dist/dsfr.module.min.js"
# The folder of our own sheets.
OWN_SHEETS = "css/"
# The address of a file beside the sheet that names it.
FILE = re.compile(r"""url\(["']?(?![a-z]+:|/)([^)"'?#]+)""")


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files as they are collected: compressed, sheets of the design system pruned and
    ours without their comments.

    With gzip only, whether or not brotli is installed: brotli takes six times longer. The icons
    that pruned sheets name are collected with them, the others not at all (`static_files.py`).
    """

    def create_compressor(self, **kwargs):
        return super().create_compressor(use_brotli=False, **kwargs)

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and SCRIPT in paths:
            paths = {**paths, **self._prune(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _prune(self, paths):
        """Writes each sheet that changes, and the files that the pruned ones name and that are not
        in `paths`.

        Returns {name: (storage, name)} of what is written, as `paths`.
        """
        used = UsedClasses(written_texts(), _text(paths[SCRIPT]))
        written = {}
        for name in PRUNED:
            # A font that loads late waits for the next page, so that the text does not move.
            sheet = pruned(_text(paths[name]), used).replace(
                "font-display:swap", "font-display:optional"
            )
            written[name] = sheet.encode()
            for each in files_named(name, sheet):
                if each not in paths and (found := finders.find(each)):
                    written[each] = Path(found).read_bytes()
        for name in paths:
            if name.startswith(OWN_SHEETS):
                written[name] = without_comments(_text(paths[name])).encode()
        for name, content in written.items():
            self.delete(name)
            self.save(name, ContentFile(content))
        return {name: (self, name) for name in written}


def files_named(name: str, sheet: str) -> Iterator[str]:
    """Yields the names of the static files that `sheet`, whose own is `name`, names beside it."""
    for address in FILE.findall(sheet):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _text(found) -> str:
    storage, path = found
    with storage.open(path) as file:
        return file.read().decode()
