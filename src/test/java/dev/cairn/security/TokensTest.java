package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final long START = 1_800_000_000_000L;
  private static final ShardId GUILD = new ShardId("guild-7");

  private final AtomicLong millis = new AtomicLong(START);
  private final Source source = new Source();
  private final Tokens tokens =
      new Tokens(
          List.of(issuer("main")),
          token -> token.substring(0, token.indexOf('.')),
          new SettableClock(millis::get));

  private Issuer issuer(String name) {
    return new Issuer(
        new IssuerSettings(
            name,
            "cairn",
            "sub",
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5)),
        source,
        () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));
  }

  /** An issuer whose tokens are {@code main.KEY.ANYTHING}. */
  private static final class Source implements TokenSource {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger verified = new AtomicInteger();
    final Map<String, Object> claims =
        new HashMap<>(
            Map.of("sub", "alice", "exp", START / 1000 + 60, "cairn", List.of("guild-*:read")));
    volatile Set<String> published = Set.of("a");
    volatile boolean gone;
    volatile CountDownLatch hold = new CountDownLatch(0);

    @Override
    public TokenKeys keys() throws IOException {
      asked.incrementAndGet();
      try {
        hold.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (gone) {
        throw new IOException("gone");
      }
      Set<String> known = published;
      return token -> {
        verified.incrementAndGet();
        String[] parts = token.split("\\.", -1);
        if (!known.contains(parts[1])) {
          throw TokenRefused.ofUnknownKey();
        }
        if (parts[2].equals("forged")) {
          throw TokenRefused.wrong("it is forged");
        }
        return Map.copyOf(claims);
      };
    }
  }

  @AfterEach
  void close() {
    source.hold.countDown();
    tokens.close();
  }

  private void advance(Duration by) {
    millis.addAndGet(by.toMillis());
  }

  private Access verified(String token) {
    return tokens.verify("Bearer " + token).toCompletableFuture().join();
  }

  private ErrorCode refusal(String token) {
    return refusal(tokens.verify("Bearer " + token));
  }

  private static ErrorCode refusal(CompletionStage<Access> answer) {
    CompletionException e =
        catchThrowableOfType(CompletionException.class, () -> answer.toCompletableFuture().join());
    if (e.getCause() instanceof CairnException reason) {
      return reason.code();
    }
    throw e;
  }

  @Test
  void onlyWhatMayBeATokenIsTaken() {
    assertThat(tokens.takes("Bearer main.a.1")).isTrue();
    assertThat(tokens.takes("bearer main.a.1")).isTrue();
    for (String other : List.of("Bearer cairn_abc", "Basic YTpi", "main.a.1", "", "Bearer")) {
      assertThat(tokens.takes(other)).as(other).isFalse();
    }
    assertThat(tokens.takes(null)).isFalse();
    Tokens none = new Tokens(List.of(), token -> null, new SettableClock(millis::get));
    assertThat(none.takes("Bearer main.a.1")).isFalse();
  }

  @Test
  void aTokenIsVerifiedOnceAndThenKnown() {
    assertThat(tokens.seen("Bearer main.a.1")).isNull();
    Access access = verified("main.a.1");
    assertThat(access.caller()).isEqualTo("oidc:main/alice");
    assertThat(access.may(Role.READ, GUILD)).isTrue();
    assertThat(access.may(Role.WRITE, GUILD)).isFalse();
    assertThat(tokens.seen("Bearer main.a.1")).isSameAs(access);
    assertThat(tokens.seen("Bearer main.a.2")).isNull();
  }

  @Test
  void itIsKnownUntilItEndsAndNoLongerThanItsKeysAreTaken() {
    verified("main.a.1");
    advance(Duration.ofMillis(89_999));
    assertThat(tokens.seen("Bearer main.a.1")).isNotNull();
    advance(Duration.ofMillis(1));
    assertThat(tokens.seen("Bearer main.a.1")).isNull();
    source.claims.put("exp", Long.MAX_VALUE);
    verified("main.a.2");
    advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(tokens.seen("Bearer main.a.2")).isNotNull();
    advance(Duration.ofMillis(1));
    assertThat(tokens.seen("Bearer main.a.2")).isNull();
  }

  @Test
  void wrongTokensAreNotKept() {
    assertThat(refusal("main.a.forged")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal("other.a.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal("main.a." + "x".repeat(20_000))).isEqualTo(ErrorCode.UNAUTHENTICATED);
    source.claims.remove("sub");
    assertThat(refusal("main.a.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    source.claims.put("sub", List.of("alice"));
    assertThat(refusal("main.a.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(tokens.remembered()).isZero();
  }

  @Test
  void whoHasNoClaimMayDoNothing() {
    source.claims.remove("cairn");
    assertThat(verified("main.a.1").reaches(Role.READ, GUILD)).isFalse();
  }

  @Test
  void aNewKeyIsAskedForOnceHoweverManyTokensNameIt() {
    verified("main.a.1");
    advance(Duration.ofSeconds(5));
    source.published = Set.of("b");
    List<CompletableFuture<Access>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(tokens.verify("Bearer main.b." + i).toCompletableFuture());
    }
    answers.forEach(CompletableFuture::join);
    assertThat(source.asked).hasValue(2);
    assertThat(refusal("main.a.2")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    for (int i = 0; i < 50; i++) {
      assertThat(refusal("main.unknown." + i)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
    assertThat(source.asked).hasValue(2);
  }

  @Test
  void aKeyThatIsWithdrawnLetsNobodyInOnceKeysAreOld() {
    verified("main.a.1");
    source.published = Set.of("b");
    advance(Duration.ofMinutes(10));
    assertThat(tokens.seen("Bearer main.a.1")).isNull();
    assertThat(refusal("main.a.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void anIssuerThatIsGoneIsNoFaultOfTheCaller() {
    source.gone = true;
    assertThat(refusal("main.a.1")).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
    assertThat(refusal("main.a.1")).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
    assertThat(source.asked).as("not asked for each").hasValue(1);
    source.gone = false;
    advance(Duration.ofSeconds(5));
    verified("main.a.1");
  }

  @Test
  void knownKeysAreTakenForADayWhileItIsGone() {
    verified("main.a.1");
    source.gone = true;
    source.claims.put("exp", Long.MAX_VALUE);
    advance(Duration.ofHours(23));
    verified("main.a.2");
    assertThat(refusal("main.b.1")).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
    assertThat(refusal("main.a.forged")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    advance(Duration.ofHours(1));
    assertThat(refusal("main.a.3")).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
  }

  @Test
  void callersNeverWaitAndOnlySoManyTokensDo() throws ExecutionException, InterruptedException {
    source.hold = new CountDownLatch(1);
    List<CompletableFuture<Access>> answers = new ArrayList<>();
    for (int i = 0; i < Issuer.MOST_WAITING + 1; i++) {
      answers.add(tokens.verify("Bearer main.a." + i).toCompletableFuture());
    }
    assertThat(refusal("main.a.more")).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
    source.hold.countDown();
    for (CompletableFuture<Access> answer : answers) {
      assertThat(answer.get()).isNotNull();
    }
  }

  @Test
  void whatIsKnownHasABound() {
    SeenTokens seen = new SeenTokens(10_000);
    SeenTokens.Seen what = new SeenTokens.Seen(Access.OPEN, 1);
    for (int i = 100_000; i < 101_000; i++) {
      seen.keep("x".repeat(94) + i, what);
      assertThat(seen.find("x".repeat(94) + 100_000)).as("in use").isSameAs(what);
      assertThat(seen.size()).isLessThanOrEqualTo(103);
    }
    assertThat(seen.find("x".repeat(94) + 100_001)).isNull();
  }

  @Test
  void subjectsAreShownShortAndWithoutWhatCouldForgeALine() {
    assertThat(Tokens.shown("bob@example.com")).isEqualTo("bob@example.com");
    assertThat(Tokens.shown("a b\"\n\\é%")).isEqualTo("a%20b%22%0A%5C%C3%A9%25");
    String one = Tokens.shown("x".repeat(1000) + 1);
    String other = Tokens.shown("x".repeat(1000) + 2);
    assertThat(one).startsWith("x".repeat(120) + "~").hasSize(129).isNotEqualTo(other);
  }
}
