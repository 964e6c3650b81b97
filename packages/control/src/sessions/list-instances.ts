import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import type { SessionControl } from './session-control.ts';
import { type Surveyed, surveyInstances } from './survey-instances.ts';

const instanceViewSchema = z.object({
  name: z.string(),
  kind: z.enum(['server', 'sandbox']).describe('A server of commander.toml, or the sandbox of a task'),
  url: z.string().nullable().describe('Of a server'),
  host: z.string().nullable().describe('That has the sandbox'),
  reachable: z.boolean(),
  version: z.string().nullable().describe('Of its opencode; null while it is not reachable'),
  sessions: z.number().int().nullable().describe('How many of its newest 500 sessions there are'),
  reason: z.string().nullable().describe('Why it is not reachable from here'),
});
export type InstanceView = z.infer<typeof instanceViewSchema>;

const instanceListSchema = z.object({ instances: z.array(instanceViewSchema) });

export const listInstancesOperation = defineOperation({
  title: 'What serves opencode',
  description:
    'Lists the instances: the servers of opencode in commander.toml and the sandboxes of tasks. Each is asked, and says its version.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({}),
  output: instanceListSchema,
  run: async (control) => {
    const surveyed = await surveyInstances(control);
    return { instances: surveyed.map((each) => instanceView(control, each)) };
  },
});

function instanceView({ instances }: Pick<SessionControl, 'instances'>, surveyed: Surveyed): InstanceView {
  const { name, reference } = surveyed.instance;
  const answered = surveyed.status === 'answered' ? surveyed : null;
  const server = instances.servers.find((each) => each.name === name);
  return {
    name,
    kind: reference.kind,
    url: reference.kind === 'server' ? (server?.url ?? null) : null,
    host: reference.kind === 'sandbox' ? reference.task.host : null,
    reachable: answered !== null,
    version: answered?.version ?? null,
    sessions: answered?.sessions.length ?? null,
    reason: surveyed.status === 'silent' ? surveyed.reason : null,
  };
}
