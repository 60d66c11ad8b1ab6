from proposals.templatetags.cleaning import HTML_MAX, cleaned


def test_body_too_long_to_be_cleaned_is_shown_as_written():
    body = "<script>" + "&" * HTML_MAX

    assert cleaned(body).startswith("<p>&lt;script&gt;&amp;")
