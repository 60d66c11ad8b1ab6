"""The faults of a letter's wording, told once each and in a bounded number."""

from partnerships.papers.notation import FAULTS_MAX, faults


def test_faults_are_told_once_each():
    text = "Bonjour {nom},\n\n{motif} et **gras.\n\n{motif}, {motifs}"

    assert faults(text, {"motifs"}) == [
        "Un gras ouvert par ** n’est pas refermé, dans «\u202f{motif} et **gras.…\u202f».",
        "{nom} n’est pas un champ connu.",
        "{motif} n’est pas un champ connu. Vouliez-vous {motifs}\u202f?",
    ]


def test_faults_are_not_all_told():
    text = "".join(f"{{champ{number}}}" for number in range(1_000))

    assert len(faults(text, {"motifs"})) == FAULTS_MAX
