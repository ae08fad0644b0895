package croft.wire.codec;

import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader.MemberReader;

/** The document in a REST request's body, in the protocol's format. */
public interface RestBody {
  /** Reads the members bound to no other part of the request. */
  <B> void members(Schema schema, B builder, MemberReader<B> members);

  /** Reads the one member that is the whole body: a structure, union, list, map or document. */
  <B> void payload(Member member, B builder, MemberReader<B> members);
}
