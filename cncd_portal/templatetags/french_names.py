"""Names with the preposition that French puts before them."""

from django import template

from partnerships import articles

register = template.Library()
register.filter("the_body", lambda name: articles.body(str(name)))
register.filter("of_body", lambda name: articles.of_body(str(name)))
register.filter("to_body", lambda name: articles.to_body(str(name)))
register.filter("of_authority", lambda name: articles.of_authority(str(name)))
