"""Reads and writes lines of JSON, which the tester does not know by itself."""

import json
import os
import re

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


@schemathesis.serializer("application/vnd.sqlite3")
def write_file(context, value):
    """Any bytes are sent as a file; hardly ever is one of them a shard."""
    return bytes(value) if isinstance(value, (bytes, bytearray)) else str(value).encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """The tester finds its own key in the list, and must not shut itself out with it."""
    raise_quotas(case.body)
    own = os.environ.get("CAIRN_TESTER_KEY_ID")
    if own and case.method == "DELETE" and (case.path_parameters or {}).get("id") == own:
        case.path_parameters["id"] = own[::-1]


def raise_quotas(body):
    """Valid quotas of a shard become so wide that they refuse nothing the tester sends next."""
    quotas = body.get("quotas") if isinstance(body, dict) else None
    if not isinstance(quotas, dict):
        return
    for name, bound in quotas.items():
        if isinstance(bound, int) and not isinstance(bound, bool) and 0 < bound < 10**9:
            quotas[name] = 10**9
        elif isinstance(bound, str) and re.fullmatch(r"PT\d+(\.\d+)?S", bound) and not re.fullmatch(r"PT0+(\.0+)?S", bound):
            quotas[name] = "PT30S"
