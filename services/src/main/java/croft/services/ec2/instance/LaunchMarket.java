package croft.services.ec2.instance;

import croft.api.ec2.InstanceMarketOptionsRequest;
import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * How a launch asks to pay. There is no market here: a spot instance is never interrupted, and its
 * price is nobody's to ask.
 */
final class LaunchMarket {
  private LaunchMarket() {}

  static boolean isSpot(@Nullable InstanceMarketOptionsRequest asked) {
    if (asked == null || asked.marketType() == null) {
      return false;
    }
    if (!asked.marketType().equals("spot")) {
      throw ServiceError.unsupported("The market type " + asked.marketType());
    }
    return true;
  }
}
