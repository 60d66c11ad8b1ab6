"""Three-way merge of two buffers that started from the same one."""

from partnerships.document.buffer import add_rival, as_read, in_list, item_that_is_gone
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, texts
from partnerships.document.validation import CONFLICT, ITEM_FIELD


def _merged_values(base, mine, theirs):
    """Returns the values that either side has and neither removed, in the order of `theirs`."""
    removed = (set(base) - set(mine)) | (set(base) - set(theirs))
    return [value for value in dict.fromkeys([*theirs, *mine]) if value not in removed]


def _changed_items(name, base, side):
    """Returns the uuids of the items of a list of which a field differs on that side."""
    matches = (ITEM_FIELD.fullmatch(path) for path in {*base, *side})
    return {
        match[2]
        for match in matches
        if match and match[1] == name
        if as_read(match[0], base.get(match[0])) != as_read(match[0], side.get(match[0]))
    }


def _merged_items(name, base, mine, theirs):
    """Returns `_merged_values`, plus the items that one side removed and the other changed."""
    lists = [texts(buffer.get(name)) for buffer in (base, mine, theirs)]
    merged = set(_merged_values(*lists))
    for side in (mine, theirs):
        merged |= _changed_items(name, base, side).intersection(lists[0], texts(side.get(name)))
    return [uuid for uuid in dict.fromkeys([*lists[2], *lists[1]]) if uuid in merged]


def _merge_field(merged, path, base, theirs):
    """Takes their text if only they changed it; stores it as a rival if both did."""
    was, mine, wanted = (as_read(path, each) for each in (base, merged.get(path), theirs))
    if wanted in (was, mine):
        return
    if mine == was:
        merged[path] = theirs or ""
    else:
        add_rival(merged, path, theirs or "")


def _drop_orphan_fields(merged):
    """Removes the fields of items that are in no list any more."""
    for path in list(merged):
        if item_that_is_gone(merged, path.removeprefix(CONFLICT)):
            del merged[path]


def merge(base: Buffer, mine: Buffer, theirs: Buffer) -> Buffer:
    """Returns `mine` with the changes from `base` to `theirs`. No typed text is lost."""
    merged = dict(mine)
    for path in dict.fromkeys([*base, *theirs]):
        match = ITEM_FIELD.fullmatch(path)
        if path in LISTS:
            merged[path] = _merged_items(path, base, mine, theirs)
        elif isinstance(theirs.get(path, base.get(path)), list):
            values = (texts(buffer.get(path)) for buffer in (base, mine, theirs))
            merged[path] = _merged_values(*values)
        elif match and not in_list(mine, match[1], match[2]):
            merged[path] = theirs.get(path, "")
        elif not match or in_list(theirs, match[1], match[2]):
            _merge_field(merged, path, base.get(path), theirs.get(path))
    _drop_orphan_fields(merged)
    return merged
