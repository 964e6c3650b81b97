/** A request the simulator answered, or refused to. */
export type LoggedRequest = {
  /** 1 for the first. */
  sequence: number;
  at: string;
  method: string;
  /** As in GitHub's OpenAPI description; git's routes are `/{owner}/{repo}.git/…`. */
  route: string;
  /** As requested, without `/api/v3` and without the query. */
  path: string;
  query: Readonly<Record<string, string>>;
  /** Who asked: a login, an app's slug, null for nobody. */
  login: string | null;
  userAgent: string | null;
  body: unknown;
  /** null: the connection was closed without an answer, or is still open. */
  status: number | null;
};
