import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { cutText } from './cut-text.ts';
import { type FailedCheck, type FailedConclusion, failedConclusionSchema } from './failed-check.ts';
import { splitFullName } from './full-name.ts';

const MAX_CHECKS = 20;
const MAX_ANNOTATIONS = 50;
const MAX_SUMMARY = 4_000;
const MAX_MESSAGE = 1_000;

const runSchema = z.object({
  id: z.number(),
  name: z.string(),
  conclusion: z.string().nullable(),
  app: z.object({ slug: z.string().nullish() }).nullish(),
  output: z.object({
    title: z.string().nullish(),
    summary: z.string().nullish(),
    annotations_count: z.number().default(0),
  }),
});
type Run = z.infer<typeof runSchema> & { conclusion: FailedConclusion };

/**
 * The latest check runs of a commit that ended badly.
 * https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export async function listFailedChecks(
  octokit: Octokit,
  { fullName, sha }: { fullName: string; sha: string },
): Promise<FailedCheck[]> {
  const parameters = { ...splitFullName(fullName), ref: sha, filter: 'latest', per_page: 100 } as const;
  const answer = await octokit.paginate(octokit.rest.checks.listForRef, parameters);
  const failed = z.array(runSchema).parse(answer).filter(isBad).slice(0, MAX_CHECKS);
  const checks: FailedCheck[] = [];
  for (const run of failed) checks.push(await describe(octokit, fullName, run));
  return checks;
}

function isBad(run: z.infer<typeof runSchema>): run is Run {
  return failedConclusionSchema.safeParse(run.conclusion).success;
}

async function describe(octokit: Octokit, fullName: string, run: Run): Promise<FailedCheck> {
  const { title, summary, annotations_count: count } = run.output;
  return {
    id: run.id,
    name: run.name,
    conclusion: run.conclusion,
    summary: cutText([title, summary].filter(Boolean).join('\n'), MAX_SUMMARY),
    annotations: count > 0 ? await annotationsOf(octokit, fullName, run.id) : [],
    actionsJob: run.app?.slug === 'github-actions',
  };
}

const annotationSchema = z.object({
  path: z.string(),
  start_line: z.number(),
  title: z.string().nullish(),
  message: z.string().nullable(),
});

/** https://docs.github.com/en/rest/checks/runs#list-check-run-annotations */
async function annotationsOf(
  octokit: Octokit,
  fullName: string,
  id: number,
): Promise<FailedCheck['annotations']> {
  const { data } = await octokit.rest.checks.listAnnotations({
    ...splitFullName(fullName),
    check_run_id: id,
    per_page: MAX_ANNOTATIONS,
  });
  const annotations = z.array(annotationSchema).parse(data);
  return annotations.map(({ path, start_line: line, title, message }) => ({
    path,
    line,
    message: cutText([title, message].filter(Boolean).join(': '), MAX_MESSAGE),
  }));
}
