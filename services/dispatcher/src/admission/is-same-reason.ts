/** Whether two reasons of admission tell people the same, but for amounts, which are others at each look. */
export function isSameReason(one: string, other: string): boolean {
  return withoutAmounts(one) === withoutAmounts(other);
}

function withoutAmounts(reason: string): string {
  return reason.replaceAll(/\b\d+(\.\d+)?( ([KMGT]iB|bytes|%))?/g, '…');
}
