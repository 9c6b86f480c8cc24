package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Quotas;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A ticket lets in once, to its path, in its time, and only while its caller would be let in. */
class TicketsTest {

  private static final String PATH = "/v1/shards/a/changes";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Tickets tickets =
      new Tickets(
          new TicketSettings(Duration.ofSeconds(30), 5, 3),
          Clock.systemUTC(),
          nanos::get,
          new SecureRandom());

  private final Access ann = caller("ann");

  private static Access caller(String name) {
    return Access.of(name, List.of(Scope.whole(ShardPattern.ALL, Role.READ)));
  }

  private void assertRefused(String text, String path) {
    assertThatThrownBy(() -> tickets.use(text, path))
        .isInstanceOfSatisfying(
            CairnException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
              assertThat(e.detail()).doesNotContain(text.isEmpty() ? Tickets.PREFIX : text);
            });
  }

  private void assertFull(Access access) {
    assertThatThrownBy(() -> tickets.make(access, PATH))
        .isInstanceOfSatisfying(
            CairnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_TICKETS));
  }

  @Test
  void itLetsItsCallerInOnce() {
    String text = tickets.make(ann, PATH).text();
    assertThat(tickets.use(text, PATH)).isSameAs(ann);
    assertRefused(text, PATH);
    assertThat(tickets.size()).isZero();
  }

  @Test
  void aWrongPathUsesItUp() {
    String text = tickets.make(ann, PATH).text();
    assertRefused(text, "/v1/shards/b/changes");
    assertRefused(text, PATH);
  }

  @Test
  void whatIsNoneIsRefused() {
    assertRefused("", PATH);
    assertRefused(Tickets.PREFIX, PATH);
    assertRefused(tickets.make(ann, PATH).text() + "a", PATH);
  }

  @Test
  void itsTimeIsShort() {
    String first = tickets.make(ann, PATH).text();
    String second = tickets.make(ann, PATH).text();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
    assertThat(tickets.use(first, PATH)).isSameAs(ann);
    nanos.addAndGet(1);
    assertRefused(second, PATH);
  }

  @Test
  void itEndsWithItsCaller() {
    AtomicBoolean valid = new AtomicBoolean(true);
    Access access = Access.of("bob", List.of(), Quotas.NONE, _ -> valid.get());
    String first = tickets.make(access, PATH).text();
    String second = tickets.make(access, PATH).text();
    assertThat(tickets.use(first, PATH)).isSameAs(access);
    valid.set(false);
    assertRefused(second, PATH);
  }

  @Test
  void oneThatWasMadeWhileTheServiceWasOpenLetsInNobodyOnceItIsClosed() {
    assertRefused(tickets.make(Access.OPEN, PATH).text(), PATH);
  }

  @Test
  void theirNumberIsBoundedAndUsedAndOldOnesDoNotCount() {
    String one = tickets.make(ann, PATH).text();
    tickets.make(ann, PATH);
    tickets.make(ann, PATH);
    assertFull(ann);
    assertThat(tickets.use(one, PATH)).isSameAs(ann);
    tickets.make(ann, PATH);
    tickets.make(caller("bob"), PATH);
    tickets.make(caller("bob"), PATH);
    assertFull(caller("bob"));
    assertFull(caller("carl"));

    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    tickets.make(ann, PATH);
    assertThat(tickets.size()).isEqualTo(1);
  }

  @Test
  void noTwoAreAlikeAndNoneTellsItsTextByAccident() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Tickets.Ticket ticket = tickets.make(ann, PATH);
      assertThat(ticket.text()).matches("cairnt_[a-z2-7]{32}");
      assertThat(ticket.toString()).doesNotContain(ticket.text());
      texts.add(ticket.text());
      assertThat(tickets.use(ticket.text(), PATH)).isSameAs(ann);
    }
    assertThat(texts).hasSize(100);
  }

  @Test
  void settingsOutOfTheirRangesAreRefusedByName() {
    assertThatThrownBy(() -> new TicketSettings(Duration.ZERO, 1, 1))
        .hasMessageContaining("cairn.auth.ticket-age");
    assertThatThrownBy(() -> new TicketSettings(Duration.ofHours(2), 1, 1))
        .hasMessageContaining("cairn.auth.ticket-age");
    assertThatThrownBy(() -> new TicketSettings(Duration.ofSeconds(1), 0, 1))
        .hasMessageContaining("cairn.auth.most-tickets");
  }
}
