import { expect, it } from 'vitest';
import { mergeNewest } from './merge';

it('puts the newest first, each once, also across a change of length', () => {
  expect(mergeNewest(['99', '98'], ['100', '99'])).toEqual(['100', '99', '98']);
  expect(mergeNewest([], ['7', '9', '8'])).toEqual(['9', '8', '7']);
  expect(mergeNewest(['112233445566778899'], ['112233445566778900'])).toEqual(['112233445566778900', '112233445566778899']);
});
