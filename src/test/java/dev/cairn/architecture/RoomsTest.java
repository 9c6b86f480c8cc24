package dev.cairn.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.security.Needs;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.UnitOfWork;
import jakarta.ws.rs.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The walls of the house: which room may use which, as docs/architecture.md tells it. */
@AnalyzeClasses(packages = "dev.cairn", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest static final ArchRule vocabularyUsesTheJdkOnly = mayUse("");

  @ArchTest static final ArchRule json = mayUse("json", "");

  @ArchTest static final ArchRule query = mayUse("query", "", "json");

  @ArchTest static final ArchRule search = mayUse("search", "", "json", "query");

  @ArchTest static final ArchRule storage = mayUse("storage", "", "json", "query", "search");

  @ArchTest static final ArchRule catalogue = mayUse("catalogue", "");

  @ArchTest
  static final ArchRule sqlite =
      mayUse("sqlite", "", "json", "query", "search", "storage", "catalogue");

  @ArchTest
  static final ArchRule memory =
      mayUse("memory", "", "json", "query", "search", "storage", "catalogue");

  @ArchTest static final ArchRule write = mayUse("write", "", "storage");

  @ArchTest static final ArchRule shard = mayUse("shard", "", "storage", "write", "catalogue");

  @ArchTest
  static final ArchRule transaction = mayUse("transaction", "", "query", "storage", "shard");

  @ArchTest static final ArchRule litestream = mayUse("litestream", "", "backup");

  @ArchTest static final ArchRule backup = mayUse("backup", "", "storage", "shard", "catalogue");

  @ArchTest
  static final ArchRule restore =
      mayUse("restore", "", "storage", "shard", "catalogue", "operation", "snapshot", "backup");

  @ArchTest
  static final ArchRule snapshot = mayUse("snapshot", "", "storage", "shard", "catalogue");

  @ArchTest static final ArchRule operation = mayUse("operation", "");

  @ArchTest
  static final ArchRule http =
      mayUse(
          "http",
          "",
          "json",
          "query",
          "search",
          "storage",
          "catalogue",
          "shard",
          "transaction",
          "backup",
          "restore",
          "operation",
          "snapshot",
          "index",
          "feed",
          "quota",
          "security");

  @ArchTest static final ArchRule feed = mayUse("feed", "", "storage", "shard");

  @ArchTest static final ArchRule index = mayUse("index", "", "storage", "shard");

  @ArchTest static final ArchRule quota = mayUse("quota", "");

  @ArchTest static final ArchRule security = mayUse("security", "", "catalogue", "quota");

  @ArchTest static final ArchRule oidc = mayUse("oidc", "", "security");

  @ArchTest
  static final ArchRule health = mayUse("health", "", "shard", "write", "transaction", "backup");

  @ArchTest static final ArchRule replica = mayUse("replica", "", "backup");

  @ArchTest
  static final ArchRule cli =
      mayUse(
          "cli",
          "",
          "json",
          "storage",
          "catalogue",
          "sqlite",
          "backup",
          "litestream",
          "replica",
          "security");

  @ArchTest
  static final ArchRule noCircles = slices().matching("dev.cairn.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheVocabularyIsFreeOfLibraries =
      noClasses()
          .that()
          .resideInAPackage("dev.cairn")
          .should()
          .dependOnClassesThat(outside("java..", "org.jspecify..", "dev.cairn"));

  @ArchTest
  static final ArchRule sqlOnlyInTheDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cairn.sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "io.agroal..");

  @ArchTest
  static final ArchRule objectStoresOnlyInReplica =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cairn.replica..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule jaxRsOnlyInHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cairn.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.ws.rs..");

  @ArchTest
  static final ArchRule everyResourceMethodSaysWhatItsCallersNeed =
      methods().that().areMetaAnnotatedWith(HttpMethod.class).should().beAnnotatedWith(Needs.class);

  @ArchTest
  static final ArchRule frameworkOnlyAtTheRim =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.cairn.http..", "dev.cairn.oidc..", "dev.cairn.health..", "dev.cairn.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..",
              "io.quarkus..",
              "org.eclipse.microprofile..",
              "io.smallrye..",
              "io.vertx..",
              "io.micrometer..");

  @ArchTest
  static final ArchRule onlyTheWriterBeginsUnits =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.cairn.write..", "dev.cairn.storage..")
          .should()
          .callMethod(ShardStore.class, "begin")
          .orShould()
          .callMethod(UnitOfWork.class, "commit", long.class);

  @ArchTest
  static final ArchRule noStaticMutableState =
      fields()
          .that()
          .areStatic()
          .and(areWritten())
          // What they stand for in the native executable is.
          .and()
          .areNotAnnotatedWith("com.oracle.svm.core.annotate.Alias")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule wallTimeComesFromAClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cairn.app..")
          // Where commands get what they use of their process.
          .and()
          .doNotHaveFullyQualifiedName("dev.cairn.cli.Surroundings")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule durationsComeFromATicker =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cairn")
          .should()
          .callMethod(System.class, "nanoTime");

  /** A rule that {@code room} uses no rooms but these; the empty name is the vocabulary. */
  private static ArchRule mayUse(String room, String... others) {
    Set<String> allowed = new TreeSet<>();
    allowed.add(packageOf(room));
    Arrays.stream(others).map(RoomsTest::packageOf).forEach(allowed::add);
    return noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of rooms other than " + allowed,
                (JavaClass used) ->
                    used.getPackageName().startsWith("dev.cairn")
                        && !allowed.contains(used.getPackageName())))
        .allowEmptyShould(true);
  }

  private static String packageOf(String room) {
    return room.isEmpty() ? "dev.cairn" : "dev.cairn." + room;
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return JavaClass.Predicates.resideOutsideOfPackages(packages)
        .and(
            DescribedPredicate.describe(
                "are no primitives", c -> !c.isPrimitive() && !c.isArray()));
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaField> areWritten() {
    return DescribedPredicate.describe(
        "are not made by the compiler",
        field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }
}
