"""The browser and system of a person, by their usual names."""

from django.utils.translation import gettext as _

# The order matters: a browser also names those that it imitates.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def _first_found(names: dict[str, str], user_agent: str) -> str:
    return next((name for token, name in names.items() if token in user_agent), "")


def browser_in_words(user_agent: str) -> str:
    """« Firefox, Windows »; what the User-Agent header does not say is left out."""
    names = [_first_found(BROWSERS, user_agent), _first_found(SYSTEMS, user_agent)]
    return ", ".join(filter(None, names)) or _("Navigateur inconnu")
