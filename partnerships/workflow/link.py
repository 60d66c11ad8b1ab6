"""Links that stand for a person: drawn, sent once by mail, and kept as digests alone."""

import secrets
from hashlib import sha256


def draw_token() -> str:
    """256 bits, as the text of an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
