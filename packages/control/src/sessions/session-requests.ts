import { oneLine, printable, type Question } from '@opencode-commander/task';
import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionInput, withSession } from './with-session.ts';

const permissionViewSchema = z.object({
  id: z.string(),
  permission: z.string().describe('Such as bash or edit'),
  patterns: z.array(z.string()).describe('What it is about, such as the command'),
});

const questionViewSchema = z.object({
  id: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      options: z.array(z.object({ label: z.string(), description: z.string() })),
      multiple: z.boolean().describe('Several options may be chosen'),
      custom: z.boolean().describe("Words of one's own are an answer too"),
    }),
  ),
});

const input = z.object({ session: sessionInput });

export const sessionPermissionsOperation = defineOperation({
  title: 'Permissions that a session asks for',
  description: 'Lists what a session may do only when somebody approves it.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input,
  output: z.object({
    permissions: z.array(permissionViewSchema),
    unreadable: z.boolean().describe('True when opencode itself cannot list them'),
  }),
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ instance, session }) => {
      const { permissions } = await instance.pending(session.id);
      const views = (permissions ?? []).map(({ requestId, permission, patterns }) => ({
        id: requestId,
        permission: oneLine(permission, LONGEST_LABEL),
        patterns: patterns.slice(0, MOST).map((pattern) => printable(pattern.slice(0, LONGEST_TEXT))),
      }));
      return { permissions: views, unreadable: permissions === null };
    }),
});

export const sessionQuestionsOperation = defineOperation({
  title: 'Questions of a session',
  description: 'Lists what a session wants to be told.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input,
  output: z.object({ questions: z.array(questionViewSchema) }),
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ instance, session }) => {
      const { questions } = await instance.pending(session.id);
      return {
        questions: questions.map(({ requestId, questions: asked }) => ({
          id: requestId,
          questions: asked.slice(0, MOST).map(questionView),
        })),
      };
    }),
});

const MOST = 50;
const LONGEST_LABEL = 200;
const LONGEST_TEXT = 4_000;

function questionView({ question, options, multiple, custom }: Question) {
  return {
    question: printable(question.slice(0, LONGEST_TEXT)),
    options: options.slice(0, MOST).map(({ label, description }) => ({
      label: oneLine(label, LONGEST_LABEL),
      description: oneLine(description, LONGEST_TEXT),
    })),
    multiple,
    custom,
  };
}
