import { expect, it } from 'vitest';
import { countCharacters } from './count';

it('counts what people see as one sign as one', () => {
  expect(countCharacters('', '')).toBe(0);
  expect(countCharacters('Grüße', '')).toBe(5);
  expect(countCharacters('👩‍👩‍👧‍👦', '')).toBe(1);
  expect(countCharacters('e\u0301', '')).toBe(1);
});

it('counts an address as 23 and a mention without its server', () => {
  expect(countCharacters('https://example.org/a/very/long/path?with=many&things=in#it', '')).toBe(23);
  expect(countCharacters('See http://a.example/x.', '')).toBe(4 + 23 + 1);
  expect(countCharacters('@ana@example.social hi', '')).toBe('@ana hi'.length);
});

it('adds the warning', () => {
  expect(countCharacters('abc', 'de')).toBe(5);
});
