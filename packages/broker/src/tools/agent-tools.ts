/** What an agent can ask commander for; texts are plain: nothing in them hides, and a terminal obeys none of it. */
export type AgentTools = {
  /** Answers as soon as the question is kept: people may take hours. */
  askHuman(question: AskedQuestion): Promise<ToolAnswer>;
  reportProgress(progress: ReportedProgress): Promise<ToolAnswer>;
  /** Null for the task's own issue. */
  readIssue(number: number | null): Promise<ToolAnswer>;
};

/** What the agent reads; `refused` is shown to it as an error. */
export type ToolAnswer = { status: 'done' | 'refused'; text: string };

export type AskedQuestion = { question: string; options: string[]; multiple: boolean };
export type ReportedProgress = { steps: { text: string; done: boolean }[]; note: string | null };
