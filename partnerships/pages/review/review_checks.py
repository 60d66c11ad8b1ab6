"""Automatic checks of a deposit for its reviewer: facts, each with a link to where it shows."""

from collections.abc import Iterator
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cncd_portal.amounts import euros
from partnerships.analysis import fold
from partnerships.document.reading_parts import Reading
from partnerships.document.rules import LEGAL_RULES, resemblances_are_answered
from partnerships.document.schema import FIELD_LABELS, ITEM_LISTS, PRIVATE
from partnerships.document.steps.references import References
from partnerships.document.validation import validate
from partnerships.models import (
    Dossier,
    DossierFacet,
    Facet,
    InternationalPartnerKind,
    Partnership,
    PartnershipFacet,
    PartnershipKind,
)
from partnerships.pages.components.exchanges.conversation import is_subject, subject_label
from partnerships.pages.components.who_else import overlap
from partnerships.pages.review.check import Check, CheckState, Group

# Optional fields whose absence is reported.
OPTIONAL = ("themes", "goals", "objectives", "ends_on", "total_cost", "budget", "documents")
# How many other partnerships of the authorities are examined, and shown.
LOOKED_AT, SHOWN = 200, 3


def _ok(text):
    return Check(CheckState.OK, text)


class ReviewChecks:
    """The checks of a deposit; the number of queries does not depend on its content."""

    titles = (
        ("completeness", gettext_lazy("Complétude")),
        ("law", gettext_lazy("Droit")),
        ("duplicates", gettext_lazy("Doublons probables")),
        ("budget", gettext_lazy("Équilibre du budget")),
        ("coherence", gettext_lazy("Cohérence avec les autres fiches")),
    )

    def __init__(self, dossier: Dossier, reading: Reading, references: References, unsettled: int):
        self.dossier, self.reading, self.references = dossier, reading, references
        self.buffer = references.buffer
        self.unsettled = unsettled

    @cached_property
    def groups(self) -> list[Group]:
        return [Group(title, list(getattr(self, f"_{name}")())) for name, title in self.titles]

    @property
    def to_see(self) -> int:
        """Number of warnings and errors."""
        return sum(check.is_to_see for group in self.groups for check in group.checks)

    @cached_property
    def _validation(self):
        """Validates with today's rules, which may differ from those of the day of the deposit."""
        return validate(self.dossier, self.references)

    @cached_property
    def _legal_faults(self):
        return [fault for rule in LEGAL_RULES for fault in rule(self._validation.filled)]

    @cached_property
    def _apart(self):
        """Messages shown elsewhere: those of the law, and questions about partners."""
        questions = resemblances_are_answered(self._validation.filled)
        return {message for _path, message in (*self._legal_faults, *questions)}

    def _about(self, path, state, text) -> Check:
        """Returns a check about a field: linked to where the page shows it, if it does, or to the
        item that has it; with the field to ask for otherwise.
        """
        path = ".".join(path.split(".")[:2])
        is_item = path.partition(".")[0] in ITEM_LISTS and "." in path
        if is_item or (self.buffer.get(path) and path not in (*ITEM_LISTS, *PRIVATE)):
            return Check(state, text, _at(path))
        if not is_subject(path, self.buffer):
            return Check(state, text)
        return Check(state, text, path=path, label=subject_label(path, self.references))

    def _completeness(self) -> Iterator[Check]:
        faults = [each for each in self._validation.errors if each.message not in self._apart]
        for each in faults:
            label = subject_label(each.path, self.references)
            yield self._about(each.path, CheckState.ERROR, f"{label}\u202f: {each.message}")
        if not faults:
            yield _ok(_("Tout ce qui est obligatoire est rempli."))
        empty = [str(FIELD_LABELS[name]) for name in OPTIONAL if not self.buffer.get(name)]
        if empty:
            yield Check(
                CheckState.INFO, _("Laissé vide\u202f: %(names)s.") % {"names": ", ".join(empty)}
            )
        yield from self._files_and_changes()

    def _files_and_changes(self) -> Iterator[Check]:
        files = [*self.reading.documents, *self.reading.images]
        unserved = sum(not each.is_served for each in files)
        if unserved:
            text = ngettext(
                "Une pièce ne peut pas être ouverte\u202f: pas encore analysée, ou infectée.",
                "%(count)s pièces ne peuvent pas être ouvertes\u202f: pas encore analysées, ou "
                "infectées.",
                unserved,
            )
            yield Check(CheckState.WARNING, text % {"count": unserved}, "#files")
        if self.unsettled:
            text = ngettext(
                "Un changement demandé n’est pas réglé.",
                "%(count)s changements demandés ne sont pas réglés.",
                self.unsettled,
            )
            yield Check(CheckState.WARNING, text % {"count": self.unsettled}, "#demandes")

    def _law(self) -> Iterator[Check]:
        for path, message in self._legal_faults:
            yield self._about(path, CheckState.ERROR, message)
        yield from self._convention()
        if not self._legal_faults:
            yield _ok(self._state_text)

    @property
    def _state_text(self):
        if InternationalPartnerKind.STATE in self._validation.filled.partner_kinds:
            return _(
                "Un partenaire est un État\u202f: le cas prévu par l’article L1115-5 du CGCT et "
                "l’autorisation du préfet sont donnés."
            )
        return _("Aucun partenaire n’est un État (CGCT, article L1115-5).")

    def _convention(self):
        signed, sent = self.reading.convention_signed_on, self.reading.transmitted_to_prefect_on
        if signed and not sent:
            yield self._about(
                "transmitted_to_prefect_on",
                CheckState.WARNING,
                _(
                    "La convention est signée, sa transmission au préfet n’est pas datée\u202f: "
                    "c’est d’elle que vient son effet (CGCT, article L1115-1)."
                ),
            )
        elif signed and sent.is_before(signed):
            yield Check(
                CheckState.WARNING,
                _("La transmission au préfet est datée d’avant la signature de la convention."),
                _at("transmitted_to_prefect_on"),
            )
        elif signed:
            when = sent.in_sentence
            yield _ok(_("Convention transmise au préfet %(when)s (L1115-1).") % {"when": when})
        elif self.reading.kind == PartnershipKind.AGREEMENT:
            yield self._about(
                "convention_signed_on",
                CheckState.WARNING,
                _("Coopération conventionnée dont la date de signature n’est pas donnée."),
            )

    @cached_property
    def _partner_keys(self):
        return {str(each.partner.uuid) for each in self.reading.partners if each.partner}

    @cached_property
    def _authority_keys(self):
        return {each.authority.key for each in self.reading.authorities}

    @cached_property
    def _others(self) -> list[Partnership]:
        """The newest other partnerships of the authorities of the dossier."""
        own = PartnershipFacet.objects.filter(facet=Facet.AUTHORITY, value__in=self._authority_keys)
        rows = Partnership.objects.listed().filter(pk__in=own.values("partnership"))
        return list(rows.exclude(pk=self.dossier.partnership_id or 0).order_by("-pk")[:LOOKED_AT])

    @cached_property
    def _with_same_partner(self) -> list[Partnership]:
        facets = PartnershipFacet.objects.filter(
            facet=Facet.PARTNER,
            value__in=self._partner_keys,
            partnership__in=[each.pk for each in self._others],
        )
        matching = set(facets.values_list("partnership", flat=True))
        return [each for each in self._others if each.pk in matching]

    @cached_property
    def _at_the_same_time(self) -> list[Partnership]:
        mine = self.reading.starts_on, self.reading.ends_on
        return [each for each in self._with_same_partner if overlap(*mine, each.start, each.end)]

    def _open_dossiers(self) -> list[Dossier]:
        """Other open dossiers of one of the authorities with one of the partners."""
        facets = DossierFacet.objects
        of_partners = facets.filter(facet=Facet.PARTNER, value__in=self._partner_keys)
        own = facets.filter(facet=Facet.AUTHORITY, value__in=self._authority_keys)
        rows = Dossier.objects.open().exclude(pk=self.dossier.pk).order_by("-pk")
        return list(
            rows.filter(pk__in=of_partners.values("dossier")).filter(pk__in=own.values("dossier"))[
                :LOOKED_AT
            ]
        )

    def _duplicates(self) -> Iterator[Check]:
        published, under_way = self._at_the_same_time, self._open_dossiers()
        if published:
            text = ngettext(
                "Une fiche publiée, avec le même partenaire, sur la même période\u202f:",
                "%(count)s fiches publiées, avec le même partenaire, sur la même période\u202f:",
                len(published),
            )
            text %= {"count": len(published)}
            yield _listed(CheckState.WARNING, text, _links(published))
        if under_way:
            links = [(str(each), _page(each)) for each in under_way]
            text = _("Dossier en cours avec le même partenaire\u202f:")
            yield _listed(CheckState.WARNING, text, links)
        if not published and not under_way:
            yield _ok(_("Aucune autre fiche ni dossier avec ce partenaire sur cette période."))

    def _budget(self) -> Iterator[Check]:
        reading = self.reading
        if reading.total_cost is None:
            yield Check(CheckState.INFO, _("Le coût total n’est pas donné."))
        elif not reading.balance:
            yield _ok(_("Les financements déclarés égalent le coût total."))
        elif reading.balance > 0:
            text = _("Il reste %(amount)s à financer.") % {"amount": euros(reading.balance)}
            yield Check(CheckState.WARNING, text, _at("total_cost"))
        else:
            text = _("Les financements dépassent le coût total de %(amount)s.")
            amount = {"amount": euros(-reading.balance)}
            yield Check(CheckState.WARNING, text % amount, _at("total_cost"))

    def _coherence(self) -> Iterator[Check]:
        count = len(self._others)
        if not count:
            yield Check(
                CheckState.INFO, _("C’est la première fiche de ces collectivités au registre.")
            )
            return
        text = ngettext(
            "Ces collectivités ont une autre fiche au registre.",
            "Ces collectivités ont %(count)s autres fiches au registre.",
            count,
        )
        yield Check(CheckState.INFO, text % {"count": count})
        title = fold(self.reading.title)
        same_title = [each for each in self._others if fold(each.title) == title]
        if same_title:
            text = _("Même titre qu’une autre fiche\u202f:")
            yield _listed(CheckState.WARNING, text, _links(same_title), _at("title"))
        simultaneous = {each.pk for each in self._at_the_same_time}
        earlier = [each for each in self._with_same_partner if each.pk not in simultaneous]
        if earlier:
            text = _("Avec le même partenaire, à une autre période\u202f:")
            yield _listed(CheckState.INFO, text, _links(earlier))
        yield from self._cost_beside_others()

    def _cost_beside_others(self):
        known = [each for each in self._others if each.total_cost]
        cost = self.reading.total_cost
        if not known or not cost:
            return
        highest = max(known, key=lambda each: each.total_cost)
        if cost > highest.total_cost:
            text = _(
                "Coût total de %(cost)s\u202f; le plus élevé des autres fiches, %(other)s\u202f:"
            )
            amounts = {"cost": euros(cost), "other": euros(highest.total_cost)}
            yield Check(CheckState.INFO, text % amounts, _at("total_cost"), _links([highest]))


def _at(path):
    return f"#lu-{path}"


def _page(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def _links(partnerships):
    return [(each.title, each.get_absolute_url()) for each in partnerships]


def _listed(state, text, links, url=""):
    """Returns a check with the first SHOWN of `links`, and how many others there are."""
    return Check(state, text, url, links[:SHOWN], left_out=len(links[SHOWN:]))
