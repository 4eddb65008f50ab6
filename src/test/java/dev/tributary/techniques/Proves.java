package dev.tributary.techniques;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which techniques a test proves: {@code optimizer/adam}, or {@code activation/*} where it
 * goes through everything that is registered.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Proves {
  String[] value();
}
