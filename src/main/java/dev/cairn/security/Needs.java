package dev.cairn.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller must be allowed to call a resource method. Every resource method has it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

  /** The role. */
  Role value();

  /** Over what. */
  Reach over() default Reach.SHARD;

  /**
   * Whether callers whose access to the shard is narrow may call it: what the path names is judged
   * before the method runs, whatever else the request names is judged by the method itself. Others
   * are refused to such callers.
   */
  boolean narrow() default false;

  /** Over what a role is needed. */
  enum Reach {
    /** Over the shard that the path names. */
    SHARD,
    /** Over all shards. */
    NODE,
    /** Over any: the method shows each caller what is theirs. */
    ANY
  }
}
