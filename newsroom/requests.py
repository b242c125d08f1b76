"""What a request must be before anything reads it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig


def readable(get_response):
    """Refuses a body too big for any form of ours, and has the others read as UTF-8.

    Django measures what is typed, not what is uploaded, and would fill the disk with files that nobody asked
    for. It also believes the charset a request names: "utf-7" can bring halves of surrogate pairs, with which
    no answer can be written, and "hex" brings no text at all.
    """

    def middleware(request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def without_length(get_response):
    """Leaves out how long no body is: a 304 would have to say it of its page, and Django says nought."""

    def middleware(request):
        response = get_response(request)
        if response.status_code in (204, 304):
            response.headers.pop("Content-Length", None)
        return response

    return middleware
