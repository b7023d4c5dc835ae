/** A formula over the columns of one mart. */
export type Expression =
  | { op: "column"; name: string }
  | { op: "number"; value: number }
  | { op: "plus" | "minus" | "over"; left: Expression; right: Expression };

export const column = (name: string): Expression => ({ op: "column", name });
export const number = (value: number): Expression => ({ op: "number", value });
export const plus = (left: Expression, right: Expression): Expression => ({
  op: "plus",
  left,
  right,
});
export const minus = (left: Expression, right: Expression): Expression => ({
  op: "minus",
  left,
  right,
});

/** A quotient; null where the denominator is zero. */
export const over = (left: Expression, right: Expression): Expression => ({
  op: "over",
  left,
  right,
});

/** Columns a formula reads, each once. */
export function columnsOf(expression: Expression): string[] {
  switch (expression.op) {
    case "column":
      return [expression.name];
    case "number":
      return [];
    default:
      return [...new Set([...columnsOf(expression.left), ...columnsOf(expression.right)])];
  }
}

const SIGN = { plus: "＋", minus: "－", over: "÷" };

/** The formula in words, by the titles of its columns. */
export function inWords(expression: Expression, titleOf: (column: string) => string): string {
  if (expression.op === "column") return titleOf(expression.name);
  if (expression.op === "number") return String(expression.value);
  const side = (child: Expression): string => {
    const text = inWords(child, titleOf);
    return child.op === "column" || child.op === "number" ? text : `（${text}）`;
  };
  return `${side(expression.left)}${SIGN[expression.op]}${side(expression.right)}`;
}
