"""The browser of a person, in words that they know it by."""

from django.utils.translation import gettext as _

# In this order: a browser names those that it takes after.
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


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")


def browser_in_words(user_agent: str) -> str:
    """« Firefox, Windows »; what cannot be told from the User-Agent header is left out."""
    names = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(filter(None, names)) or _("Navigateur inconnu")
