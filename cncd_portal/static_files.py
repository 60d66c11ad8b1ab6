from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Leaves out the files of the State's design system, and of Leaflet, that no page loads.

    Of the first's 1,600 files, collecting rewrites, digests and compresses 260 style sheets: each
    component's own, older browsers', and bundles of all. A sheet that is kept and names a file
    that is left out makes `collectstatic` fail.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(
            f"dsfr/dist/{folder}/*"
            for folder in ("analytics", "component", "core", "dsfr", "layout", "legacy", "scheme")
        ),
        "dsfr/dist/utility/*/*",
        "django-dsfr/icon-picker/*",
        "dsfr/*.legacy.min.css",
        "dsfr/*.nomodule.min.js",
        "dsfr/dist/dsfr.min.css",
        "dsfr/dist/utility/utility.min.css",
        "leaflet/draw/*",
        "leaflet/Control.*",
        "leaflet/leaflet[-._][!jc]*",
        "leaflet/proj4*",
        "*/README.md",
    ]
