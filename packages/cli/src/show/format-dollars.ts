/** An amount such as `$0.42`; what is less than a cent is not nothing. */
export function formatDollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
}
