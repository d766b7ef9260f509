// A post's HTML made safe and made ours: mentions and hashtags lead inside the client, emoji become pictures, and everything that
// is not on Mastodon's list of tags is gone, whatever the server let through.
import DOMPurify from 'dompurify';
import type { CustomEmoji, Mention } from '$lib/api';

const TAGS = ['p', 'br', 'span', 'a', 'del', 'pre', 'code', 'em', 'strong', 'b', 'i', 'u', 'ul', 'ol', 'li', 'blockquote'];
const CLASSES = new Set(['mention', 'hashtag', 'ellipsis', 'invisible', 'u-url', 'h-card']);
const SHORTCODE = /:([a-zA-Z0-9_]{2,}):/g;

export type ContentParts = { emojis: CustomEmoji[]; mentions?: Mention[]; tags?: { name: string; url: string }[] };

/** Where a link in a post leads inside this client, or null when it leads out. */
export function insideLink(href: string, className: string, text: string, parts: ContentParts): string | null {
  const mention = parts.mentions?.find((entry) => entry.url === href);
  if (mention) return `/@${mention.acct}`;
  const tag = parts.tags?.find((entry) => entry.url === href);
  if (tag) return `/tags/${encodeURIComponent(tag.name)}`;
  if (/\bhashtag\b/.test(className) && text.startsWith('#')) return `/tags/${encodeURIComponent(text.slice(1))}`;
  return null;
}

function addEmoji(root: ParentNode, emojis: CustomEmoji[]): void {
  if (!emojis.length) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const node of texts) {
    const pieces = splitEmoji(node.data, emojis);
    if (pieces.every((piece) => typeof piece === 'string')) continue;
    node.replaceWith(
      ...pieces.map((piece) => {
        if (typeof piece === 'string') return piece;
        const image = document.createElement('img');
        image.src = piece.url;
        image.alt = `:${piece.shortcode}:`;
        image.title = `:${piece.shortcode}:`;
        image.className = 'emoji';
        image.loading = 'lazy';
        return image;
      })
    );
  }
}

/** "Hi :cat:!" -> "Hi ", the emoji, "!" */
export function splitEmoji(text: string, emojis: CustomEmoji[]): (string | CustomEmoji)[] {
  const pieces: (string | CustomEmoji)[] = [];
  let from = 0;
  for (const match of text.matchAll(SHORTCODE)) {
    const emoji = emojis.find((entry) => entry.shortcode === match[1]);
    if (!emoji) continue;
    if (match.index > from) pieces.push(text.slice(from, match.index));
    pieces.push(emoji);
    from = match.index + match[0].length;
  }
  if (from < text.length || !pieces.length) pieces.push(text.slice(from));
  return pieces;
}

export function renderContent(html: string, parts: ContentParts): string {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'class', 'lang', 'start', 'reversed', 'value'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|xmpp|gemini|matrix|magnet):/i,
    RETURN_DOM_FRAGMENT: true
  });
  for (const element of fragment.querySelectorAll('[class]')) {
    const kept = [...element.classList].filter((name) => CLASSES.has(name));
    if (kept.length) element.className = kept.join(' ');
    else element.removeAttribute('class');
  }
  for (const link of fragment.querySelectorAll('a')) {
    const inside = insideLink(link.getAttribute('href') ?? '', link.className, link.textContent ?? '', parts);
    if (inside) link.setAttribute('href', inside);
    else {
      link.target = '_blank';
      link.rel = 'nofollow noopener noreferrer';
    }
  }
  addEmoji(fragment, parts.emojis);
  const holder = document.createElement('div');
  holder.append(fragment);
  return holder.innerHTML;
}

export function plainText(html: string): string {
  const fragment = DOMPurify.sanitize(html.replace(/<br\s*\/?>|<\/p>/gi, ' $&'), { ALLOWED_TAGS: [], RETURN_DOM_FRAGMENT: true });
  return (fragment.textContent ?? '').replace(/\s+/g, ' ').trim();
}
