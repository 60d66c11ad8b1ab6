from partnerships.admin import authority, background, dossier, lists, mail, partner, partnership

__all__ = ["authority", "background", "dossier", "lists", "mail", "partner", "partnership"]
