import type { Octokit } from '@octokit/rest';
import type { Marker } from '@opencode-commander/task';
import { z } from 'zod';
import { type Sending, sending } from './ask-before-sending.ts';
import { createOnce } from './create-once.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';
import { ourMarker, type Us } from './our-marker.ts';
import { signedText } from './signed-text.ts';

/** A comment that must be there once: found again by its marker and by who wrote it. */
export type SignedComment = Sending & {
  marker: Marker;
  body: string;
  us: Us;
  /** One that is there already stays as it is. */
  once?: boolean | undefined;
};

const commentSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});
type Comment = z.infer<typeof commentSchema>;

/** Creates our comment of this task and operation, or edits it where it says something else. */
export async function upsertComment(
  octokit: Octokit,
  address: IssueAddress,
  comment: SignedComment,
): Promise<{ id: number; url: string; changed: boolean }> {
  const issue = issueParameters(address);
  const body = signedText(comment.body, comment.marker, comment.us.markerKey);
  const { value, created } = await createOnce({
    find: () => findComment(octokit, address, comment),
    create: async () =>
      commentSchema.parse(
        (await octokit.rest.issues.createComment({ ...issue, body, ...sending(comment) })).data,
      ),
  });
  const changed = created || (!comment.once && !sameText(value.body ?? '', body));
  if (changed && !created)
    await octokit.rest.issues.updateComment({
      owner: issue.owner,
      repo: issue.repo,
      comment_id: value.id,
      body,
      ...sending(comment),
    });
  return { id: value.id, url: value.html_url, changed };
}

async function findComment(
  octokit: Octokit,
  address: IssueAddress,
  wanted: SignedComment,
): Promise<Comment | null> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    ...issueParameters(address),
    per_page: 100,
  });
  for await (const { data } of pages) {
    const found = z
      .array(commentSchema)
      .parse(data)
      .find((comment) => isSame(comment, wanted));
    if (found !== undefined) return found;
  }
  return null;
}

function isSame({ user, body }: Comment, { marker, us }: SignedComment): boolean {
  const found = ourMarker({ author: user?.login ?? null, body: body ?? '' }, us);
  return found !== null && found.task === marker.task && found.operation === marker.operation;
}

/** Line ends and trailing space may change on the way: that is no reason to edit again and again. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.replaceAll('\r\n', '\n').trimEnd();
}
