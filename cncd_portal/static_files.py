from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Leaves out the files of the State's design system, and of Leaflet, that no page loads.

    Of the first's 1,600 files, collecting rewrites, digests and compresses 260 style sheets (each
    component's own, older browsers', and bundles of all) and 620 pictures. Those that the sheets
    of our pages name come with them (`CollectedStaticFiles`); a file that is left out and that
    another sheet names makes `collectstatic` fail.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(
            f"dsfr/dist/{folder}/*"
            for folder in (
                "analytics",
                "artwork",
                "component",
                "core",
                "dsfr",
                "icons",
                "layout",
                "legacy",
                "scheme",
            )
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
