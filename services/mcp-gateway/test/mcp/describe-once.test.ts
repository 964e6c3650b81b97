import { expect, it } from 'vitest';
import type { z } from 'zod';
import { describeOnce } from '../../src/mcp/describe-once.ts';

type Json = z.core.JSONSchema.BaseSchema;

const person: Json = {
  type: 'object',
  properties: { name: { type: 'string', description: 'As she writes it herself' } },
  required: ['name'],
};

it('points from a field to the one that lists the same', () => {
  const { people, person: one } = describeOnce({ people: { type: 'array', items: person }, person });
  expect(people).toEqual({ type: 'array', items: person });
  expect(one).toEqual({ type: 'object', description: 'As in people' });
});

it('points from list to list, and keeps what a list says of itself', () => {
  const { others } = describeOnce({
    person,
    others: { type: 'array', items: person, description: 'Strangers' },
  });
  expect(others).toEqual({
    type: 'array',
    items: { type: 'object', description: 'As in person' },
    description: 'Strangers',
  });
});

it('leaves alone what differs, and what is shorter than pointing to it', () => {
  const fields: Record<string, Json> = {
    person,
    other: { ...person, required: [] },
    any: { type: 'object' },
    same: { type: 'object' },
  };
  expect(describeOnce(fields)).toEqual(fields);
});
