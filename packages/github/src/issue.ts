import { z } from 'zod';

/** An issue, or a pull request seen as one. */
export type Issue = {
  number: number;
  /** GitHub's global id, as GraphQL takes it. */
  nodeId: string;
  title: string;
  /** Markdown, empty when there is none. */
  body: string;
  state: 'open' | 'closed';
  labels: string[];
  /** Login of who opened it; null when the account is gone. */
  author: string | null;
  /** The page a person opens. */
  url: string;
  isPullRequest: boolean;
  /** By GitHub's clock; comments count as changes. */
  updatedAt: string;
};

// GitHub documents labels as strings too.
const labelSchema = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

/** https://docs.github.com/en/rest/issues/issues#get-an-issue */
export const issueSchema = z
  .object({
    number: z.number(),
    node_id: z.string(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    labels: z.array(labelSchema),
    user: z.object({ login: z.string() }).nullish(),
    html_url: z.string(),
    pull_request: z.unknown().optional(),
    updated_at: z.string(),
  })
  .transform(
    (answer): Issue => ({
      number: answer.number,
      nodeId: answer.node_id,
      title: answer.title,
      body: answer.body ?? '',
      state: answer.state,
      labels: answer.labels,
      author: answer.user?.login ?? null,
      url: answer.html_url,
      isPullRequest: answer.pull_request !== undefined && answer.pull_request !== null,
      updatedAt: answer.updated_at,
    }),
  );
