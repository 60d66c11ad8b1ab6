from django import template

from cncd_portal.amounts import euros

register = template.Library()
register.filter("euros", euros)
