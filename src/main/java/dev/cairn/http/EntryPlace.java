package dev.cairn.http;

import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The shard and the namespace in the path of an entry. One request. */
@SuppressWarnings("NullAway.Init") // the framework fills the fields in
public class EntryPlace {

  /** The shard's id as it was sent. */
  @Parameter(
      description = "The id of the shard.",
      example = "country-DE",
      schema =
          @Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_~:-][A-Za-z0-9._~:-]{0,199}$"))
  @PathParam("shard")
  public String shard;

  /** The namespace as it was sent. */
  @Parameter(
      description = "The namespace inside the shard.",
      example = "default",
      schema =
          @Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_~:-][A-Za-z0-9._~:-]{0,99}$"))
  @PathParam("namespace")
  public String namespace;
}
