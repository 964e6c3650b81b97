import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { numberOf, type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import { CHECK_CONCLUSIONS, CHECK_STATUSES, type CheckRun } from '../state/check-entities.ts';
import { latestCheckRuns } from '../state/check-rollup.ts';
import { type CheckRunPatch, createCheckRun, updateCheckRun } from '../state/checks.ts';
import { notFound, Problem } from '../state/problem.ts';
import { rerunCheck } from '../state/reruns.ts';
import { viewAnnotation, viewCheckRun } from '../views/check.ts';
import { commitOf } from './git-data.ts';

const RUNS = '/repos/{owner}/{repo}/check-runs';
const RUN = `${RUNS}/{check_run_id}` as const;
const annotationSchema = z
  .object({
    path: z.string(),
    start_line: z.number().int(),
    end_line: z.number().int(),
    start_column: z.number().int().nullish(),
    end_column: z.number().int().nullish(),
    annotation_level: z.enum(['notice', 'warning', 'failure']),
    message: z.string(),
    title: z.string().nullish(),
    raw_details: z.string().nullish(),
  })
  .transform((from) => ({
    path: from.path,
    startLine: from.start_line,
    endLine: from.end_line,
    startColumn: from.start_column ?? null,
    endColumn: from.end_column ?? null,
    level: from.annotation_level,
    message: from.message,
    title: from.title ?? null,
    rawDetails: from.raw_details ?? null,
  }));
const instant = z.iso.datetime({ offset: true });
const patchSchema = z.object({
  name: z.string().min(1).optional(),
  status: z.enum(CHECK_STATUSES).optional(),
  conclusion: z.enum(CHECK_CONCLUSIONS).optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  started_at: instant.optional(),
  completed_at: instant.optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().max(65_535),
      text: z.string().max(65_535).optional(),
      annotations: z.array(annotationSchema).max(50).optional(),
    })
    .optional(),
});
const newRunSchema = patchSchema.extend({ name: z.string().min(1), head_sha: z.string().min(1) });

export const checkRunRoutes: readonly Route[] = [
  writing(`POST ${RUNS}`, 'write', async (call) => {
    const { world, repository, actor } = call;
    const wanted = parseBody(newRunSchema, call.body, 'CheckRun');
    const headSha = await commitOf(call, wanted.head_sha);
    const run = createCheckRun(world, repository, { name: wanted.name, headSha, app: actor.app });
    updateCheckRun(world, { repository, run, patch: toPatch(wanted) });
    return created(viewCheckRun(world, repository, run));
  }),
  reading(`GET ${RUN}`, (call) => ok(viewCheckRun(call.world, call.repository, runOf(call)))),
  writing(`PATCH ${RUN}`, 'write', (call) => {
    const { world, repository } = call;
    const run = runOf(call);
    updateCheckRun(world, { repository, run, patch: toPatch(parseBody(patchSchema, call.body, 'CheckRun')) });
    return ok(viewCheckRun(world, repository, run));
  }),
  writing(`POST ${RUN}/rerequest`, 'write', (call) => {
    const run = runOf(call);
    if (run.status !== 'completed') throw new Problem(422, 'This check run is not rerequestable');
    rerunCheck(call.world, { repository: call.repository, run, by: call.actor.user });
    return created({});
  }),
  reading(`GET ${RUN}/annotations`, (call) => {
    const run = runOf(call);
    return listed(call, {
      items: run.annotations,
      render: (annotation) => viewAnnotation(call.world, call.repository, { run, annotation }),
    });
  }),
  reading('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', async (call) => {
    const { world, repository, query } = call;
    const sha = await commitOf(call, call.params['ref'] ?? '');
    const runs =
      query['filter'] === 'all'
        ? repository.checkRuns.filter((run) => run.headSha === sha).reverse()
        : latestCheckRuns(repository, sha);
    return listed(call, {
      items: runs.filter((run) => asked(run, query)),
      render: (run) => viewCheckRun(world, repository, run),
      wrap: (rendered, total) => ({ total_count: total, check_runs: rendered }),
    });
  }),
];

function toPatch(wanted: z.infer<typeof patchSchema>): CheckRunPatch {
  const { title, summary, text, annotations } = wanted.output ?? {};
  const fields = {
    name: wanted.name,
    status: wanted.status,
    conclusion: wanted.conclusion,
    detailsUrl: wanted.details_url,
    externalId: wanted.external_id,
    startedAt: wanted.started_at,
    completedAt: wanted.completed_at,
    annotations,
    output: wanted.output && given({ title, summary, text }),
  };
  return given(fields);
}

/** Without the fields that nothing was said about. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.assign({}, ...entries.map(([name, value]) => ({ [name]: value })));
}

function runOf(call: RepositoryCall): CheckRun {
  const id = numberOf(call, 'check_run_id');
  const run = call.repository.checkRuns.find((candidate) => candidate.id === id);
  if (!run) throw notFound();
  return run;
}

function asked(run: CheckRun, query: Readonly<Record<string, string>>): boolean {
  const { check_name: name = run.name, status = run.status } = query;
  return run.name === name && run.status === status;
}
