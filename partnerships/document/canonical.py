import hashlib
import json


def canonical(document: object) -> str:
    """Returns `document` as canonical JSON: sorted keys, no spaces, ASCII only."""
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Returns the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
