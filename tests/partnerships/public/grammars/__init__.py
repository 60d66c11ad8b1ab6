"""What is read of a feed and of a sitemap, as grammars that lxml checks. They are written after the
rules, narrower than these: an element that we do not use is refused.
"""

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parent


@cache
def _grammar(name):
    return etree.RelaxNG(etree.parse(FOLDER / f"{name}.rng"))


def checked(content: bytes, name: str):
    """Returns the root of `content`; fails, with the line, where the grammar `name` refuses it."""
    root = etree.fromstring(content)
    grammar = _grammar(name)
    assert grammar.validate(root), grammar.error_log
    return root
