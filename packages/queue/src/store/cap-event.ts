import { formatBytes, type TaskEvent } from '@opencode-commander/task';

/** The most that is kept of each text of an event, in bytes of UTF-8: an agent writes as many as it likes. */
const MAX_TEXT = 8 * 1024;
const MAX_TITLE = 1024;
const MAX_NAME = 256;

/** The event with its texts cut to what the log keeps of them; a mark says how much is missing. */
export function capEvent(event: TaskEvent): TaskEvent {
  switch (event.type) {
    case 'agent_text':
      return { ...event, text: keepStart(event.text, MAX_TEXT) };
    case 'status':
    case 'service':
      return { ...event, message: keepStart(event.message, MAX_TEXT) };
    case 'tool':
      return {
        ...event,
        callId: keepStart(event.callId, MAX_NAME),
        tool: keepStart(event.tool, MAX_NAME),
        title: keepStart(event.title, MAX_TITLE),
        // What a command says last matters most.
        output: keepEnd(event.output, MAX_TEXT),
      };
  }
}

function keepStart(text: string, max: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= max) return text;
  // Decoding as a stream leaves out a character that was cut in two.
  const kept = new TextDecoder().decode(bytes.subarray(0, max), { stream: true });
  return `${kept}\n${mark(bytes.length - max)}`;
}

function keepEnd(text: string, max: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= max) return text;
  let from = bytes.length - max;
  while (isContinuation(bytes[from])) from += 1;
  return `${mark(from)}\n${bytes.subarray(from).toString()}`;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

function mark(bytes: number): string {
  return `[… about ${formatBytes(bytes)} cut]`;
}
