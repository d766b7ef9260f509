// Ten people liking one post are one line. Grouped: likes and boosts of the same post, and follows in a row; never words of people.
import type { Account, Notification, Status } from '$lib/api';

export type Group = { id: string; type: string; accounts: Account[]; status: Status | null; at: string; newest: string };
const GROUPED = new Set(['favourite', 'reblog', 'follow']);

export function group(list: Notification[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const entry of list) {
    const key = GROUPED.has(entry.type) ? `${entry.type}-${entry.status?.id ?? entry.created_at.slice(0, 10)}` : '';
    const known = key ? open.get(key) : undefined;
    if (known) {
      if (!known.accounts.some((account) => account.id === entry.account.id)) known.accounts.push(entry.account);
      continue;
    }
    const made: Group = {
      id: entry.id,
      type: entry.type,
      accounts: [entry.account],
      status: entry.status ?? null,
      at: entry.created_at,
      newest: entry.id
    };
    groups.push(made);
    if (key) open.set(key, made);
  }
  return groups;
}
