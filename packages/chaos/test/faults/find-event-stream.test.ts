import { expect, it } from 'vitest';
import { quietestClient } from '../../src/faults/find-event-stream.ts';

const line = (pid: number, more: string) =>
  `0 0 127.0.0.1:${40_000 + pid} 127.0.0.1:4096 users:(("socat",pid=${pid},fd=6)) cubic rto:201 ${more} rcv_space:65483`;

it('takes the connection whose client has said nothing for longest for the event stream', () => {
  const listing = [
    line(11, 'data_segs_out:14 lastsnd:2800 lastrcv:2790'),
    line(12, 'data_segs_out:1 lastsnd:31000 lastrcv:40'),
    line(13, 'data_segs_out:1'),
    '0 0 127.0.0.1:5 127.0.0.1:4096 users:(("curl",pid=14,fd=5)) cubic lastsnd:99000',
  ];
  expect(quietestClient(listing.join('\n'))).toBe(12);
});

it('finds none where nobody is connected', () => {
  expect(quietestClient('')).toBeNull();
});
