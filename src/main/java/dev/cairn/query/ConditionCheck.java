package dev.cairn.query;

import java.util.List;

/** Whether an operator takes these operands for this field. */
final class ConditionCheck {

  private ConditionCheck() {}

  static void check(Field field, Operator operator, List<Operand> operands) {
    checkPair(field, operator);
    if (operator.takesList()) {
      if (operands.size() > QueryBounds.MAX_LIST) {
        throw Refusals.at("/value", "The list has more than " + QueryBounds.MAX_LIST + " members.");
      }
    } else if (operands.size() != 1) {
      throw Refusals.at("/value", "The operator " + operator.word() + " takes one value.");
    }
    for (Operand operand : operands) {
      checkOperator(operator, operand);
      checkField(field, operator, operand);
    }
  }

  private static void checkOperator(Operator operator, Operand operand) {
    String fault =
        switch (operator) {
          case EXISTS -> operand instanceof Operand.Bool ? "" : "takes true or false";
          case STARTS_WITH, ENDS_WITH -> operand instanceof Operand.Text ? "" : "takes a string";
          case GT, GTE, LT, LTE ->
              operand instanceof Operand.Null ? "does not take null, which has no order" : "";
          case CONTAINS ->
              operand instanceof Operand.Text(byte[] utf8)
                      && utf8.length > QueryBounds.MAX_SOUGHT_BYTES
                  ? "takes a string of at most " + QueryBounds.MAX_SOUGHT_BYTES + " bytes"
                  : "";
          case EQ, NE, IN, NIN, CONTAINS_ANY, CONTAINS_ALL -> "";
        };
    if (!fault.isEmpty()) {
      throw Refusals.at("/value", "The operator " + operator.word() + " " + fault + ".");
    }
  }

  /** Whether the operator goes with the field at all. */
  static void checkPair(Field field, Operator operator) {
    boolean ofParts =
        switch (operator) {
          case CONTAINS, STARTS_WITH, ENDS_WITH, CONTAINS_ANY, CONTAINS_ALL -> true;
          default -> false;
        };
    if (field.isTime() && ofParts) {
      throw Refusals.at(
          "/operator", "A time has no parts: use eq, ne, gt, gte, lt, lte, in, nin or exists.");
    }
  }

  private static void checkField(Field field, Operator operator, Operand operand) {
    if (operator != Operator.EXISTS && field.isTime() != operand instanceof Operand.Time) {
      throw Refusals.at(
          "/value",
          field.isTime()
              ? "A time is compared with an RFC 3339 text."
              : "An instant is compared with $created and $updated only.");
    }
  }
}
