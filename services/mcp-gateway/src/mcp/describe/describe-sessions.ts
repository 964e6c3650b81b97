import type { OutputOf, SessionView } from '@opencode-commander/control';

/** What serves opencode, a line for each. */
export function describeInstances({ instances }: OutputOf<'instances.list'>): string {
  if (instances.length === 0)
    return 'There is no instance: no [[instance]] in commander.toml, and no task has a sandbox.';
  return instances
    .map(({ name, kind, version, reason }) => `- ${name} (${kind}): ${reason ?? `opencode ${version}`}`)
    .join('\n');
}

export function describeSynced({ found, silent }: OutputOf<'sessions.sync'>): string {
  return [found === 1 ? 'There is 1 session.' : `There are ${found} sessions.`, ...silentLines(silent)].join(
    '\n',
  );
}

export function describeSessions({ sessions, silent }: OutputOf<'sessions.list'>): string {
  const lines = sessions.map((session) => `- ${nameOf(session)}`);
  return [...(lines.length === 0 ? ['There is no session.'] : lines), ...silentLines(silent)].join('\n');
}

export function describeSession({ session }: { session: SessionView }): string {
  return nameOf(session);
}

/** The newest messages, each under who said it. */
export function describeMessages({ session, messages, unreadable }: OutputOf<'sessions.messages'>): string {
  if (unreadable) return `${nameOf(session)}: opencode itself cannot list its newest messages.`;
  if (messages.length === 0) return `${nameOf(session)}: nothing was said in it.`;
  return messages.map(describeMessage).join('\n\n');
}

function describeMessage({
  role,
  text,
  tools,
  error,
}: OutputOf<'sessions.messages'>['messages'][number]): string {
  const calls = tools.map(({ name, state, title }) => `[${name} ${state}] ${title}`);
  const lines = [...calls, ...(text === '' ? [] : [text]), ...(error === null ? [] : [`Error: ${error}`])];
  return [`${role}:`, ...lines].join('\n');
}

export function describeSessionStatus(status: OutputOf<'sessions.status'>): string {
  const { session, state, reason, waiting_questions, waiting_permissions } = status;
  const waiting = [
    waiting_questions > 0 ? ` ${counted(waiting_questions, 'question')}.` : '',
    waiting_permissions === null
      ? ' opencode itself cannot list the permissions that wait.'
      : waiting_permissions > 0
        ? ` ${counted(waiting_permissions, 'permission')}.`
        : '',
  ];
  return `${nameOf(session)} is ${state}${reason === null ? '' : ` (${reason})`}.${waiting.join('')}`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} waits` : `${count} ${what}s wait`;
}

export function describePermissions({ permissions, unreadable }: OutputOf<'sessions.permissions'>): string {
  if (unreadable) return 'opencode itself cannot list the permissions that wait.';
  if (permissions.length === 0) return 'No permission waits.';
  return permissions
    .map(({ id, permission, patterns }) => `- ${id}: ${permission} ${patterns.join(', ')}`)
    .join('\n');
}

export function describePermitted({ request, reply }: OutputOf<'sessions.permit'>): string {
  const said = { once: 'approved once', always: 'approved from now on' };
  return `${request} was ${reply === 'once' || reply === 'always' ? said[reply] : 'denied'}.`;
}

/** Each question with its options, numbered as they may be answered. */
export function describeQuestions({ questions }: OutputOf<'sessions.questions'>): string {
  if (questions.length === 0) return 'No question waits.';
  return questions
    .flatMap(({ id, questions: asked }) =>
      asked.flatMap((each) => [`${id}: ${each.question}`, ...optionLines(each)]),
    )
    .join('\n');
}

type Asked = OutputOf<'sessions.questions'>['questions'][number]['questions'][number];

function optionLines({ options }: Asked): string[] {
  return options.map(({ label, description }, i) => {
    return `  ${i + 1}. ${label}${description === '' ? '' : `: ${description}`}`;
  });
}

export function describeAnsweredSession({ request, answers }: OutputOf<'sessions.answer'>): string {
  return `${request} was answered: ${answers.map((each) => each.join(', ')).join('; ')}.`;
}

export function describeExport({ session, content }: OutputOf<'sessions.export'>): string {
  return `${nameOf(session)}: ${content.length} characters of JSON for opencode import are in \`content\`.`;
}

function silentLines(silent: OutputOf<'sessions.list'>['silent']): string[] {
  return silent.map(({ reason }) => reason);
}

function nameOf({ id, instance, title, directory }: SessionView): string {
  return `${id} on ${instance}: ${title} (${directory})`;
}
