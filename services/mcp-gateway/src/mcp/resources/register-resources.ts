import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ReadResourceResult, Resource } from '@modelcontextprotocol/sdk/types.js';
import { type ControlClient, listTasks, type TaskView } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { completeTaskId } from '../complete-task-id.ts';
import { describeTask } from '../describe/describe-task.ts';
import { orMcpError } from '../or-mcp-error.ts';
import { transcript } from './transcript.ts';
import { TASK_TEMPLATE, TASKS_URI, TRANSCRIPT_TEMPLATE, taskUris } from './uris.ts';

type Context = { client: ControlClient; log: Logger };

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';
/** https://modelcontextprotocol.io/specification/2025-06-18/server/resources#error-handling */
const RESOURCE_NOT_FOUND = -32_002;

/** Offers the list of tasks, each task's record, and what happened to it, to read. */
export function registerResources(server: McpServer, { client, log }: Context): void {
  const complete = { id: completeTaskId({ client, log }) };
  const working = { log, what: 'a resource', notFound: RESOURCE_NOT_FOUND };
  // Of both kinds at once: each template is asked for its own.
  const list = () =>
    orMcpError(working, async () => ({ resources: (await listTasks(client)).flatMap(listings) }));
  const read = (mimeType: string, text: (id: string) => Promise<string>) => {
    return (uri: URL, { id }: Readonly<Record<string, string | string[]>>): Promise<ReadResourceResult> =>
      orMcpError(working, async () => ({
        contents: [{ uri: uri.href, mimeType, text: await text(String(id ?? '')) }],
      }));
  };
  server.registerResource(
    'tasks',
    TASKS_URI,
    {
      title: 'Tasks',
      description: 'What runs, waits for a person or an agent, and ended last',
      mimeType: JSON_TYPE,
    },
    (uri) => read(JSON_TYPE, () => taskList(client))(uri, {}),
  );
  // Before the record, whose template is the beginning of this one.
  server.registerResource(
    'transcript',
    new ResourceTemplate(TRANSCRIPT_TEMPLATE, { list: undefined, complete }),
    {
      title: 'What happened to a task',
      description: 'Its statuses, and what its agent said and did: the latest part',
      mimeType: TEXT_TYPE,
    },
    read(TEXT_TYPE, (id) => transcript(client, id)),
  );
  server.registerResource(
    'task',
    new ResourceTemplate(TASK_TEMPLATE, { list, complete }),
    { title: 'A task', description: 'Its record, as commander_task gives it', mimeType: JSON_TYPE },
    read(JSON_TYPE, async (id) => json((await client.ask('tasks.show', { task_id: id })).task)),
  );
}

async function taskList(client: ControlClient): Promise<string> {
  const tasks = await listTasks(client);
  return json(
    tasks.map(({ id, repo, number, title, status, priority }) => {
      return { id, repo, number, title, status, priority, uri: taskUris(id)[0] };
    }),
  );
}

/** A task's record and its transcript. */
function listings(task: TaskView): Resource[] {
  const [record, transcript] = taskUris(task.id);
  const about = { name: `${task.repo}#${task.number} ${task.title}`, description: describeTask(task) };
  return [
    { uri: record, ...about, mimeType: JSON_TYPE },
    { uri: transcript, ...about, mimeType: TEXT_TYPE },
  ];
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
