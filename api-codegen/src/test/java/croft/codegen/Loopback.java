package croft.codegen;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A protocol without bytes: writes a generated record to a tree of maps by member index, and reads
 * it back. By reflection, for this module cannot depend on the contracts it generates for.
 */
final class Loopback {
  private final ClassLoader loader;

  Loopback(ClassLoader loader) {
    this.loader = loader;
  }

  /** The record that comes back. */
  Object through(Object shape) throws Exception {
    Object tree = written(shape);
    Method read = shape.getClass().getMethod("read", contract("ShapeReader"));
    return read.invoke(null, reader(tree));
  }

  private Class<?> contract(String name) throws ClassNotFoundException {
    return loader.loadClass("croft.wire.schema." + name);
  }

  private static Object call(Object target, String method, Object... arguments) throws Exception {
    for (Class<?> type : target.getClass().getInterfaces()) {
      for (Method candidate : type.getMethods()) {
        if (candidate.getName().equals(method)
            && candidate.getParameterCount() == arguments.length) {
          return candidate.invoke(target, arguments);
        }
      }
    }
    for (Method candidate : target.getClass().getMethods()) {
      if (candidate.getName().equals(method) && candidate.getParameterCount() == arguments.length) {
        return candidate.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(target + "." + method);
  }

  private Map<Object, Object> written(Object shape) throws Exception {
    Map<Object, Object> tree = new LinkedHashMap<>();
    call(shape, "writeMembers", writer(tree));
    return tree;
  }

  /** Stores every value under its member's index, or under {@code null} for an element. */
  private Object writer(Map<Object, Object> tree) throws Exception {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object member = arguments[0];
          Object value =
              switch (method.getName()) {
                case "structure" -> written(arguments[1]);
                case "nothing" -> Optional.empty();
                case "list" -> {
                  List<Object> elements = new ArrayList<>();
                  for (Object element : (List<?>) arguments[1]) {
                    elements.add(element(arguments[2], member, element));
                  }
                  yield elements;
                }
                case "map" -> {
                  Map<Object, Object> entries = new LinkedHashMap<>();
                  for (Map.Entry<?, ?> entry : ((Map<?, ?>) arguments[1]).entrySet()) {
                    entries.put(entry.getKey(), element(arguments[2], member, entry.getValue()));
                  }
                  yield entries;
                }
                default -> arguments[1];
              };
          tree.put(call(member, "index"), value);
          return null;
        };
    return Proxy.newProxyInstance(loader, new Class<?>[] {contract("ShapeWriter")}, handler);
  }

  private Object element(Object elementWriter, Object member, Object value) throws Exception {
    Map<Object, Object> holder = new LinkedHashMap<>();
    call(elementWriter, "write", writer(holder), last(member), value);
    return holder.values().iterator().next();
  }

  /** The element of a list or the value of a map. */
  private static Object last(Object member) throws Exception {
    return ((List<?>) call(call(member, "target"), "members")).getLast();
  }

  private Object reader(Object value) throws Exception {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "structure" -> {
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                  Object member =
                      ((List<?>) call(arguments[0], "members")).get((int) entry.getKey());
                  call(arguments[2], "read", arguments[1], member, reader(entry.getValue()));
                }
                yield null;
              }
              case "list" -> {
                List<Object> elements = new ArrayList<>();
                for (Object element : (List<?>) value) {
                  elements.add(readElement(arguments[1], arguments[0], element));
                }
                yield elements;
              }
              case "map" -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                  Object read = readElement(arguments[1], arguments[0], entry.getValue());
                  entries.put(entry.getKey(), read);
                }
                yield entries;
              }
              default -> value;
            };
    return Proxy.newProxyInstance(loader, new Class<?>[] {contract("ShapeReader")}, handler);
  }

  private Object readElement(Object elementReader, Object member, Object value) throws Exception {
    return value.equals(Optional.empty())
        ? null
        : call(elementReader, "read", reader(value), last(member));
  }
}
