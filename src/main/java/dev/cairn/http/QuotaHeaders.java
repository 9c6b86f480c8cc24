package dev.cairn.http;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the headers that tell clients how they stand with their quotas. */
final class QuotaHeaders {

  private QuotaHeaders() {}

  /** Describes them for an answer with status 429, where one needs them most. */
  static void describe(APIResponse answer) {
    add(
        answer,
        "Retry-After",
        Schema.SchemaType.INTEGER,
        "Seconds to wait before the request is sent again.",
        1);
    add(
        answer,
        RateLimits.POLICY,
        Schema.SchemaType.STRING,
        "The requests that the shard and the key may have in a second; where there is such a bound,"
            + " every answer has it.",
        "\"shard\";q=100;w=1, \"key\";q=50;w=1");
    add(
        answer,
        RateLimits.LEFT,
        Schema.SchemaType.STRING,
        "How many of them are left, and in how many seconds all are back; where there is such a"
            + " bound, every answer has it.",
        "\"shard\";r=42;t=1, \"key\";r=0;t=1");
  }

  private static void add(
      APIResponse answer, String name, Schema.SchemaType type, String text, Object example) {
    answer.addHeader(
        name,
        OASFactory.createHeader()
            .description(text)
            .schema(OASFactory.createSchema().addType(type))
            .example(example));
  }
}
