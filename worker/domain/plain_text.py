"""Bytes of a file that an office program wrote go in; its text comes out."""

import codecs

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WINDOWS = "cp1252"
"""What Excel writes as "CSV" on a western Windows."""


def text_from(data: bytes) -> str:
    """The text, in the encoding that a byte order mark names, else UTF-8, else UTF-16 or Windows-1252.

    Raises UnicodeDecodeError where it is none of them. A rule and not a statistical guess: a list of twenty
    names is too short for one.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding)
    if b"\0" in data[:2]:
        return data.decode("utf-16-be" if data.startswith(b"\0") else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(WINDOWS)
