import { expect, it } from 'vitest';
import {
  answerHereOperation,
  budgetWarningOperation,
  editOperation,
  failureOperation,
  helpOperation,
  questionNumber,
  questionOperation,
  refusedOperation,
  replyOperation,
  tellsFailure,
  threadReplyOperation,
  WRITE_OPERATIONS,
  warnsOfBudget,
} from '../src/index.ts';
import { aTask } from './a-task.ts';

const task = aTask({ epoch: 7, questions: 2, round: 1 });
const unanswered = { ...task, failure: { kind: 'no_answer', message: '' } as const };

// They stand on GitHub: one that is spelled otherwise some day is written a second time.
it.each([
  [WRITE_OPERATIONS.status, 'status'],
  [WRITE_OPERATIONS.result, 'result'],
  [WRITE_OPERATIONS.pullRequest, 'pull_request'],
  [WRITE_OPERATIONS.cycle, 'cycle'],
  [WRITE_OPERATIONS.refused, 'refused'],
  [questionOperation(2), 'question_2'],
  [failureOperation(task), 'failure_7'],
  [failureOperation(unanswered), 'unanswered_2'],
  [replyOperation({ what: 'comment', id: 5 }), 'reply_5'],
  [replyOperation({ what: 'review', id: 5 }), 'reply_review_5'],
  [replyOperation({ what: 'remark', id: 5 }), 'reply_remark_5'],
  [threadReplyOperation(5), 'reply_5'],
  [refusedOperation('Mallory'), 'refused_c0a497761b17'],
  [editOperation({ title: 'a', body: 'b' }), 'edit_7e18f737311b'],
  [helpOperation(task, 2), 'help_1_2'],
  [answerHereOperation(task, 2), 'answer_here_1_2'],
  [budgetWarningOperation({ grants: [] }), 'budget_warning'],
  [budgetWarningOperation({ grants: [{ by: 'comment:1', usd: 1 }] }), 'budget_warning_1'],
])('%s is spelled as ever', (operation, spelled) => {
  expect(operation).toBe(spelled);
  expect(operation).toMatch(/^[a-z0-9_]+$/);
});

it('names are read as they are made, and others are not', () => {
  expect(questionNumber(questionOperation(12))).toBe(12);
  for (const other of ['question_', 'question_1x', 'a_question_1', 'result'])
    expect(questionNumber(other)).toBe(0);
  expect([failureOperation(task), failureOperation(unanswered)].map(tellsFailure)).toEqual([true, false]);
  expect(['budget_warning', 'budget_warning_3', 'budget_warning_x'].map(warnsOfBudget)).toEqual([
    true,
    true,
    false,
  ]);
});
