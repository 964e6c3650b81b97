import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRunDirectoryName, runDirectoryName } from '../../src/sandbox/run-directory-name.ts';

const owners = fc.record({
  taskId: fc
    .tuple(fc.integer({ min: 1 }), fc.integer({ min: 0, max: 0xff_ff_ff }))
    .map(([number, hash]) => `${number}-${hash.toString(16).padStart(6, '0')}`),
  epoch: fc.nat(),
});

describe('the name of a run directory', () => {
  it('says whose it is', () => {
    fc.assert(
      fc.property(owners, (owner) => {
        expect(parseRunDirectoryName(runDirectoryName(owner))).toEqual(owner);
      }),
    );
  });

  it.each(['redis-1a2b3c4d.sock', '12-a1b2c3', '12-a1b2c3-', '12-a1b2c3-1.git', 'notes-7', ''])(
    'is not %s',
    (name) => expect(parseRunDirectoryName(name)).toBeNull(),
  );
});
