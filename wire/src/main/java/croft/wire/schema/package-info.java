/**
 * The neutral model of an API: what {@code api-codegen} writes and every protocol reads. A {@link
 * croft.wire.schema.Shape} is a record that writes its members to a {@link
 * croft.wire.schema.ShapeWriter} and is read back from a {@link croft.wire.schema.ShapeReader};
 * each protocol is one writer and one reader, driven by the {@link croft.wire.schema.Member}s, so a
 * shape has one piece of straight-line code instead of one per protocol. Nothing here knows a
 * service.
 */
@NullMarked
package croft.wire.schema;

import org.jspecify.annotations.NullMarked;
