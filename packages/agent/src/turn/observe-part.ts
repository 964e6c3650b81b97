import { printable } from '@opencode-commander/task';
import { firstLine } from '../describe-failure.ts';
import { otherPartSchema, textPartSchema, toolPartSchema, type WireToolPart } from '../wire.ts';
import type { ObservedPart } from './observation.ts';

/**
 * Reads a message's part as opencode sends it; null when it is none. `complete` says that the message it belongs to is
 * complete, so that its text is whole whatever the part says (an aborted text never gets its end).
 */
export function observePart(raw: unknown, { complete }: { complete: boolean }): ObservedPart | null {
  const tool = toolPartSchema.safeParse(raw);
  if (tool.success) return observeTool(tool.data);
  const text = textPartSchema.safeParse(raw);
  if (text.success) {
    const { id, messageID, synthetic, ignored, time } = text.data;
    const whole = (complete || time.end !== undefined) && !synthetic && !ignored;
    const said = text.data.text;
    return {
      id,
      messageId: messageID,
      kind: 'text',
      text: printable(said.slice(0, LONGEST_TEXT)),
      whole,
      size: said.length + Number(whole),
    };
  }
  const other = otherPartSchema.safeParse(raw);
  if (!other.success) return null;
  return { id: other.data.id, messageId: other.data.messageID, kind: 'other', size: other.data.text.length };
}

const LONGEST_TEXT = 64_000;
const LONGEST_OUTPUT = 4_000;
const OUTPUT_LINES = 20;

function observeTool({ id, messageID, callID, tool, state }: WireToolPart): ObservedPart {
  const output = state.error ?? state.output ?? state.metadata?.output ?? '';
  const rank = ['pending', 'running', 'completed', 'error'].indexOf(state.status);
  return {
    id,
    messageId: messageID,
    kind: 'tool',
    callId: callID,
    tool,
    state: state.status,
    title: firstLine(state.title || titleOf(state.input)),
    output: lastLines(output),
    size: rank + output.length + JSON.stringify(state.input).length,
  };
}

/** The words of a tool's input that say most: its description, else the first text in it. */
function titleOf(input: Readonly<Record<string, unknown>>): string {
  const texts = [input['description'], ...Object.values(input)].filter((value) => typeof value === 'string');
  return texts[0] ?? '';
}

function lastLines(output: string): string {
  const end = output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n');
  return printable(end.slice(-LONGEST_OUTPUT));
}
