package dev.cairn.replica;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * Stands in the native executable for the S3 client's look for checksums of the AWS common runtime.
 * That library is not here, so the client does without it: on a Java machine it finds so when it
 * asks, but the native builder would not go on without the types that it asks for. Each method
 * answers as the client's own does where the library is missing.
 */
@SuppressWarnings("DoNotCallSuggester") // nobody does, but the client, whose methods these become
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class WithoutCrt {

  private WithoutCrt() {}

  /** None, so that the next implementation is asked. */
  @Substitute
  static @Nullable SdkChecksum createCrtCrc32C() {
    return null;
  }

  @Substitute
  static SdkChecksum crc64NvmeCrtImplementation() {
    throw new UnsupportedOperationException("CRC64NVME of the AWS common runtime is not built in");
  }

  @Substitute
  static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
    throw new UnsupportedOperationException(
        algorithm.algorithmId() + " of the AWS common runtime is not built in");
  }
}
