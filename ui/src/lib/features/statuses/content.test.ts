import { expect, it } from 'vitest';
import { insideLink, splitEmoji } from './content';

const cat = { shortcode: 'cat', url: '/cat.png', static_url: '/cat.png', visible_in_picker: true };

it('splits text at the emoji that exist', () => {
  expect(splitEmoji('Hi :cat:, it is :late: at 10:30:15', [cat])).toEqual(['Hi ', cat, ', it is :late: at 10:30:15']);
  expect(splitEmoji('', [cat])).toEqual(['']);
  expect(splitEmoji(':cat:', [cat])).toEqual([cat]);
});

it('leads mentions and hashtags inside, and everything else out', () => {
  const parts = {
    emojis: [],
    mentions: [{ id: '1', username: 'ana', url: 'http://x/@ana', acct: 'ana' }],
    tags: [{ name: 'garten', url: 'http://x/tags/garten' }]
  };
  expect(insideLink('http://x/@ana', 'u-url mention', '@ana', parts)).toBe('/@ana');
  expect(insideLink('http://x/tags/garten', 'mention hashtag', '#Garten', parts)).toBe('/tags/garten');
  expect(insideLink('http://else/tags/rosé', 'hashtag', '#rosé', parts)).toBe('/tags/ros%C3%A9');
  expect(insideLink('http://x/about', '', 'about', parts)).toBeNull();
});
