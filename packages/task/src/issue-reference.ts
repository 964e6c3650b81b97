/** An issue as a person names it. */
export type IssueReference = { host: string; owner: string; repo: string; number: number };

const NAME = '[A-Za-z0-9_.-]+';
const SHORT = new RegExp(`^(?:(${NAME}(?::\\d+)?)/)?(${NAME})/(${NAME})#([1-9]\\d{0,9})$`);
const PATH = new RegExp(`^/(${NAME})/(${NAME})/issues/([1-9]\\d{0,9})/?$`);

/**
 * Reads `owner/repo#12`, `host/owner/repo#12` or an issue's URL; null when it is none of them.
 * `defaultHost` is the host of the first form.
 */
export function parseIssueReference(text: string, defaultHost: string): IssueReference | null {
  const trimmed = text.trim();
  const short = SHORT.exec(trimmed);
  if (short) return reference(short[1] ?? defaultHost, short.slice(2));
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  const path = url && /^https?:$/.test(url.protocol) ? PATH.exec(url.pathname) : null;
  return url && path ? reference(url.host, path.slice(1)) : null;
}

function reference(host: string, [owner, repo, number]: readonly string[]): IssueReference | null {
  if (!owner || !repo || !number) return null;
  return { host: host.toLowerCase(), owner, repo, number: Number(number) };
}
