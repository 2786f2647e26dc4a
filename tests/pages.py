"""Pages as tests read them, without white space between tags."""

import re


def markup(response):
    """The page on one line, without white space beside tags."""
    text = " ".join(response.content.decode().split())
    return re.sub(r"\s*(<[^>]*?)\s*>\s*", r"\1>", text)
