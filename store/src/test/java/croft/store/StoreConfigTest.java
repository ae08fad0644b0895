package croft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreConfigTest {
  @Test
  void readsEveryForm() {
    assertThat(StoreConfig.parse("data/store.db"))
        .isEqualTo(StoreConfig.sqlite(Path.of("data/store.db")));
    assertThat(StoreConfig.parse("sqlite:/var/store.db"))
        .isEqualTo(StoreConfig.sqlite(Path.of("/var/store.db")));
    assertThat(StoreConfig.parse("postgresql://me:a%40b@db.example:5433/croft?sslmode=require"))
        .isEqualTo(
            StoreConfig.postgresql(
                "jdbc:postgresql://db.example:5433/croft?sslmode=require", "me", "a@b"));
    assertThat(StoreConfig.parse("postgres://me@db/croft"))
        .isEqualTo(StoreConfig.postgresql("jdbc:postgresql://db/croft", "me", ""));
  }

  @Test
  void keepsPasswordsToItself() {
    assertThat(StoreConfig.parse("postgresql://me:secret@db/croft?password=secret").toString())
        .isEqualTo("me@jdbc:postgresql://db/croft");
    assertThatThrownBy(() -> StoreConfig.parse("mysql://me:secret@db/croft"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
