package dev.cairn.health;

import dev.cairn.transaction.TransactionFigures;
import dev.cairn.transaction.Transactions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/**
 * How interactive transactions fare, as metrics. The figures are read when somebody asks for them.
 */
@Singleton
final class TransactionMetrics implements MeterBinder {

  private final Transactions transactions;

  TransactionMetrics(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "cairn.transactions.open", "open", TransactionFigures::open);
    gauge(registry, "cairn.transactions.open.cap", "that may be open", TransactionFigures::most);
    counter(registry, "cairn.transactions.committed", "committed", TransactionFigures::committed);
    counter(
        registry,
        "cairn.transactions.rolled.back",
        "rolled back by their callers",
        TransactionFigures::rolledBack);
    counter(
        registry,
        "cairn.transactions.expired",
        "rolled back at their deadline or idle limit",
        TransactionFigures::expired);
    counter(
        registry,
        "cairn.transactions.aborted",
        "rolled back by the service, or of unknown outcome",
        TransactionFigures::aborted);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String what,
      ToDoubleFunction<TransactionFigures> figure) {
    Gauge.builder(name, transactions, t -> figure.applyAsDouble(t.figures()))
        .description("Interactive transactions " + what)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String what,
      ToDoubleFunction<TransactionFigures> figure) {
    FunctionCounter.builder(name, transactions, t -> figure.applyAsDouble(t.figures()))
        .description("Interactive transactions " + what)
        .register(registry);
  }
}
