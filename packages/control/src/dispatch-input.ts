import { prioritySchema } from '@opencode-commander/task';
import { z } from 'zod';
import { repositoryInputSchema } from './repositories.ts';

/** With the marker that commander adds it is no more than GitHub takes. */
const MAX_BODY = 60_000;

export const dispatchInputSchema = z
  .object({
    github_issue_url: z
      .string()
      .min(1)
      .optional()
      .describe('The issue: its URL, owner/repo#12, or host/owner/repo#12. Either this, or repo and title'),
    repo: repositoryInputSchema.shape.repo
      .optional()
      .describe('For work that has no issue yet: the repository, owner/name. An issue is opened there'),
    title: z
      .string()
      .trim()
      .min(1)
      .max(256)
      .regex(/^[^\r\n]*$/, 'write one line; the rest goes into body')
      .optional()
      .describe('With repo: what is to be done, in a line; the title of the issue that is opened'),
    body: z
      .string()
      .max(MAX_BODY)
      .optional()
      .describe('With repo: the rest of the text, in Markdown; the agent works on title and body'),
    request_id: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'With repo: a name of your own for this request. Asking again with it opens no second issue, also after that was closed; without one the same title and body are the same request while their issue is open',
      ),
    priority: prioritySchema.optional().describe('How urgent it is; by the labels of the issue unless given'),
    again: z.boolean().default(false).describe('Try a task again that failed or was cancelled'),
  })
  .refine(
    ({ github_issue_url: issue, repo, title, body, request_id }) =>
      issue === undefined
        ? repo !== undefined && title !== undefined
        : [repo, title, body, request_id].every((field) => field === undefined),
    'name either github_issue_url, or repo and title (with body and request_id, if there are any)',
  );
/** What is to be dispatched, as it was asked for. */
export type DispatchWish = z.output<typeof dispatchInputSchema>;
