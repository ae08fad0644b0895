package croft.services.logs.block;

import croft.store.Store;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Removes what is kept no longer, and packs what came in small pieces. */
public final class BlockUpkeep implements Reconciler {
  public static final String NAME = "logs-upkeep";

  private final Store store;
  private final Blocks blocks;
  private final Supplier<Map<Long, Long>> keptSince;

  /**
   * Makes it.
   *
   * @param keptSince by the keys of groups, the time in milliseconds since the epoch before which
   *     events are kept no longer
   */
  public BlockUpkeep(Store store, Blocks blocks, Supplier<Map<Long, Long>> keptSince) {
    this.store = store;
    this.blocks = blocks;
    this.keptSince = keptSince;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    store.<List<Removal>>read(tx -> tx.listAll(Removal.TABLE)).forEach(blocks::remove);
    keptSince.get().forEach(blocks::removeOlder);
    blocks.pack();
  }
}
