"""Reads and writes lines of JSON, which the tester does not know by itself."""

import json

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
