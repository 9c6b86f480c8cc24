package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.List;

/** A condition on entries: valid once it exists. */
public sealed interface Filter {

  /** Every one of {@code filters} holds; true when there are none. */
  record And(List<Filter> filters) implements Filter {
    public And {
      filters = List.copyOf(filters);
    }
  }

  /** At least one of {@code filters} holds; false when there are none. */
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
    }
  }

  /** The plain complement of {@code filter}: entries without the field included. */
  record Not(Filter filter) implements Filter {}

  /**
   * A comparison of one field.
   *
   * @param operands a list of any length up to {@link QueryBounds#MAX_LIST} for {@code in} and
   *     {@code nin}, otherwise exactly one
   */
  record Condition(Field field, Operator operator, List<Operand> operands) implements Filter {

    /**
     * Checks that the operands fit.
     *
     * @throws CairnException {@link ErrorCode#INVALID_QUERY} if the operator does not take them or
     *     does not go with the field
     */
    public Condition {
      operands = List.copyOf(operands);
      ConditionCheck.check(field, operator, operands);
    }

    /** The operand of an operator that takes one. */
    Operand operand() {
      return operands.getFirst();
    }
  }
}
