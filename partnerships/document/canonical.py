import hashlib
import json


def canonical(document: object) -> str:
    """JSON of `document` with sorted keys, no spaces and ASCII only: one content, one text."""
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
