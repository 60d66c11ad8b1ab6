"""References of pages as BibTeX."""

from collections.abc import Mapping

# Characters that LaTeX reads otherwise.
ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\n": " ",
        "\r": " ",
    }
)


def escaped(text: str) -> str:
    """Returns `text` as LaTeX shows it."""
    return text.translate(ESCAPED)


def bibtex_entry(key: str, fields: Mapping[str, str]) -> str:
    """Returns an entry of type `misc` with the fields that are not empty, already escaped."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"
