package dev.tributary.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * Something that travels between driver and executors by Java's serialization, even where the
 * application has Spark use Kryo: Spark's version of that can read neither records nor maps of
 * enums.
 */
@DefaultSerializer(JavaSerializer.class)
public final class Parcel<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final T content;

  public Parcel(T content) {
    this.content = content;
  }

  public T content() {
    return content;
  }
}
