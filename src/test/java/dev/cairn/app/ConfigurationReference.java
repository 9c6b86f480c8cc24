package dev.cairn.app;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes {@code docs/configuration.md} from the sources of {@link CairnConfig} and of the interfaces
 * it is made of.
 */
final class ConfigurationReference {

  private static final String HEAD =
      """
      # Configuration

      Every setting is one key. A flag of `cairn serve` outranks an environment variable, which outranks the settings file
      (`cairn.properties` in the data directory, or the file named by `--config`), which outranks the default. A key that
      does not exist, or a value out of range, keeps the service from starting.

      This page is made from the code: `./mvnw test -Dtest=ConfigurationReferenceTest -Dcairn.docs.write=true`.

      | key | environment | default | meaning |
      | --- | --- | --- | --- |
      """;

  /** A group of keys that there is once for each name. */
  private static final Pattern NAMED = Pattern.compile("Map<String, (\\w+)>");

  private final DocTrees docs;
  private final List<CompilationUnitTree> units;
  private final Map<String, ClassTree> interfaces = new LinkedHashMap<>();
  private final StringBuilder table = new StringBuilder(HEAD);

  private ConfigurationReference(DocTrees docs, List<CompilationUnitTree> units) {
    this.docs = docs;
    this.units = units;
  }

  /**
   * The page that the sources ask for.
   *
   * @param sources the first is that of the interface with all keys
   */
  static String of(Path... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(sources));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      return new ConfigurationReference(DocTrees.instance(task), units).write();
    }
  }

  private String write() {
    for (CompilationUnitTree unit : units) {
      ClassTree top = (ClassTree) unit.getTypeDecls().get(0);
      interfaces.put(top.getSimpleName().toString(), top);
      top.getMembers().stream()
          .filter(ClassTree.class::isInstance)
          .map(ClassTree.class::cast)
          .filter(nested -> nested.getKind() == Tree.Kind.INTERFACE)
          .forEach(nested -> interfaces.put(nested.getSimpleName().toString(), nested));
    }
    writeKeys((ClassTree) units.getFirst().getTypeDecls().get(0), "cairn");
    return table.toString();
  }

  private void writeKeys(ClassTree group, String prefix) {
    for (Tree member : group.getMembers()) {
      if (member instanceof MethodTree method) {
        String key = prefix + "." + kebab(method.getName().toString());
        String type = method.getReturnType().toString();
        Matcher named = NAMED.matcher(type);
        if (named.matches()) {
          key += ".NAME";
          type = named.group(1);
        }
        ClassTree nested = interfaces.get(type);
        if (nested != null) {
          writeKeys(nested, key);
        } else {
          writeKey(method, key);
        }
      }
    }
  }

  private void writeKey(MethodTree method, String key) {
    table
        .append("| `")
        .append(key)
        .append("` | `")
        .append(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
        .append("` | `")
        .append(defaultOf(method))
        .append("` | ")
        .append(textOf(method))
        .append(" |\n");
  }

  private static String defaultOf(MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("WithDefault")) {
        ExpressionTree argument = annotation.getArguments().get(0);
        ExpressionTree value =
            argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
        return ((com.sun.source.tree.LiteralTree) value).getValue().toString();
      }
    }
    String type = method.getReturnType().toString();
    return type.startsWith("Optional<") ? "none" : "must be set";
  }

  private String textOf(MethodTree method) {
    DocCommentTree comment = null;
    for (CompilationUnitTree unit : units) {
      TreePath path = TreePath.getPath(unit, method);
      comment = path == null ? comment : docs.getDocCommentTree(path);
    }
    if (comment == null) {
      throw new IllegalStateException(method.getName() + " has no Javadoc");
    }
    List<? extends DocTree> body = comment.getFullBody();
    return body.stream()
        .map(ConfigurationReference::markdown)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String markdown(DocTree tree) {
    return switch (tree) {
      case LiteralTree literal -> "`" + literal.getBody() + "`";
      case LinkTree link -> "`" + link.getReference() + "`";
      default -> tree.toString();
    };
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
