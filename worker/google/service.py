"""The name of a Google API goes in; its resource comes out, built from the library's own document."""

import json
from functools import cache
from typing import Any, NoReturn

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc


class _NoTransport:
    """Stands where the client library would put its own: every call brings its transport along."""

    def request(self, *_: object, **__: object) -> NoReturn:
        raise RuntimeError("a Google call was made without its account: use execute(http=...)")


def discovery(name: str, version: str, root: str = "") -> dict[str, Any]:
    """Google's description of an API. `root` replaces Google's address, for tests ("http://127.0.0.1:1234/").

    A client option alone would leave some URLs, those of batches, at Google.
    """
    document: dict[str, Any] = json.loads(get_static_doc(name, version))
    if root:
        base = root.rstrip("/") + "/"
        document |= {"rootUrl": base, "baseUrl": base + document["servicePath"]}
        document.pop("mtlsRootUrl", None)
    return document


@cache
def load_service(name: str, version: str, root: str = "") -> Any:
    """The resource of an API, made once per process and shared by its threads."""
    return build_from_document(discovery(name, version, root), http=_NoTransport())


@cache
def load_gmail(root: str = "") -> Any:
    """Gmail's `users()`, kept with its parts."""
    return load_service("gmail", "v1", root).users()
