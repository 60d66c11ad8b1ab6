from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cncd_portal.storage.pruned_css import UsedClasses, pruned, written_texts

# Sheets of the design system to prune, and its script, which adds classes.
PRUNED = ("dsfr/dist/dsfr.main.min.css", "dsfr/dist/utility/utility.main.min.css")
SCRIPT = "dsfr/dist/dsfr.module.min.js"


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files as they are collected: compressed, and sheets of the design system pruned.

    With gzip only, whether or not brotli is installed: brotli takes six times longer.
    """

    def create_compressor(self, **kwargs):
        return super().create_compressor(use_brotli=False, **kwargs)

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and SCRIPT in paths:
            paths = {**paths, **self._prune(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _prune(self, paths):
        """Writes each pruned sheet. Returns its path as `paths` gives them."""
        used = UsedClasses(written_texts(), _text(paths[SCRIPT]))
        for name in PRUNED:
            # A font that loads late waits for the next page, so that the text does not move.
            sheet = pruned(_text(paths[name]), used).replace(
                "font-display:swap", "font-display:optional"
            )
            self.delete(name)
            self.save(name, ContentFile(sheet.encode()))
        return {name: (self, name) for name in PRUNED}


def _text(found) -> str:
    storage, path = found
    with storage.open(path) as file:
        return file.read().decode()
