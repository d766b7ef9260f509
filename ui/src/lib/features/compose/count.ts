// Mastodon's way of counting: an address costs a fixed number, a mention only its local part, and what looks like one sign is one.
const URL_LIKE = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/gi;
const REMOTE_MENTION = /(^|[^\w/])@([a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@[a-z0-9.-]+[a-z0-9]/gi;

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

function graphemes(text: string): number {
  if (!segmenter) return [...text].length;
  return [...segmenter.segment(text)].length;
}

export function countCharacters(text: string, warning: string, perUrl = 23): number {
  let addresses = 0;
  const rest = text
    .replace(URL_LIKE, () => {
      addresses++;
      return '';
    })
    .replace(REMOTE_MENTION, '$1@$2');
  return graphemes(rest) + graphemes(warning) + addresses * perUrl;
}
