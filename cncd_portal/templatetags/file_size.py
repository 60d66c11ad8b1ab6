from django import template

from cncd_portal.file_sizes import file_size

register = template.Library()
register.filter("file_size", file_size)
