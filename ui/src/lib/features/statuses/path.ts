import type { Account, Status } from '$lib/api';

/** Mastodon's paths, inside this client, also for people and posts from elsewhere. */
export function accountPath(account: Pick<Account, 'acct'>): string {
  return `/@${account.acct}`;
}
export function statusPath(status: Status): string {
  const shown = status.reblog ?? status;
  return `/@${shown.account.acct}/${shown.id}`;
}
export function displayName(account: Account): string {
  return account.display_name.trim() || account.username;
}
