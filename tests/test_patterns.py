"""A template that is filled many times is rendered once."""

from django.utils.translation import override

from comments.patterns import _pattern, pattern


def test_it_is_rendered_once_for_each_language_and_shape():
    _pattern.cache_clear()
    for _again in range(3):
        for language in ("en", "ar"):
            with override(language):
                for is_counted in (True, False):
                    pattern("comments/_more_replies.html", is_counted=is_counted)

    known = _pattern.cache_info()
    assert (known.misses, known.hits) == (4, 8)


def test_what_differs_stands_as_it_is_given():
    with override("en"):
        filled = pattern("comments/_more_replies.html", is_counted=True).format(
            pk=7, sort="&amp;sort=newest", hidden="3"
        )

    assert "from=7&amp;sort=newest" in filled
    assert "3" in filled
