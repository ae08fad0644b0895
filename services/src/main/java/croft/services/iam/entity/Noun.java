package croft.services.iam.entity;

import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of thing that IAM keeps, as the operations that several kinds share see it.
 *
 * @param find by the name or ARN a request gives
 * @param access an action on the one of that name, with the condition keys of its tags
 * @param id unlike any other's of the account, for paging markers
 */
public record Noun<N>(Find<N> find, AccessTo access, Function<N, String> id) {

  /** Finds one of an account. */
  @FunctionalInterface
  public interface Find<N> {
    /**
     * The one of that name.
     *
     * @throws croft.base.ServiceError {@code NoSuchEntity}
     */
    N require(Transaction tx, String account, @Nullable String name);
  }

  /** Says what an operation on one needs. */
  @FunctionalInterface
  public interface AccessTo {
    Access of(Store store, Call call, String action, @Nullable String name);
  }

  /** Puts a changed map of tags or documents back. */
  @FunctionalInterface
  public interface Keep<N> {
    void put(Transaction tx, N noun, Map<String, String> all);
  }
}
