"""Where the links of office documents lead.

Runs in the process of `partnerships.files.apart`.
"""

from urllib.parse import unquote


def _plain(target):
    return unquote(target).strip().replace("\\", "/")


def has_scheme(target: str) -> bool:
    """Whether a target is no path: « http://… », « file:… », « \\\\server\\share »."""
    target = _plain(target)
    return ":" in target.partition("/")[0] or target.startswith("//")


def is_remote(target: str) -> bool:
    """Whether a program that opens this target asks another computer.

    A path, relative or on a local disk (« file:///C:/… »), asks none; a server of files does:
    « file://server/… », « file:////server/… », « \\\\server\\… ».
    """
    target = _plain(target)
    scheme, colon, path = target.partition(":")
    if target.startswith("//"):
        return True
    if not colon or "/" in scheme:
        return False
    if len(scheme) == 1 and scheme.isalpha():
        return False
    if scheme.lower() != "file":
        return True
    bare = path.lstrip("/")
    is_disk = bare[1:3] in (":/", "|/")
    return not is_disk and len(path) - len(bare) not in (0, 1, 3)
