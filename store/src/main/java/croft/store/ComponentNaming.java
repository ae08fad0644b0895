package croft.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AccessorNamingStrategy;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.DefaultAccessorNamingStrategy;

/** A record's document holds its components, not what other methods named like getters answer. */
final class ComponentNaming extends DefaultAccessorNamingStrategy.RecordNaming {
  private ComponentNaming(MapperConfig<?> config, AnnotatedClass type) {
    super(config, type);
  }

  @Override
  public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
    String found = super.findNameForRegularGetter(method, name);
    return name.equals(found) ? found : null;
  }

  @Override
  public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
    return null;
  }

  /** Hands out the naming above for records. */
  static final class Provider extends DefaultAccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
      return new ComponentNaming(config, type);
    }
  }
}
