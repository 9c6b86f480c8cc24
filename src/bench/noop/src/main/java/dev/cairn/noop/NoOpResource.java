package dev.cairn.noop;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;

/** Answers 1 KB of constant JSON on the event loop: the least that any request can cost. */
@Path("/noop")
public class NoOpResource {

  private static final byte[] BODY =
      ("{\"text\":\"" + "x".repeat(1024 - 11) + "\"}").getBytes(StandardCharsets.US_ASCII);

  /** The constant. */
  @GET
  @Produces("application/json")
  @NonBlocking
  public byte[] get() {
    return BODY;
  }
}
