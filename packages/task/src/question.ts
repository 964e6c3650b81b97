import { z } from 'zod';

const instant = z.iso.datetime();

/** One question of a request, as opencode's question tool and `ask_human` ask it. */
export const questionSchema = z.object({
  question: z.string(),
  /** A very short label. */
  header: z.string(),
  options: z.array(z.object({ label: z.string(), description: z.string() })),
  /** Several options may be chosen. */
  multiple: z.boolean(),
  /** Words of one's own are an answer too. */
  custom: z.boolean(),
});
export type Question = z.infer<typeof questionSchema>;

const asked = {
  /** 1 for the task's first one; it names the comment that asks it. */
  number: z.number().int().positive(),
  askedAt: instant,
  /** When the task fails for want of an answer. */
  deadline: instant,
};

/** What a task waits for a person to say. */
export const pendingQuestionSchema = z.discriminatedUnion('kind', [
  /** The agent asks. */
  z.object({
    ...asked,
    kind: z.literal('question'),
    /** Of the request that opencode waits with; null for `ask_human`, whose answer is the session's next message. */
    requestId: z.string().nullable(),
    questions: z.array(questionSchema),
  }),
  /** The agent wants to do something that the configuration leaves to people. */
  z.object({
    ...asked,
    kind: z.literal('permission'),
    requestId: z.string(),
    permission: z.string(),
    patterns: z.array(z.string()),
  }),
  /** The money is used up. */
  z.object({
    ...asked,
    kind: z.literal('budget'),
    scope: z.enum(['task', 'repo_day', 'day']),
    spentUsd: z.number(),
    limitUsd: z.number(),
  }),
  /** A pull request has had as many follow-ups as it may have without anybody's word. */
  z.object({ ...asked, kind: z.literal('rounds'), rounds: z.number().int() }),
  /** Somebody who may not start work changed the issue after it was accepted. */
  z.object({ ...asked, kind: z.literal('edited'), title: z.string(), body: z.string() }),
]);
export type PendingQuestion = z.infer<typeof pendingQuestionSchema>;

/** What a person said to a pending question; the run that takes the task up gives it to the agent. */
export const answerSchema = z.object({
  /** The `number` of the question. */
  to: z.number().int().positive(),
  /** Login of who said it. */
  by: z.string(),
  at: instant,
  reply: z.discriminatedUnion('kind', [
    /** One list of labels or own words for each question. */
    z.object({ kind: z.literal('answers'), answers: z.array(z.array(z.string())) }),
    z.object({ kind: z.literal('approve') }),
    z.object({ kind: z.literal('deny') }),
    /** With `usd` that many dollars more. */
    z.object({ kind: z.literal('continue'), usd: z.number().positive().nullable() }),
  ]),
});
export type Answer = z.infer<typeof answerSchema>;
export type Reply = Answer['reply'];
