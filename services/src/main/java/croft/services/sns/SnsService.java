package croft.services.sns;

import croft.api.sns.SnsModel;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.publish.PublishOperations;
import croft.services.sns.subscription.SubscribeOperations;
import croft.services.sns.subscription.Subscription;
import croft.services.sns.subscription.SubscriptionOperations;
import croft.services.sns.subscription.Subscriptions;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicOperations;
import croft.services.sns.topic.TopicPermissionOperations;
import croft.services.sns.topic.TopicPolicyResource;
import croft.services.sns.topic.TopicResource;
import croft.services.sns.topic.TopicTagOperations;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** SNS's front door. */
public final class SnsService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public SnsService(SnsParts parts) {
    Subscriptions subscriptions = new Subscriptions(parts);
    this.bindings =
        Stream.of(
                new TopicOperations(parts, subscriptions).bindings(),
                new TopicPermissionOperations(parts).bindings(),
                new TopicTagOperations(parts).bindings(),
                new SubscribeOperations(parts, subscriptions).bindings(),
                new SubscriptionOperations(parts).bindings(),
                new PublishOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return SnsModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new TopicPolicyResource(), new TopicResource());
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return Stream.<List<? extends Table<?>>>of(
            List.of(Topic.TABLE, Subscription.TABLE, Message.TABLE, Delivery.TABLE),
            PublishOperations.tables())
        .<Table<?>>flatMap(List::stream)
        .toList();
  }
}
