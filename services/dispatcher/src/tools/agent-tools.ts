import type { AgentTools } from '@opencode-commander/broker';
import type { Run } from '../run.ts';
import { createIssueReader } from './read-issue.ts';

/** What the agent of a run can ask commander for, through its broker. */
export function agentTools(run: Run): AgentTools {
  return {
    askHuman: (question) => run.questions.ask(question),
    reportProgress: async (progress) => {
      run.checklist.report(progress);
      return { status: 'done', text: 'Noted: people see it on the issue.' };
    },
    readIssue: createIssueReader(run),
  };
}
