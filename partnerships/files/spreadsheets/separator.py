"""The line that tells the separator of a CSV, « sep=; »: Excel obeys it and does not show it."""

# Characters of a first line: that one has few, or the same many times.
FIRST_LINE_MAX = 2_000


def declared_separator(text: str) -> tuple[str, str]:
    """Returns the separator that the first line of `text` declares and what follows this line;
    ("", text) if it declares none.

    Programs that do not know this line write it again between quotes, or with empty cells after it.
    """
    first = next(iter(text[:FIRST_LINE_MAX].splitlines(keepends=True)), "")
    name, _equals, declared = first.strip(' "\r\n').partition("=")
    separator = declared[:1]
    is_mark = separator == "\t" or (separator.isprintable() and not separator.isalnum())
    if name.lower() != "sep" or set(declared) != {separator} or not is_mark:
        return "", text
    return separator, text[len(first) :]
