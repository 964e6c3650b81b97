import { OPERATION_NAMES, OPERATIONS, type OperationName, routeOf } from '@opencode-commander/control';
import { offerOf } from '@opencode-commander/mcp-gateway';
import type { Command } from 'commander';
import { commandOperation } from './command-operation.ts';
import { COMMENT_OPERATIONS } from './comment-operations.ts';
import { listCommands } from './list-commands.ts';

const INTRODUCTION = `# What can be asked for

Generated from what each way in offers: \`npx tsx packages/cli/src/reference/main.ts\` writes it anew.

Everything that people and programs can ask for is an operation of \`packages/control\`, and there are four ways to it: tools of
the MCP server at \`/mcp\`, the \`commander\` program, HTTP, and comments on issues and pull requests ([on-github.md](on-github.md)).
A dash says that this way has none.
`;

const MCP = `## Over MCP

The gateway serves MCP at \`/mcp\`, \`commander mcp\` serves the same on standard input and output except for subscriptions, and \`commander mcp config\` prints what
to paste into the configuration of opencode, Claude Code or VS Code.

\`commander_logs\` with \`follow\` tells each event as a progress notification while it happens, for as many \`seconds\` as it is asked to or
until the task ends, and gives the latest of them at its end. Every call that takes long says every 15 seconds that it goes on, to
clients that want to hear of it, and ends when it is cancelled or its connection is closed.

Tasks can be read as resources: \`commander://tasks\` is the list, \`commander://tasks/<id>\` a record, and \`commander://tasks/<id>/transcript\`
what happened as text. At the gateway, a client with a session hears of new tasks, and of changes of what it subscribes to: a transcript
changes with every line of the log. After a gap in what the gateway hears itself all that may have changed is told. The prompts \`triage_queue\`, \`why_failed\` and
\`waiting_for_me\` bring along what is known now.

A client has a session of its own, which is over after half an hour in which it neither asks nor listens, and then answers 404; requests
without a session are answered as well ([decision 18](decisions/0018-mcp-sessions-live-in-one-gateway.md)).
`;

const HTTP = `## Over HTTP

The gateway takes a POST with JSON and the bearer token that MCP has too, and answers in JSON. \`GET /api\` lists the operations
with the JSON Schemas of what goes in and comes out.

\`\`\`sh
curl -H "Authorization: Bearer $(cat ~/.local/share/opencode-commander/mcp-token)" \\
  -H 'content-type: application/json' -d '{"task_id": "12-a1b2c3", "priority": "high"}' \\
  http://127.0.0.1:7070/api/queue/prioritize
\`\`\`

Programs may say for whom they ask in the header \`x-commander-by\`: logs show it as \`http as maria (cli)\`, which is the word of
whoever holds the token. Answers name the version of the gateway in \`x-commander-version\`.

What cannot be done is answered with \`{"error": "…", "exit_code": 4}\`: a line that says what to do, and what \`commander\` exits
with for the same reason. The status is 400 for what is wrong in the request, 401 without the token, 404 for what is not there, 409
for a state that does not allow it, 502 where GitHub refuses, and 503 while Redis or GitHub is away, or
as many follow logs as may, with \`retry-after\`.

\`GET /api/tasks/<id>/events\` follows the log of a task as server-sent events: what happened, then what happens. An event \`end\`
says that the task has ended. Whoever comes back with \`Last-Event-ID\` goes on after that; 204 says that nothing comes any more.
`;

/** Every operation with its ways in, in Markdown: the content of docs/control.md. */
export function controlReference(program: Command): string {
  const commands = listCommands(program);
  const rows = OPERATION_NAMES.map((name) => row(name, commands)).join('\n');
  const table = `| operation | | MCP tool | command | HTTP | comment |\n|---|---|---|---|---|---|\n${rows}\n`;
  return [INTRODUCTION, table, EFFECTS, MCP, HTTP].join('\n');
}

const EFFECTS = `What is *final* cannot be had back. What *adds up* does more each time it is asked for; asking again for anything else changes
nothing more.
`;

function row(name: OperationName, commands: readonly string[]): string {
  const { title, effect, repeatable } = OPERATIONS[name];
  const notes = [effect === 'destroys' ? '*final*' : '', repeatable ? '' : '*adds up*'].filter(Boolean);
  const meaning = [title, ...notes].join(', ');
  const cells = [`\`${name}\``, meaning, toolCell(name), ...waysOf(name, commands)];
  return `| ${cells.join(' | ')} |`;
}

function toolCell(name: OperationName): string {
  const found = offerOf(name);
  if (found === null) return NONE;
  return found.action === null ? code(found.tool) : `${code(found.tool)}, action \`${found.action}\``;
}

function waysOf(name: OperationName, commands: readonly string[]): string[] {
  const typed = commands.filter((command) => commandOperation(command) === name);
  const said = Object.entries(COMMENT_OPERATIONS).filter(([, operations]) => operations.includes(name));
  return [
    listed(typed.map((command) => `commander ${command}`)),
    code(`POST ${routeOf(name)}`),
    listed(said.map(([command]) => `/commander ${command}`)),
  ];
}

const NONE = '–';

function listed(texts: readonly string[]): string {
  return texts.map(code).join(', ') || NONE;
}

function code(text: string): string {
  return `\`${text}\``;
}
