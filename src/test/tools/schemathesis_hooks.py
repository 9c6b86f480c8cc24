"""Reads and writes lines of JSON, which the tester does not know by itself."""

import json
import os

import schemathesis


@schemathesis.deserializer("application/x-ndjson")
def read(context, response):
    """The description says text; that each line of it is JSON is checked here."""
    for line in response.text.splitlines():
        json.loads(line)
    return response.text


@schemathesis.serializer("application/x-ndjson")
def write(context, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """The tester finds its own key in the list, and must not shut itself out with it."""
    own = os.environ.get("CAIRN_TESTER_KEY_ID")
    if own and case.method == "DELETE" and (case.path_parameters or {}).get("id") == own:
        case.path_parameters["id"] = own[::-1]
