from partnerships.admin import authority, dossier, lists, mail, partner, partnership

__all__ = ["authority", "dossier", "lists", "mail", "partner", "partnership"]
