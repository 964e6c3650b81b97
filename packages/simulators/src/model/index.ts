export {
  type ChatMessage,
  type ChatRequest,
  type Conversation,
  STRUCTURED_OUTPUT_TOOL,
} from './conversation.ts';
export { DEFAULT_SCRIPT } from './default-script.ts';
export { forIssue, inPrompt, type Script } from './script.ts';
export {
  type ModelRequest,
  type ModelSimulator,
  type ModelSimulatorOptions,
  startModelSimulator,
} from './start-model-simulator.ts';
export {
  bash,
  call,
  edit,
  fail,
  question,
  quota,
  read,
  type ScriptedQuestion,
  type Step,
  say,
  slowly,
  stall,
  structured,
  type TokenCount,
  todo,
  usage,
  write,
} from './step.ts';
