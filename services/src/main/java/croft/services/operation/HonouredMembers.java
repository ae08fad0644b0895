package croft.services.operation;

import croft.base.ServiceError;
import croft.wire.schema.Member;
import croft.wire.schema.ScalarWriter;
import croft.wire.schema.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request that an operation honours, as paths such as {@code Placement} (with all
 * below it) or {@code Placement.AvailabilityZone} (that one alone; list elements add nothing to the
 * path). A request that carries another one is refused by that member's name, instead of being
 * answered as if it had been obeyed. A flag that is off asks for nothing and passes, and so does a
 * structure of nothing else: clients send {@code Monitoring.Enabled=false}.
 */
public final class HonouredMembers {
  private static final HonouredMembers EVERYTHING = new HonouredMembers(Set.of());

  private final Set<String> paths;
  private final Set<String> opened = new HashSet<>();

  private HonouredMembers(Set<String> paths) {
    this.paths = paths;
    for (String path : paths) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        opened.add(path.substring(0, dot));
      }
    }
  }

  /** Whatever the model has: for operations that leave no member out. */
  public static HonouredMembers everything() {
    return EVERYTHING;
  }

  public static HonouredMembers of(String... paths) {
    return new HonouredMembers(Set.of(paths));
  }

  /**
   * Passes when the request asks for nothing else.
   *
   * @return whether the request is a dry run
   * @throws ServiceError {@code UnsupportedOperation} naming the first member not honoured
   */
  public boolean check(Shape request) {
    Walk walk = new Walk();
    request.writeMembers(walk);
    return walk.dryRun;
  }

  /** Visits what is present, going into a structure only where single members are honoured. */
  private final class Walk extends ScalarWriter {
    private String prefix = "";
    private boolean dryRun;

    /** The outermost structure that is not honoured, while inside it. */
    private @Nullable String refused;

    private String path(Member member) {
      return prefix.isEmpty() ? member.name() : prefix + "." + member.name();
    }

    private boolean isRefused(String path) {
      return HonouredMembers.this != EVERYTHING && !paths.contains(path) && !opened.contains(path);
    }

    /** Whether to look below that member. */
    private boolean enter(String path) {
      if (HonouredMembers.this == EVERYTHING || paths.contains(path)) {
        return false;
      }
      if (!opened.contains(path)) {
        throw ServiceError.unsupported("The parameter " + (refused == null ? path : refused));
      }
      return true;
    }

    private void leaf(Member member) {
      if (prefix.isEmpty() || !prefix.endsWith("[]")) {
        enter(path(member));
      }
    }

    @Override
    public void structure(Member member, Shape value) {
      String outer = prefix;
      // An element of a list stands under the list's own path.
      String path = outer.endsWith("[]") ? outer.substring(0, outer.length() - 2) : path(member);
      if (refused == null && !outer.endsWith("[]") && isRefused(path)) {
        refused = path;
        prefix = path;
        value.writeMembers(this);
        prefix = outer;
        refused = null;
        return;
      }
      if (outer.endsWith("[]") || enter(path)) {
        prefix = path;
        value.writeMembers(this);
        prefix = outer;
      }
    }

    @Override
    public <T extends @Nullable Object> void list(
        Member member, List<T> values, ElementWriter<T> element) {
      String path = path(member);
      if (!values.isEmpty() && enter(path)) {
        String outer = prefix;
        prefix = path + "[]";
        for (T value : values) {
          element.write(this, member.target().element(), value);
        }
        prefix = outer;
      }
    }

    @Override
    public <T extends @Nullable Object> void map(
        Member member, Map<String, T> values, ElementWriter<T> value) {
      if (!values.isEmpty()) {
        leaf(member);
      }
    }

    @Override
    public void bool(Member member, boolean value) {
      if (prefix.isEmpty() && member.name().equals("DryRun")) {
        dryRun = value;
      } else if (value) {
        leaf(member);
      }
    }

    @Override
    protected void scalar(Member member, @Nullable Object value) {
      // A null element asks for nothing.
      if (value != null) {
        leaf(member);
      }
    }
  }
}
