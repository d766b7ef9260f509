import { expect, it } from 'vitest';
import { parseLink } from './link';

it('reads both cursors and keeps every parameter', () => {
  const header =
    '<http://localhost:3000/api/v1/timelines/public?local=true&max_id=5>; rel="next", <http://localhost:3000/api/v1/timelines/public?local=true&min_id=9>; rel="prev"';
  expect(parseLink(header)).toEqual({
    next: 'http://localhost:3000/api/v1/timelines/public?local=true&max_id=5',
    prev: 'http://localhost:3000/api/v1/timelines/public?local=true&min_id=9'
  });
});

it('is empty without a header, and survives commas inside an address', () => {
  expect(parseLink(null)).toEqual({});
  expect(parseLink('<http://x/a?b=1,2>; rel="next"').next).toBe('http://x/a?b=1,2');
});
