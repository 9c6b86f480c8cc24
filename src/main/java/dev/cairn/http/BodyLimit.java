package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Refuses bodies that grow beyond the limit although they declared no length. */
@Provider
public class BodyLimit implements ReaderInterceptor {

  private static final MediaType FILE = MediaType.valueOf(ShardFileResource.SQLITE);

  /** Asked for at the first body: interceptors are made before the settings are known. */
  private final Instance<Limits> limits;

  @Inject
  BodyLimit(Instance<Limits> limits) {
    this.limits = limits;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    boolean isShard = FILE.isCompatible(context.getMediaType());
    context.setInputStream(new Counting(context.getInputStream(), most(limits.get(), isShard)));
    return context.proceed();
  }

  /**
   * Most bytes of a body.
   *
   * @param isShard whether it is a whole shard, which may be as large as one
   */
  static long most(Limits limits, boolean isShard) {
    return isShard ? limits.shardBytes() : limits.bodyBytes();
  }

  /** The refusal of a body whose end never came, whatever stood in its way. */
  static CairnException brokenOff(Throwable cause) {
    return new CairnException(
        ErrorCode.INVALID_BODY, "The body broke off, or its chunks can't be read.", cause);
  }

  /** Counts what is read. One thread. */
  private static final class Counting extends FilterInputStream {

    private final long limit;
    private long count;

    Counting(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value;
      try {
        value = super.read();
      } catch (IOException e) {
        throw brokenOff(e);
      }
      counted(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(buffer, offset, length);
      } catch (IOException e) {
        throw brokenOff(e);
      }
      counted(Math.max(read, 0));
      return read;
    }

    private void counted(int more) {
      count += more;
      if (count > limit) {
        throw new CairnException(
            ErrorCode.BODY_TOO_LARGE,
            "The body has more than the " + limit + " bytes allowed.",
            List.of(),
            Map.of("limit", limit),
            null);
      }
    }
  }
}
