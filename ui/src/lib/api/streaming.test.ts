import { expect, it } from 'vitest';
import { backOff, parseEvent } from './streaming';

it('reads the doubly encoded payload', () => {
  expect(parseEvent('{"stream":["user"],"event":"update","payload":"{\\"id\\":\\"7\\"}"}')).toEqual({
    channel: 'user',
    event: { type: 'update', status: { id: '7' } }
  });
  expect(parseEvent('{"stream":["hashtag","garden"],"event":"delete","payload":"9"}')).toEqual({
    channel: 'hashtag/garden',
    event: { type: 'delete', id: '9' }
  });
});

it('survives what it does not know', () => {
  expect(parseEvent('{"stream":["user"],"event":"filters_changed"}')).toBeNull();
  expect(parseEvent('{"error":"Unknown stream type","status":400}')).toBeNull();
  expect(parseEvent('nonsense')).toBeNull();
  expect(parseEvent('{"stream":["user"],"event":"update","payload":"{"}')).toBeNull();
});

it('waits longer each time, but never past half a minute', () => {
  expect(backOff(0, 1)).toBe(500);
  expect(backOff(3, 1)).toBe(4000);
  expect(backOff(40, 1)).toBe(30_000);
  expect(backOff(40, 0)).toBe(15_000);
});
