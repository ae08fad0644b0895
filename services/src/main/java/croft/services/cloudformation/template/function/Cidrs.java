package croft.services.cloudformation.template.function;

import croft.services.cloudformation.template.TemplateErrors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Fn::Cidr, for IPv4.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html">Fn::Cidr</a>.
 */
final class Cidrs {
  private static final int MOST = 256;
  private static final int BITS = 32;
  private static final Pattern BLOCK =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  private Cidrs() {}

  /** Blocks within a block: its text, how many, and how many bits each leaves to hosts. */
  static ArrayNode evaluate(JsonNode arguments) {
    Matcher block = BLOCK.matcher(arguments.get(0).asString());
    int count = arguments.get(1).asInt(0);
    int hostBits = arguments.size() > 2 ? arguments.get(2).asInt(0) : 8;
    if (!block.matches() || count < 1 || count > MOST || hostBits < 1 || hostBits > BITS) {
      throw TemplateErrors.error(
          "Fn::Cidr requires a block of addresses, a count from 1 to 256, and the number of bits");
    }
    int length = Integer.parseInt(block.group(5));
    long first = address(block) & (-1L << (BITS - length));
    if (length > BITS || (long) count << hostBits > 1L << (BITS - length)) {
      throw TemplateErrors.error(
          "Fn::Cidr cannot find %d blocks of %d bits in %s"
              .formatted(count, hostBits, block.group()));
    }
    ArrayNode blocks = JsonMapper.shared().createArrayNode();
    for (int i = 0; i < count; i++) {
      blocks.add(text(first + ((long) i << hostBits)) + "/" + (BITS - hostBits));
    }
    return blocks;
  }

  private static long address(Matcher block) {
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      address = address << 8 | Integer.parseInt(block.group(group));
    }
    return address;
  }

  private static String text(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24 & 255, address >> 16 & 255, address >> 8 & 255, address & 255);
  }
}
