package croft.services.iam;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.AccessKey;
import croft.base.Caller;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialLookupTest {
  @TempDir Path directory;

  @Test
  void knowsTheRootThroughARestart() {
    String id;
    String secret;
    try (IamFixture iam = new IamFixture(directory)) {
      id = iam.root.keyPair().accessKeyId();
      secret = iam.root.keyPair().secretAccessKey();
    }
    try (IamFixture iam = new IamFixture(directory)) {
      var key = Objects.requireNonNull(iam.lookup.find(id, null));
      assertThat(key.secretAccessKey()).isEqualTo(secret);
      assertThat(key.anySignature()).isFalse();
      assertThat(iam.lookup.caller(id, null).kind()).isEqualTo(Caller.Kind.ROOT);
      assertThat(iam.lookup.find("AKIAUNKNOWN", null)).isNull();
    }
  }

  @Test
  void knowsAUsersKeyThroughARestart() {
    AccessKey key;
    try (IamFixture iam = new IamFixture(directory)) {
      key = iam.user("ann", null);
    }
    try (IamFixture iam = new IamFixture(directory)) {
      var found =
          Objects.requireNonNull(iam.lookup.find(Objects.requireNonNull(key.accessKeyId()), null));
      assertThat(found.secretAccessKey()).isEqualTo(key.secretAccessKey());
    }
  }

  @Test
  void takesAnyKeyForTheRootsWhenOpenButKeepsUsersApart() {
    try (IamFixture iam = new IamFixture(directory, true)) {
      var any = Objects.requireNonNull(iam.lookup.find("test", null));
      assertThat(any.anySignature()).isTrue();
      assertThat(iam.lookup.caller("test", null).kind()).isEqualTo(Caller.Kind.ROOT);
      var root = Objects.requireNonNull(iam.lookup.find(iam.root.keyPair().accessKeyId(), null));
      assertThat(root.anySignature()).isTrue();
      AccessKey ann = iam.user("ann", null);
      String id = Objects.requireNonNull(ann.accessKeyId());
      assertThat(Objects.requireNonNull(iam.lookup.find(id, null)).anySignature()).isFalse();
      assertThat(iam.caller(ann).kind()).isEqualTo(Caller.Kind.USER);
    }
  }
}
