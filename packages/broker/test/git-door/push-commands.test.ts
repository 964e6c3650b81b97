import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgePush } from '../../src/git-door/judge-push.ts';
import { pktLine } from '../../src/git-door/pkt-line.ts';
import { parsePushCommands } from '../../src/git-door/push-commands.ts';

const oid = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
const ref = fc.string({ minLength: 1, maxLength: 100 }).filter((name) => !/[\0\n\r\ufffd]/.test(name));
const commands = fc.array(fc.record({ old: oid, to: oid, ref }), { minLength: 1, maxLength: 8 });

const encode = (list: { old: string; to: string; ref: string }[]) => {
  const lines = list.map(
    ({ old, to, ref }, i) => `${old} ${to} ${ref}${i === 0 ? '\0 report-status atomic\n' : ''}`,
  );
  return Buffer.concat([...lines.map((line) => pktLine(line)), Buffer.from('0000')]);
};

test('reads every command, and asks for more until the last byte of them', () => {
  fc.assert(
    fc.property(commands, fc.uint8Array(), fc.nat(), (list, pack, cut) => {
      const head = encode(list);
      expect(parsePushCommands(Buffer.concat([head, pack]))).toEqual({
        status: 'complete',
        commands: list.map(({ to, ref }) => ({ ref, deletes: /^0+$/.test(to) })),
        capabilities: ['report-status', 'atomic'],
        length: head.length,
      });
      expect(parsePushCommands(head.subarray(0, cut % head.length))).toEqual({ status: 'more' });
    }),
  );
});

test('lets a push go on only when every command is for the one branch', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ ref, deletes: fc.boolean() })), (list) => {
      const own = { ref: 'refs/heads/agent/1-abcdef', deletes: false };
      expect(judgePush([own, ...list], 'agent/1-abcdef') === null).toBe(list.length === 0);
    }),
  );
});

test('a name of the agent’s forges no line', () => {
  const forged = judgePush([{ ref: 'refs/heads/x\u202e\u001b[2J', deletes: false }], 'agent/1-abcdef');
  expect(forged).toBe('only agent/1-abcdef may be pushed, not x[2J');
});
