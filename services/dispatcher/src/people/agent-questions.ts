import type { AskedQuestion, ToolAnswer } from '@opencode-commander/broker';
import { StaleEpochError } from '@opencode-commander/queue';
import type { Question } from '@opencode-commander/task';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { MOST_QUESTIONS } from './ask-of.ts';
import { type OwnQuestions, ownQuestions } from './own-questions.ts';
import { recordQuestion } from './record-question.ts';

/** How long an agent that has asked may take to end its turn. */
const GRACE_MS = 20_000;

/**
 * What the agent of a run asks with `ask_human`: each question is in the task's record before the agent hears that it was asked,
 * and people are asked all of them when the turn has ended.
 */
export class AgentQuestions {
  readonly #run: Run;
  readonly #now: () => number;
  readonly #begun: Promise<void>;
  #begin: () => void = () => undefined;
  #isOver = false;
  /** Questions are recorded one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #askedAt: number | null = null;

  constructor(run: Run, now: () => number = () => performance.now()) {
    this.#run = run;
    this.#now = now;
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** The agent has been told what there is to tell, and the record is free for its questions. */
  begin(): void {
    this.#isOver = false;
    this.#begin();
  }

  ask(asked: AskedQuestion): Promise<ToolAnswer> {
    const answer = this.#last.then(async () => {
      await this.#begun;
      return this.#isOver ? OVER : this.#record(asked);
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Throws a LetGo when the agent has asked, and goes on for too long. */
  requireEnd(): void {
    const own = ownQuestions(this.#run.task);
    if (own === null || this.#askedAt === null || this.#now() - this.#askedAt < GRACE_MS) return;
    throw new LetGo({ why: 'asked', ask: own });
  }

  /** Takes no more questions; gives those that people are to be asked. */
  async end(): Promise<OwnQuestions | null> {
    this.#isOver = true;
    this.#begin();
    await this.#last;
    return ownQuestions(this.#run.task);
  }

  async #record(asked: AskedQuestion): Promise<ToolAnswer> {
    const before = ownQuestions(this.#run.task)?.questions ?? [];
    if (before.some(({ question }) => question === asked.question)) return ASKED;
    if (before.length >= MOST_QUESTIONS) return TOO_MANY;
    this.#askedAt ??= this.#now();
    const questions = [...before, toQuestion(asked)];
    try {
      await recordQuestion(this.#run, { kind: 'question', requestId: null, questions });
    } catch (error) {
      if (error instanceof StaleEpochError) return OVER;
      throw error;
    }
    return ASKED;
  }
}

function toQuestion({ question, options, multiple }: AskedQuestion): Question {
  const labels = options.map((label) => ({ label, description: '' }));
  return { question, header: '', options: labels, multiple, custom: true };
}

const ASKED: ToolAnswer = {
  status: 'done',
  text: 'People are asked when your turn ends. End it now, without further work: their answer comes as the next message, perhaps in hours.',
};
const TOO_MANY: ToolAnswer = {
  status: 'refused',
  text: `You have asked ${MOST_QUESTIONS} questions, which is as many as people are asked at once. End your turn now: the answers come as the next message.`,
};
const OVER: ToolAnswer = { status: 'refused', text: 'Nothing can be asked now: your turn is over. End it.' };
