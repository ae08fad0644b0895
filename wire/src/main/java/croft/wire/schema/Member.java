package croft.wire.schema;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a structure or union, the element of a list, or the key or value of a map, with the
 * name it has in each protocol. Made by {@link Builder}, once, in generated code.
 */
public final class Member {
  private final Builder made;
  private final int index;
  private @Nullable Schema target; // written without a lock: every thread finds the same

  private Member(Builder made, int index) {
    this.made = made;
    this.index = index;
  }

  /** A member to be filled in; the target is asked for late, for shapes may be recursive. */
  public static Builder of(String name, Supplier<Schema> target) {
    return new Builder(name, target);
  }

  /** A member to be filled in, whose target is a numbered shape of its service. */
  public static Builder of(String name, ShapeIndex shapes, int number) {
    return new Builder(name, () -> shapes.schema(number));
  }

  /** The name in the model; the record component is the same in lower camel case. */
  public String name() {
    return made.name;
  }

  /** The position in {@link Schema#members()}. */
  public int index() {
    return index;
  }

  public Schema target() {
    Schema known = target;
    if (known == null) {
      known = made.target.get();
      target = known;
    }
    return known;
  }

  public String jsonName() {
    return made.jsonName;
  }

  /** The name in awsQuery requests: the XML name, or the model's. */
  public String queryName() {
    return made.queryName == null ? made.xmlName : made.queryName;
  }

  /** The name in ec2Query requests: the query name, or the capitalised XML name, or the model's. */
  public String ec2Name() {
    if (made.ec2Name != null) {
      return made.ec2Name;
    }
    return Character.toUpperCase(made.xmlName.charAt(0)) + made.xmlName.substring(1);
  }

  public String xmlName() {
    return made.xmlName;
  }

  /** A list or map whose elements stand directly in the parent. */
  public boolean flattened() {
    return made.flattened;
  }

  public boolean xmlAttribute() {
    return made.xmlAttribute;
  }

  public @Nullable XmlNamespace xmlNamespace() {
    return made.xmlNamespace;
  }

  public HttpLocation location() {
    return made.location;
  }

  /** The label, header, prefix or query parameter; empty for the other locations. */
  public String locationName() {
    return made.locationName;
  }

  public TimestampFormat timestampFormat() {
    return made.timestampFormat;
  }

  public boolean required() {
    return made.required;
  }

  /** Constraints on this member, over those of its target. */
  public Constraints constraints() {
    return made.constraints == null ? target().constraints() : made.constraints;
  }

  /** A value that must not be logged. */
  public boolean sensitive() {
    return made.sensitive;
  }

  /** Filled with a fresh UUID where the caller left it out. */
  public boolean idempotencyToken() {
    return made.idempotencyToken;
  }

  /** A media type whose header value is Base64, such as {@code application/json}; empty if none. */
  public String mediaType() {
    return made.mediaType;
  }

  /** The default of the model as text (Smithy only), or null. */
  public @Nullable String defaultValue() {
    return made.defaultValue;
  }

  @Override
  public String toString() {
    return made.name;
  }

  /** Collects a member's traits; {@link Schema} gives the index when it takes the member. */
  public static final class Builder {
    private final String name;
    private final Supplier<Schema> target;
    private String jsonName;
    private String xmlName;
    private @Nullable String queryName;
    private @Nullable String ec2Name;
    private boolean flattened;
    private boolean xmlAttribute;
    private @Nullable XmlNamespace xmlNamespace;
    private HttpLocation location = HttpLocation.BODY;
    private String locationName = "";
    private TimestampFormat timestampFormat = TimestampFormat.DEFAULT;
    private boolean required;
    private @Nullable Constraints constraints;
    private boolean sensitive;
    private boolean idempotencyToken;
    private String mediaType = "";
    private @Nullable String defaultValue;

    private Builder(String name, Supplier<Schema> target) {
      this.name = name;
      this.target = target;
      this.jsonName = name;
      this.xmlName = name;
    }

    public Builder json(String value) {
      jsonName = value;
      return this;
    }

    public Builder xml(String value) {
      xmlName = value;
      return this;
    }

    public Builder query(String value) {
      queryName = value;
      return this;
    }

    public Builder ec2(String value) {
      ec2Name = value;
      return this;
    }

    public Builder flat() {
      flattened = true;
      return this;
    }

    public Builder attribute() {
      xmlAttribute = true;
      return this;
    }

    public Builder namespace(String prefix, String uri) {
      xmlNamespace = new XmlNamespace(prefix, uri);
      return this;
    }

    public Builder at(HttpLocation place, String nameThere) {
      location = place;
      locationName = nameThere;
      return this;
    }

    public Builder timestamp(TimestampFormat format) {
      timestampFormat = format;
      return this;
    }

    public Builder require() {
      required = true;
      return this;
    }

    public Builder constrain(Constraints value) {
      constraints = value;
      return this;
    }

    public Builder secret() {
      sensitive = true;
      return this;
    }

    public Builder token() {
      idempotencyToken = true;
      return this;
    }

    public Builder media(String type) {
      mediaType = type;
      return this;
    }

    public Builder byDefault(String value) {
      defaultValue = value;
      return this;
    }

    Member build(int index) {
      return new Member(this, index);
    }
  }
}
