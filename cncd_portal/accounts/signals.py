from django.dispatch import Signal

# Sent in the transaction that renames a person, with `user`.
person_renamed = Signal()
