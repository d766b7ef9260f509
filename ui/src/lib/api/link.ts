/** The cursors of a Link header. They are opaque: followed as they are, never rebuilt from an id. */
export function parseLink(header: string | null): { next?: string; prev?: string } {
  const links: { next?: string; prev?: string } = {};
  for (const part of (header ?? '').split(/,\s*(?=<)/)) {
    const match = /^<([^>]+)>;.*\brel="?(next|prev)"?/.exec(part.trim());
    if (match) links[match[2] as 'next' | 'prev'] = match[1];
  }
  return links;
}
