package dev.cairn.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a resource method makes of the header {@link IdempotencyKeys#NAME}. Without it, the header
 * is ignored by GET and HEAD, and refused by every other method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnRepeat {

  /** The rule. */
  RepeatRule value();
}
