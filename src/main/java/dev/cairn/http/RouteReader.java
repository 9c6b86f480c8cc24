package dev.cairn.http;

import dev.cairn.security.Needs;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Reads routes from the annotations of resource classes, so that nothing is written twice. */
final class RouteReader {

  private static final Set<String> WITH_BODY = Set.of("PUT", "POST", "PATCH");

  /** How the path of whatever is of one shard begins. */
  private static final String SHARD = "/v1/shards/{shard}";

  private RouteReader() {}

  /** Takes a route as it is read. */
  interface Sink {
    void take(String template, String method, Route route);
  }

  /** Tells of every resource method of a class. */
  static void read(Class<?> resource, Sink sink) {
    Path root = resource.getAnnotation(Path.class);
    if (root == null) {
      return;
    }
    for (Method method : resource.getDeclaredMethods()) {
      String name = httpMethod(method);
      if (name != null) {
        Path path = method.getAnnotation(Path.class);
        String template = root.value() + (path == null ? "" : path.value());
        sink.take(template, name, route(resource, method, name, needs(method, template)));
      }
    }
  }

  /**
   * What two resource methods of one path and method, told apart by media type, take together.
   *
   * @throws IllegalStateException if they don't need the same of their callers
   */
  static Route union(Route one, Route other) {
    if (one.role() != other.role()
        || one.over() != other.over()
        || one.narrow() != other.narrow()) {
      throw new IllegalStateException("Methods of one path and method need different roles");
    }
    Set<String> consumes = new TreeSet<>(one.consumes());
    consumes.addAll(other.consumes());
    Map<String, QueryParameter> parameters = new TreeMap<>(one.parameters());
    parameters.putAll(other.parameters());
    return new Route(
        List.copyOf(consumes), parameters, one.role(), one.over(), one.narrow(), one.onRepeat());
  }

  /** No method is served that does not say who may call it, and over a shard that it names. */
  private static Needs needs(Method method, String template) {
    Needs needs = method.getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(method + " does not say what its callers need");
    }
    boolean ofShard = needs.over() == Needs.Reach.SHARD;
    if (ofShard != template.startsWith(SHARD) || needs.narrow() && !ofShard) {
      throw new IllegalStateException(method + " needs a role over what its path does not name");
    }
    return needs;
  }

  private static @Nullable String httpMethod(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod designator = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (designator != null) {
        return designator.value();
      }
    }
    return null;
  }

  private static Route route(Class<?> resource, Method method, String httpMethod, Needs needs) {
    Map<String, QueryParameter> parameters = new TreeMap<>();
    for (Parameter parameter : method.getParameters()) {
      String name = queryName(parameter.getAnnotations(), parameter.getName());
      if (name != null) {
        parameters.put(name, new QueryParameter(name, type(parameter)));
      }
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          String fieldName = queryName(field.getAnnotations(), field.getName());
          if (fieldName != null) {
            parameters.put(fieldName, new QueryParameter(fieldName, field.getType()));
          }
        }
      }
    }
    for (var described :
        method.getAnnotationsByType(
            org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class)) {
      if (described.in() == ParameterIn.QUERY) {
        parameters.putIfAbsent(
            described.name(), new QueryParameter(described.name(), String.class));
      }
    }
    return new Route(
        consumes(resource, method, httpMethod),
        parameters,
        needs.value(),
        needs.over(),
        needs.narrow(),
        onRepeat(method, needs));
  }

  private static RepeatRule onRepeat(Method method, Needs needs) {
    OnRepeat rule = method.getAnnotation(OnRepeat.class);
    if (rule == null) {
      return RepeatRule.REFUSED;
    }
    if (rule.value() == RepeatRule.ONCE && needs.over() != Needs.Reach.SHARD) {
      throw new IllegalStateException(method + " keeps answers where there is no shard");
    }
    return rule.value();
  }

  /** Its Java type, or that of a whole number if it is text that is described as one. */
  private static Class<?> type(Parameter parameter) {
    var described =
        parameter.getAnnotation(
            org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class);
    return described != null && described.schema().type() == SchemaType.INTEGER
        ? Long.class
        : parameter.getType();
  }

  private static @Nullable String queryName(Annotation[] annotations, String fallback) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof QueryParam query) {
        return query.value();
      }
      if (annotation instanceof RestQuery query) {
        return query.value().isEmpty() ? fallback : query.value();
      }
    }
    return null;
  }

  private static List<String> consumes(Class<?> resource, Method method, String httpMethod) {
    if (!WITH_BODY.contains(httpMethod)) {
      return List.of();
    }
    Consumes consumes = method.getAnnotation(Consumes.class);
    if (consumes == null) {
      consumes = resource.getAnnotation(Consumes.class);
    }
    if (consumes == null) {
      return List.of("application/json");
    }
    List<String> types = new ArrayList<>();
    for (String value : consumes.value()) {
      Arrays.stream(value.split(",", -1))
          .map(type -> type.strip().toLowerCase(Locale.ROOT))
          .forEach(types::add);
    }
    return List.copyOf(types);
  }
}
