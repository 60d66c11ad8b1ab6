"""Tokens of secret links sent by mail. Only their digests are stored."""

import secrets
from hashlib import sha256


def draw_token() -> str:
    """Returns a random token of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
