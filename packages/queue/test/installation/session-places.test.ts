import { expect, test } from 'vitest';
import { sessionPlaces } from '../../src/installation/session-places.ts';
import { startPrefix } from '../a-prefix.ts';

const place = { instance: 'dev', directory: '/src' };

test('what is remembered is found until it is forgotten, and what cannot be read was never there', async () => {
  await using own = startPrefix();
  const places = sessionPlaces(own);
  expect(await places.find('ses_a')).toBeNull();
  await places.change({
    forget: [],
    remember: new Map([
      ['ses_a', place],
      ['ses_b', place],
    ]),
  });
  await places.change({ forget: ['ses_b'], remember: new Map() });
  expect(await places.find('ses_a')).toEqual(place);
  await own.redis.hset(`{${own.prefix}}:sessions`, { ses_c: '{' });
  expect(await places.find('ses_c')).toBeNull();
  expect(await places.all()).toEqual(new Map([['ses_a', place]]));
});
