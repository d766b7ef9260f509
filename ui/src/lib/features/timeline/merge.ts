/** Ids are decimal numbers in strings, too long for a number: the longer is the newer, then the greater. */
export function newer(a: string, b: string): number {
  return b.length - a.length || (a < b ? 1 : a > b ? -1 : 0);
}

/** Both lists in one, newest first, each id once. */
export function mergeNewest(list: string[], added: string[]): string[] {
  return [...new Set([...added, ...list])].sort(newer);
}
