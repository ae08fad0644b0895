package croft.store;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Takes records apart and makes them. By reflection at first, which is ready at once, and from some
 * uses on by method handles, which take a while to make and are several times faster after that:
 * most records are read a few times at a start, and few all the time.
 */
final class RecordAccess {
  private static final int USES_BY_REFLECTION = 200;
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  /** Not counted exactly: it matters to nobody which use is the one that changes the way. */
  private int uses;

  private volatile @Nullable Handles handles;

  /**
   * @param accessors from a record to a component, all as objects
   * @param constructor from an array of all components to a record
   */
  private record Handles(MethodHandle[] accessors, MethodHandle constructor) {}

  RecordAccess(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    accessors = new Method[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      accessors[i] = components[i].getAccessor();
      // Records within a service's package need not be public.
      accessors[i].setAccessible(true);
      types[i] = components[i].getType();
    }
    try {
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has this constructor", e);
    }
  }

  /** A component of a record, by its position. */
  @Nullable Object get(int position, Object value) {
    Handles fast = handles();
    try {
      return fast == null
          ? accessors[position].invoke(value)
          : (Object) fast.accessors[position].invokeExact(value);
    } catch (InvocationTargetException e) {
      throw unreadable(position, e.getCause());
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw unreadable(position, e);
    }
  }

  private DocumentException unreadable(int position, @Nullable Throwable cause) {
    return new DocumentException("Cannot read " + accessors[position], cause);
  }

  /** A record of these components. */
  Object make(@Nullable Object[] values) {
    Handles fast = handles();
    try {
      return fast == null
          ? constructor.newInstance(values)
          : (Object) fast.constructor.invokeExact(values);
    } catch (InvocationTargetException e) {
      throw refused(e.getCause());
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw refused(e);
    }
  }

  private DocumentException refused(@Nullable Throwable cause) {
    return new DocumentException(type.getName() + " refuses what is stored: " + cause, cause);
  }

  private @Nullable Handles handles() {
    Handles made = handles;
    if (made == null && ++uses > USES_BY_REFLECTION) {
      made = newHandles();
      handles = made;
    }
    return made;
  }

  private Handles newHandles() {
    MethodType reading = MethodType.methodType(Object.class, Object.class);
    MethodHandle[] reads = new MethodHandle[accessors.length];
    try {
      for (int i = 0; i < accessors.length; i++) {
        reads[i] = LOOKUP.unreflect(accessors[i]).asType(reading);
      }
      MethodHandle making =
          LOOKUP
              .unreflectConstructor(constructor)
              .asSpreader(Object[].class, accessors.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new Handles(reads, making);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("They were made accessible", e);
    }
  }
}
